"""The two sanitisers. nh3 always comes last; bleach comes before postprocessing and is never the only one."""

import re

import bleach
import nh3

from blog.rendering.policies import LINK_URL, LOCAL_FILE_URL, OWN_ATTRIBUTES, OWN_TAGS, POST_LINK, Policy

# The pattern of each attribute's value. Attributes with other values are removed.
ATTRIBUTE_PATTERNS = {
    "href": re.compile(rf"{LINK_URL.pattern}|{POST_LINK.pattern}", re.IGNORECASE),
    "src": LOCAL_FILE_URL,
    "srcset": re.compile(r"(?:(?:https?:/)?/[^\s,/\\][^\s,\\]*(?: \d{1,5}w)?(?:, |$))+"),
    "id": re.compile(r"(?:p\d+|s|preview)-[\w-]+"),
    "dir": re.compile(r"ltr|rtl|auto"),
    "lang": re.compile(r"[A-Za-z0-9-]{1,35}"),
    "align": re.compile(r"left|right|center"),
    "scope": re.compile(r"(?:row|col)(?:group)?"),
    "tabindex": re.compile(r"0"),
    "role": re.compile(r"note"),
    "type": re.compile(r"checkbox"),
    **dict.fromkeys(("disabled", "checked"), re.compile(r"")),
    **dict.fromkeys(("width", "height", "start"), re.compile(r"-?\d{1,5}")),
    **dict.fromkeys(("colspan", "rowspan"), re.compile(r"\d{1,2}")),
}
# Classes of the Markdown dialect, Pygments and our own. Others are removed, so that no text can imitate the site.
ALLOWED_CLASS = re.compile(
    r"highlight|language-[\w+#-]{1,30}|footnote|footnote-ref|footnote-backref|table|[a-z]{1,2}\d?|hll|err"
    r"|task|alert|alert-(?:title|note|tip|important|warning|caution)"
)


def clean_input(html: str, policy: Policy) -> str:
    """Remove what authors may not use. The safety of the output doesn't depend on it (tests disable it)."""
    attributes = {tag: list(names) for tag, names in policy.attributes.items()}
    return str(bleach.clean(html, tags=policy.tags, attributes=attributes, protocols=policy.schemes, strip=True))


def clean_output(html: str, policy: Policy) -> str:
    tags = policy.tags | OWN_TAGS
    names = policy.attributes.keys() | (OWN_ATTRIBUTES.keys() & (tags | {"*"}))
    return nh3.clean(
        html,
        tags=set(tags),
        attributes={
            name: set(policy.attributes.get(name, frozenset()) | OWN_ATTRIBUTES.get(name, frozenset()))
            for name in names
        },
        attribute_filter=filter_attribute,
        url_schemes=set(policy.schemes),
        link_rel=None,
        strip_comments=True,
    )


def filter_attribute(tag: str, name: str, value: str) -> str | None:
    if name == "class":
        return " ".join(word for word in value.split() if ALLOWED_CLASS.fullmatch(word)) or None
    pattern = ATTRIBUTE_PATTERNS.get(name)
    return value if pattern is None or pattern.fullmatch(value.strip()) else None
