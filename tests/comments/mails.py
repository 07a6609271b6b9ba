"""How people read their mail: whose it is, and the links in it as paths."""

import re
from unittest.mock import patch

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import mail

from comments.commenters.author import CommentAuthor
from comments.models import Comment, Decision, Subscription
from comments.notifications import tasks
from comments.notifications.confirmation import confirm, request_confirmation_if_needed
from comments.notifications.subscriptions import subscribe
from tests.factories import make_comment


def recipients():
    return sorted(message.to[0] for message in mail.outbox)


def link(message, part):
    """The path of the only link of a mail that holds ``part``."""
    found = re.findall(rf"{re.escape(settings.SITE_URL)}(\S*{re.escape(part)}\S*)", message.body)
    assert len(found) == 1, f"{len(found)} links with {part}"
    return found[0]


def confirmed(email, *own):
    """The address of a guest who has confirmed it, for comments of theirs; the mail that asked is read and gone."""
    address = request_confirmation_if_needed(email)
    confirm(address, [comment.pk for comment in own])
    address.refresh_from_db()
    mail.outbox.clear()
    return address


def ask_for_mail(comment, own=(), **ticks):
    """What the form does with its boxes. ``own`` are the comments that the browser wrote before."""
    own_ids = frozenset(before.pk for before in own)
    subscribe(comment, CommentAuthor(comment.author, comment.name, comment.email, own_ids), **ticks)


def follow(post, person, kind="thread"):
    """``person`` is an account or a guest's address."""
    whose = {"user": person} if hasattr(person, "display_name") else {"address": person}
    return Subscription.objects.create(post=post, kind=kind, **whose)


def approved(post, by=None, **fields):
    """A comment that was held and is approved now, with all mails sent."""
    comment = make_comment(post, **fields)
    Decision.objects.create(
        comment=comment, before=Comment.Status.HELD, after=Comment.Status.APPROVED, by=by, via=Decision.Via.QUEUE
    )
    tasks.comment_approved.enqueue(comment.pk)
    return comment


def verify(user, email):
    EmailAddress.objects.create(user=user, email=email, verified=True)


def clock_at(moment):
    """The clock that signs links."""
    return patch("django.core.signing.time.time", moment.timestamp)
