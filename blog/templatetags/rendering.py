from django import template
from django.utils.safestring import SafeString

from blog.rendering import trust_stored

register = template.Library()


@register.filter
def stored_html(html: str) -> SafeString:
    """Show HTML that blog.rendering made and a model kept."""
    return trust_stored(html)
