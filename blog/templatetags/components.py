"""Components that many pages show. Their HTML is a function of plain values, so it is remembered in this process.

What is remembered can't become stale, because nothing else is visible to the template.
"""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache
from typing import cast

from django import template
from django.conf import settings
from django.template.loader import get_template
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from blog.models import Image, Post
from blog.search.snippet import Snippet

register = template.Library()

type Plain = str | int | bool | datetime | tuple[Plain, ...] | None

MAX_REMEMBERED = 1_000  # up to four kilobytes each


@register.simple_tag
def component(template_name: str, **values: Plain) -> SafeString:
    """Like ``include … only``, for plain values: two objects of a model are equal if their primary keys are."""
    zone = timezone.get_current_timezone_name()
    render = render_component.__wrapped__ if settings.DEBUG else render_component  # templates change while developing
    return render(template_name, get_language(), zone, **values)


@lru_cache(MAX_REMEMBERED, typed=True)
def render_component(template_name: str, language: str | None, zone: str, /, **values: Plain) -> SafeString:
    if not all(map(is_plain, values.values())):
        raise TypeError(f"{template_name} is remembered, so its values must be plain.")
    return cast(SafeString, get_template(template_name).render(values))


def is_plain(value: object) -> bool:
    if isinstance(value, tuple):
        return all(map(is_plain, value))
    return value is None or isinstance(value, (str, int, datetime))


@register.simple_tag
def byline(post: Post, *, revised: bool = False) -> SafeString:
    """Authors, date and reading time; the date of the last update if ``revised``."""
    return component(
        "components/byline.html",
        authors=tuple((author.display_name, author.get_absolute_url()) for author in post.ordered_authors),
        published_at=post.published_at,
        minutes=post.reading_minutes,
        revised_at=post.revised_at if revised and not post.correction else None,
    )


@register.simple_tag
def cover(image: Image, sizes: str, *, eager: bool = False) -> SafeString:
    """``eager`` to load it immediately."""
    return component(
        "components/cover.html",
        src=image.file.url,
        srcset=image.srcset(),
        sizes=sizes,
        width=image.width,
        height=image.height,
        alt="" if image.decorative else image.alt,
        eager=eager,
    )


@register.simple_tag
def post_card(post: Post, heading: str, *, lead: bool = False, first: bool = False) -> SafeString:
    """A link to an article. ``lead`` for the large card, ``first`` to load its image immediately."""
    sizes = "(min-width: 60rem) 40rem, 100vw" if lead else "(min-width: 60rem) 22rem, (min-width: 40rem) 45vw, 100vw"
    tag = next(iter(post.tags.all()), None)
    return component(
        "components/post_card.html",
        heading=heading,
        lead=lead,
        cover=cover(post.cover, sizes, eager=lead or first) if post.cover else "",
        tag=(tag.name, tag.get_absolute_url()) if tag else None,
        title=post.title,
        url=post.get_absolute_url(),
        language=post.language,
        standfirst=post.standfirst,
        byline=byline(post),
        comments=post.comment_count,
    )


@register.simple_tag
def search_hit(post: Post, snippet: Snippet) -> SafeString:
    """It isn't remembered, because searches differ."""
    values = {
        "title": post.title,
        "url": post.get_absolute_url(),
        "language": post.language,
        "anchor": snippet.anchor,
        "heading": snippet.heading,
        "excerpt": marked(snippet),
        "byline": byline(post),
    }
    return cast(SafeString, get_template("components/search_hit.html").render(values))


def marked(snippet: Snippet) -> SafeString:
    texts = (format_html("<mark>{}</mark>", text) if is_hit else text for text, is_hit in snippet.pieces)
    return format_html_join("", "{}", ((text,) for text in texts))
