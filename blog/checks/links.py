"""Links of an article that lead nowhere. Only pages of this site are looked up, those that readers can open."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.db.models import Model, QuerySet
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from accounts.models import User
from blog.models import Post, Redirect, Section, Series, Tag
from blog.models.redirect import TARGETS, decode_path, normalize_url, toggle_slash
from blog.redirects import SLUG_PATTERNS
from blog.rendering import Part

MAX_LINKS = 200
PLACEHOLDER = re.compile(r"#|\.\.\.|…|\?|url|link|x{2,}|https?:/{0,2}", re.IGNORECASE)
PLACEHOLDER_HOST = re.compile(r"(?:.*\.)?example\.(?:com|org|net)", re.IGNORECASE)
UNFINISHED = re.compile(r"\b(?:todo|tbd|tk)\b", re.IGNORECASE)
POST_ID = re.compile(r"post:(\d{1,18})(?:#(.*))?")
FOOTNOTE = re.compile(r"#fn(?:ref\d*)?:")


@dataclass(frozen=True)
class LinkProblem:
    code: str
    message: str


def link_problems(links: Iterable[Part], post_id: int | None, own_anchors: Collection[str]) -> dict[Part, LinkProblem]:
    """At most eight queries for any number of links, none without links to this site."""
    links = list(dict.fromkeys(links))[:MAX_LINKS]
    found = {link: problem for link in links if (problem := obvious_problem(link))}
    rest = [link for link in links if link not in found]
    dead = dead_targets({link.target for link in rest}, post_id, own_anchors)
    return found | {link: dead[link.target] for link in rest if link.target in dead}


def obvious_problem(link: Part) -> LinkProblem | None:
    """What can be told from the link alone."""
    target = link.target
    if not target:
        return LinkProblem("link-empty", _("The link “%s” has no URL. Enter it in the parentheses.") % link.text)
    if not link.text:
        return LinkProblem("link-empty", _("This link has no text, so nobody sees it: %s. Write a text.") % target)
    host = hostname(target)
    if PLACEHOLDER.fullmatch(target) or UNFINISHED.search(target) or PLACEHOLDER_HOST.fullmatch(host):
        return LinkProblem("link-placeholder", _("This looks like a placeholder: %s. Enter the real URL.") % target)
    if not host and not re.match(r"[a-z]+:|[/#?]", target, re.IGNORECASE):
        text = _("This link leads nowhere: %s. Start it with https://, or with / for a page of this site.")
        return LinkProblem("link-dead", text % target)
    return None


def dead_targets(targets: set[str], post_id: int | None, own_anchors: Collection[str]) -> dict[str, LinkProblem]:
    missing = _("There is no section %s in this article. Choose another one from the outline.")
    dead = {
        target: LinkProblem("link-dead", missing % target)
        for target in targets
        if target.startswith("#") and not FOOTNOTE.match(target) and unquote(target[1:]) not in own_anchors
    }
    closed = _("Readers can’t open the page that this link leads to: %s. Correct the link, or publish that page first.")
    unreadable = dead_paths({target: path for target in targets if (path := own_path(target))})
    by_id = {target: match for target in targets if (match := POST_ID.fullmatch(target))}
    unreadable |= dead_posts(
        {target: (int(match[1]), unquote(match[2] or "")) for target, match in by_id.items()}, post_id
    )
    return dead | {target: LinkProblem("link-dead", closed % target) for target in unreadable}


def dead_posts(links: dict[str, tuple[int, str]], post_id: int | None) -> set[str]:
    """Links by id to articles that readers can't open, or to sections that these don't have. At most two queries."""
    if not links:
        return set()
    ids, anchors = {pk for pk, _anchor in links.values()}, {anchor for _pk, anchor in links.values() if anchor}
    known = set(Post.objects.readable().filter(pk__in=ids).order_by().values_list("pk", flat=True)) | {post_id}
    sections = Section.objects.filter(post__in=ids, anchor__in=anchors).order_by()
    pairs = set(sections.values_list("post", "anchor")) if anchors else set()
    return {
        target
        for target, (pk, anchor) in links.items()
        if pk not in known or (anchor and pk != post_id and (pk, anchor) not in pairs)
    }


def own_path(target: str) -> str:
    """The decoded path of a URL of this site, or "". Files aren't looked up."""
    parts = urlsplit(target) if hostname(target) in {"", hostname(settings.SITE_URL)} else None
    if parts is None or parts.scheme not in {"", "http", "https"} or not parts.path.startswith("/"):
        return ""
    is_file = parts.path.startswith((settings.MEDIA_URL, settings.STATIC_URL))
    return "" if is_file else decode_path(parts.path)


def dead_paths(paths: dict[str, str]) -> set[str]:
    """The keys of paths that are neither pages that readers can open nor redirected to one. At most five queries."""
    wanted: dict[type[Model], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    dead = set()
    for path in set(paths.values()):
        match = None
        for address in (path, f"{path}/"):
            try:
                match = match or resolve(address)
            except Resolver404:
                continue
        model = SLUG_PATTERNS.get(match.view_name) if match else None
        if match is None:
            dead.add(path)
        elif model:
            wanted[model][unicodedata.normalize("NFC", match.kwargs["slug"])].add(path)
    for target, slugs in wanted.items():
        known = set(public_rows(target).filter(slug__in=slugs).values_list("slug", flat=True))
        dead |= {path for slug, addresses in slugs.items() if slug not in known for path in addresses}
    dead -= redirected(dead)
    return {target for target, path in paths.items() if path in dead}


def public_rows(model: type[Model]) -> QuerySet[Any]:
    if model is Post:
        return Post.objects.readable().order_by()
    if model is User:
        return User.objects.filter(posts__in=Post.objects.published()).distinct()
    return Tag.objects.order_by() if model is Tag else Series.objects.order_by()


def redirected(paths: set[str]) -> set[str]:
    """Those that lead to a page that readers can open."""
    if not paths:
        return set()
    spelled = {address: path for path in paths for address in (normalize_url(path), toggle_slash(normalize_url(path)))}
    rows = Redirect.objects.filter(path__in=spelled).select_related(*TARGETS).defer("post__body")
    return {spelled[row.path] for row in rows if not row.is_gone and (row.post is None or row.post.is_readable())}


def hostname(url: str) -> str:
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
