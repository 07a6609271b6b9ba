"""All checks of an article: of its text, in the order of the text, and of its other fields."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from blog.checks.check import Check
from blog.checks.images import image_problems
from blog.checks.links import FOOTNOTE, link_problems
from blog.checks.places import find_places
from blog.models import Post, Tag
from blog.posts import rendered_sections
from blog.rendering import Part, Unrenderable, parts_in_source
from blog.tag_names import similar_names

MAX_TITLE_LENGTH = 70
MAX_TAGS_COMPARED = 5_000


@dataclass(frozen=True)
class Typed:
    """An article as it is typed. ``tags`` are names."""

    title: str
    standfirst: str
    body: str
    tags: list[str] = field(default_factory=list)


def check_article(typed: Typed, post: Post) -> list[Check]:
    """Places are counted in Python's characters. ``post`` gives the sections their anchors. At most 14 queries.

    A text that can't be rendered isn't checked: the form says why.
    """
    if not typed.body.strip():
        return []
    try:
        in_text = list(check_text(typed.body, post))
    except Unrenderable:
        in_text = []
    return [*check_fields(typed), *in_text]


def check_stored(post: Post) -> list[Check]:
    """The checks of an article as it is stored."""
    tags = list(post.tags.values_list("name", flat=True))
    return check_article(Typed(post.title, post.standfirst, post.body, tags), post)


def check_text(body: str, post: Post) -> Iterator[Check]:
    parts = parts_in_source(body)
    links = [part for part in parts if part.kind == "link"]
    has_fragments = any(part.target.startswith("#") and not FOOTNOTE.match(part.target) for part in links)
    post.body = body
    anchors = {section.anchor for section in rendered_sections(post)} if has_fragments else set()
    of_links = link_problems(links, post.pk, anchors)
    of_images = image_problems(part for part in parts if part.kind == "image")
    above = 1
    for part, (start, end) in find_places(body, parts):
        if part.kind == "heading":
            if part.level > max(above + 1, 2):
                yield Check("heading-skipped", skipped_message(part, above), start, end)
            above = part.level
        elif problem := of_images.get(part):
            yield Check(*problem, start, end)
        elif found := of_links.get(part):
            yield Check(found.code, found.message, start, end)


def skipped_message(heading: Part, above: int) -> str:
    return _("The heading “%(text)s” skips a level. Begin it with %(right)s instead of %(typed)s.") % {
        "text": heading.text,
        "right": "#" * (above + 1),
        "typed": "#" * heading.level,
    }


def check_fields(typed: Typed) -> Iterator[Check]:
    if len(typed.title) > MAX_TITLE_LENGTH:
        text = _("The title has %(length)d characters. Search engines cut it after about %(most)d: shorten it.")
        values = {"length": len(typed.title), "most": MAX_TITLE_LENGTH}
        yield Check("title-long", text % values, field="title")
    if not typed.standfirst.strip():
        text = _("There is no standfirst. Write one or two sentences: search engines show them as the description.")
        yield Check("description-missing", text, field="standfirst")
    known = list(Tag.objects.order_by().values_list("name", flat=True)[:MAX_TAGS_COMPARED]) if typed.tags else []
    spelled = {name.casefold(): name for name in known}
    tags = dict.fromkeys(spelled.get(tag.casefold(), tag) for tag in typed.tags)
    said: set[frozenset[str]] = set()
    for tag in tags:
        for other in similar_names(tag, dict.fromkeys([*known, *tags])):
            if frozenset({tag, other}) not in said:
                said.add(frozenset({tag, other}))
                text = _("The tag “%(tag)s” is almost the same as “%(other)s”. Use only one of them.")
                yield Check("tag-similar", text % {"tag": tag, "other": other}, field="tags")
