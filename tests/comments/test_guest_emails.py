"""Guests confirm their address with a button on the page that an e-mail links to. The e-mail contains no text of theirs."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from comments.models import GuestEmail
from comments.notifications import confirmation, tasks
from comments.notifications import links as mail_links
from comments.notifications.confirmation import MAX_REQUESTS_PER_NETWORK, RESEND_AFTER, request_confirmation_if_needed
from comments.notifications.links import CONFIRM_WITHIN, confirmation_link
from tests.comments.mails import ask_for_mail, clock_at, confirmed, link
from tests.factories import make_comment, make_post

pytestmark = pytest.mark.django_db

HOME = "203.0.113.0/24"


def is_confirmed(email):
    return GuestEmail.objects.matching(email).confirmed().exists()


def test_a_new_address_gets_one_confirmation_email():
    request_confirmation_if_needed("Gustav@Example.org ")
    assert mail.outbox[0].to == ["gustav@example.org"]
    assert not is_confirmed("gustav@example.org")


def test_the_confirmation_email_contains_nothing_that_a_visitor_typed():
    post = make_post("Buy my pills at https://evil.example")
    comment = make_comment(post, "Visit https://evil.example", name="Your Bank", email="victim@example.org")
    ask_for_mail(comment, replies=True, follow=True)
    text = "".join([str(mail.outbox[0].message()), mail.outbox[0].subject, mail.outbox[0].body])
    for typed in ("evil.example", "Your Bank", "pills"):
        assert typed not in text


def test_only_the_button_confirms_and_opening_the_link_does_not(client):
    request_confirmation_if_needed("gustav@example.org")
    path = link(mail.outbox[0], "/confirm/")
    page = client.get(path)
    assert page.status_code == 200
    assert not is_confirmed("gustav@example.org")
    answer = client.post(path, follow=True)
    assert "Your address is confirmed" in answer.content.decode()
    assert is_confirmed("GUSTAV@example.org")


def test_the_button_works_without_cookies_but_not_from_another_site():
    request_confirmation_if_needed("gustav@example.org")
    path, browser = link(mail.outbox[0], "/confirm/"), Client(enforce_csrf_checks=True)
    assert browser.post(path, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert browser.post(path, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 302
    assert is_confirmed("gustav@example.org")


def test_the_page_masks_the_address(client):
    request_confirmation_if_needed("gustav@example.org")
    page = client.get(link(mail.outbox[0], "/confirm/")).content.decode()
    assert "g…v@example.org" in page
    assert "gustav@example.org" not in page


def test_confirming_twice_succeeds(client):
    request_confirmation_if_needed("gustav@example.org")
    path = link(mail.outbox[0], "/confirm/")
    client.post(path)
    first = GuestEmail.objects.get().confirmed_at
    assert client.post(path, follow=True).status_code == 200
    assert GuestEmail.objects.get().confirmed_at == first


def test_an_address_gets_at_most_one_confirmation_email_a_day():
    now = timezone.now()
    for hours in (0, 1, 23):
        request_confirmation_if_needed("gustav@example.org", now=now + timedelta(hours=hours))
    assert len(mail.outbox) == 1
    request_confirmation_if_needed("GUSTAV@example.org", now=now + RESEND_AFTER)
    assert len(mail.outbox) == 2


def test_a_confirmed_address_gets_no_further_confirmation_email():
    confirmed("gustav@example.org")
    request_confirmation_if_needed("gustav@example.org", now=timezone.now() + timedelta(days=400), is_verified=True)
    assert mail.outbox == []


def test_confirmation_emails_are_limited_per_network():
    post = make_post()
    for number in range(MAX_REQUESTS_PER_NETWORK + 3):
        comment = make_comment(post, email=f"Victim{number}@example.org", network=HOME)
        ask_for_mail(comment, replies=True)
    assert len(mail.outbox) == MAX_REQUESTS_PER_NETWORK
    # All are stored, and get their e-mail on another day.
    assert GuestEmail.objects.count() == MAX_REQUESTS_PER_NETWORK + 3
    request_confirmation_if_needed("victim7@example.org", HOME, now=timezone.now() + RESEND_AFTER)
    assert len(mail.outbox) == MAX_REQUESTS_PER_NETWORK + 1


def test_the_limit_of_one_network_does_not_affect_others():
    post = make_post()
    for number in range(MAX_REQUESTS_PER_NETWORK):
        ask_for_mail(make_comment(post, email=f"v{number}@example.org", network=HOME), replies=True)
    ask_for_mail(make_comment(post, email="other@example.org", network="198.51.100.0/24"), replies=True)
    assert mail.outbox[-1].to == ["other@example.org"]


def test_an_expired_link_says_so(client):
    with clock_at(timezone.now() - CONFIRM_WITHIN - timedelta(minutes=1)):
        path = urlsplit(confirmation_link(request_confirmation_if_needed("gustav@example.org"))).path
    answer = client.post(path)
    assert answer.status_code == 410
    assert "seven days" in answer.content.decode()
    assert not is_confirmed("gustav@example.org")


def test_a_new_nonce_revokes_the_links_of_an_address(client):
    request_confirmation_if_needed("gustav@example.org")
    GuestEmail.objects.update(nonce="another")
    assert client.post(link(mail.outbox[0], "/confirm/")).status_code == 404
    assert not is_confirmed("gustav@example.org")


@pytest.mark.parametrize("change", [lambda path: path[:-6] + "/", lambda path: path.replace("/confirm/", "/confirm/x")])
def test_a_changed_link_is_rejected(client, change):
    request_confirmation_if_needed("gustav@example.org")
    answer = client.get(change(link(mail.outbox[0], "/confirm/")))
    assert answer.status_code == 404
    assert "Nothing was changed" in answer.content.decode()


def test_a_link_for_another_purpose_confirms_nothing(client):
    request_confirmation_if_needed("gustav@example.org")
    token = link(mail.outbox[0], "/unsubscribe/").split("/")[-2]
    assert client.post(f"/comments/address/confirm/{token}/").status_code == 404


def test_an_address_that_wants_no_email_gets_no_confirmation_email(client):
    request_confirmation_if_needed("victim@example.org")
    client.post(link(mail.outbox[0], "/unsubscribe/"))
    mail.outbox.clear()
    request_confirmation_if_needed("Victim@example.org", now=timezone.now() + timedelta(days=30))
    assert mail.outbox == []


def test_a_repeated_task_sends_no_second_confirmation_email():
    address = request_confirmation_if_needed("gustav@example.org")
    tasks.send_confirmation.enqueue(address.pk)
    assert len(mail.outbox) == 1


def test_a_confirmation_page_is_not_cached(client):
    request_confirmation_if_needed("gustav@example.org")
    headers = client.get(link(mail.outbox[0], "/confirm/")).headers
    assert "no-store" in headers["Cache-Control"]
    assert "Set-Cookie" not in headers


def test_stopping_and_allowing_email_are_idempotent():
    for _ in range(2):
        confirmation.stop_mail("Gustav@example.org")
        assert confirmation.wants_no_mail("gustav@EXAMPLE.org")
    for _ in range(2):
        confirmation.allow_mail("gustav@example.org")
        assert not confirmation.wants_no_mail("gustav@example.org")


def test_each_kind_of_link_has_its_own_salt():
    salts = [mail_links.CONFIRM_SALT, mail_links.UNSUBSCRIBE_SALT, mail_links.DECIDE_SALT]
    assert len(set(salts)) == len(salts)
