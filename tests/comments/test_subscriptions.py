"""E-mails to readers: only those they asked for, to confirmed addresses, once, never about their own comments."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from blog.models import Post
from comments.models import Comment, GuestEmail, Subscription
from comments.notifications import tasks
from comments.notifications.confirmation import confirm, request_confirmation_if_needed, stop_mail
from comments.notifications.readers import mail_author
from comments.notifications.recipients import recipients_of
from tests.comments.mails import approved, ask_for_mail, confirmed, follow, link, recipients, verify
from tests.factories import make_comment, make_post, make_user

pytestmark = pytest.mark.django_db

GUSTAV = "gustav@example.org"


def test_nobody_is_subscribed_without_asking(bob):
    post = make_post()
    ask_for_mail(make_comment(post))
    ask_for_mail(make_comment(post, author=bob))
    assert not Subscription.objects.exists()
    assert mail.outbox == []


def test_the_subscription_of_a_guest_waits_for_confirmation():
    post = make_post()
    ask_for_mail(make_comment(post, email="Gustav@Example.org"), replies=True, follow=True)
    assert recipients() == [GUSTAV]
    mail.outbox.clear()
    approved(post, email="grete@example.org", name="Grete")
    assert mail.outbox == []


def test_a_subscription_starts_once_the_address_is_confirmed(client):
    post = make_post()
    ask_for_mail(make_comment(post, email=GUSTAV), follow=True)
    client.post(link(mail.outbox.pop(), "/confirm/"))
    approved(post, email="grete@example.org", name="Grete")
    assert recipients() == [GUSTAV]


def test_typing_a_confirmed_address_subscribes_nobody(client):
    """The owner is asked again; what they subscribed to in their own browser is not affected."""
    post, other = make_post(), make_post("Other")
    now = timezone.now()
    own = make_comment(post, email=GUSTAV, created_at=now - timedelta(hours=3))
    confirmed(GUSTAV, own)
    GuestEmail.objects.update(asked_at=now - timedelta(hours=2), confirmed_at=now - timedelta(hours=1))
    ask_for_mail(make_comment(post, email=GUSTAV), own=[own], follow=True)
    assert mail.outbox == []
    ask_for_mail(make_comment(other, email=GUSTAV, wants_mail=True), replies=True, follow=True)
    question = mail.outbox.pop()
    approved(other, email="grete@example.org", name="Grete")
    assert not mail_author(Comment.objects.filter(post=other).first().pk)
    assert mail.outbox == []
    approved(post, email="grete@example.org", name="Grete")
    assert recipients() == [GUSTAV]

    mail.outbox.clear()
    assert "Did you write a comment on “Other”" in client.get(link(question, "/confirm/")).text
    client.post(link(question, "/confirm/"))
    approved(other, email="hugo@example.org", name="Hugo")
    assert recipients() == [GUSTAV]


def test_a_request_by_someone_else_does_not_hinder_the_owner():
    post = make_post()
    own = make_comment(post, email=GUSTAV, created_at=timezone.now() - timedelta(hours=3))
    confirmed(GUSTAV, own)
    ask_for_mail(make_comment(post, email=GUSTAV), replies=True, follow=True)
    ask_for_mail(make_comment(post, email=GUSTAV), own=[own], follow=True)
    assert list(Subscription.objects.filter(waits=True).values_list("kind", flat=True)) == ["replies"]
    mail.outbox.clear()
    approved(post, email="grete@example.org", name="Grete")
    assert recipients() == [GUSTAV]


def test_asking_twice_subscribes_once(bob):
    post = make_post()
    for _ in range(2):
        ask_for_mail(make_comment(post, author=bob), replies=True, follow=True)
    assert Subscription.objects.count() == 2
    approved(post)
    assert recipients() == ["bob@example.org"]


def test_a_follower_gets_every_comment(bob):
    post = make_post("Tea")
    follow(post, bob)
    comment = approved(post, body="Milk & <b>sugar</b>?")
    message = mail.outbox[0]
    assert message.subject == "New comment on “Tea”"
    assert "Gustav Guest commented on “Tea”" in message.body
    assert "Milk & <b>sugar</b>?" in message.body
    assert link(message, f"/comments/{comment.pk}/")
    assert "gustav@example.org" not in message.body
    html = message.alternatives[0].content
    assert "&lt;b&gt;sugar" in html
    assert "<b>sugar" not in html


def test_only_the_author_of_the_parent_gets_a_reply(bob):
    post = make_post("Tea")
    follow(post, confirmed(GUSTAV), "replies")
    follow(post, bob, "replies")
    parent = make_comment(post, email="GUSTAV@example.org")
    approved(post, parent=parent, name="Grete", email="grete@example.org")
    assert recipients() == [GUSTAV]
    assert mail.outbox[0].subject == "New reply to your comment on “Tea”"
    assert "Grete replied to your comment" in mail.outbox[0].body


def test_a_member_gets_replies_too(bob):
    post = make_post()
    follow(post, bob, "replies")
    approved(post, parent=make_comment(post, author=bob))
    approved(post)
    assert recipients() == ["bob@example.org"]


def test_a_follower_who_gets_a_reply_gets_one_email(bob):
    post = make_post()
    follow(post, bob, "thread")
    follow(post, bob, "replies")
    approved(post, parent=make_comment(post, author=bob))
    assert [message.subject[:9] for message in mail.outbox] == ["New reply"]


def test_nobody_gets_an_email_about_their_own_comment(bob):
    post = make_post()
    follow(post, bob)
    follow(post, confirmed(GUSTAV))
    approved(post, author=bob)
    assert recipients() == [GUSTAV]
    mail.outbox.clear()
    approved(post, email="Gustav@EXAMPLE.org")
    assert recipients() == ["bob@example.org"]


def test_a_member_who_also_follows_as_a_guest_gets_none_about_their_own_comment(bob):
    post = make_post()
    follow(post, confirmed("bob@example.org"))
    approved(post, author=bob)
    assert mail.outbox == []


def test_a_mailbox_gets_one_email_for_a_member_and_a_guest(bob):
    post = make_post()
    follow(post, bob)
    follow(post, confirmed("bob@example.org"))
    approved(post)
    assert recipients() == ["bob@example.org"]


def test_members_without_a_verified_address_get_no_emails():
    post = make_post()
    follow(post, make_user("unproven@example.org", verified=False))
    follow(post, make_user("gone@example.org", is_active=False))
    approved(post)
    assert mail.outbox == []


def test_members_get_emails_at_their_primary_address(bob):
    post = make_post()
    verify(bob, "bob-second@example.org")
    follow(post, bob)
    approved(post)
    assert recipients() == ["bob@example.org"]


def test_followers_of_other_articles_get_no_email(bob):
    follow(make_post(), bob)
    approved(make_post())
    assert mail.outbox == []


@pytest.mark.parametrize("status", [Comment.Status.HELD, Comment.Status.SPAM, Comment.Status.REMOVED])
def test_nobody_gets_an_email_about_a_comment_that_is_not_public(bob, status):
    post = make_post()
    follow(post, bob)
    tasks.comment_approved.enqueue(make_comment(post, status=status).pk)
    assert mail.outbox == []


def test_no_email_is_sent_about_a_comment_hidden_in_the_meantime(bob):
    post = make_post()
    follow(post, bob)
    comment = make_comment(post, status="removed")
    tasks.mail_follower.enqueue(comment.pk, f"user:{bob.pk}")
    assert mail.outbox == []


def test_no_email_is_sent_about_an_unpublished_article(bob):
    post = make_post()
    follow(post, bob)
    comment = make_comment(post)
    Post.objects.filter(pk=post.pk).update(status=Post.Status.DRAFT)
    tasks.comment_approved.enqueue(comment.pk)
    assert mail.outbox == []


def test_a_follower_who_unsubscribed_in_the_meantime_gets_no_email(bob):
    post = make_post()
    follow(post, bob).delete()
    tasks.mail_follower.enqueue(make_comment(post).pk, f"user:{bob.pk}")
    assert mail.outbox == []


def test_the_author_of_a_held_comment_is_notified_of_its_approval(mona):
    post = make_post("Tea")
    confirmed(GUSTAV)
    comment = approved(post, by=mona, wants_mail=True)
    assert recipients() == [GUSTAV]
    assert mail.outbox[0].subject == "Your comment on “Tea” was approved"
    assert link(mail.outbox[0], f"/comments/{comment.pk}/")


def test_a_member_is_notified_of_an_approval_too(bob, mona):
    approved(make_post(), by=mona, author=bob, wants_mail=True)
    assert recipients() == ["bob@example.org"]


def test_an_author_who_did_not_ask_is_not_notified_of_an_approval(bob):
    confirmed(GUSTAV)
    approved(make_post())
    approved(make_post(), author=bob)
    assert mail.outbox == []


def test_an_unconfirmed_author_is_not_notified_of_an_approval():
    request_confirmation_if_needed(GUSTAV)
    mail.outbox.clear()
    approved(make_post(), wants_mail=True)
    assert mail.outbox == []


def test_an_author_whose_comment_was_never_held_is_not_notified(bob):
    comment = make_comment(make_post(), author=bob, wants_mail=True)
    tasks.comment_approved.enqueue(comment.pk)
    assert mail.outbox == []


def test_a_moderator_is_not_notified_of_approving_their_own_comment(mona):
    approved(make_post(), by=mona, author=mona, wants_mail=True)
    assert mail.outbox == []


def test_an_address_that_opted_out_gets_no_emails(bob):
    post = make_post()
    follow(post, bob)
    follow(post, confirmed(GUSTAV))
    stop_mail("bob@example.org")
    stop_mail(GUSTAV)
    approved(post, name="Grete", email="grete@example.org")
    approved(post, wants_mail=True)
    assert mail.outbox == []


def test_an_email_has_headers_for_lists_and_unsubscribing(bob):
    post = make_post()
    follow(post, bob)
    approved(post)
    headers = mail.outbox[0].message()
    assert headers["Auto-Submitted"] == "auto-generated"
    assert headers["Precedence"] == "bulk"
    assert headers["List-Id"] == "<thread.comments.127.0.0.1>"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "/comments/unsubscribe/" in str(headers["List-Unsubscribe"])
    assert str(headers["List-Unsubscribe"]).strip("<>").replace("\n ", "") in mail.outbox[0].body


def test_a_title_with_a_line_break_stays_in_the_subject(bob):
    post = make_post("Tea\nBcc: all@example.org", slug="tea")
    follow(post, bob)
    approved(post)
    assert mail.outbox[0].subject == "New comment on “Tea Bcc: all@example.org”"


def test_the_queries_do_not_grow_with_the_followers(bob, django_assert_num_queries):
    post = make_post()
    comment = make_comment(post)
    for number in range(25):
        follow(post, make_user())
        follow(post, confirmed(f"guest{number}@example.org"))
    comment = Comment.objects.select_related("author", "parent").get(pk=comment.pk)
    with django_assert_num_queries(3):
        assert len(recipients_of(comment)) == 50


def test_an_address_can_be_confirmed_at_any_time_before_the_email(bob):
    post = make_post()
    address = request_confirmation_if_needed(GUSTAV)
    follow(post, address)
    mail.outbox.clear()
    comment = make_comment(post, author=bob)
    confirm(address)
    tasks.comment_approved.enqueue(comment.pk)
    assert recipients() == [GUSTAV]
