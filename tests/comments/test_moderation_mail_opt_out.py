"""A moderator turns off e-mails about comments to moderate: with one click, or on the page of subscriptions."""

import pytest
from django.core import mail
from django.test import Client

from comments.models import CommentSettings
from comments.notifications import tasks
from tests.comments.mails import ONE_CLICK, follow, link, one_click_address, recipients
from tests.comments.reading import main_of
from tests.factories import make_comment, make_post

pytestmark = pytest.mark.django_db
LIST = "/comments/subscriptions/"


@pytest.fixture
def held(db):
    return make_comment(make_post(), status="held")


def mailed(held):
    """Who gets an e-mail about the comment."""
    mail.outbox.clear()
    tasks.notify_moderators.enqueue(held.pk)
    return recipients()


def mail_to(person):
    [message] = [message for message in mail.outbox if message.to == [person.email]]
    return message


def test_one_click_turns_off_emails_for_this_moderator_only(held, mona, edith):
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


def test_a_queued_email_is_no_longer_sent(held, mona):
    mailed(held)
    Client().post(one_click_address(mail_to(mona)), ONE_CLICK)
    mail.outbox.clear()
    tasks.mail_moderator.enqueue(make_comment(held.post, status="held").pk, mona.pk)
    assert mail.outbox == []


def test_the_page_of_the_link_turns_emails_off_and_on(client, held, mona):
    mailed(held)
    path = link(mail_to(mona), "/unsubscribe/")
    page = main_of(client, path)
    assert "Unsubscribe from moderation e-mails?" in page.text
    assert "m…a@example.org" in page.text
    assert "All e-mails about comments" not in page.text
    assert mailed(make_comment(held.post, status="held")) == ["mona@example.org"]
    assert "You will no longer receive moderation e-mails." in client.post(path, {"scope": "this"}).text
    assert mailed(make_comment(held.post, status="held")) == []
    assert "Unsubscribe from moderation e-mails?" in client.post(path, {"scope": "again"}).text
    assert mailed(make_comment(held.post, status="held")) == ["mona@example.org"]


def test_other_subscriptions_of_the_moderator_are_kept(client, held, mona):
    mailed(held)
    subscription = follow(held.post, mona)
    client.post(link(mail_to(mona), "/unsubscribe/"), {"scope": "all"})
    subscription.refresh_from_db()
    assert mailed(held) == []


def test_the_page_of_subscriptions_turns_emails_off_and_on(signed_in, held, mona):
    client = signed_in(mona)
    assert "Unsubscribe from moderation e-mails" in main_of(client, LIST).text
    assert client.post(f"{LIST}moderation/", {"wish": "stop"}).url == LIST
    assert "You have turned off these e-mails for yourself." in main_of(client, LIST).text
    assert mailed(held) == []
    client.post(f"{LIST}moderation/", {"wish": "start"})
    assert mailed(held) == ["mona@example.org"]


def test_members_and_anonymous_visitors_cannot_use_it(client, signed_in, bob):
    assert client.post(f"{LIST}moderation/").status_code == 302
    assert signed_in(bob).post(f"{LIST}moderation/").status_code == 404
    assert client.get(f"{LIST}moderation/").status_code == 405
