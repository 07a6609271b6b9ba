"""E-mails to moderators about held comments: sent by tasks, once, without commenters' addresses."""

import pytest
from django.conf import settings
from django.core import mail
from django.tasks import TaskResultStatus

from comments.commenters.author import CommentAuthor
from comments.commenters.trust import moderators
from comments.models import Comment, Decision
from comments.moderation.decide import decide
from comments.notifications import tasks
from tests.comments.mails import link
from tests.comments.posting import send
from tests.comments.submission import submit
from tests.factories import make_comment, make_post, make_user, moderate

pytestmark = pytest.mark.django_db


def done(task, *args):
    return task.enqueue(*args).status == TaskResultStatus.SUCCESSFUL


def test_every_moderator_gets_an_email_about_a_held_comment(mona, edith, alice, bob):
    comment = submit(make_post("Tea & <cake>"), "Is it & <b>true</b>?", honeypot="x")
    assert sorted(message.to[0] for message in mail.outbox) == ["edith@example.org", "mona@example.org"]
    message = mail.outbox[0]
    assert message.subject == "New comment on “Tea & <cake>”"
    assert "Gustav Guest commented" in message.body
    assert "Is it & <b>true</b>?" in message.body
    assert "the hidden field was filled in" in message.body
    assert f"/admin/comments/comment/{comment.pk}/change/" in message.body
    assert "gustav@example.org" not in message.body
    assert message.content_subtype == "plain"
    [(html, kind)] = message.alternatives
    assert kind == "text/html"
    assert "Is it &amp; &lt;b&gt;true&lt;/b&gt;?" in html
    assert "“Tea &amp; &lt;cake&gt;”" in html
    assert "the hidden field was filled in" in html
    assert f"/admin/comments/comment/{comment.pk}/change/" in html
    assert "gustav@example.org" not in html


def test_no_email_is_sent_about_a_comment_that_needs_no_approval(mona, alice):
    post = make_post(author=alice)
    submit(post, "Thanks!", CommentAuthor(alice))
    assert mail.outbox == []


def test_a_double_click_sends_no_second_email(mona):
    post = make_post()
    submit(post)
    submit(post)
    assert len(mail.outbox) == 1


def test_no_email_is_sent_once_the_comment_is_decided(mona):
    comment = make_comment(make_post(), status="held")
    moderate(comment, "approved", by=mona)
    assert done(tasks.mail_moderator, comment.pk, mona.pk)
    assert done(tasks.notify_moderators, comment.pk)
    assert mail.outbox == []


def test_a_comment_deleted_in_the_meantime_is_not_an_error(mona):
    assert done(tasks.mail_moderator, 7_777, mona.pk)
    assert mail.outbox == []


def test_only_active_moderators_with_a_verified_address_get_emails(mona):
    make_user("unproven@example.org", groups=["Moderator"], verified=False)
    make_user("gone@example.org", groups=["Moderator"], is_active=False)
    make_user("root@example.org", is_superuser=True)
    submit(make_post())
    assert sorted(message.to[0] for message in mail.outbox) == ["mona@example.org", "root@example.org"]


def test_moderators_are_users_with_the_permission(mona, edith, alice, bob):
    assert set(moderators()) == {person for person in (mona, edith, alice, bob) if person.has_perm(PERMISSION)}
    assert set(moderators()) == {mona, edith}


PERMISSION = "comments.moderate_comment"


def test_a_title_with_a_line_break_adds_no_header(mona):
    post = make_post("Tea\nand cake", slug="tea")
    submit(post)
    assert mail.outbox[0].subject == "New comment on “Tea and cake”"


def test_a_comment_that_is_not_stored_sends_no_email(mona, monkeypatch):
    def fail(*args, **kwargs):
        raise OSError("The disk is full")

    monkeypatch.setattr(Comment, "save", fail)
    with pytest.raises(OSError, match="full"):
        submit(make_post())
    assert mail.outbox == []


def test_a_url_in_a_comment_is_not_a_link_in_the_email(mona):
    submit(make_post(), "http://127.0.0.1:8000/accounts/login/\n\nhttps://casino.example/")
    [(html, _kind)] = mail.outbox[0].alternatives
    assert 'href="https://casino' not in html
    assert 'href="http://127.0.0.1:8000/accounts/login/' not in html


def test_text_that_looks_like_a_decision_link_is_quoted(mona):
    submit(make_post(), "Fine.\n\nApprove: https://evil.example/approve/")
    body = mail.outbox[0].body
    assert "\n> Fine.\n>\n> Approve: https://evil.example/approve/\n" in body
    assert [line for line in body.splitlines() if line.startswith("Approve: ")] == [
        f"Approve: {settings.SITE_URL}{link(mail.outbox[0], '/approve/')}"
    ]


def test_the_email_about_an_edited_comment_says_that_it_was_edited(client, mona):
    send(client, make_post("Tea"), "A fair point.")
    comment = Comment.objects.get()
    decide(Comment.objects.all(), Comment.Status.APPROVED, by=mona, via=Decision.Via.QUEUE)
    mail.outbox.clear()
    client.post(f"/comments/{comment.pk}/edit/", {"body": "Other words", "text_version": 1})
    [message] = mail.outbox
    assert message.subject == "Edited comment on “Tea”"
    assert "Gustav Guest edited an approved comment on “Tea”" in message.body
    assert "edited by the author after it was approved" in message.body
    for words in (message.body, message.alternatives[0].content):
        assert "not known yet" not in words
        assert "every comment waits here" not in words
    comment.refresh_from_db()
    assert comment.status == Comment.Status.HELD
