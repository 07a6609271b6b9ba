from __future__ import annotations

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from blog.models import Site
from comments.models import Comment
from comments.moderation import moderators
from comments.spam.rules import in_words

SUBJECT_LENGTH = 150


def mail_moderator(comment_id: int, moderator_id: int) -> bool:
    """Tell a moderator of a held comment; nothing is sent once it is decided or the person may no longer decide.

    The mail holds no reader's address: without a mail server it is printed to the log.
    """
    comment = Comment.objects.held().select_related("post", "parent").filter(pk=comment_id).first()
    address = EmailAddress.objects.filter(user=moderator_id, verified=True).order_by("-primary", "pk").first()
    if comment is None or address is None or not moderators().filter(pk=moderator_id).exists():
        return False
    context = {
        "comment": comment,
        "site": Site.current(),
        "reasons": in_words(comment.reasons),
        "comment_url": settings.SITE_URL + reverse("admin:comments_comment_change", args=[comment.pk]),
        "queue_url": settings.SITE_URL + reverse("admin:comments_comment_changelist"),
    }
    subject = " ".join((_("New comment on “%s”") % comment.post.title).split())[:SUBJECT_LENGTH]
    body = render_to_string("emails/comments/held.txt", context)
    return EmailMessage(subject=subject, body=body, to=[address.email]).send() > 0
