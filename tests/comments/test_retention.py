"""What is forgotten: networks, what nobody decided, spam, addresses that nobody confirmed. Never what is public."""

from datetime import timedelta

import pytest
from django.utils import timezone

from comments.models import Comment, CommentSettings, Decision, GuestEmail, Report
from comments.moderation.retention import forget_networks, purge, purge_addresses
from comments.notifications.confirmation import confirm, request_confirmation_if_needed, stop_mail
from tests.factories import make_comment, make_post

pytestmark = pytest.mark.django_db

NETWORK = "203.0.113.0/24"


def aged(days, **fields):
    moment = timezone.now() - timedelta(days=days)
    return make_comment(fields.pop("post", None) or make_post(), created_at=moment, network=NETWORK, **fields)


def left():
    return set(Comment.objects.values_list("pk", flat=True))


def test_networks_are_forgotten_after_the_days_of_the_house_rules():
    CommentSettings(pk=1, forget_network_days=10).save()
    old, fresh = aged(11), aged(9)
    for comment in (old, fresh):
        Report.objects.create(comment=comment, reader="guest:1", network=NETWORK, created_at=comment.created_at)
    assert forget_networks.call() == 2
    assert dict(Comment.objects.values_list("pk", "network")) == {old.pk: "", fresh.pk: NETWORK}
    assert sorted(Report.objects.values_list("network", flat=True)) == ["", NETWORK]
    assert forget_networks.call() == 0


@pytest.mark.parametrize(
    ("status", "days", "goes"),
    [
        ("held", 91, True),
        ("spam", 91, True),
        ("held", 89, False),
        ("spam", 89, False),
        ("approved", 5_000, False),
        ("removed", 5_000, False),
    ],
)
def test_held_comments_and_spam_are_purged_after_the_days_and_nothing_else(status, days, goes):
    comment = aged(days, status=status)
    assert purge.call() == int(goes)
    assert (comment.pk in left()) != goes


def test_the_days_are_those_of_the_house_rules():
    CommentSettings(pk=1, purge_days=5).save()
    aged(6, status="spam")
    assert purge.call() == 1


def test_the_days_count_from_the_last_decision():
    late = aged(400, status="spam", decided_at=timezone.now() - timedelta(days=3))
    logged = aged(400, status="spam")
    Decision.objects.create(comment=logged, before="held", after="spam", via=Decision.Via.QUEUE)
    assert purge.call() == 0
    assert left() == {late.pk, logged.pk}


def test_what_was_public_and_waits_again_is_never_purged():
    comment = aged(400, status="held")
    for after, days in (("approved", 390), ("held", 300)):
        at = timezone.now() - timedelta(days=days)
        Decision.objects.create(comment=comment, after=after, via=Decision.Via.REPORT, at=at)
    assert purge.call() == 0


def deleted(comment, days):
    at = timezone.now() - timedelta(days=days)
    Comment.objects.filter(pk=comment.pk).update(status="removed", decided_at=at)
    Decision.objects.create(comment=comment, before="approved", after="removed", via=Decision.Via.WRITER, at=at)


def test_what_its_writer_deleted_is_erased_after_the_days():
    gone, fresh = aged(400), aged(400)
    deleted(gone, 91)
    deleted(fresh, 89)
    assert purge.call() == 1
    assert left() == {fresh.pk}


def test_what_its_writer_deleted_and_others_answered_keeps_its_place_and_no_word():
    post = make_post()
    parent = aged(400, post=post, email="gustav@example.org")
    make_comment(post, "I agree.", parent=parent)
    deleted(parent, 91)
    assert purge.call() == 1
    parent.refresh_from_db()
    assert (parent.body, parent.html, parent.email) == ("", "", "")
    assert purge.call() == 0


def test_what_others_answered_keeps_its_place():
    post = make_post()
    parent = aged(400, post=post, status="spam")
    reply = make_comment(post, parent=parent)
    purge.call()
    assert left() == {parent.pk, reply.pk}


def test_more_than_one_batch_is_purged(monkeypatch):
    monkeypatch.setattr("comments.moderation.retention.BATCH", 2)
    post = make_post()
    for _ in range(5):
        aged(100, post=post, status="held")
    assert purge.call() == 5


def test_addresses_that_nobody_confirmed_and_no_comment_names_are_purged():
    later = timezone.now() + timedelta(days=8)
    request_confirmation_if_needed("unused@example.org")
    request_confirmation_if_needed("typed@example.org")
    make_comment(make_post(), email="Typed@Example.org")
    confirm(request_confirmation_if_needed("known@example.org"))
    stop_mail("quiet@example.org")
    assert purge_addresses(timezone.now()) == 0
    assert purge_addresses(later) == 1
    assert not GuestEmail.objects.filter(email="unused@example.org").exists()
    assert GuestEmail.objects.count() == 3


def test_an_address_that_was_asked_again_of_late_stays_while_its_link_holds():
    now = timezone.now()
    request_confirmation_if_needed("slow@example.org")
    request_confirmation_if_needed("slow@example.org", now=now + timedelta(days=6))
    assert purge_addresses(now + timedelta(days=8)) == 0
    assert purge_addresses(now + timedelta(days=14)) == 1


def test_a_purged_comment_takes_its_address_with_it():
    request_confirmation_if_needed("gustav@example.org", now=timezone.now() - timedelta(days=100))
    GuestEmail.objects.update(created_at=timezone.now() - timedelta(days=100))
    aged(100, status="held")
    assert purge.call() == 2
    assert not GuestEmail.objects.exists()


def test_both_are_tasks_and_may_run_twice():
    aged(100, status="spam")
    aged(100)
    for _ in range(2):
        forget_networks.enqueue()
        purge.enqueue()
    assert list(Comment.objects.values_list("status", "network")) == [("approved", "")]
