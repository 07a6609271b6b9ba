"""Converts Markdown to safe HTML. Only this package imports markdown, the sanitisers and ``mark_safe``.

The steps are: check the size, convert, remove what authors may not use, postprocess, sanitise. The HTML isn't changed
after that.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import override

from blog.rendering.compare import visible_blocks
from blog.rendering.convert import to_html
from blog.rendering.errors import TextTooLong, TooComplex, Unrenderable
from blog.rendering.fingerprint import current_fingerprint
from blog.rendering.parts import Part, parts_in_source
from blog.rendering.policies import COMMENT, POST, Policy
from blog.rendering.post_links import PostLink, post_links, show_post_links
from blog.rendering.postprocess import EXTERNAL_URL, FindImages, ImageInfo, find_no_images, postprocess
from blog.rendering.sanitise import clean_input, clean_output
from blog.rendering.sections import RenderedSection, plain_text, split_sections
from blog.rendering.structured_data import json_ld
from blog.rendering.tree import Node, parse

__all__ = [
    "COMMENT",
    "FINGERPRINT",
    "POST",
    "EXTERNAL_URL",
    "ImageInfo",
    "Part",
    "PostLink",
    "RenderedSection",
    "TextTooLong",
    "TooComplex",
    "Unrenderable",
    "json_ld",
    "mark_stored_html_safe",
    "post_links",
    "parts_in_source",
    "render",
    "render_sections",
    "show_post_links",
    "to_plain_text",
    "visible_blocks",
]

FINGERPRINT = current_fingerprint()


def render(
    source: str, policy: Policy, *, id_prefix: str = "p0-", find_images: FindImages = find_no_images, language: str = ""
) -> SafeString:
    """Safe HTML of untrusted text. Raises TextTooLong or TooComplex.

    ``language`` is that of the titles of alerts and the like, by default that of the site. Links to articles by id
    are text.
    """
    tree = prepared_tree(source, policy, id_prefix, find_images, language)
    html = clean_output(tree.inner_html(), policy).strip()
    return mark_safe(show_post_links(html, lambda link: ""))  # noqa: S308


def render_sections(
    source: str,
    *,
    id_prefix: str = "p0-",
    previous: Sequence[tuple[str, ...]] = (),
    find_images: FindImages = find_no_images,
    language: str = "",
    typographic: bool = False,
) -> list[RenderedSection]:
    """The sections of an article. ``previous`` lists (heading, anchor, text), whose anchors are kept. Raises like
    ``render``. ``typographic`` replaces plain quotation marks and dashes by those of the language.
    """
    tree = prepared_tree(source, POST, id_prefix, find_images, language, typographic=typographic)
    return split_sections(tree, previous, lambda html: clean_output(html, POST))


def to_plain_text(source: str) -> str:
    """The text without its markup, or the source if it can't be rendered."""
    try:
        return plain_text(prepared_tree(source, COMMENT, "p0-", find_no_images, ""))
    except Unrenderable:
        return source


def prepared_tree(
    source: str, policy: Policy, id_prefix: str, find_images: FindImages, language: str, *, typographic: bool = False
) -> Node:
    language = language or settings.LANGUAGE_CODE
    try:
        with override(language):
            html = to_html(source, policy, language if typographic else "")
        tree = parse(clean_input(html, policy))
        postprocess(tree, policy, id_prefix, find_images)
    except RecursionError as error:
        raise TooComplex from error
    return tree


def mark_stored_html_safe(html: str) -> SafeString:
    """Mark HTML that this package has rendered and a model has stored."""
    return mark_safe(html)  # noqa: S308
