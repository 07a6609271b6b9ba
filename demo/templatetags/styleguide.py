import re

from django import template
from django.utils.text import slugify

register = template.Library()

# Attributes that contain or refer to ids.
REFERENCE = re.compile(
    r'( (?:id|for|form|aria-labelledby|aria-describedby|aria-controls|popovertarget|list)=")([^"]+)(")'
)
FRAGMENT = re.compile(r'( href="#)([^"]+")')


@register.filter(is_safe=True)
def own_ids(html: str, name: str) -> str:
    """Prefix all ids, and references to them, with the name of the sample, so that ids on the page are unique."""
    prefix = slugify(name)

    def prefixed(match: re.Match[str]) -> str:
        return match[1] + " ".join(f"{prefix}-{name}" for name in match[2].split()) + match[3]

    return FRAGMENT.sub(rf"\1{prefix}-\2", REFERENCE.sub(prefixed, html))


@register.filter(is_safe=True)
def opened(html: str) -> str:
    """Open all ``details`` elements."""
    return html.replace("<details class=", "<details open class=")
