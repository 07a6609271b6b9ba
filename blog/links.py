"""Links from article to article by id, such as ``[kettles](post:42#s-history)``.

Stored HTML contains the ids. Whoever shows it looks up the URLs, so that neither renaming nor withdrawing an article
changes the articles that link to it: cached pages depend on the cache tag ``posts`` and on the next scheduled change.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from django.conf import settings
from django.utils.encoding import iri_to_uri

from accounts.models import User
from blog.models import Link, Post, Section
from blog.models.post import PostQuerySet
from blog.rendering import PostLink, post_links, show_post_links

# Links in Markdown: in parentheses, in definitions, and in angle brackets.
SOURCE_LINK = re.compile(r"(?:(?<=\]\()|(?<=\]: )|(?<=<))post:([1-9]\d{0,17})(?![^#)>\s])")


def links_in(sections: Iterable[Section]) -> set[PostLink]:
    return {link for section in sections for html in (section.heading_html, section.html) for link in post_links(html)}


def record_links(post: Post, sections: Iterable[Section]) -> None:
    """Store which articles the text of the post links to. One query without links, else two."""
    post.links.all().delete()
    if found := links_in(sections):
        Link.objects.bulk_create(Link(post=post, target_id=link.post_id, anchor=link.anchor) for link in sorted(found))


def resolve_links(sections: Iterable[Section], *, is_absolute: bool = False) -> None:
    """Put URLs in the HTML of unsaved copies of sections. Links to articles that readers can't see become text.

    One query for any number of sections, none without links. A link within an article is a fragment only.
    """
    sections = list(sections)
    readable = Post.objects.readable().order_by()
    urls = urls_of(readable, {link.post_id for link in links_in(sections)})
    for section in sections:

        def url_of(link: PostLink, own_id: int | None = section.post_id) -> str:
            fragment = f"#{link.anchor}" if link.anchor else ""
            if link.post_id == own_id and fragment and not is_absolute:
                return fragment
            url = urls.get(link.post_id, "")
            return url and f"{settings.SITE_URL if is_absolute else ''}{url}{iri_to_uri(fragment)}"

        section.heading_html = show_post_links(section.heading_html, url_of)
        section.html = show_post_links(section.html, url_of)


def with_urls(texts: Iterable[str], user: User) -> list[str]:
    """Markdown that is read elsewhere, with absolute URLs in place of the ids of articles that the user may see."""
    texts = list(texts)
    ids = {int(number) for text in texts for number in SOURCE_LINK.findall(text)}
    urls = urls_of(Post.objects.visible_to(user).order_by(), ids)

    def replace(link: re.Match[str]) -> str:
        url = urls.get(int(link[1]))
        return f"{settings.SITE_URL}{url}" if url else link[0]

    return [SOURCE_LINK.sub(replace, text) for text in texts]


def urls_of(posts: PostQuerySet, ids: set[int]) -> Mapping[int, str]:
    """The URLs of those posts with these ids. One query, none without ids."""
    if not ids:
        return {}
    return {post.pk: post.get_absolute_url() for post in posts.filter(pk__in=ids).only("slug")}
