from __future__ import annotations

import re

from django.db import models
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _

# Characters that fill three lines beside a drop cap in a column of 41rem.
LONG_OPENING = 200
FIRST_PARAGRAPH = re.compile(r"<p>(.*?)</p>", re.DOTALL)


class Section(models.Model):
    """A part of an article between two headings. Rebuilt from ``Post.body`` on every save."""

    post = models.ForeignKey("blog.Post", on_delete=models.CASCADE, related_name="sections")
    position = models.PositiveSmallIntegerField()
    level = models.PositiveSmallIntegerField(help_text="0 for the text before the first heading, else 2 or 3")
    heading = models.TextField(blank=True)
    heading_html = models.TextField(blank=True)
    anchor = models.CharField(max_length=120, blank=True)
    html = models.TextField(blank=True)
    text = models.TextField(blank=True)
    words = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["post", "position"], name="sections_have_an_order"),
            models.UniqueConstraint(
                fields=["post", "anchor"], name="anchors_are_unique_in_a_post", condition=~models.Q(anchor="")
            ),
        ]

    def __str__(self) -> str:
        return self.heading or "—"

    def opens_with_long_paragraph(self) -> bool:
        """Whether there is enough text beside a drop cap."""
        paragraph = FIRST_PARAGRAPH.match(self.html)
        return not self.level and paragraph is not None and len(strip_tags(paragraph[1])) >= LONG_OPENING
