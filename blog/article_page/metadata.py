"""The metadata in the head of a page and its JSON-LD, built from the same data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

from django.conf import settings
from django.core.files.storage import default_storage
from django.utils.encoding import iri_to_uri

from accounts.models import User
from blog.models import BlogSettings, Image, Post
from blog.rendering import json_ld
from blog.templatetags.iso_datetime import iso_datetime

Crumb = tuple[str, str]
SHARED_IMAGE_WIDTH = 1200


@dataclass(frozen=True)
class PageMeta:
    """``path`` is the canonical path; ``structured`` contains JSON-LD objects."""

    title: str
    path: str
    description: str = ""
    kind: str = "website"
    image: Image | None = None
    noindex: bool = False
    feed: str = ""
    feed_title: str = ""
    structured: Sequence[dict[str, Any]] = field(default_factory=list)

    @property
    def canonical(self) -> str:
        return absolute_url(self.path)

    @property
    def feed_url(self) -> str:
        return absolute_url(self.feed)

    @property
    def image_url(self) -> str:
        return absolute_url(social_image_url(self.image)) if self.image else ""

    @property
    def scripts(self) -> list[str]:
        return [json_ld({"@context": "https://schema.org", **data}) for data in self.structured]


def absolute_url(path: str) -> str:
    """Adds scheme and host, and percent-encodes: ``request.path`` is decoded, ``get_absolute_url()`` is encoded."""
    return iri_to_uri(urljoin(f"{settings.SITE_URL}/", path))


def social_image_url(image: Image) -> str:
    """The variant that other sites can display: JPEG or PNG, about 1,200 pixels wide."""
    paths = [variant["path"] for variant in image.variants if variant["format"] != "webp"]
    return default_storage.url(paths[-1] if paths else image.file.name)


def article_meta(post: Post, site: BlogSettings, crumbs: Sequence[Crumb]) -> PageMeta:
    path = post.get_absolute_url()
    return PageMeta(
        title=post.title,
        path=path,
        description=post.standfirst,
        kind="article",
        image=post.cover,
        noindex=not post.is_published(),
        structured=[blog_posting_data(post, site), breadcrumb_data(crumbs)],
    )


def blog_posting_data(post: Post, site: BlogSettings) -> dict[str, Any]:
    data: dict[str, Any] = {
        "@type": "BlogPosting",
        "headline": post.title,
        "url": absolute_url(post.get_absolute_url()),
        "mainEntityOfPage": absolute_url(post.get_absolute_url()),
        "inLanguage": post.language or settings.LANGUAGE_CODE,
        "wordCount": post.words,
        "timeRequired": f"PT{post.reading_minutes}M",
        "commentCount": post.comment_count,
        "author": [person_data(author) for author in post.ordered_authors],
        "publisher": {"@type": "Organization", "name": site.name, "url": absolute_url("/")},
        "keywords": [tag.name for tag in post.tags.all()],
    }
    if post.published_at:
        data["datePublished"] = iso_datetime(post.published_at)
        data["dateModified"] = iso_datetime(post.revised_at or post.published_at)
    if post.standfirst:
        data["description"] = post.standfirst
    if post.series:
        address = absolute_url(post.series.get_absolute_url())
        data["isPartOf"] = {"@type": "CreativeWorkSeries", "name": post.series.title, "url": address}
    if post.cover:
        data["image"] = absolute_url(social_image_url(post.cover))
    return data


def person_data(author: User) -> dict[str, Any]:
    """The ``@id`` is the same on articles and on the author's page, so that both refer to one entity."""
    address = absolute_url(author.get_absolute_url())
    return {"@type": "Person", "@id": f"{address}#person", "name": author.display_name, "url": address}


def profile_page_data(author: User, description: str) -> dict[str, Any]:
    about = person_data(author)
    if description:
        about["description"] = description
    if author.avatar:
        about["image"] = absolute_url(author.avatar.url)
    if author.links:
        about["sameAs"] = author.links
    return {"@type": "ProfilePage", "dateCreated": iso_datetime(author.date_joined), "mainEntity": about}


def breadcrumb_data(crumbs: Sequence[Crumb]) -> dict[str, Any]:
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": name, "item": absolute_url(path)}
            for position, (name, path) in enumerate(crumbs, start=1)
        ],
    }
