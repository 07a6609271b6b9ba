from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class ImageUse(models.Model):
    """An image in the text of an article of any status. Rebuilt from ``Post.body`` on every save.

    Covers are foreign keys of their articles and have no rows here.
    """

    post = models.ForeignKey("blog.Post", on_delete=models.CASCADE, related_name="image_uses")
    image = models.ForeignKey("blog.Image", on_delete=models.PROTECT, related_name="uses")

    class Meta:
        verbose_name = _("image use")
        verbose_name_plural = _("image uses")
        constraints = [models.UniqueConstraint(fields=["post", "image"], name="an_image_is_recorded_once_per_article")]

    def __str__(self) -> str:
        return f"{self.image_id} in {self.post_id}"
