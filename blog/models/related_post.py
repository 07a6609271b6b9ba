from __future__ import annotations

from django.db import models


class RelatedPost(models.Model):
    """One of the most closely related articles of an article. Updated when articles change (see blog/related/)."""

    post = models.ForeignKey("blog.Post", on_delete=models.CASCADE, related_name="nearest")
    related = models.ForeignKey("blog.Post", on_delete=models.CASCADE, related_name="nearer_to")
    score = models.FloatField()

    class Meta:
        ordering = ["-score", "-related_id"]
        constraints = [
            models.UniqueConstraint(fields=["post", "related"], name="related_once"),
            models.CheckConstraint(condition=~models.Q(post=models.F("related")), name="never_related_to_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.post_id} → {self.related_id}"
