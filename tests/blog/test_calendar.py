"""The calendar in the admin: what is published, scheduled and expires in a month."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from blog.admin.calendar import MAX_SHOWN
from blog.models import Authorship, Post
from tests.factories import make_post, make_user
from tests.html import read

pytestmark = pytest.mark.django_db
URL = "/admin/blog/post/calendar/"


def at(day, hour=12, month=5, year=2030):
    return datetime(year, month, day, hour, tzinfo=UTC)


def shown(client, month="2030-05"):
    page = read(client.get(URL, {"month": month}))
    return {day.one("h2").text: [item.text for item in day.all("li")] for day in page.all(".calendar-day")}


def test_the_articles_of_a_month_are_listed_by_day_with_their_true_labels(signed_in, alice):
    make_post("Later", author=alice, published_at=at(20))
    make_post("Sooner", author=alice, published_at=at(3, 8), expires_at=at(20, 18))
    assert shown(signed_in(alice)) == {
        "Friday, May 3": ["8 a.m. Scheduled Sooner Alice Author"],
        "Monday, May 20": ["noon Scheduled Later Alice Author", "6 p.m. Expires Sooner Alice Author"],
    }


def test_articles_of_the_past_are_published_unlisted_or_expired(signed_in, alice):
    make_post("Out", author=alice, published_at=at(3, year=2025))
    make_post("Hidden", author=alice, status=Post.Status.UNLISTED, published_at=at(4, year=2025))
    make_post("Over", author=alice, published_at=at(5, year=2025), expires_at=at(6, year=2025))
    make_post("Archived", author=alice, status=Post.Status.ARCHIVED, published_at=at(7, year=2025))
    make_post("Draft", author=alice, status=Post.Status.DRAFT, published_at=at(8, year=2025))
    labels = [" ".join(item.split()[1:3]) for items in shown(signed_in(alice), "2025-05").values() for item in items]
    assert labels == ["Published Out", "Unlisted Hidden", "Published Over", "Expired Over"]


def test_days_and_months_are_those_of_the_user(signed_in, alice):
    alice.time_zone = "Pacific/Auckland"
    alice.save()
    make_post("At night", author=alice, published_at=datetime(2030, 4, 30, 13, tzinfo=UTC))
    client = signed_in(alice)
    assert shown(client) == {"Wednesday, May 1": ["1 a.m. Scheduled At night Alice Author"]}
    assert shown(client, "2030-04") == {}
    assert "Pacific/Auckland, UTC+12:00" in read(client.get(URL, {"month": "2030-05"})).text


@pytest.mark.parametrize(
    ("month", "before", "after"),
    [("2030-05", "2030-04", "2030-06"), ("2030-12", "2030-11", "2031-01"), ("2030-01", "2029-12", "2030-02")],
)
def test_it_leads_to_the_months_before_and_after(signed_in, alice, month, before, after):
    page = read(signed_in(alice).get(URL, {"month": month}))
    assert page.one("[rel=prev]")["href"] == f"?month={before}"
    assert page.one("[rel=next]")["href"] == f"?month={after}"


def test_the_list_of_articles_leads_to_this_month(signed_in, alice):
    make_post("Now", author=alice, published_at=timezone.now() - timedelta(seconds=5))
    client = signed_in(alice)
    page = read(client.get(read(client.get("/admin/blog/post/")).link("Calendar")["href"]))
    assert page.link("Now")
    assert page.one("[aria-current=date]").text.endswith("today")


def test_an_empty_month_says_so(signed_in, alice):
    page = read(signed_in(alice).get(URL, {"month": "2030-05"}))
    assert "No article is published, scheduled or expires in May 2030." in page.text
    assert page.link("Write an article")


def test_users_see_the_articles_that_they_may_edit(signed_in, alice, edith, mona, client):
    make_post("Alice’s", author=alice, published_at=at(3))
    assert shown(signed_in(edith))
    for person in (mona, make_user(groups=["Author"], is_staff=True)):
        assert shown(signed_in(person)) == {}
    client.logout()
    assert client.get(URL).status_code == 302


@pytest.mark.parametrize(
    "month", ["", "x", "2030-13", "2030-00", "99999-01", "2030-5", "0001-01", "9999-12", "٢٠٣٠-٠٥"]
)
def test_a_malformed_month_is_this_month(signed_in, alice, month):
    make_post("Now", author=alice, published_at=timezone.now())
    assert "Now" in str(shown(signed_in(alice), month))


def test_the_number_of_queries_is_constant_and_the_page_bounded(signed_in, edith, alice, django_assert_max_num_queries):
    client = signed_in(edith)
    make_post("First", author=alice, published_at=at(1), expires_at=at(2))
    client.get(URL)
    posts = Post.objects.bulk_create(
        Post(title=f"T{n}", slug=f"t{n}", status="published", published_at=at(1) + timedelta(minutes=n))
        for n in range(MAX_SHOWN + 5)
    )
    Authorship.objects.bulk_create(Authorship(post=post, author=alice) for post in posts)
    with django_assert_max_num_queries(10):
        page = read(client.get(URL, {"month": "2030-05"}))
    assert "This month has more articles than are shown here." in page.text
    assert len(page.all(".calendar-day li")) <= 2 * (MAX_SHOWN + 1)


def test_expiry_dates_are_found_by_their_index():
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL decides by the number of rows.")
    public = Post.objects.filter(status__in=Post.READABLE)
    plan = public.filter(expires_at__gte=at(1), expires_at__lt=at(31)).order_by("expires_at", "pk").explain()
    assert "post_expiry" in plan
