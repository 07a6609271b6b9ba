from __future__ import annotations

from functools import cache

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from blog.models.comment_policy import CommentPolicy
from blog.prepared_query import PreparedQuery
from blog.validators import validate_web_address


class BlogSettings(models.Model):
    """What editors can change about the whole blog. There is one row, with the primary key 1."""

    name = models.CharField(_("name"), max_length=80, default="Colophon")
    tagline = models.CharField(_("tagline"), max_length=160, blank=True)
    description = models.TextField(_("description"), max_length=300, blank=True)
    footer_text = models.CharField(_("footer text"), max_length=300, blank=True)
    posts_per_page = models.PositiveSmallIntegerField(
        _("articles per page"), default=10, validators=[MinValueValidator(1), MaxValueValidator(50)]
    )
    related_count = models.PositiveSmallIntegerField(
        _("related articles shown"), default=4, validators=[MinValueValidator(3), MaxValueValidator(5)]
    )
    default_cta_label = models.CharField(_("call to action: label"), max_length=80, blank=True)
    default_cta_url = models.CharField(
        _("call to action: URL"), max_length=500, blank=True, validators=[validate_web_address]
    )
    comment_policy = models.CharField(
        _("new comments"), max_length=12, choices=CommentPolicy, default=CommentPolicy.HOLD_FIRST
    )

    typographic_punctuation = models.BooleanField(
        _("typographic punctuation"),
        default=False,
        help_text=_(
            'Shows plain quotation marks, hyphens and dots ("…", --, ...) as in print, by the language of the article.'
        ),
    )

    class Meta:
        db_table = "blog_site"
        verbose_name = _("blog settings")
        verbose_name_plural = _("blog settings")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="there_is_one_site")]

    def __str__(self) -> str:
        return self.name

    @classmethod
    def current(cls) -> BlogSettings:
        """The one row, or an unsaved one with the defaults. One query."""
        return next(the_row()(), None) or cls(pk=1)


@cache
def the_row() -> PreparedQuery[BlogSettings]:
    return PreparedQuery(BlogSettings.objects.filter(pk=1))
