from typing import Any

from django import template

from comments.moderation_queue import count_to_moderate

register = template.Library()


@register.simple_tag
def waiting_comments(user: Any) -> int:
    """How many comments need a decision of somebody who may decide; 0 for anybody else. Two queries."""
    return count_to_moderate() if user.has_perm("comments.moderate_comment") else 0
