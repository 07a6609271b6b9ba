"""Mail to readers: only what they asked for, to proven addresses, once, never about the own words."""

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


def test_who_ticked_nothing_is_subscribed_to_nothing(bob):
    post = make_post()
    ask_for_mail(make_comment(post))
    ask_for_mail(make_comment(post, author=bob))
    assert not Subscription.objects.exists()
    assert mail.outbox == []


def test_a_guest_who_asks_is_asked_to_confirm_and_waits():
    post = make_post()
    ask_for_mail(make_comment(post, email="Gustav@Example.org"), replies=True, follow=True)
    assert recipients() == [GUSTAV]
    mail.outbox.clear()
    approved(post, email="grete@example.org", name="Grete")
    assert mail.outbox == []


def test_what_was_asked_for_before_confirming_works_after_it(client):
    post = make_post()
    ask_for_mail(make_comment(post, email=GUSTAV), follow=True)
    client.post(link(mail.outbox.pop(), "/confirm/"))
    approved(post, email="grete@example.org", name="Grete")
    assert recipients() == [GUSTAV]


def test_who_types_a_confirmed_address_subscribes_nobody(client):
    """Its owner is asked once more; what the owner asked for in the own browser goes on meanwhile."""
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


def test_what_somebody_else_asked_for_does_not_hinder_the_owner():
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


def test_a_follower_is_told_of_every_comment(bob):
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


def test_a_reply_is_told_to_the_one_who_is_answered_only(bob):
    post = make_post("Tea")
    follow(post, confirmed(GUSTAV), "replies")
    follow(post, bob, "replies")
    parent = make_comment(post, email="GUSTAV@example.org")
    approved(post, parent=parent, name="Grete", email="grete@example.org")
    assert recipients() == [GUSTAV]
    assert mail.outbox[0].subject == "New reply to your comment on “Tea”"
    assert "Grete replied to your comment" in mail.outbox[0].body


def test_a_member_is_told_of_replies_too(bob):
    post = make_post()
    follow(post, bob, "replies")
    approved(post, parent=make_comment(post, author=bob))
    approved(post)
    assert recipients() == ["bob@example.org"]


def test_whoever_follows_and_is_answered_gets_one_mail_the_reply(bob):
    post = make_post()
    follow(post, bob, "thread")
    follow(post, bob, "replies")
    approved(post, parent=make_comment(post, author=bob))
    assert [message.subject[:9] for message in mail.outbox] == ["New reply"]


def test_nobody_gets_mail_about_the_own_comment(bob):
    post = make_post()
    follow(post, bob)
    follow(post, confirmed(GUSTAV))
    approved(post, author=bob)
    assert recipients() == [GUSTAV]
    mail.outbox.clear()
    approved(post, email="Gustav@EXAMPLE.org")
    assert recipients() == ["bob@example.org"]


def test_nor_does_a_member_who_follows_as_a_guest_as_well(bob):
    post = make_post()
    follow(post, confirmed("bob@example.org"))
    approved(post, author=bob)
    assert mail.outbox == []


def test_one_mailbox_gets_one_mail_whether_as_member_or_as_guest(bob):
    post = make_post()
    follow(post, bob)
    follow(post, confirmed("bob@example.org"))
    approved(post)
    assert recipients() == ["bob@example.org"]


def test_members_without_a_proven_address_get_no_mail():
    post = make_post()
    follow(post, make_user("unproven@example.org", verified=False))
    follow(post, make_user("gone@example.org", is_active=False))
    approved(post)
    assert mail.outbox == []


def test_members_get_mail_at_their_main_address(bob):
    post = make_post()
    verify(bob, "bob-second@example.org")
    follow(post, bob)
    approved(post)
    assert recipients() == ["bob@example.org"]


def test_followers_of_other_articles_are_left_alone(bob):
    follow(make_post(), bob)
    approved(make_post())
    assert mail.outbox == []


@pytest.mark.parametrize("status", [Comment.Status.HELD, Comment.Status.SPAM, Comment.Status.REMOVED])
def test_what_is_not_public_is_told_to_nobody(bob, status):
    post = make_post()
    follow(post, bob)
    tasks.comment_approved.enqueue(make_comment(post, status=status).pk)
    assert mail.outbox == []


def test_a_comment_hidden_before_its_mails_left_is_told_to_nobody(bob):
    post = make_post()
    follow(post, bob)
    comment = make_comment(post, status="removed")
    tasks.mail_follower.enqueue(comment.pk, f"user:{bob.pk}")
    assert mail.outbox == []


def test_an_article_taken_down_sends_nothing(bob):
    post = make_post()
    follow(post, bob)
    comment = make_comment(post)
    Post.objects.filter(pk=post.pk).update(status=Post.Status.DRAFT)
    tasks.comment_approved.enqueue(comment.pk)
    assert mail.outbox == []


def test_one_who_unsubscribed_meanwhile_gets_nothing(bob):
    post = make_post()
    follow(post, bob).delete()
    tasks.mail_follower.enqueue(make_comment(post).pk, f"user:{bob.pk}")
    assert mail.outbox == []


def test_the_writer_is_told_that_the_held_comment_is_approved(mona):
    post = make_post("Tea")
    confirmed(GUSTAV)
    comment = approved(post, by=mona, wants_mail=True)
    assert recipients() == [GUSTAV]
    assert mail.outbox[0].subject == "Your comment on “Tea” was approved"
    assert link(mail.outbox[0], f"/comments/{comment.pk}/")


def test_a_member_is_told_so_as_well(bob, mona):
    approved(make_post(), by=mona, author=bob, wants_mail=True)
    assert recipients() == ["bob@example.org"]


def test_a_writer_who_did_not_ask_is_not_told(bob):
    confirmed(GUSTAV)
    approved(make_post())
    approved(make_post(), author=bob)
    assert mail.outbox == []


def test_an_unconfirmed_writer_is_not_told():
    request_confirmation_if_needed(GUSTAV)
    mail.outbox.clear()
    approved(make_post(), wants_mail=True)
    assert mail.outbox == []


def test_what_was_public_at_once_needs_no_mail_to_its_writer(bob):
    comment = make_comment(make_post(), author=bob, wants_mail=True)
    tasks.comment_approved.enqueue(comment.pk)
    assert mail.outbox == []


def test_who_approves_the_own_comment_knows_it(mona):
    approved(make_post(), by=mona, author=mona, wants_mail=True)
    assert mail.outbox == []


def test_who_wants_no_mail_at_all_gets_none(bob):
    post = make_post()
    follow(post, bob)
    follow(post, confirmed(GUSTAV))
    stop_mail("bob@example.org")
    stop_mail(GUSTAV)
    approved(post, name="Grete", email="grete@example.org")
    approved(post, wants_mail=True)
    assert mail.outbox == []


def test_a_mail_can_be_sorted_answered_by_no_machine_and_ended_with_one_click(bob):
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


def test_a_guest_address_can_be_confirmed_at_any_time_before_the_mail(bob):
    post = make_post()
    address = request_confirmation_if_needed(GUSTAV)
    follow(post, address)
    mail.outbox.clear()
    comment = make_comment(post, author=bob)
    confirm(address)
    tasks.comment_approved.enqueue(comment.pk)
    assert recipients() == [GUSTAV]
