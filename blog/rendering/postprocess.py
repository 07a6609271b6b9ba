"""Additions to the converted HTML: heading levels, responsive images, link relations, unique ids."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from blog.rendering.policies import (
    BLOCK_TAGS,
    LINK_URL,
    LOCAL_FILE_URL,
    LOCAL_URL,
    OWN_ATTRIBUTES,
    OWN_TAGS,
    POST_LINK,
    RICH_BLOCK_TAGS,
    Policy,
)
from blog.rendering.tree import Node

FOOTNOTE_ID = re.compile(r"fn(?:ref\d*)?:.{1,80}")
HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
EXTERNAL_URL = re.compile(r"(?:https?:)?//[^/\\]", re.IGNORECASE)
# A line of 72 characters is about 45rem wide.
SIZES = "(min-width: 46rem) 44rem, 100vw"


@dataclass(frozen=True)
class ImageInfo:
    """``src`` replaces the typed URL. It must be a path on this site, because the sanitiser removes others."""

    width: int
    height: int
    srcset: str = ""
    src: str = ""


FindImages = Callable[[set[str]], Mapping[str, ImageInfo]]


def find_no_images(urls: set[str]) -> Mapping[str, ImageInfo]:
    return {}


def postprocess(root: Node, policy: Policy, id_prefix: str, find_images: FindImages) -> None:
    elements = list(root.elements())
    for element in elements:
        strip_own_attributes(element, id_prefix)
        if element.tag == "a":
            set_link_relation(element, policy, id_prefix)
        elif element.tag == "li":
            add_checkbox(element)
        elif element.tag == "blockquote" and "alert" in element.attributes.get("class", "").split():
            element.attributes["role"] = "note"
        elif element.tag == "pre":
            element.attributes["tabindex"] = "0"
    normalize_heading_levels(element for element in elements if element.tag in HEADINGS)
    add_image_attributes(elements, find_images)
    caption_titled_images(elements)
    wrap_tables(root)


def strip_own_attributes(element: Node, id_prefix: str) -> None:
    """Remove what only postprocessing may add. Footnotes keep their ids, with the post's prefix."""
    if element.tag in OWN_TAGS:
        element.tag = "span"
        element.attributes.clear()
    identity = element.attributes.get("id", "")
    for name in OWN_ATTRIBUTES["*"] | OWN_ATTRIBUTES.get(element.tag, frozenset()):
        element.attributes.pop(name, None)
    if FOOTNOTE_ID.fullmatch(identity):
        element.attributes["id"] = footnote_id(identity, id_prefix)


def footnote_id(identity: str, id_prefix: str) -> str:
    return id_prefix + re.sub(r"[^\w-]", "-", identity)


def set_link_relation(link: Node, policy: Policy, id_prefix: str) -> None:
    href = link.attributes.get("href", "").strip()
    if "post" in policy.schemes and POST_LINK.fullmatch(href):
        link.attributes["href"] = href
    elif not LINK_URL.fullmatch(href):
        link.tag = "span"
    elif FOOTNOTE_ID.fullmatch(href[1:]) and href.startswith("#"):
        link.attributes["href"] = "#" + footnote_id(href[1:], id_prefix)
    elif rel := policy.local_rel if LOCAL_URL.fullmatch(href) else policy.rel:
        link.attributes["rel"] = rel


def add_checkbox(item: Node) -> None:
    """Label the text of a task, which the dialect has marked, with a checkbox that can't be changed."""
    state = item.attributes.get("class")
    if state not in {"task-open", "task-done"}:
        return
    item.attributes["class"] = "task"
    first = next((child for child in item.children if not isinstance(child, str) or child.strip()), None)
    parent = first if isinstance(first, Node) and first.tag == "p" else item
    end = next((at for at, child in enumerate(parent.children) if is_block(child)), len(parent.children))
    checked = {"checked": ""} if state == "task-done" else {}
    box = Node("input", {"type": "checkbox", "disabled": "", **checked})
    content = parent.children[:end]
    if content and isinstance(content[-1], str):
        content[-1] = content[-1].rstrip()
    parent.children[:end] = [Node("label", {}, [box, " ", *content])]


def is_block(child: Node | str) -> bool:
    return isinstance(child, Node) and child.tag in BLOCK_TAGS | RICH_BLOCK_TAGS


def normalize_heading_levels(headings: Iterable[Node]) -> None:
    """The title is the page's h1, so headings in the text start at h2 and don't skip levels."""
    above: list[tuple[int, int]] = []
    for heading in headings:
        typed = int(heading.tag[1])
        while above and above[-1][0] >= typed:
            above.pop()
        level = min(above[-1][1] + 1 if above else 2, 6)
        above.append((typed, level))
        heading.tag = f"h{level}"


def add_image_attributes(elements: Iterable[Node], find_images: FindImages) -> None:
    images = {id(element): element for element in elements if element.tag == "img"}
    linked = {id(inner) for element in elements if element.tag == "a" for inner in element.elements()}
    known = find_images({image.attributes.get("src", "") for image in images.values()}) if images else {}
    for key, image in images.items():
        source = image.attributes.get("src", "").strip()
        info = known.get(source)
        if info is None and not LOCAL_FILE_URL.fullmatch(source):
            replace_external_image(image, source if EXTERNAL_URL.match(source) else "", is_linked=key in linked)
            continue
        if info:
            image.attributes |= {"width": str(info.width), "height": str(info.height)}
        if info and info.src:
            image.attributes["src"] = info.src
        if info and info.srcset:
            image.attributes |= {"srcset": info.srcset, "sizes": SIZES}
        image.attributes.setdefault("alt", "")
        image.attributes |= {"loading": "lazy", "decoding": "async"}


def replace_external_image(image: Node, url: str, *, is_linked: bool) -> None:
    """Pages load nothing from other hosts: an external image becomes a link or its alternative text."""
    image.children = [image.attributes.get("alt") or url]
    image.tag = "a" if url and not is_linked else "span"
    image.attributes = {"href": url, "rel": "noopener"} if image.tag == "a" else {}


def caption_titled_images(elements: Iterable[Node]) -> None:
    """A paragraph that consists of an image with a title becomes a figure with a caption."""
    for paragraph in elements:
        content = [child for child in paragraph.children if not isinstance(child, str) or child.strip()]
        if paragraph.tag != "p" or len(content) != 1:
            continue
        image = content[0]
        if isinstance(image, Node) and image.tag == "img" and image.attributes.get("title"):
            caption = Node("figcaption", {}, [image.attributes.pop("title")])
            paragraph.tag, paragraph.children = "figure", [image, caption]


def wrap_tables(parent: Node) -> None:
    """Remove empty headings, and wrap tables so that they scroll horizontally, also by keyboard."""
    children = parent.children
    parent.children = []
    for child in children:
        if isinstance(child, str):
            parent.children.append(child)
        elif child.tag == "table":
            parent.children.append(Node("div", {"class": "table", "tabindex": "0"}, [child]))
        elif child.tag not in HEADINGS or not child.is_blank():
            parent.children.append(child)
            wrap_tables(child)
