"""Members follow an article without commenting on it, and unfollow it."""

import pytest
from django.core import mail
from django.test import Client

from comments.models import Subscription
from comments.notifications.confirmation import stop_mail
from tests.comments.mails import approved, recipients
from tests.comments.reading import article_page
from tests.factories import PASSWORD, make_post, make_user
from tests.html import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(db):
    return make_post("The Kettle")


def address(post):
    return f"{post.get_absolute_url()}comments/follow/"


def main_of(client, post):
    return read(client.get(address(post))).landmark("main").text


def test_a_follower_gets_every_comment_until_they_unfollow(signed_in, bob, post):
    client = signed_in(bob)
    assert address(post) in read(article_page(client, post)).hrefs
    assert "Get each new comment by e-mail." in main_of(client, post)
    assert client.post(address(post), {"wish": "follow"}).url == address(post)
    assert "You are following this discussion." in main_of(client, post)
    approved(post, name="Rita", email="rita@example.org")
    assert recipients() == ["bob@example.org"]
    assert "List-Unsubscribe" in mail.outbox[0].extra_headers
    client.post(address(post), {"wish": "stop"})
    assert "Get each new comment by e-mail." in main_of(client, post)
    approved(post, name="Rita", email="rita@example.org")
    assert len(mail.outbox) == 1


def test_a_double_click_changes_nothing(signed_in, bob, post):
    client = signed_in(bob)
    for wish in ("follow", "follow", "stop", "stop"):
        client.post(address(post), {"wish": wish})
        assert Subscription.objects.count() == (1 if wish == "follow" else 0)


def test_only_a_post_from_this_site_follows(signed_in, bob, post):
    signed_in(bob).get(address(post))
    careless = Client(enforce_csrf_checks=True)
    careless.force_login(bob)
    assert careless.post(address(post), {"wish": "follow"}).status_code == 403
    assert not Subscription.objects.exists()


def test_an_anonymous_visitor_logs_in_and_returns_to_the_page(client, bob, post):
    assert address(post) in read(article_page(client, post)).hrefs
    asked = client.get(address(post))
    assert asked.url.startswith("/accounts/login/")
    answer = client.post(asked.url, {"login": bob.email, "password": PASSWORD})
    assert answer.url == address(post)


def test_unfollowing_keeps_replies_and_the_subscriptions_of_others(signed_in, bob, alice, post):
    for person, kind in ((bob, "thread"), (bob, "replies"), (alice, "thread")):
        Subscription.objects.create(post=post, user=person, kind=kind)
    signed_in(bob).post(address(post), {"wish": "stop"})
    assert set(Subscription.objects.values_list("user", "kind")) == {(bob.pk, "replies"), (alice.pk, "thread")}


@pytest.mark.parametrize("status", ["draft", "archived"])
def test_an_unreadable_article_cannot_be_followed(signed_in, bob, status):
    hidden = make_post("Secret", status=status)
    assert signed_in(bob).get(address(hidden)).status_code == 404
    assert signed_in(bob).post(address(hidden)).status_code == 404
    assert not Subscription.objects.exists()


def test_a_closed_thread_has_no_link_to_follow_it(client):
    closed = make_post(comments_open=False)
    assert "comments/follow/" not in article_page(client, closed)


def test_a_member_who_gets_no_emails_is_told_why(signed_in, bob, post):
    stop_mail(bob.email)
    assert "You have stopped all e-mails about comments to bob@example.org." in main_of(signed_in(bob), post)
    unproven = make_user(display_name="Nora", verified=False)
    assert "Confirm your e-mail address first" in main_of(signed_in(unproven), post)
