"""The data of the spam filter: word filters, which moderators define, and what it learned from their decisions."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class WordFilter(models.Model):
    """A word or phrase, and what happens to comments that contain it. ``*`` matches any letters; case is ignored."""

    class Effect(models.TextChoices):
        SUSPECT = "suspect", _("Add spam points")
        HOLD = "hold", _("Hold for approval")
        BLOCK = "block", _("Reject, with an explanation")

    pattern = models.CharField(_("word or phrase"), max_length=100, unique=True)
    effect = models.CharField(_("effect"), max_length=8, choices=Effect, default=Effect.HOLD)
    points = models.FloatField(_("spam points"), default=2)
    explanation = models.CharField(_("explanation for the author"), max_length=300, blank=True)
    is_enabled = models.BooleanField(_("enabled"), default=True)

    class Meta:
        db_table = "comments_wordrule"
        verbose_name = _("word filter")
        verbose_name_plural = _("word filters")
        ordering = ["pattern"]

    def __str__(self) -> str:
        return self.pattern


class TokenCount(models.Model):
    """In how many spam and approved comments a token occurs: a word, a pair of words, a host or a sign (naive Bayes).

    The row EVERY_COMMENT (comments/spam/bayes.py) counts the comments.
    """

    token = models.CharField(max_length=60, primary_key=True)
    spam = models.PositiveIntegerField(default=0)
    ham = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "comments_spamword"

    def __str__(self) -> str:
        return self.token
