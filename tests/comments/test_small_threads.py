"""Small threads are read as a whole, large ones by indexes. Both show the same."""

from datetime import timedelta
from random import Random

import pytest
from django.utils import timezone

from comments.commenters.viewer import ANONYMOUS, Viewer
from comments.models import Decision
from comments.threads import loading
from comments.threads.page import thread_page
from comments.threads.pagination import Order
from comments.threads.urls import ThreadPosition
from tests.factories import make_comment, make_post, moderate

pytestmark = pytest.mark.django_db
STATUSES = ["approved"] * 6 + ["held", "spam", "removed"]


def random_thread(seed, members):
    """Comments of all states, and replies to some of them; many have the same date and number of likes."""
    random, post = Random(seed), make_post()
    now = timezone.now()
    comments = []
    for number in range(60):
        parent = random.choice(comments) if comments and random.random() < 0.55 else None
        comment = make_comment(
            post,
            f"Words {number}.",
            author=random.choice([None, None, *members]),
            status=random.choice(STATUSES),
            parent=parent,
            created_at=now - timedelta(minutes=random.randrange(20)),
            likes_count=random.choice([0, 0, 1, 2]),
        )
        comments.append(comment)
        if random.random() < 0.05:
            Decision.objects.create(comment=comment, after="removed", via=Decision.Via.WRITER)
    post.refresh_from_db()
    return post, frozenset(random.sample([comment.pk for comment in comments], 8))


def outline(entries):
    return [
        (entry.comment.pk, entry.comment.status, entry.parent_name, entry.is_own, entry.badges, outline(entry.replies))
        for entry in entries
    ]


@pytest.mark.parametrize("seed", range(3))
def test_a_small_thread_is_shown_as_a_large_one_would_be(monkeypatch, bob, mona, seed):
    post, own = random_thread(seed, [bob, mona])
    viewers = [ANONYMOUS, Viewer(own_ids=own, key="guest:x"), Viewer(bob, key=f"user:{bob.pk}"), Viewer(mona, own)]
    for viewer in viewers:
        for order in Order:
            page = thread_page(post, viewer, ThreadPosition(order))
            with monkeypatch.context() as patch:
                patch.setattr(loading, "SMALL_THREAD", -1)
                expected = thread_page(post, viewer, ThreadPosition(order))
            assert outline(page.entries) == outline(expected.entries)
            assert (page.previous, page.next) == (expected.previous, expected.next)
            assert page.account_ids == expected.account_ids
            assert not any(entry.more_replies or entry.earlier_replies for entry in page.entries)


def test_it_is_read_with_one_query(django_assert_num_queries):
    post = make_post()
    root = make_comment(post)
    make_comment(post, parent=root)
    post.refresh_from_db()
    with django_assert_num_queries(1):
        thread_page(post, ANONYMOUS)
    moderate(root, "removed")
    post.refresh_from_db()
    with django_assert_num_queries(2):
        [entry] = thread_page(post, ANONYMOUS).entries
    assert entry.is_hidden


def test_a_thread_that_is_deleted_while_it_is_read_breaks_no_page(monkeypatch):
    post = make_post()
    root = make_comment(post)
    make_comment(post, parent=make_comment(post, parent=root))
    moderate(root, "removed")
    post.refresh_from_db()

    def placeholders_after_deletion(missing, query=loading.placeholders_of):
        root.delete()
        return query(missing)

    monkeypatch.setattr(loading, "placeholders_of", placeholders_after_deletion)
    assert thread_page(post, ANONYMOUS).entries == []
