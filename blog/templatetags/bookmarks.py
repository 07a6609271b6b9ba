from typing import Any

from django import template
from django.template import Context

from blog.cache.http import has_private_cookies
from blog.models import Bookmark, Post

register = template.Library()


@register.inclusion_tag("components/bookmark_button.html", takes_context=True)
def bookmark_button(context: Context, post: Post) -> dict[str, Any]:
    """Only for signed-in users; pages that are cached for everyone don't show it. One query."""
    request = context.get("request")
    if request is None or not has_private_cookies(request) or not request.user.is_authenticated:
        return {"post": None}
    is_saved = Bookmark.objects.filter(user=request.user.pk, post=post).exists()
    return {"post": post, "is_saved": is_saved, "csrf_token": context.get("csrf_token")}
