from typing import Any

from django import template

from comments.models import Comment

register = template.Library()


@register.simple_tag
def waiting_comments(user: Any) -> int:
    """How many comments wait for somebody who may decide; 0 for anybody else. One query."""
    return Comment.objects.held().count() if user.has_perm("comments.moderate_comment") else 0
