"""The comments of a guest's address are found by an index, however many comments there are."""

import pytest
from django.db import connection

from comments.models import Comment
from tests.factories import make_comment, make_post

pytestmark = pytest.mark.django_db


def test_an_address_is_found_in_any_spelling_and_only_where_no_account_wrote(bob):
    post = make_post()
    one = make_comment(post, email="Gustav@Example.org")
    make_comment(post, email="gustavo@example.org")
    make_comment(post, author=bob, email="gustav@example.org")
    assert list(Comment.objects.of_guest("GUSTAV@example.ORG")) == [one]


def test_signs_of_a_pattern_are_letters_of_the_address():
    post = make_post()
    make_comment(post, email="axb@example.org")
    one = make_comment(post, email="a_b@example.org")
    assert list(Comment.objects.of_guest("a_b@example.org")) == [one]


def test_the_database_uses_the_index():
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL enable_seqscan = off")  # so few rows would be read one by one
    assert "comment_guest" in Comment.objects.of_guest("gustav@example.org").order_by().explain()
