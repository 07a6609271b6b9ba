"""A moderator turns off the mails about comments to moderate: by one click in the mail, or on the page of mails."""

import pytest
from django.core import mail
from django.test import Client

from comments.models import CommentSettings
from comments.notifications import tasks
from tests.comments.mails import follow, link, recipients
from tests.comments.test_mail_page import LIST, main_of
from tests.comments.test_unsubscribing import ONE_CLICK, one_click_address
from tests.factories import make_comment, make_post

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(db):
    return make_comment(make_post(), status="held")


def mailed(held):
    """Who gets a mail about the comment."""
    mail.outbox.clear()
    tasks.notify_moderators.enqueue(held.pk)
    return recipients()


def mail_to(person):
    [message] = [message for message in mail.outbox if message.to == [person.email]]
    return message


def test_one_click_turns_them_off_for_this_moderator_only(held, mona, edith):
    assert mailed(held) == ["edith@example.org", "mona@example.org"]
    message = mail_to(mona)
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    provider = Client(enforce_csrf_checks=True)
    answer = provider.post(one_click_address(message), ONE_CLICK, headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 200
    assert mailed(make_comment(held.post, status="held")) == ["edith@example.org"]


def test_one_click_turns_off_the_digest_too(held, mona):
    CommentSettings(pk=1, mails="digest").save()
    tasks.send_digests.enqueue()
    Client().post(one_click_address(mail_to(mona)), ONE_CLICK)
    mail.outbox.clear()
    make_comment(held.post, status="held")
    tasks.mail_digest.enqueue(mona.pk, "2030-01-01")
    tasks.send_digests.enqueue()
    assert mail.outbox == []


def test_a_mail_that_is_on_its_way_is_not_sent_any_more(held, mona):
    mailed(held)
    Client().post(one_click_address(mail_to(mona)), ONE_CLICK)
    mail.outbox.clear()
    tasks.mail_moderator.enqueue(make_comment(held.post, status="held").pk, mona.pk)
    assert mail.outbox == []


def test_opening_the_link_asks_and_its_buttons_stop_and_start(client, held, mona):
    mailed(held)
    path = link(mail_to(mona), "/unsubscribe/")
    page = main_of(client, path)
    assert "Stop mail about comments to moderate?" in page
    assert "m…a@example.org" in page
    assert "All mails about comments" not in page
    assert mailed(make_comment(held.post, status="held")) == ["mona@example.org"]
    assert "You get no more mail about comments to moderate." in client.post(path, {"scope": "this"}).text
    assert mailed(make_comment(held.post, status="held")) == []
    assert "Stop mail about comments to moderate?" in client.post(path, {"scope": "again"}).text
    assert mailed(make_comment(held.post, status="held")) == ["mona@example.org"]


def test_what_the_moderator_follows_as_a_reader_goes_on(client, held, mona):
    mailed(held)
    subscription = follow(held.post, mona)
    client.post(link(mail_to(mona), "/unsubscribe/"), {"scope": "all"})
    subscription.refresh_from_db()
    assert mailed(held) == []


def test_the_page_of_mails_turns_them_off_and_on(signed_in, held, mona):
    client = signed_in(mona)
    assert "Unsubscribe from moderation e-mails" in main_of(client)
    assert client.post(f"{LIST}moderation/", {"wish": "stop"}).url == LIST
    assert "You have turned off these mails for yourself." in main_of(client)
    assert mailed(held) == []
    client.post(f"{LIST}moderation/", {"wish": "start"})
    assert mailed(held) == ["mona@example.org"]


def test_it_is_nothing_for_members_and_strangers(client, signed_in, bob):
    assert client.post(f"{LIST}moderation/").status_code == 302
    assert signed_in(bob).post(f"{LIST}moderation/").status_code == 404
    assert client.get(f"{LIST}moderation/").status_code == 405
