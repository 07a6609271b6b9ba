"""The two sanitisers. nh3 is the last hand on every text; bleach stands before it and never alone."""

import re

import bleach
import nh3

from blog.rendering.policies import SCHEMES, Policy

# Classes that Markdown's own extensions write. Others go, so that nobody borrows the site's looks.
CLASS = re.compile(
    r"^(highlight|language-[\w+#-]{1,30}|footnotes?|footnote-(ref|backref)|[a-z]{1,2}\d?|hll|err|task-list.*)$"
)
OWN_ATTRIBUTES = {
    "img": {"srcset", "sizes", "loading", "decoding"},
    "a": {"rel"},
    "*": {"id"},
}
SCHEME = re.compile(r"^[a-z][a-z0-9+.-]*:", re.IGNORECASE)


def clean_typed(html: str, policy: Policy) -> str:
    """What people may write. Safety does not depend on it (tests take it away)."""
    return bleach.clean(
        html,
        tags=policy.tags,
        attributes={tag: list(names) for tag, names in policy.attributes.items()},
        protocols=SCHEMES,
        strip=True,
    )


def clean_finally(html: str, policy: Policy) -> str:
    names = policy.attributes.keys() | OWN_ATTRIBUTES.keys()
    return nh3.clean(
        html,
        tags=set(policy.tags),
        attributes={name: set(policy.attributes.get(name, ())) | OWN_ATTRIBUTES.get(name, set()) for name in names},
        attribute_filter=filter_attribute,
        url_schemes=set(SCHEMES),
        link_rel=None,
        strip_comments=True,
    )


def filter_attribute(tag: str, name: str, value: str) -> str | None:
    if name == "class":
        kept = [word for word in value.split() if CLASS.match(word)]
        return " ".join(kept) or None
    if name == "src":
        return value if value.startswith("/") and not value.startswith(("//", "/\\")) else None
    if name == "srcset":
        urls = [candidate.split()[0] for candidate in value.split(",") if candidate.strip()]
        return value if all(is_web_url(url) for url in urls) else None
    if name == "id":
        return value if re.match(r"^p\d+-|^s-|^preview-", value) else None
    if name == "dir":
        return value if value in {"ltr", "rtl", "auto"} else None
    return value


def is_web_url(url: str) -> bool:
    scheme = SCHEME.match(url)
    return not scheme or scheme[0].lower() in {"http:", "https:"}
