"""E-mails to moderators: immediately, once a day or never, as the comment settings say."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from comments.models import Comment, CommentSettings, Decision, Report
from comments.notifications import moderators, tasks
from tests.comments.mails import recipients
from tests.comments.posting import later
from tests.factories import make_comment, make_post, make_user

pytestmark = pytest.mark.django_db

Mails = CommentSettings.Mails


def mails(how):
    CommentSettings(pk=1, mails=how).save()


def held(text="A fair point.", *, hours=1, **fields):
    moment = timezone.now() - timedelta(hours=hours)
    return make_comment(make_post(), text, status="held", created_at=moment, **fields)


def test_with_digests_no_email_is_sent_immediately(mona):
    mails(Mails.DIGEST)
    tasks.notify_moderators.enqueue(held().pk)
    assert mail.outbox == []


def test_a_digest_has_every_held_comment_with_its_links(mona, edith, bob):
    mails(Mails.DIGEST)
    first, second = (
        held("Milk?", reasons=[{"rule": "trap", "points": 3.0, "detail": ""}]),
        held("Lemon & <b>honey</b>?"),
    )
    make_comment(make_post(), "Public")
    tasks.send_digests.enqueue()
    assert recipients() == ["edith@example.org", "mona@example.org"]
    message = mail.outbox[0]
    assert message.subject == "2 comments to review"
    for words in ("Milk?", "Lemon & <b>honey</b>?", "the hidden field was filled in (+3)"):
        assert words in message.body
    assert "Public" not in message.body
    assert message.body.count("/approve/confirm/") == message.body.count("/spam/confirm/") == 2
    html = message.alternatives[0].content
    assert "Lemon &amp; &lt;b&gt;honey" in html
    for comment in (first, second):
        assert f"/admin/comments/comment/{comment.pk}/change/" in message.body
    assert "gustav@example.org" not in message.body + html


def test_a_link_of_the_digest_works(client, mona):
    mails(Mails.DIGEST)
    comment = held()
    tasks.send_digests.enqueue()
    path = next(word for word in mail.outbox[0].body.split() if "/approve/confirm/" in word)
    client.post(path.removeprefix("http://127.0.0.1:8000"))
    comment.refresh_from_db()
    assert comment.status == Comment.Status.APPROVED


def test_a_digest_is_sent_once_a_day(mona):
    mails(Mails.DIGEST)
    held()
    tasks.send_digests.enqueue()
    tasks.send_digests.enqueue()
    assert len(mail.outbox) == 1


def test_no_digest_is_sent_without_new_comments(mona):
    mails(Mails.DIGEST)
    tasks.send_digests.enqueue()
    held(hours=26)
    tasks.send_digests.enqueue()
    assert mail.outbox == []


def test_a_digest_that_could_not_be_sent_for_days_is_sent_later(mona):
    mails(Mails.DIGEST)
    held("First")
    tasks.send_digests.enqueue()
    held("While the mail server was down", hours=-1)
    with later(days=3):
        tasks.send_digests.enqueue()
        tasks.send_digests.enqueue()
    assert len(mail.outbox) == 2
    assert "While the mail server was down" in mail.outbox[1].body


def test_comments_of_the_last_digest_are_not_new(mona):
    mails(Mails.DIGEST)
    held(hours=0)
    tasks.send_digests.enqueue()
    with later(hours=24):
        tasks.send_digests.enqueue()
    assert len(mail.outbox) == 1


def test_a_digest_is_sent_without_a_cache(mona, settings):
    settings.CACHES = settings.CACHES | {"default": {"BACKEND": "tests.comments.broken_cache.BrokenCache"}}
    mails(Mails.DIGEST)
    held()
    tasks.send_digests.enqueue()
    assert len(mail.outbox) == 1


def test_comments_that_are_held_again_are_new(mona):
    mails(Mails.DIGEST)
    comment = held(hours=2_000)
    Decision.objects.create(comment=comment, before="approved", after="held", via=Decision.Via.REPORT)
    Report.objects.create(comment=comment, reader="guest:1", reason="spam", text="<b>look</b>")
    tasks.send_digests.enqueue()
    assert recipients() == ["mona@example.org"]
    assert "Reported by readers:\n> Advertising: <b>look</b>\n" in mail.outbox[0].body
    assert "Advertising: &lt;b&gt;look" in mail.outbox[0].alternatives[0].content


def test_a_digest_of_a_long_queue_is_truncated_and_says_so(mona, monkeypatch):
    mails(Mails.DIGEST)
    monkeypatch.setattr(moderators, "MAX_IN_DIGEST", 2)
    for number in range(5):
        held(f"Number {number}", hours=number + 1)
    tasks.send_digests.enqueue()
    body = mail.outbox[0].body
    assert "Number 0" in body
    assert "Number 2" not in body
    assert "And 3 more comments." in body


@pytest.mark.parametrize("how", [Mails.NEVER, Mails.AT_ONCE])
def test_no_digest_is_sent_with_another_setting(mona, how):
    mails(how)
    held()
    tasks.send_digests.enqueue()
    assert mail.outbox == []


def test_no_email_is_sent_with_the_setting_never(mona):
    mails(Mails.NEVER)
    tasks.notify_moderators.enqueue(held().pk)
    assert mail.outbox == []


def test_only_moderators_with_a_verified_address_get_the_digest(mona, bob):
    mails(Mails.DIGEST)
    make_user("unproven@example.org", groups=["Moderator"], verified=False)
    held()
    tasks.send_digests.enqueue()
    assert recipients() == ["mona@example.org"]


def test_a_former_moderator_gets_no_digest(mona):
    mails(Mails.DIGEST)
    held()
    mona.groups.clear()
    tasks.mail_digest.enqueue(mona.pk, "2026-11-24")
    assert mail.outbox == []


def test_emails_to_moderators_have_list_headers(mona):
    tasks.notify_moderators.enqueue(held().pk)
    headers = mail.outbox[0].message()
    assert headers["List-Id"] == "<moderation.127.0.0.1>"
    assert headers["Auto-Submitted"] == "auto-generated"
