from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, ClassVar, Self
from urllib.parse import parse_qsl, unquote_to_bytes, urlencode

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.encoding import repercent_broken_unicode
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from blog.models.post import Post

if TYPE_CHECKING:
    from blog.models.series import Series
    from blog.models.tag import Tag

MAX_PATH_LENGTH = 500
TARGETS = ("post", "tag", "series", "author")
# The feeds of pages in WordPress, Ghost, Hugo and Jekyll.
FEED = re.compile(
    r"(?P<page>/.+?)??(?P<comments>/comments)?"
    r"/(?:feed|rss|atom|(?:index|feed|rss|atom)\.xml)(?:/(?:rss2?|atom|rdf))?/?"
)


def decode_path(path: str) -> str:
    """Decode a percent-encoded path as Django does for ``request.path``."""
    return repercent_broken_unicode(unquote_to_bytes(path)).decode()


def normalize_url(path: str, query: str = "") -> str:
    """The form in which URLs are stored and looked up: decoded and in Unicode normal form C.

    ``path`` is decoded, as ``request.path`` is; ``query`` is encoded. ``%``, ``?`` and ``#`` in the path are encoded
    again, so that they aren't mistaken for the start of a query string or fragment.
    """
    text = unicodedata.normalize("NFC", path).replace("%", "%25").replace("?", "%3F").replace("#", "%23")
    pairs = urlencode(parse_qsl(query, keep_blank_values=True))
    return f"{text}?{pairs}" if pairs else text


def toggle_slash(address: str) -> str:
    """Add or remove the trailing slash."""
    return address[:-1] if address.endswith("/") else f"{address}/"


class RedirectQuerySet(models.QuerySet["Redirect"]):
    def at(self, path: str) -> Self:
        """The redirect stored for exactly this decoded path."""
        return self.filter(path=normalize_url(path))

    def best_for(self, path: str, query: str) -> tuple[Redirect, bool] | None:
        """The best match for a URL, and whether the URL is that of the page's feed. One query.

        URLs with the query string are preferred to those without, and unchanged URLs to those with or without a
        trailing slash. The page of a feed comes last.
        """
        alone = normalize_url(path)
        candidates = dict.fromkeys([alone, toggle_slash(alone)], False)
        if query:
            string = normalize_url(path, query)[len(alone) :]
            candidates = {address + string: False for address in candidates} | candidates
        if (feed := FEED.fullmatch(alone)) and feed["page"]:
            candidates |= {f"{feed['page']}/": True, feed["page"]: True}
        rows = self.filter(path__in=candidates).select_related(*TARGETS).defer("post__body")
        found = {redirect.path: redirect for redirect in rows}
        return next(((found[address], is_feed) for address, is_feed in candidates.items() if address in found), None)


RedirectManager = models.Manager.from_queryset(RedirectQuerySet)


class Redirect(models.Model):
    """An old URL on this site. Its target is a foreign key, so a redirect is always a single hop.

    Without a target the response is 410 Gone. Redirects to deleted articles, tags and series are kept like this.
    Redirects to deleted users are deleted, because they contain the name.
    """

    path = models.CharField(
        _("old URL"),
        max_length=MAX_PATH_LENGTH,
        unique=True,
        help_text=_(
            "Without the domain: /2019/05/hello-world/. A URL with a query string, such as /?p=123, matches only that "
            "query string; a URL without one matches any."
        ),
    )
    post = models.ForeignKey(
        Post, verbose_name=_("article"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    tag = models.ForeignKey(
        "blog.Tag", verbose_name=_("tag"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    series = models.ForeignKey(
        "blog.Series", verbose_name=_("series"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    author = models.ForeignKey(
        User, verbose_name=_("author"), null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    page = models.CharField(
        _("another page on this site"), max_length=200, blank=True, help_text=_("For example /, /feed/ or /archive/.")
    )
    created_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar[RedirectManager[Redirect]] = RedirectManager()

    class Meta:
        verbose_name = _("redirect")
        verbose_name_plural = _("redirects")
        constraints = [
            models.CheckConstraint(
                condition=Q(post=None, tag=None, series=None, author=None)
                | Q(post=None, tag=None, series=None, page="")
                | Q(post=None, tag=None, author=None, page="")
                | Q(post=None, series=None, author=None, page="")
                | Q(tag=None, series=None, author=None, page=""),
                name="redirects_have_at_most_one_target",
                violation_error_message=_("A redirect has one target. Choose only one of these."),
            )
        ]

    def __str__(self) -> str:
        return self.path

    @property
    def target(self) -> Post | Tag | Series | User | None:
        return self.post or self.tag or self.series or self.author

    @property
    def is_gone(self) -> bool:
        return self.target is None and not self.page

    def destination(self, *, feed: bool = False, is_imported: bool = False) -> str:
        """The URL of the target, or of its feed. Empty if readers can't open it.

        Imported URLs of another site redirect to unpublished articles, too. Old URLs of this site, which are recorded
        automatically, don't reveal the new URL of such an article.
        """
        if self.post:
            if not is_imported and not self.post.is_readable():
                return ""
            return reverse("comments:article_feed", args=[self.post.slug]) if feed else self.post.get_absolute_url()
        if self.author and not Post.objects.published().by_author(self.author).exists():
            return ""
        if self.series and not Post.objects.published().in_series(self.series).exists():
            return ""
        if feed and self.tag:
            return reverse("blog:tag_feed", args=[self.tag.slug])
        if feed and self.author:
            return reverse("blog:author_feed", args=[self.author.slug])
        return self.target.get_absolute_url() if self.target else self.page
