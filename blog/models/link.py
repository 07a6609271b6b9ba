from __future__ import annotations

from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from blog.models.post import Post
from blog.models.section import Section


class LinkQuerySet(models.QuerySet["Link"]):
    def without_target(self) -> Self:
        """Links that readers see as text, because they can't read the article or it doesn't exist."""
        return self.exclude(Exists(Post.objects.readable().filter(pk=OuterRef("target"))))

    def without_section(self) -> Self:
        """Links that lead to the beginning of an article, because it has no section with that anchor."""
        sections = Section.objects.filter(post=OuterRef("target"), anchor=OuterRef("anchor"))
        return self.exclude(anchor="").exclude(Exists(sections))


LinkManager = models.Manager.from_queryset(LinkQuerySet)


class Link(models.Model):
    """A link by id in the text of an article of any status. Rebuilt from ``Post.body`` on every save.

    The target may be an article that was deleted, or that never existed.
    """

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="links")
    target = models.ForeignKey(Post, on_delete=models.DO_NOTHING, db_constraint=False, related_name="links_here")
    anchor = models.CharField(max_length=120, blank=True)

    objects: ClassVar[LinkManager[Link]] = LinkManager()

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")
        constraints = [
            models.UniqueConstraint(fields=["post", "target", "anchor"], name="a_link_is_recorded_once_per_article")
        ]

    def __str__(self) -> str:
        return f"{self.post_id} → {self.target_id}{f'#{self.anchor}' if self.anchor else ''}"
