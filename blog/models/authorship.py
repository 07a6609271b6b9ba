from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import F, Prefetch
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


def load_bylines(posts: Sequence[Post]) -> None:
    """Prefetches the authors of all posts. One query."""
    models.prefetch_related_objects(posts, AUTHORS_IN_ORDER)


# Only public fields, because these users are cached.
PUBLIC = [f"author__{name}" for name in ("display_name", "slug", "bio", "avatar", "links")]
AUTHORS_IN_ORDER = Prefetch(
    "authorships",
    queryset=Authorship.objects.select_related("author").only("post", *PUBLIC).order_by(F("position"), F("pk")),
)
