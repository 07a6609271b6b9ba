from django import template
from django.utils.safestring import SafeString

from blog.rendering import COMMENT, Unrenderable, mark_stored_html_safe, render

register = template.Library()


@register.filter
def stored_html(html: str) -> SafeString:
    """Show HTML that blog.rendering made and a model kept."""
    return mark_stored_html_safe(html)


@register.filter
def inline_markdown(source: str) -> SafeString | str:
    """What a person says of himself, by the rules of comments; what cannot be rendered stands as it was typed."""
    try:
        return render(source, COMMENT)
    except Unrenderable:
        return source
