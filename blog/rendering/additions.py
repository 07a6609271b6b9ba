"""Our own additions on the tree: heading levels, pictures, link relations, ids that cannot clobber."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from blog.rendering.policies import Policy
from blog.rendering.tree import Node

FOOTNOTE_ID = re.compile(r"^fn(?:ref\d*)?:[\w-]{1,40}$")
HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
# 72 characters of text are about 45 rem wide.
SIZES = "(min-width: 46rem) 44rem, 100vw"


@dataclass(frozen=True)
class ImageInfo:
    width: int
    height: int
    srcset: str = ""


FindImages = Callable[[set[str]], Mapping[str, ImageInfo]]


def find_no_images(urls: set[str]) -> Mapping[str, ImageInfo]:
    return {}


def add_to(root: Node, policy: Policy, id_prefix: str, find_images: FindImages) -> None:
    elements = list(root.elements())
    level_headings([element for element in elements if element.tag in HEADINGS])
    for element in elements:
        own_id(element, id_prefix)
        if element.tag == "a":
            relate_link(element, policy, id_prefix)
    show_images([element for element in elements if element.tag == "img"], find_images)
    caption_images(root)


def level_headings(headings: Iterable[Node]) -> None:
    """The page's h1 is the title: body headings start at h2 and never jump a level on the way down."""
    headings = list(headings)
    shift = 1 if any(heading.tag == "h1" for heading in headings) else 0
    last = 1
    for heading in headings:
        last = min(int(heading.tag[1]) + shift, last + 1, 6)
        heading.tag = f"h{max(last, 2)}"


def own_id(element: Node, id_prefix: str) -> None:
    """Footnotes keep their id under the post's prefix; every other id that somebody typed goes."""
    identity = element.attributes.pop("id", "")
    if FOOTNOTE_ID.match(identity):
        element.attributes["id"] = id_prefix + identity.replace(":", "-")


def relate_link(link: Node, policy: Policy, id_prefix: str) -> None:
    href = link.attributes.get("href", "").strip()
    if href.startswith("#"):
        if FOOTNOTE_ID.match(href[1:]):
            link.attributes["href"] = "#" + id_prefix + href[1:].replace(":", "-")
    elif is_foreign(href) or policy.link_rel != "noopener":
        link.attributes["rel"] = policy.link_rel


def is_foreign(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return True
    return bool(parts.scheme or parts.netloc)


def show_images(images: list[Node], find_images: FindImages) -> None:
    known = find_images({image.attributes.get("src", "") for image in images}) if images else {}
    for image in images:
        source = image.attributes.get("src", "")
        if info := known.get(source):
            image.attributes |= {"width": str(info.width), "height": str(info.height)}
            if info.srcset:
                image.attributes |= {"srcset": info.srcset, "sizes": SIZES}
        elif is_foreign(source) or source.startswith(("//", "\\")):
            link_instead(image, source)
            continue
        image.attributes.setdefault("alt", "")
        image.attributes |= {"loading": "lazy", "decoding": "async"}


def link_instead(image: Node, source: str) -> None:
    """No page loads anything from another host: a foreign picture becomes a link to it."""
    image.tag = "a"
    image.children = [image.attributes.get("alt") or source]
    image.attributes = {"href": source, "rel": "noopener"}


def caption_images(root: Node) -> None:
    """A paragraph that is one picture with a title becomes a figure with a caption."""
    for paragraph in root.elements():
        content = [child for child in paragraph.children if not isinstance(child, str) or child.strip()]
        if paragraph.tag != "p" or len(content) != 1:
            continue
        image = content[0]
        if isinstance(image, Node) and image.tag == "img" and image.attributes.get("title"):
            caption = Node("figcaption")
            caption.children = [image.attributes.pop("title")]
            paragraph.tag, paragraph.children = "figure", [image, caption]
