"""E-mails to commenters and subscribers. Each has a link to unsubscribe."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.send_once import REMEMBERED
from blog.models import BlogSettings, Post
from comments.models import Comment, Decision, GuestEmail
from comments.notifications.emails import list_headers, send_email
from comments.notifications.links import Subscriber, confirmation_link, unsubscribe_link
from comments.notifications.recipients import REPLIES, Recipient, author_recipient, recipients_of


def send_confirmation(address_id: int, comment_id: int = 0, attempt: int = 1) -> bool:
    """Ask the owner of an unconfirmed address to confirm it. Returns whether the e-mail was sent.

    It contains nothing that a visitor typed: otherwise anyone could send any text to any address.
    """
    address = GuestEmail.objects.filter(pk=address_id, wants_no_mail=False).first()
    if address is None or address.asked_at is None or address.answered_last_email:
        return False
    context = {
        "confirm_url": confirmation_link(address, comment_id),
        "stop_url": unsubscribe_link(Subscriber.of(address)),
    }
    name = f"confirm:{address.pk}:{address.asked_at:%Y%m%d%H%M%S%f}"
    subject = _("Confirm your e-mail address for %s") % BlogSettings.current().name
    return send_email(subject, "confirm", context, address.email, name=name, attempt=attempt)


def mail_author(comment_id: int, attempt: int = 1) -> bool:
    """Notify the author of a held comment, if they asked for it, that it was approved."""
    comment = public_comment(comment_id)
    if comment is None or not comment.wants_mail or not was_held(comment):
        return False
    recipient = author_recipient(comment)
    if recipient is None:
        return False
    subject = _("Your comment on “%s” was approved") % comment.post.title
    return send(comment, recipient, "approved", subject, attempt)


def mail_follower(comment_id: int, subscriber_key: str, attempt: int = 1) -> bool:
    """Notify a subscriber of a new comment, unless it was hidden or they unsubscribed in the meantime."""
    comment = public_comment(comment_id)
    if comment is None:
        return False
    recipient = next((found for found in recipients_of(comment) if found.subscriber.key == subscriber_key), None)
    if recipient is None:
        return False
    if recipient.kind == REPLIES:
        subject = _("New reply to your comment on “%s”") % comment.post.title
    else:
        subject = _("New comment on “%s”") % comment.post.title
    return send(comment, recipient, "followed", subject, attempt)


def public_comment(comment_id: int) -> Comment | None:
    """The comment, if it and its article are public."""
    found = Comment.objects.approved().on(Post.objects.published()).filter(pk=comment_id)
    return found.select_related("post", "author", "parent__author").first()


def was_public_before(comment: Comment) -> bool:
    """Whether it was public so long ago that the cache no longer knows which e-mails were sent."""
    long_ago = timezone.now() - REMEMBERED + timedelta(days=1)
    return Decision.objects.filter(comment=comment, after=Comment.Status.APPROVED, at__lt=long_ago).exists()


def was_held(comment: Comment) -> bool:
    """Whether it was approved after being held, and not by its author."""
    decisions = Decision.objects.filter(comment=comment, after=Comment.Status.APPROVED)
    approvals = decisions.filter(before=Comment.Status.HELD)
    return approvals.exclude(by=comment.author_id).exists() if comment.author_id else approvals.exists()


def send(comment: Comment, recipient: Recipient, template: str, subject: str, attempt: int) -> bool:
    unsubscribe_url = unsubscribe_link(recipient.subscriber, comment.post_id, recipient.kind)
    name = f"{template}:{comment.pk}:{recipient.subscriber.key}"
    context = {
        "comment": comment,
        "is_reply": recipient.kind == REPLIES,
        "comment_url": f"{settings.SITE_URL}{comment.get_absolute_url()}",
        "unsubscribe_url": unsubscribe_url,
    }
    headers = list_headers(f"{recipient.kind}.comments", unsubscribe_url)
    return send_email(subject, template, context, recipient.email, name=name, attempt=attempt, headers=headers)
