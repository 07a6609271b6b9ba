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
# WordPress, Ghost, Hugo and Jekyll: what stands behind an address when the feed of that page is meant.
FEED = re.compile(
    r"(?P<page>/.+?)??(?P<comments>/comments)?"
    r"/(?:feed|rss|atom|(?:index|feed|rss|atom)\.xml)(?:/(?:rss2?|atom|rdf))?/?"
)


def decode_path(path: str) -> str:
    """A percent-encoded path as Django gives it in ``request.path``."""
    return repercent_broken_unicode(unquote_to_bytes(path)).decode()


def normalize_url(path: str, query: str = "") -> str:
    """The one form in which addresses are stored and looked up: letters decoded and in normal form C.

    ``path`` is decoded, as ``request.path`` is; ``query`` is as it was sent. ``%``, ``?`` and ``#`` of the path stay
    encoded, so that nothing in it can be taken for a query string.
    """
    text = unicodedata.normalize("NFC", path).replace("%", "%25").replace("?", "%3F").replace("#", "%23")
    pairs = urlencode(parse_qsl(query, keep_blank_values=True))
    return f"{text}?{pairs}" if pairs else text


def toggle_slash(address: str) -> str:
    """The same address without its last slash, or with one."""
    return address[:-1] if address.endswith("/") else f"{address}/"


class RedirectQuerySet(models.QuerySet["Redirect"]):
    def at(self, path: str) -> Self:
        """The redirect stored for exactly this decoded path."""
        return self.filter(path=normalize_url(path))

    def best_for(self, path: str, query: str) -> tuple[Redirect, bool] | None:
        """The closest match for an address, and whether the feed of that page was asked for. One query.

        With its query string, then without it; as it is, then with the other slash; then the page whose feed it is.
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
    """A former address on this site. It names its target by key, so that it is always one hop.

    Without a target it says that the page is gone; deleting an article, tag or series leaves its redirects
    in that state. Those of a deleted account go with it, as they hold the name.
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

    def destination(self, *, feed: bool = False, by_hand: bool = False) -> str:
        """Where it leads readers now, to the feed of that page if asked; empty while they cannot open it.

        ``by_hand``: somebody chose the article for an address of another site, so it fires before the article is
        published, too. The former URLs of an article, which are recorded without asking, do not give its URL away.
        """
        if self.post:
            if not by_hand and not self.post.is_readable():
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
