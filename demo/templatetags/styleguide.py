import re

from django import template
from django.utils.text import slugify

register = template.Library()

# What names an element of the same page.
REFERENCE = re.compile(
    r'( (?:id|for|form|aria-labelledby|aria-describedby|aria-controls|popovertarget|list)=")([^"]+)(")'
)
FRAGMENT = re.compile(r'( href="#)([^"]+")')


@register.filter(is_safe=True)
def own_ids(html: str, name: str) -> str:
    """Put the name of a sample to all ids and to what points to them: a component may stand on a page many times."""
    prefix = slugify(name)

    def prefixed(match: re.Match[str]) -> str:
        return match[1] + " ".join(f"{prefix}-{name}" for name in match[2].split()) + match[3]

    return FRAGMENT.sub(rf"\1{prefix}-\2", REFERENCE.sub(prefixed, html))


@register.filter(is_safe=True)
def opened(html: str) -> str:
    """Open all that can be folded."""
    return html.replace("<details class=", "<details open class=")
