"""The page of an article with somebody's draft of it."""

from __future__ import annotations

from dataclasses import replace

from blog.article_page.build import ArticlePage, build_article_page
from blog.drafts import show_draft
from blog.links import resolve_links
from blog.models import BlogSettings, Draft, Post
from blog.posts import build_sections


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
