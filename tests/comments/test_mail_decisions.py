"""Links in e-mails to moderators: one action by one moderator on one text, once, within a week, never by a scanner."""

from datetime import timedelta
from unittest.mock import patch
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client
from django.utils import timezone

from comments.models import Comment, CommentSettings, Decision
from comments.moderation.decide import decide
from comments.notifications import tasks
from comments.notifications.links import DECIDE_WITHIN, decision_link
from tests.comments.mails import clock_at, decision_path, link
from tests.comments.posting import send
from tests.factories import make_comment, make_post
from tests.html import read

pytestmark = pytest.mark.django_db

Status = Comment.Status
ACTIONS = [("approve", Status.APPROVED), ("spam", Status.SPAM), ("remove", Status.REMOVED)]


@pytest.fixture
def comment(mona):
    return make_comment(make_post("Tea"), "Milk or <b>lemon</b>?", status="held")


def state(comment):
    comment.refresh_from_db()
    return comment.status


@pytest.mark.parametrize(("action", "status"), ACTIONS)
def test_the_email_has_a_link_per_action_that_asks_before_it_acts(client, mona, comment, action, status):
    tasks.notify_moderators.enqueue(comment.pk)
    path = link(mail.outbox[0], f"/{action}/confirm/")
    page = client.get(path)
    assert page.status_code == 200
    assert "Milk or &lt;b&gt;lemon" in page.content.decode()
    assert "You are acting as Mona Moderator" in page.content.decode()
    assert state(comment) == Status.HELD
    assert client.post(path).status_code == 200
    assert state(comment) == status
    decision = Decision.objects.get()
    assert (decision.by, decision.via, decision.after) == (mona, Decision.Via.MAIL, status)


def test_a_link_needs_no_login_but_another_site_cannot_post_its_form(mona, comment):
    path, browser = decision_path("approve", comment, mona), Client(enforce_csrf_checks=True)
    assert browser.get(path).cookies == {}
    assert browser.post(path, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert state(comment) == Status.HELD
    assert browser.post(path, headers={"Sec-Fetch-Site": "same-origin"}).status_code == 200
    assert state(comment) == Status.APPROVED


def test_a_link_works_once(client, mona, comment):
    path = decision_path("approve", comment, mona)
    client.post(path)
    answer = client.post(path)
    assert answer.status_code == 409
    assert "“Approve”, decided by Mona" in answer.content.decode(), "the page of a double click says what was done"
    assert "This link has already been used. Nothing was changed this time." in answer.content.decode()
    assert Decision.objects.count() == 1


def test_the_second_moderator_is_told_what_was_decided(client, mona, comment):
    client.post(decision_path("spam", comment, mona))
    answer = client.post(decision_path("approve", comment, mona))
    assert answer.status_code == 409
    assert "already been moderated" in answer.content.decode()
    assert state(comment) == Status.SPAM


def test_a_used_link_does_not_work_again_if_the_comment_is_held_again(client, mona, comment):
    approve, spam = decision_path("approve", comment, mona), decision_path("spam", comment, mona)
    client.post(spam)
    Comment.objects.update(status=Status.HELD)
    Decision.objects.create(comment=comment, before="spam", after="held", via=Decision.Via.UNDO)
    assert client.post(spam).status_code == 409
    assert client.post(approve).status_code == 409
    assert state(comment) == Status.HELD


def test_a_comment_that_is_held_again_is_sent_with_new_links(client, mona, comment):
    tasks.notify_moderators.enqueue(comment.pk)
    client.post(link(mail.outbox[0], "/approve/confirm/"))
    Comment.objects.update(status=Status.HELD)
    Decision.objects.create(comment=comment, before="approved", after="held", via=Decision.Via.REPORT)
    tasks.notify_moderators.enqueue(comment.pk)
    assert len(mail.outbox) == 2
    assert client.post(link(mail.outbox[1], "/remove/confirm/")).status_code == 200
    assert state(comment) == Status.REMOVED


def test_a_late_moderator_is_told_who_decided_what(client, mona, edith, comment):
    client.post(decision_path("spam", comment, edith))
    stale = urlsplit(decision_link("approve", comment, mona.pk, 0)).path
    main = read(client.get(stale)).landmark("main")
    assert "Edith Editor ·" in main.text
    assert "Its status is now “Spam”." in main.alert
    assert main.all("form") == []
    assert client.post(stale).status_code == 409
    assert state(comment) == Status.SPAM


@pytest.mark.parametrize("other", ["spam", "remove", "delete", "held"])
def test_a_link_with_another_action_is_rejected(client, mona, comment, other):
    path = decision_path("approve", comment, mona).replace("/approve/", f"/{other}/")
    for answer in (client.get(path), client.post(path)):
        assert answer.status_code == 404
        assert "lemon" not in answer.content.decode()
    assert state(comment) == Status.HELD


def test_a_forged_or_incomplete_link_is_rejected(client, mona, comment):
    path = decision_path("approve", comment, mona)
    for wrong in (path[:-8] + "/", path.replace("/confirm/", "/confirm/x"), "/comments/moderation/approve/confirm/x/"):
        assert client.post(wrong).status_code == 404
    assert state(comment) == Status.HELD


def test_a_link_of_another_kind_decides_nothing(client, mona, comment):
    from comments.notifications.links import Subscriber, unsubscribe_link

    token = unsubscribe_link(Subscriber(account=mona.pk)).split("/")[-2]
    assert client.post(f"/comments/moderation/approve/confirm/{token}/").status_code == 404


def test_a_link_expires_after_a_week(client, mona, comment):
    with clock_at(timezone.now() - DECIDE_WITHIN - timedelta(minutes=1)):
        path = decision_path("approve", comment, mona)
    answer = client.post(path)
    assert answer.status_code == 410
    assert "lemon" not in answer.content.decode()
    assert state(comment) == Status.HELD


def test_an_edited_text_is_shown_and_must_be_confirmed_again(client, mona, comment):
    path = decision_path("approve", comment, mona)
    Comment.objects.update(body="Buy pills!", text_version=2)
    page = client.get(path).content.decode()
    assert "edited after the e-mail was sent" in page
    assert "Buy pills!" in page
    refused = client.post(path)
    assert refused.status_code == 409
    assert "Buy pills!" in refused.content.decode()
    assert state(comment) == Status.HELD
    fresh = read(refused).one("main form")["action"]
    assert "/approve/confirm/" in fresh
    assert client.post(urlsplit(fresh).path).status_code == 200
    assert state(comment) == Status.APPROVED


def test_an_edit_is_not_a_decision(client, mona, comment):
    path = decision_path("approve", comment, mona)
    Decision.objects.create(comment=comment, before="held", after="held", via=Decision.Via.EDIT)
    assert client.post(path).status_code == 200
    assert state(comment) == Status.APPROVED


@pytest.mark.parametrize("lost", ["right", "account", "person"])
def test_a_former_moderator_is_rejected_and_sees_nothing(client, mona, comment, lost):
    path = decision_path("approve", comment, mona)
    if lost == "right":
        mona.groups.remove(Group.objects.get(name="Moderator"))
    elif lost == "account":
        type(mona).objects.filter(pk=mona.pk).update(is_active=False)
    else:
        mona.delete()
    for answer in (client.get(path), client.post(path)):
        assert answer.status_code == 403
        assert "lemon" not in answer.content.decode()
    assert state(comment) == Status.HELD


def test_the_page_says_that_a_comment_was_deleted(client, mona, comment):
    path = decision_path("approve", comment, mona)
    comment.delete()
    assert client.get(path).status_code == 404
    assert "deleted after the e-mail was sent" in client.get(path).content.decode()
    assert client.post(path).status_code == 409


def test_each_moderator_has_their_own_links(client, mona, edith, comment):
    tasks.notify_moderators.enqueue(comment.pk)
    by_person = {message.to[0]: link(message, "/approve/confirm/") for message in mail.outbox}
    assert by_person["mona@example.org"] != by_person["edith@example.org"]
    client.force_login(mona)
    client.post(by_person["edith@example.org"])
    assert Decision.objects.get().by == edith


def test_the_page_of_a_link_is_not_cached(client, mona, comment):
    assert "no-store" in client.get(decision_path("approve", comment, mona)).headers["Cache-Control"]


def test_approving_through_an_email_notifies_the_followers(client, mona, bob, comment):
    from tests.comments.mails import follow, recipients

    follow(comment.post, bob)
    client.post(decision_path("approve", comment, mona))
    assert recipients() == ["bob@example.org"]


@pytest.mark.parametrize("action", ["approve", "spam"])
def test_an_old_link_after_approval_and_edit_says_what_happened(client, mona, edith, action):
    guest = Client()
    send(guest, make_post("Tea"), "A fair point.")
    comment = Comment.objects.get()
    stale = decision_path(action, comment, mona)
    decide(Comment.objects.all(), Status.APPROVED, by=edith, via=Decision.Via.QUEUE)
    guest.post(f"/comments/{comment.pk}/edit/", {"body": "Other words", "text_version": 1})
    assert state(comment) == Status.HELD
    for answer in (client.get(stale), client.post(stale)):
        page = read(answer).landmark("main")
        assert "already been moderated" not in answer.text
        assert "This comment was decided after the e-mail was sent (Approved · Edith Editor ·" in page.alert
        assert "It needs a decision again because it was edited." in page.alert
        assert page.one("blockquote").text == "Other words"
    assert state(comment) == Status.HELD
    form = page.one("form[method=post][action^='http://127.0.0.1:8000/']")
    assert read(client.post(urlsplit(form["action"]).path)).heading("Done")
    assert state(comment) == (Status.APPROVED if action == "approve" else Status.SPAM)


def test_a_used_link_does_not_say_done_if_the_comment_is_held_again(client, mona):
    guest = Client()
    send(guest, make_post("Tea"), "A fair point.")
    comment = Comment.objects.get()
    approve = decision_path("approve", comment, mona)
    client.post(approve)
    guest.post(f"/comments/{comment.pk}/edit/", {"body": "Other words", "text_version": 1})
    page = read(client.get(approve)).landmark("main")
    assert page.one("h1").text == "Approve?"
    assert "needs a decision again" in page.alert


def test_a_link_still_works_after_a_report_hid_the_comment(client, mona, comment):
    Comment.objects.update(status=Status.APPROVED)
    CommentSettings(pk=1, reports_to_hide=2).save()
    paths = []
    for number in range(2):
        with patch("comments.views.reactions.network_of", lambda request, n=number: f"198.51.{n}.0/24"):
            Client().post(f"/comments/{comment.pk}/report/", {"reason": "spam"})
        paths.append(link(mail.outbox[number], "/remove/confirm/"))
    assert state(comment) == Status.HELD
    assert client.post(paths[0]).status_code == 200
    assert state(comment) == Status.REMOVED
