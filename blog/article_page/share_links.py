from urllib.parse import quote

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

# Plain links without scripts of other sites.
SHARE_TARGETS: list[tuple[str | Promise, str]] = [
    ("Mastodon", "https://mastodonshare.com/?text={title}&url={url}"),
    ("Bluesky", "https://bsky.app/intent/compose?text={title}%20{url}"),
    ("Facebook", "https://www.facebook.com/sharer/sharer.php?u={url}"),
    ("WhatsApp", "https://wa.me/?text={title}%20{url}"),
    ("X", "https://x.com/intent/post?text={title}&url={url}"),
    ("Pinterest", "https://www.pinterest.com/pin/create/button/?url={url}&description={title}"),
    (_("E-mail"), "mailto:?subject={title}&body={url}"),
]


def share_links(title: str, url: str) -> list[tuple[str, str]]:
    """Pairs of the site's name and the URL."""
    return [
        (str(name), address.format(title=quote(title, safe=""), url=quote(url, safe="")))
        for name, address in SHARE_TARGETS
    ]
