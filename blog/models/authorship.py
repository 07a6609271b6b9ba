from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models import F, Prefetch
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

from accounts.models import User

if TYPE_CHECKING:
    from blog.models.post import Post


class Authorship(models.Model):
    """An author in the byline of an article; ``position`` is the order."""

    post = models.ForeignKey("blog.Post", on_delete=models.CASCADE, related_name="authorships")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="authorships", verbose_name=_("author"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["post", "author"], name="an_author_once_a_post")]

    def __str__(self) -> str:
        return str(self.author)


# The primary keys of all users in bylines. Each is found after the one before, so that not all bylines are read.
ALL_AUTHORS: Any = RawSQL(
    """
    WITH RECURSIVE found(author) AS (
        SELECT MIN(author_id) FROM blog_authorship
        UNION ALL
        SELECT (SELECT MIN(author_id) FROM blog_authorship WHERE author_id > found.author) FROM found
        WHERE found.author IS NOT NULL
    ) SELECT author FROM found WHERE author IS NOT NULL
    """,
    [],
)


def load_bylines(posts: Sequence[Post]) -> None:
    """Prefetches the authors of all posts. One query."""
    models.prefetch_related_objects(posts, AUTHORS_IN_ORDER)


# Only public fields, because these users are cached.
PUBLIC = [f"author__{name}" for name in ("display_name", "slug", "bio", "avatar", "links")]
AUTHORS_IN_ORDER = Prefetch(
    "authorships",
    queryset=Authorship.objects.select_related("author").only("post", *PUBLIC).order_by(F("position"), F("pk")),
)
