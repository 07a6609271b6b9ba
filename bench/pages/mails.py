"""The HTML part of one mail of each kind sent while the other pages were rendered."""

from collections.abc import Iterator
from datetime import timedelta

from django.core import mail
from django.test import Client
from django.utils import timezone

from bench.pages.installation import Page
from blog.models import Post
from comments.models import Comment, CommentSettings
from comments.notifications import tasks
from comments.notifications.confirmation import confirm, request_confirmation_if_needed
from tests.comments.mails import approved, follow
from tests.comments.posting import send
from tests.factories import make_user


def pages() -> Iterator[Page]:
    send_the_others()
    seen = set()
    for message in mail.outbox:
        for part in message.alternatives:
            kind = message.subject.partition("“")[0][:40].strip()
            if kind not in seen:
                seen.add(kind)
                yield Page("mail", kind, str(part.content))


def send_the_others() -> None:
    """Send the remaining kinds: a reply to a subscribed member, an approval to a guest, the digest."""
    post = Post.objects.get(slug="odd")
    follow(post, make_user("follower@example.org", display_name="Follower"))
    guest = request_confirmation_if_needed("known@example.org")
    confirm(guest)
    approved(post, email=guest.email, wants_mail=True, body="A **fair** point & <b>more</b>.")
    send(Client(), post, "An advert, https://example.org/?a=1&b=2")
    CommentSettings(pk=1, mails=CommentSettings.Mails.DIGEST).save()
    Comment.objects.filter(status=Comment.Status.HELD).update(created_at=timezone.now() - timedelta(hours=1))
    tasks.send_digests.enqueue()
