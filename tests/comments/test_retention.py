"""Retention periods of IP ranges, undecided comments, spam and unconfirmed addresses. Public comments are kept."""

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


def test_ip_ranges_are_deleted_after_the_days_in_the_comment_settings():
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
def test_only_held_comments_and_spam_are_deleted_after_the_retention_period(status, days, goes):
    comment = aged(days, status=status)
    assert purge.call() == int(goes)
    assert (comment.pk in left()) != goes


def test_the_retention_period_is_a_comment_setting():
    CommentSettings(pk=1, purge_days=5).save()
    aged(6, status="spam")
    assert purge.call() == 1


def test_the_retention_period_starts_with_the_last_decision():
    late = aged(400, status="spam", decided_at=timezone.now() - timedelta(days=3))
    logged = aged(400, status="spam")
    Decision.objects.create(comment=logged, before="held", after="spam", via=Decision.Via.QUEUE)
    assert purge.call() == 0
    assert left() == {late.pk, logged.pk}


def test_a_comment_that_was_public_and_is_held_again_is_never_deleted():
    comment = aged(400, status="held")
    for after, days in (("approved", 390), ("held", 300)):
        at = timezone.now() - timedelta(days=days)
        Decision.objects.create(comment=comment, after=after, via=Decision.Via.REPORT, at=at)
    assert purge.call() == 0


def deleted(comment, days):
    at = timezone.now() - timedelta(days=days)
    Comment.objects.filter(pk=comment.pk).update(status="removed", decided_at=at)
    Decision.objects.create(comment=comment, before="approved", after="removed", via=Decision.Via.WRITER, at=at)


def test_a_comment_deleted_by_its_author_is_erased_after_the_retention_period():
    gone, fresh = aged(400), aged(400)
    deleted(gone, 91)
    deleted(fresh, 89)
    assert purge.call() == 1
    assert left() == {fresh.pk}


def test_a_deleted_comment_with_replies_is_cleared():
    post = make_post()
    parent = aged(400, post=post, email="gustav@example.org")
    make_comment(post, "I agree.", parent=parent)
    deleted(parent, 91)
    assert purge.call() == 1
    parent.refresh_from_db()
    assert (parent.body, parent.html, parent.email) == ("", "", "")
    assert purge.call() == 0


def test_a_comment_with_replies_is_kept():
    post = make_post()
    parent = aged(400, post=post, status="spam")
    reply = make_comment(post, parent=parent)
    purge.call()
    assert left() == {parent.pk, reply.pk}


def test_more_than_one_batch_is_deleted(monkeypatch):
    monkeypatch.setattr("comments.moderation.retention.BATCH", 2)
    post = make_post()
    for _ in range(5):
        aged(100, post=post, status="held")
    assert purge.call() == 5


def test_unconfirmed_addresses_without_comments_are_deleted():
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


def test_an_address_is_kept_while_its_confirmation_link_is_valid():
    now = timezone.now()
    request_confirmation_if_needed("slow@example.org")
    request_confirmation_if_needed("slow@example.org", now=now + timedelta(days=6))
    assert purge_addresses(now + timedelta(days=8)) == 0
    assert purge_addresses(now + timedelta(days=14)) == 1


def test_the_address_of_a_deleted_comment_is_deleted():
    request_confirmation_if_needed("gustav@example.org", now=timezone.now() - timedelta(days=100))
    GuestEmail.objects.update(created_at=timezone.now() - timedelta(days=100))
    aged(100, status="held")
    assert purge.call() == 2
    assert not GuestEmail.objects.exists()


def test_both_tasks_are_idempotent():
    aged(100, status="spam")
    aged(100)
    for _ in range(2):
        forget_networks.enqueue()
        purge.enqueue()
    assert list(Comment.objects.values_list("status", "network")) == [("approved", "")]
