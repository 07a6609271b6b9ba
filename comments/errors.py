"""Why a comment was rejected. ``str()`` of each exception is the message for its author."""

from __future__ import annotations

from datetime import datetime, timedelta
from math import ceil

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

MINUTE, HOUR = 60, 3600


class CommentRejected(ValueError):
    message: str | Promise = _("Your comment could not be saved. Your text is still here: please try again.")

    def __str__(self) -> str:
        return str(self.message)


class ThreadClosed(CommentRejected):
    message = _("Comments on this article are closed.")


class ArticleGone(CommentRejected):
    message = _("This article was removed while you were writing, so your comment was not saved.")


class ParentGone(CommentRejected):
    message = _(
        "The comment you replied to is no longer available. Your text is still here: "
        "submit it again to post it as a new comment."
    )


class EmptyComment(CommentRejected):
    message = _("Your comment is empty.")


class TextUnacceptable(CommentRejected):
    """Too long or too deeply nested to render. The renderer says which."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class WordBlocked(CommentRejected):
    """A word filter rejected the text. ``explanation`` is the moderators', if they gave one."""

    message: str | Promise = _(
        "Your comment contains a word that isn’t allowed here. Your text is still here: change it and submit it again."
    )

    def __init__(self, explanation: str = "") -> None:
        super().__init__(explanation)
        if explanation:
            self.message = explanation


class CommenterBlocked(CommentRejected):
    """A commenter rule blocks the author. The message contains its reason and end."""

    def __init__(self, reason: str, until: datetime | None = None) -> None:
        super().__init__(reason)
        self.reason, self.until = reason, until

    def __str__(self) -> str:
        if self.until is None:
            return _("You cannot comment here: %s") % self.reason
        day = date_format(timezone.localtime(self.until), "DATETIME_FORMAT")
        return _("You cannot comment here until %(day)s: %(reason)s") % {"day": day, "reason": self.reason}


class TooManyComments(CommentRejected):
    message = _("You posted many comments in a short time. Your text is still here: submit it again in %s.")

    def __init__(self, wait: timedelta) -> None:
        super().__init__(wait)
        self.wait = wait

    def __str__(self) -> str:
        return str(self.message) % humanize_wait(self.wait)


class TooManyReactions(ValueError):
    """More likes or reports from one network than people would send."""


class TooManyPreviews(CommentRejected):
    message = _(
        "You requested many previews in a short time. Your text is still here: submit it, or wait a few minutes."
    )


class TooManyDrafts(CommentRejected):
    message = _(
        "Too many drafts were saved in a short time. Your text is still here: submit it, or wait a few minutes."
    )


def humanize_wait(wait: timedelta) -> str:
    seconds = max(wait.total_seconds(), 1)
    if seconds <= HOUR:
        minutes = ceil(seconds / MINUTE)
        return ngettext("%d minute", "%d minutes", minutes) % minutes
    hours = ceil(seconds / HOUR)
    return ngettext("%d hour", "%d hours", hours) % hours
