"""A guest confirms their address after commenting, without having asked for other e-mails."""

import re

import pytest
from django.core import mail
from django.test import Client

from comments.models import Comment, GuestEmail
from comments.notifications.confirmation import MAX_REQUESTS_PER_NETWORK, stop_mail
from comments.submission.my_comments import status_path
from tests.comments.deciding import button
from tests.comments.mails import confirmed, link
from tests.comments.posting import send
from tests.comments.submission import set_comment_policy
from tests.factories import make_comment, make_post

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _hold_the_first():
    set_comment_policy("first")


def comment_of(client, **fields):
    send(client, make_post(), **fields)
    return Comment.objects.latest("pk")


def ask(client, comment):
    """Press the button on the page after submitting. Returns the next page."""
    page = client.get(comment.get_absolute_url(), follow=True).text
    assert "Confirm your address" in page
    address = re.search(r'formaction="(/comments/\d+/confirmation/)"', page)[1]
    return client.post(address, follow=True).text


def test_a_guest_who_checked_no_box_can_confirm_their_address(client, mona):
    comment = comment_of(client)
    assert mail.outbox == [] or all(message.to == [mona.email] for message in mail.outbox)
    page = ask(client, comment)
    assert "We sent an e-mail to g…v@example.org." in page
    [message] = [message for message in mail.outbox if message.to == ["gustav@example.org"]]
    assert comment.body not in message.body
    assert "Your address is confirmed" in client.post(link(message, "/confirm/"), follow=True).text
    moderator = Client()
    moderator.force_login(mona)
    moderator.post(button(comment), {"approve": "1"})
    assert comment_of(client, body="Another point.").status == "approved"


def test_no_email_is_sent_unless_the_author_asks_for_it(client):
    comment = comment_of(client)
    assert mail.outbox == []
    status = client.get(status_path(comment)).text
    assert "Confirm your address" in status
    assert "We sent an e-mail" not in status
    assert "We will e-mail you" not in status


def test_the_button_is_on_the_status_page_until_the_address_is_confirmed(client):
    comment = comment_of(client)
    assert f'formaction="/comments/{comment.pk}/confirmation/"' in client.get(status_path(comment)).text
    ask(client, comment)
    for page in (status_path(comment), comment.get_absolute_url()):
        assert "/confirmation/" not in client.get(page, follow=True).text
    assert "open the link in the e-mail that we sent you" in client.get(comment.get_absolute_url(), follow=True).text


def test_only_confirmed_addresses_are_promised_an_email(client):
    comment = comment_of(client, wants_mail="on")
    status = client.get(status_path(comment)).text
    assert "We will e-mail you when it is published if you have confirmed your address by then." in status
    assert "We sent an e-mail to g…v@example.org." in status
    client.post(link(mail.outbox[-1], "/confirm/"))
    status = client.get(status_path(comment)).text
    assert "We will e-mail you when it is published." in status
    assert "We sent an e-mail" not in status


def test_a_member_without_a_verified_address_is_promised_no_email(client, bob, signed_in):
    comment = make_comment(make_post(), status="held", author=bob, wants_mail=True)
    pages = (status_path(comment), "/accounts/comments/")
    for page in pages:
        assert "We will e-mail you when it is published." in signed_in(bob).get(page).text
    bob.emailaddress_set.update(verified=False)
    for page in pages:
        assert "We will e-mail you" not in signed_in(bob).get(page).text


def test_repeated_requests_send_one_email_a_day(client):
    comment = comment_of(client)
    for _ in range(3):
        client.post(f"/comments/{comment.pk}/confirmation/")
    assert len(mail.outbox) == 1


def test_a_network_can_request_a_few_confirmations_a_day(client):
    post = make_post()
    for number in range(MAX_REQUESTS_PER_NETWORK + 2):
        browser = Client()
        send(browser, post, f"Number {number}", email=f"victim{number}@example.org")
        browser.post(f"/comments/{Comment.objects.latest('pk').pk}/confirmation/")
    assert len(mail.outbox) == MAX_REQUESTS_PER_NETWORK


@pytest.mark.parametrize("known", ["never seen", "confirmed", "asked lately", "wants no mail"])
def test_the_page_does_not_reveal_what_is_known_about_an_address(client, known):
    owners = make_comment(make_post(), email="victim@example.org", email_confirmed=known == "confirmed")
    if known == "confirmed":
        confirmed("victim@example.org", owners)
    elif known == "asked lately":
        send(Client(), make_post(), "Mine.", email="victim@example.org", wants_mail="on")
    elif known == "wants no mail":
        stop_mail("victim@example.org")
    comment = comment_of(client, body="Who are you?", email="victim@example.org", wants_mail="on")
    page = client.get(status_path(comment)).text
    assert "We sent an e-mail to v…m@example.org." in page
    assert "We will e-mail you when it is published if you have confirmed your address by then." in page
    assert "We will e-mail you when it is published." not in page


def test_only_the_guest_who_wrote_the_comment_can_request_a_confirmation(client, bob, signed_in):
    comment = comment_of(client)
    assert Client().post(f"/comments/{comment.pk}/confirmation/").status_code == 404
    assert client.get(f"/comments/{comment.pk}/confirmation/").status_code == 405
    own = make_comment(make_post(), author=bob, status="held")
    assert signed_in(bob).post(f"/comments/{own.pk}/confirmation/").status_code == 404
    assert not GuestEmail.objects.exists()
    page = signed_in(bob).get(own.get_absolute_url(), follow=True).text
    assert "/confirmation/" not in page


def test_another_site_cannot_post_the_form():
    browser = Client(enforce_csrf_checks=True)
    send(browser, make_post(), headers={"Sec-Fetch-Site": "same-origin"})
    address = f"/comments/{Comment.objects.get().pk}/confirmation/"
    assert browser.post(address, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert browser.post(address, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 303
