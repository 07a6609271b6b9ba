"""Every page of a thread uses an index: no query sorts or scans the whole thread."""

import re

import pytest
from django.db import connection
from django.db.models import F, Q

from comments.models import Comment
from comments.threads.pagination import Cursor, Order, after, before
from comments.threads.queries import first_of_each
from tests.factories import make_comments, make_post

pytestmark = pytest.mark.django_db


def sorts(plan):
    """Whether the database sorts more than the ties of one moment."""
    if connection.vendor == "sqlite":
        return "TEMP B-TREE FOR" in plan
    known = re.findall(r"Presorted Key: (.*?) ->", plan)
    return "-> Sort" in plan or any("created_at" not in columns for columns in known)


def plans(pieces, fields):
    post = make_post()
    comments = make_comments(post, 60 if connection.vendor == "sqlite" else 5_000)
    public = Comment.objects.filter(post=post, status="approved")
    # Some have more likes than the one in the middle, some have fewer: of none the database would sort all.
    public.update(likes_count=(F("pk") - comments[0].pk) % 7)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE comments_comment")  # it plans by what it knows of the rows, and few are sorted
    for piece in pieces(Cursor.of(public.get(pk=comments[len(comments) // 2].pk))):
        chosen = first_of_each(public, [piece], fields, 20)
        yield " ".join(chosen.order_by().explain().split())


@pytest.mark.parametrize("order", Order)
def test_the_first_page_uses_an_index(order):
    [plan] = plans(lambda cursor: [Q()], order.fields)
    assert not sorts(plan)


@pytest.mark.parametrize("order", Order)
def test_later_and_earlier_pages_use_an_index(order):
    for found in (
        plans(lambda cursor: after(cursor, order), order.fields),
        plans(lambda cursor: before(cursor, order), order.backwards),
    ):
        for plan in found:
            assert not sorts(plan)


def test_the_best_order_uses_an_index_if_many_comments_have_the_same_number_of_likes():
    """Most threads have few likes: skipping all that have none, row by row, would cost as much as counting them."""
    cursor = Cursor.of(make_comments(make_post(), 1)[0])
    same, fewer = after(cursor, Order.BEST)
    assert ("likes_count", cursor.likes) in same.children
    assert fewer.children == [("likes_count__lt", cursor.likes)]
