"""Unsubscribing with one click in the mail client, on the page of the link, or on the page of subscriptions."""

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comments.models import Comment, GuestEmail, Subscription
from comments.notifications.confirmation import request_confirmation_if_needed, wants_no_mail
from tests.comments.mails import ONE_CLICK, approved, confirmed, follow, link, one_click_address, recipients
from tests.factories import make_comment, make_post

pytestmark = pytest.mark.django_db

GUSTAV = "gustav@example.org"


@pytest.fixture
def provider():
    """A mail provider's client: it sends no cookies and no Origin header, and follows no redirects."""
    return Client(enforce_csrf_checks=True)


def mail_about(post, **fields):
    approved(post, name="Grete", email="grete@example.org", **fields)
    return mail.outbox.pop()


def test_one_click_unsubscribes_a_guest(provider):
    post = make_post()
    follow(post, confirmed(GUSTAV))
    answer = provider.post(one_click_address(mail_about(post)), ONE_CLICK)
    assert (answer.status_code, answer.cookies) == (200, {})
    approved(post, name="Grete", email="grete@example.org")
    assert mail.outbox == []


def test_one_click_unsubscribes_a_member_without_a_login(provider, bob):
    post = make_post()
    follow(post, bob)
    assert provider.post(one_click_address(mail_about(post)), ONE_CLICK).status_code == 200
    assert not Subscription.objects.exists()


@pytest.mark.parametrize("headers", [{"Origin": "https://mail.example"}, {"Sec-Fetch-Site": "cross-site"}])
def test_one_click_works_whatever_headers_a_mail_client_sends(provider, bob, headers):
    post = make_post()
    follow(post, bob)
    address = one_click_address(mail_about(post))
    assert provider.post(address, ONE_CLICK, headers=headers).status_code == 200
    assert not Subscription.objects.exists()


def test_one_click_ends_one_subscription_only(provider, bob):
    post, other = make_post(), make_post()
    for place in (post, other):
        follow(place, bob, "thread")
        follow(place, bob, "replies")
    provider.post(one_click_address(mail_about(post)), ONE_CLICK)
    assert sorted(Subscription.objects.values_list("post", "kind")) == sorted(
        [(post.pk, "replies"), (other.pk, "replies"), (other.pk, "thread")]
    )


def test_only_the_button_on_the_page_unsubscribes(client, bob):
    post = make_post("Tea")
    follow(post, bob)
    path = link(mail_about(post), "/unsubscribe/")
    page = client.get(path).content.decode()
    assert "New comments on this article" in page
    assert "b…b@example.org" not in page  # three letters: the last one would say too much
    assert "b…@example.org" in page
    assert Subscription.objects.exists()
    assert "no longer receive these e-mails about “Tea”" in client.post(path, {"scope": "this"}).content.decode()
    assert not Subscription.objects.exists()


def test_unsubscribing_twice_succeeds(client, bob):
    post = make_post()
    follow(post, bob)
    path = link(mail_about(post), "/unsubscribe/")
    assert [client.post(path).status_code for _ in range(2)] == [200, 200]


def test_unsubscribing_from_replies_ends_approval_emails_too(client):
    post = make_post()
    address = confirmed(GUSTAV)
    follow(post, address, "replies")
    waiting = make_comment(post, status="held", wants_mail=True)
    message = mail_about(post, parent=make_comment(post))
    client.post(link(message, "/unsubscribe/"))
    waiting.refresh_from_db()
    assert not waiting.wants_mail


def test_opting_out_ends_all_subscriptions_and_prevents_new_ones(client):
    post, other = make_post(), make_post()
    address = confirmed(GUSTAV)
    follow(post, address)
    follow(other, address)
    path = link(mail_about(post), "/unsubscribe/")
    assert "will no longer receive e-mails about comments" in client.post(path, {"scope": "all"}).content.decode()
    assert wants_no_mail(GUSTAV)
    assert not Subscription.objects.exists()
    client.post(path, {"scope": "again"})
    assert not wants_no_mail(GUSTAV)
    assert not Subscription.objects.exists()


def test_a_member_can_opt_out_through_the_link_too(client, bob):
    post = make_post()
    follow(post, bob)
    client.post(link(mail_about(post), "/unsubscribe/"), {"scope": "all"})
    assert wants_no_mail("bob@example.org")


def test_the_link_in_the_confirmation_email_opts_out(client):
    request_confirmation_if_needed("victim@example.org")
    path = link(mail.outbox[0], "/unsubscribe/")
    assert not wants_no_mail("victim@example.org")
    client.get(path)
    assert not wants_no_mail("victim@example.org")
    client.post(path)
    assert wants_no_mail("victim@example.org")


def test_a_link_for_someone_else_cannot_be_forged(client, bob):
    follow(make_post(), bob)
    assert client.post("/comments/unsubscribe/W1syLDAsIiIsMSwidGhyZWFkIl1d:1abc:x/").status_code == 404
    assert Subscription.objects.exists()


def test_links_of_a_deleted_address_change_nothing(client):
    post = make_post()
    follow(post, confirmed(GUSTAV))
    path = link(mail_about(post), "/unsubscribe/")
    GuestEmail.objects.all().delete()
    other = confirmed("other@example.org")
    GuestEmail.objects.filter(pk=other.pk).update(nonce="other")
    assert client.post(path, {"scope": "all"}).status_code == 200
    assert not GuestEmail.objects.filter(wants_no_mail=True).exists()


def test_a_member_sees_and_ends_their_subscriptions(signed_in, bob, alice):
    tea = make_post("Tea")
    mine, hers = follow(tea, bob), follow(tea, alice)
    client = signed_in(bob)
    page = client.get("/comments/subscriptions/").content.decode()
    assert "Tea" in page
    assert f"/comments/subscriptions/{hers.pk}/leave/" not in page
    assert client.post(f"/comments/subscriptions/{hers.pk}/leave/").status_code == 404
    client.post(f"/comments/subscriptions/{mine.pk}/leave/")
    assert list(Subscription.objects.all()) == [hers]
    assert "You are not following any articles." in client.get("/comments/subscriptions/").content.decode()


def test_a_member_can_opt_out_and_in_on_the_page(signed_in, bob):
    client = signed_in(bob)
    follow(make_post(), bob)
    page = client.post("/comments/subscriptions/stop/", follow=True).content.decode()
    assert "You have stopped all e-mails about comments to" in page
    assert wants_no_mail("bob@example.org")
    client.post("/comments/subscriptions/allow/")
    assert not wants_no_mail("bob@example.org")


def test_unsubscribing_needs_a_post_and_the_page_a_login(client, signed_in, bob):
    subscription = follow(make_post(), bob)
    assert client.get("/comments/subscriptions/").status_code == 302
    assert client.post(f"/comments/subscriptions/{subscription.pk}/leave/").status_code == 302
    client = signed_in(bob)
    for path in (f"{subscription.pk}/leave/", "stop/", "allow/"):
        assert client.get(f"/comments/subscriptions/{path}").status_code == 405
    assert Subscription.objects.exists()


def test_the_queries_do_not_grow_with_the_subscriptions(signed_in, bob):
    client = signed_in(bob)
    asked = []
    for count in (1, 1, 25):  # the first visit of a session is noted
        for _ in range(count):
            follow(make_post(), bob)
        with CaptureQueriesContext(connection) as queries:
            client.get("/comments/subscriptions/")
        asked.append(len(queries))
    assert asked[1] == asked[2]


def test_a_member_without_a_verified_address_is_told_so(signed_in, bob):
    bob.emailaddress_set.update(verified=False)
    assert "Confirm your e-mail address first" in signed_in(bob).get("/comments/subscriptions/").content.decode()


def test_the_subscriptions_of_others_are_kept(client, bob, alice):
    post = make_post()
    follow(post, bob)
    follow(post, alice)
    approved(post)
    client.post(link(next(message for message in mail.outbox if message.to == ["bob@example.org"]), "/unsubscribe/"))
    mail.outbox.clear()
    approved(post)
    assert recipients() == ["alice@example.org"]
    assert Comment.objects.count() == 2
