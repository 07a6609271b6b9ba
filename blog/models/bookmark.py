from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from blog.models.post import Post


class Bookmark(models.Model):
    """An article that a user has saved for later. Bookmarks are private."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="bookmarks", verbose_name=_("account"))
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="bookmarks", verbose_name=_("article"))
    created_at = models.DateTimeField(_("saved"), default=timezone.now, editable=False)

    objects: ClassVar[models.Manager[Bookmark]] = models.Manager()

    class Meta:
        verbose_name = _("bookmark")
        verbose_name_plural = _("bookmarks")
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["user", "post"], name="an_article_is_saved_once")]

    def __str__(self) -> str:
        return f"{self.user_id} → {self.post_id}"
