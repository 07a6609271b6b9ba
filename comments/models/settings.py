from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _


class CommentSettings(models.Model):
    """How this site treats comments. There is one row, id 1."""

    class Mails(models.TextChoices):
        AT_ONCE = "once", _("At once, one mail a comment")
        DIGEST = "digest", _("Once a day, all together")
        NEVER = "never", _("Never")

    most_links = models.PositiveSmallIntegerField(
        _("links in a comment"), default=2, help_text=_("More than these make it suspicious.")
    )
    hold_at = models.FloatField(_("hold at spam points"), default=2)
    edit_minutes = models.PositiveSmallIntegerField(
        _("minutes to edit or delete"), default=15, validators=[MaxValueValidator(1440)]
    )
    close_after_days = models.PositiveSmallIntegerField(
        _("close after days"), null=True, blank=True, help_text=_("Empty: comments stay open.")
    )
    mails = models.CharField(_("mail to moderators"), max_length=8, choices=Mails, default=Mails.AT_ONCE)
    reports_to_hide = models.PositiveSmallIntegerField(
        _("reports that take a comment offline"),
        default=3,
        validators=[MinValueValidator(1)],
        help_text=_(
            "Each from another network; one is enough from a member with approved comments. "
            "Moderators are told of every report. Comments of authors and moderators stay online."
        ),
    )
    forget_network_days = models.PositiveSmallIntegerField(
        _("forget networks after days"), default=90, validators=[MinValueValidator(1)]
    )
    purge_days = models.PositiveSmallIntegerField(
        _("erase unpublished comments after days"),
        default=90,
        validators=[MinValueValidator(1)],
        help_text=_("What is held, spam, or was deleted by its writer."),
    )
    akismet_key = models.CharField(_("Akismet key"), max_length=100, blank=True)

    class Meta:
        db_table = "comments_houserules"
        verbose_name = _("house rules")
        verbose_name_plural = _("house rules")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="there_is_one_set_of_house_rules")]

    def __str__(self) -> str:
        return str(_("House rules"))

    @classmethod
    def current(cls) -> CommentSettings:
        """The one row, or an unsaved one with the defaults. One query."""
        return cls.objects.filter(pk=1).first() or cls(pk=1)
