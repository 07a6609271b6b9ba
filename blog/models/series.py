from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from blog.models.slug_field import UnicodeSlugField


class Series(models.Model):
    """Articles that are read in the order of ``Post.series_position``."""

    title = models.CharField(_("title"), max_length=120)
    slug = UnicodeSlugField(_("slug"), max_length=140, unique=True)
    description = models.TextField(_("description"), max_length=500, blank=True)

    class Meta:
        verbose_name = _("series")
        verbose_name_plural = pgettext_lazy("plural", "series")
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("blog:series", args=[self.slug])
