from django import template
from django.template import Context
from django.urls import reverse

from blog.cache.http import has_private_cookies
from blog.models import Post

register = template.Library()


@register.inclusion_tag("components/edit_link.html", takes_context=True)
def edit_link(context: Context, post: Post) -> dict[str, str]:
    """For users who may edit the article. No query for readers; pages that are cached for everyone don't show it."""
    request = context.get("request")
    if request is None or not has_private_cookies(request) or not getattr(request.user, "is_staff", False):
        return {}
    if not Post.objects.editable_by(request.user).filter(pk=post.pk).exists():
        return {}
    return {"url": reverse("admin:blog_post_change", args=[post.pk])}
