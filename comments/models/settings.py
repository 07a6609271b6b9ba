from __future__ import annotations

from functools import cache

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from blog.prepared_query import PreparedQuery


class CommentSettings(models.Model):
    """The comment settings of this site: one row, with id 1."""

    class Mails(models.TextChoices):
        AT_ONCE = "once", _("Immediately, one e-mail per comment")
        DIGEST = "digest", _("Once a day, in one e-mail")
        NEVER = "never", _("Never")

    max_links = models.PositiveSmallIntegerField(
        _("links allowed in a comment"), default=2, help_text=_("Comments with more links get spam points.")
    )
    hold_at = models.FloatField(_("spam score that holds a comment"), default=2)
    edit_minutes = models.PositiveSmallIntegerField(
        _("time to edit or delete (minutes)"), default=15, validators=[MaxValueValidator(1440)]
    )
    close_after_days = models.PositiveSmallIntegerField(
        _("close comments after (days)"), null=True, blank=True, help_text=_("Leave empty to keep comments open.")
    )
    mails = models.CharField(_("e-mails to moderators"), max_length=8, choices=Mails, default=Mails.AT_ONCE)
    reports_to_hide = models.PositiveSmallIntegerField(
        _("reports that hide a comment"),
        default=3,
        validators=[MinValueValidator(1)],
        help_text=_(
            "Counted once per IP range; one report is enough if it comes from a member with approved comments. "
            "Moderators are notified of every report. Comments by authors and moderators are never hidden."
        ),
    )
    forget_network_days = models.PositiveSmallIntegerField(
        _("delete IP ranges after (days)"), default=90, validators=[MinValueValidator(1)]
    )
    purge_days = models.PositiveSmallIntegerField(
        _("delete unpublished comments after (days)"),
        default=90,
        validators=[MinValueValidator(1)],
        help_text=_("Comments that are pending, spam, or deleted by their authors."),
    )
    akismet_key = models.CharField(_("Akismet key"), max_length=100, blank=True)

    class Meta:
        db_table = "comments_houserules"
        verbose_name = _("comment settings")
        verbose_name_plural = _("comment settings")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="there_is_one_set_of_house_rules")]

    def __str__(self) -> str:
        return str(_("Comment settings"))

    @classmethod
    def current(cls) -> CommentSettings:
        """The one row, or an unsaved one with the defaults. One query."""
        return next(the_row()(), None) or cls(pk=1)


@cache
def the_row() -> PreparedQuery[CommentSettings]:
    return PreparedQuery(CommentSettings.objects.filter(pk=1))
