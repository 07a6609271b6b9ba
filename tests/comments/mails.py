"""Reading e-mails in tests: their recipients, and the links in them as paths."""

import re
from unittest.mock import patch
from urllib.parse import urlsplit

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import mail

from comments.commenters.author import CommentAuthor
from comments.models import Comment, Decision, Subscription
from comments.notifications import tasks
from comments.notifications.confirmation import confirm, request_confirmation_if_needed
from comments.notifications.links import decision_link, last_decision
from comments.notifications.subscriptions import subscribe
from tests.factories import make_comment

ONE_CLICK = {"List-Unsubscribe": "One-Click"}


def recipients():
    return sorted(message.to[0] for message in mail.outbox)


def link(message, part):
    """The path of the only link in an e-mail that contains ``part``."""
    found = re.findall(rf"{re.escape(settings.SITE_URL)}(\S*{re.escape(part)}\S*)", message.body)
    assert len(found) == 1, f"{len(found)} links with {part}"
    return found[0]


def decision_path(action, comment, moderator):
    """The path of a link by which a moderator decides from an e-mail."""
    return urlsplit(decision_link(action, comment, moderator.pk, last_decision(comment))).path


def confirmed(email, *own):
    """The confirmed address of a guest, also for the comments ``own``. The confirmation e-mail is removed."""
    address = request_confirmation_if_needed(email)
    confirm(address, [comment.pk for comment in own])
    address.refresh_from_db()
    mail.outbox.clear()
    return address


def ask_for_mail(comment, own=(), **ticks):
    """Subscribe as the form does. ``own`` are earlier comments from the same browser."""
    own_ids = frozenset(before.pk for before in own)
    subscribe(comment, CommentAuthor(comment.author, comment.name, comment.email, own_ids), **ticks)


def follow(post, person, kind="thread"):
    """``person`` is a User or a GuestEmail."""
    whose = {"user": person} if hasattr(person, "display_name") else {"address": person}
    return Subscription.objects.create(post=post, kind=kind, **whose)


def approved(post, by=None, **fields):
    """A comment that was held and is now approved; all e-mails have been sent."""
    comment = make_comment(post, **fields)
    Decision.objects.create(
        comment=comment, before=Comment.Status.HELD, after=Comment.Status.APPROVED, by=by, via=Decision.Via.QUEUE
    )
    tasks.comment_approved.enqueue(comment.pk)
    return comment


def verify(user, email):
    EmailAddress.objects.create(user=user, email=email, verified=True)


def clock_at(moment):
    """Patches the clock used for signing links."""
    return patch("django.core.signing.time.time", moment.timestamp)


def one_click_address(message):
    return message.extra_headers["List-Unsubscribe"].strip("<>").removeprefix("http://127.0.0.1:8000")
