from functools import lru_cache

from django import template
from django.utils.safestring import SafeString

from blog.rendering import COMMENT, Unrenderable, mark_stored_html_safe, render

register = template.Library()


@register.filter
def stored_html(html: str) -> SafeString:
    """Show HTML that ``blog.rendering`` has rendered and a model has stored."""
    return mark_stored_html_safe(html)


@register.filter
@lru_cache
def inline_markdown(source: str) -> SafeString | str:
    """Renders Markdown with the rules of comments. Text that can't be rendered is shown as typed.

    It is remembered, because the same few authors are introduced below each article.
    """
    try:
        return render(source, COMMENT)
    except Unrenderable:
        return source
