"""Comments are looked up by the address of a guest through an index."""

import pytest
from django.db import connection

from comments.models import Comment
from tests.factories import make_comment, make_post

pytestmark = pytest.mark.django_db


def test_guest_comments_are_found_ignoring_case_and_without_those_of_members(bob):
    post = make_post()
    one = make_comment(post, email="Gustav@Example.org")
    make_comment(post, email="gustavo@example.org")
    make_comment(post, author=bob, email="gustav@example.org")
    assert list(Comment.objects.of_guest("GUSTAV@example.ORG")) == [one]


def test_wildcards_in_an_address_are_literal():
    post = make_post()
    make_comment(post, email="axb@example.org")
    one = make_comment(post, email="a_b@example.org")
    assert list(Comment.objects.of_guest("a_b@example.org")) == [one]


def test_the_database_uses_the_index():
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")  # otherwise it would scan a table of so few rows
    assert "comment_guest" in Comment.objects.of_guest("gustav@example.org").order_by().explain()
