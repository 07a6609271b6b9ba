"""Typing someone's address doesn't make a guest that person, and moderators see the difference."""

from datetime import timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.core import mail
from django.test import Client
from django.utils import timezone

from comments.models import Comment, GuestEmail
from tests.comments.deciding import QUEUE, button
from tests.comments.mails import confirmed, link
from tests.comments.posting import send
from tests.comments.submission import set_comment_policy
from tests.factories import make_comment, make_post

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator(mona):
    browser = Client()
    browser.force_login(mona)
    return browser


@pytest.fixture(autouse=True)
def _hold_the_first():
    set_comment_policy("first")


def approve(moderator, comment):
    page = moderator.get(f"{QUEUE}{comment.pk}/change/")
    assert page.status_code == 200
    moderator.post(button(comment), {"approve": "1"})


def confirmation():
    """The link in the only e-mail to Gustav."""
    [message] = [message for message in mail.outbox if message.to == ["gustav@example.org"]]
    return link(message, "/address/confirm/")


def newest():
    return Comment.objects.latest("pk")


def known_guest(moderator, **fields):
    """A browser whose owner has confirmed the address and has an approved comment."""
    browser = Client()
    send(browser, make_post(), "The first of all.", wants_mail="on", **fields)
    browser.post(confirmation())
    approve(moderator, newest())
    return browser


def test_a_guest_who_confirmed_their_address_is_known_in_that_browser(moderator):
    browser = known_guest(moderator)
    send(browser, make_post(), "Another point.", email="GUSTAV@Example.org")
    assert newest().status == "approved"


def test_an_impostor_is_held_even_after_an_approval_and_the_queue_says_why(moderator):
    known_guest(moderator)
    impostor = Client()
    send(impostor, make_post(), "I am Gustav.", email="Gustav@Example.ORG")
    row = moderator.get(QUEUE).content.decode()
    assert "address confirmed, but not in this browser" in row
    assert "1 approved" not in row
    approve(moderator, newest())
    send(impostor, make_post(), "Now I am known.")
    assert newest().status == "held"


def test_confirming_on_another_device_makes_both_browsers_known(moderator):
    laptop, phone = Client(), Client()
    send(laptop, make_post(), "The first of all.", wants_mail="on")
    phone.post(confirmation())
    approve(moderator, newest())
    for number, browser in enumerate((laptop, phone)):
        send(browser, make_post(), f"Another point {number}.")
        assert newest().status == "approved"


def test_a_confirmation_applies_to_the_comment_in_the_email(moderator):
    owner, impostor = Client(), Client()
    send(owner, make_post("On boxes"), "The first of all.", wants_mail="on")
    send(impostor, make_post(), "I am Gustav.")
    approve(moderator, newest())
    path = confirmation()
    assert "Did you write a comment on “On boxes”" in owner.get(path).text
    Client().post(path)
    send(impostor, make_post(), "Am I known?")
    assert newest().status == "held"


@pytest.mark.parametrize(
    ("confirms", "typed", "told"),
    [
        (True, "GUSTAV@example.org", "1 approved, 1 spam"),
        (False, "Gustav@EXAMPLE.org", "1 approved, 1 spam, address not confirmed"),
    ],
)
def test_the_queue_counts_an_address_ignoring_case(moderator, confirms, typed, told):
    post = make_post()
    before = [make_comment(post, "One"), make_comment(post, "Two", status="spam", email="Gustav@Example.org")]
    waiting = make_comment(post, "Three", status="held", email=typed)
    if confirms:
        confirmed("gustav@example.org", waiting, *before)
    assert f">{told}<" in moderator.get(QUEUE).text


def test_a_link_of_an_earlier_release_confirms_the_address(client):
    from django.core import signing

    from comments.notifications.confirmation import request_confirmation_if_needed
    from comments.notifications.links import CONFIRM_SALT

    address = request_confirmation_if_needed("gustav@example.org")
    token = signing.dumps([address.pk, address.nonce], salt=CONFIRM_SALT)
    assert "Your address is confirmed" in client.post(f"/comments/address/confirm/{token}/", follow=True).text
    assert GuestEmail.objects.confirmed().get() == address


def test_guests_who_confirmed_before_the_upgrade_stay_known_in_that_browser(client):
    """Earlier releases stored when an address was confirmed, but not for which comment."""
    post, now = make_post(), timezone.now()
    asked_at = now - timedelta(hours=2)
    before = make_comment(post, "Before", created_at=asked_at - timedelta(hours=1))
    owners = make_comment(post, "Mine", email="Gustav@Example.org", created_at=asked_at - timedelta(seconds=1))
    impostors = make_comment(post, "Not mine", created_at=asked_at + timedelta(minutes=1))
    unanswered = make_comment(post, "Asked", email="grete@example.org", created_at=asked_at)
    for email, answered_at in (("gustav@example.org", now), ("grete@example.org", now - timedelta(days=1))):
        GuestEmail.objects.create(email=email, nonce="x", asked_at=asked_at, confirmed_at=answered_at)
    former = SimpleNamespace(
        get_model=lambda app, name: apps.get_model(app, {"GuestAddress": "GuestEmail"}.get(name, name))
    )
    import_module("comments.migrations.0009_confirmed_comments").mark_confirmed(former, None)
    assert set(Comment.objects.filter(email_confirmed=True)) == {owners}
    assert set(Comment.objects.filter(email_confirmed=False)) == {before, impostors, unanswered}
