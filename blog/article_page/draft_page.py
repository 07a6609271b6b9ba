"""The page of an article with somebody's draft of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from django.core.exceptions import ValidationError

from blog.article_page.build import ArticlePage, build_article_page
from blog.links import resolve_links
from blog.models import BlogSettings, Draft, Image, Post
from blog.posts import build_sections

# Fields of a draft that its page shows, and the cover. Authors, tags, series and dates are shown as stored.
SHOWN = ("title", "standfirst", "body", "language", "cta_label", "cta_url")


def build_draft_page(post: Post, draft: Draft | None) -> ArticlePage:
    """Takes a post from ``for_reading``, which gets the fields of the draft. Raises Unrenderable.

    Its status becomes draft as well, so that its page is neither indexed nor cached.
    """
    if draft:
        show_draft(post, draft.fields)
    post.status = Post.Status.DRAFT
    sections = build_sections(post)
    resolve_links(sections)
    return replace(build_article_page(post, BlogSettings.current()), sections=sections)


def show_draft(post: Post, fields: Mapping[str, Sequence[str]]) -> None:
    """Set the fields of a draft on the post. Those that aren't valid stay as stored. One query if there is a cover."""
    for name in SHOWN:
        if not fields.get(name):
            continue
        field: Any = Post._meta.get_field(name)
        try:
            setattr(post, name, field.clean(fields[name][-1].strip(), post))
        except ValidationError:
            continue
    if fields.get("cover"):
        key = fields["cover"][-1]
        found = Image.objects.filter(pk=int(key)).first() if key.isascii() and key.isdigit() and len(key) < 19 else None
        post.cover = found if found or not key else post.cover
