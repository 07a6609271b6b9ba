"""Pages of lists are found without reading the articles before them, and are the same as if they were."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from django.core.paginator import Paginator
from django.utils import timezone

from blog.cache.versions import invalidate
from blog.listings import PostsByDate, posts_of_author, posts_with_tag, published_months
from blog.models import Post
from tests.factories import make_post, make_tag, make_user

pytestmark = pytest.mark.django_db
DAYS = [1, 1, 1, 20, 45, 45, 46, 200, 400, 401, 3_000]


@pytest.fixture
def posts(alice):
    for number, age in enumerate(DAYS):
        make_post(f"Post {number}", age=age, author=alice, tags=["radio"] if number % 2 else [])
    make_post("Hidden", age=45, status="draft", author=alice, tags=["radio"])
    make_post("Unlisted", age=45, status="unlisted", author=alice)
    make_post("Expired", age=45, expires_at=timezone.now(), author=alice, tags=["radio"])
    return list(Post.objects.published().newest_first())


@pytest.mark.parametrize("size", [1, 2, 3, 5, 20])
def test_all_pages_together_are_the_list(posts, size):
    pages = Paginator(PostsByDate(published_months()), size)
    assert pages.count == len(posts)
    assert [post for page in pages for post in page] == posts


def test_pages_of_a_tag_and_of_an_author_are_the_list(posts, alice):
    tagged = [post for post in posts if post.tags.exists()]
    assert [post for page in Paginator(posts_with_tag(make_tag("radio")), 2) for post in page] == tagged
    assert [post for page in Paginator(posts_of_author(alice), 3) for post in page] == posts
    assert posts_of_author(make_user()).count() == 0


def test_months_have_the_number_of_their_articles(posts):
    months = published_months()
    assert sum(month.uses for month in months) == len(posts)
    for month in months:
        found = [post for post in posts if timezone.localtime(post.published_at).date().replace(day=1) == month.first]
        assert len(found) == month.uses > 0
    assert all(newer.start >= older.end for newer, older in pairwise(months))


@pytest.mark.parametrize(
    ("zone", "first"), [("UTC", (2024, 5)), ("Asia/Tokyo", (2024, 6)), ("America/Lima", (2024, 5))]
)
def test_months_begin_in_the_time_zone_of_the_reader(zone, first):
    make_post(published_at=datetime(2024, 5, 31, 23, 59, 59, 999_999, tzinfo=UTC))
    with timezone.override(zone):
        assert [(month.first.year, month.first.month) for month in published_months()] == [first]


def test_articles_of_the_first_year_are_counted():
    make_post(published_at=datetime(1, 1, 2, tzinfo=UTC))
    make_post(age=0)
    assert [month.uses for month in published_months()] == [1, 1]


def test_no_articles_have_no_months(client):
    make_post(age=-1)
    assert published_months() == []
    assert client.get("/?page=2").status_code == 404


def test_a_scheduled_article_is_counted_when_it_appears(monkeypatch):
    make_post(age=1)
    soon = make_post(age=-1 / 24)
    assert sum(month.uses for month in published_months()) == 1
    later = soon.published_at + timedelta(seconds=1)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert sum(month.uses for month in published_months()) == 2


def test_counting_is_not_repeated_until_an_article_changes(django_assert_num_queries):
    make_post()
    published_months()
    with django_assert_num_queries(1):
        published_months()
    invalidate("comments", "site")
    with django_assert_num_queries(1):
        published_months()
    make_post()
    assert sum(month.uses for month in published_months()) == 2
