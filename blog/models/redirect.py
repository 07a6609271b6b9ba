from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from blog.models.post import Post
    from blog.models.tag import Tag


class Redirect(models.Model):
    """A former address on this site. It names its target by key, so that it is always one hop."""

    path = models.CharField(_("former address"), max_length=500, unique=True)
    post = models.ForeignKey("blog.Post", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    tag = models.ForeignKey("blog.Tag", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("redirect")
        verbose_name_plural = _("redirects")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(post__isnull=False, tag__isnull=True)
                | models.Q(post__isnull=True, tag__isnull=False),
                name="redirects_have_one_target",
            )
        ]

    def __str__(self) -> str:
        return self.path

    @property
    def target(self) -> Post | Tag | None:
        return self.post or self.tag
