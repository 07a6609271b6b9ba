"""When cached pages expire: the next time that an article appears or disappears by itself."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from blog.cache.http import NEXT_CHANGE, next_change
from blog.models import Post
from tests.factories import make_post

pytestmark = pytest.mark.django_db
NOW = timezone.now()
SOON, LATER = NOW + timedelta(hours=1, microseconds=1), NOW + timedelta(hours=2)


def test_nothing_is_due_without_scheduled_or_expiring_articles():
    make_post()
    make_post(expires_at=NOW - timedelta(hours=1))
    assert next_change(NOW) is None


@pytest.mark.parametrize("status", Post.READABLE)
@pytest.mark.parametrize("date", ["published_at", "expires_at"])
def test_the_first_article_that_appears_or_expires_is_the_next_change(status, date):
    make_post(published_at=LATER)
    make_post(expires_at=LATER)
    make_post(status=status, **{date: SOON})
    assert next_change(NOW) == SOON
    assert next_change(SOON) == LATER


@pytest.mark.parametrize("status", sorted(set(Post.Status.values) - set(Post.READABLE)))
def test_dates_of_articles_that_are_not_public_change_nothing(status):
    make_post(status=status, published_at=SOON, expires_at=LATER)
    assert next_change(NOW) is None


def test_it_costs_one_query(django_assert_num_queries):
    with django_assert_num_queries(1):
        next_change(NOW)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL plans by statistics")
def test_each_branch_is_the_first_entry_of_an_index():
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {NEXT_CHANGE}", [NOW] * 4)
        steps = [row[-1] for row in cursor.fetchall()]
    plan = "\n".join(steps)
    assert plan.count("(status=? AND published_at>?)") == plan.count("(status=? AND expires_at>?)") == 2, plan
    assert "TEMP B-TREE" not in plan
    assert "SCAN blog_post" not in plan
