from typing import Any

from django import template

from accounts.models import User
from blog.editorial.start_page import Section, waiting_for

register = template.Library()


@register.simple_tag
def waiting(user: Any) -> list[Section]:
    """What is waiting for a user (blog.editorial.start_page)."""
    return waiting_for(user) if isinstance(user, User) else []
