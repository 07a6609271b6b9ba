"""What the spam filter of this site consists of: word filters by moderators, and what it learned from decisions."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class WordFilter(models.Model):
    """A word or phrase and what a comment that holds it meets. ``*`` stands for any letters, case does not matter."""

    class Effect(models.TextChoices):
        SUSPECT = "suspect", _("Add spam points")
        HOLD = "hold", _("Hold for approval")
        BLOCK = "block", _("Refuse, with an explanation")

    pattern = models.CharField(_("word or phrase"), max_length=100, unique=True)
    effect = models.CharField(_("effect"), max_length=8, choices=Effect, default=Effect.HOLD)
    points = models.FloatField(_("spam points"), default=2)
    explanation = models.CharField(_("explanation to the writer"), max_length=300, blank=True)
    is_on = models.BooleanField(_("switched on"), default=True)

    class Meta:
        db_table = "comments_wordrule"
        verbose_name = _("word rule")
        verbose_name_plural = _("word rules")
        ordering = ["pattern"]

    def __str__(self) -> str:
        return self.pattern


class TokenCount(models.Model):
    """How many decided comments held a word, a pair of words, a host or a sign of advertising (naive Bayes).

    One row counts the comments themselves: EVERY_COMMENT in comments/spam/bayes.py.
    """

    word = models.CharField(max_length=60, primary_key=True)
    spam = models.PositiveIntegerField(default=0)
    ham = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "comments_spamword"

    def __str__(self) -> str:
        return self.word
