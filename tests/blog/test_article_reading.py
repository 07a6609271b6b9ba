"""What an article page shows around the text, with and without scripts."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from blog.article_page.navigation import load_navigation
from blog.models import Post, Series
from tests.factories import make_comment, make_post, make_user
from tests.html import read

pytestmark = pytest.mark.django_db

BODY = "Lead.\n\n## One\n\nText.[^n]\n\n## Two\n\n```python\nprint(1)\n```\n\n## Three\n\nEnd.\n\n[^n]: A note."


def page(client, slug):
    return client.get(f"/articles/{slug}/").content.decode()


def titles(post):
    around = load_navigation(post, 4)
    return tuple(other and other.title for other in (around.previous, around.next))


def test_previous_and_next_articles_are_ordered_by_date():
    make_post("Oldest", age=9)
    make_post("Newest", age=1)
    middle = make_post("Middle", age=5)
    assert titles(middle) == ("Oldest", "Newest")


def test_the_first_and_last_articles_have_one_neighbour(client):
    make_post("Oldest", age=9)
    make_post("Newest", age=1)
    for slug, rel in (("oldest", "next"), ("newest", "prev")):
        assert [link["rel"] for link in read(page(client, slug)).all("[rel=prev]", "[rel=next]")] == [rel]


def test_an_only_article_has_no_links_to_neighbours(client):
    make_post("Alone")
    assert "neighbours" not in page(client, "alone")


@pytest.mark.parametrize("status", [status for status in Post.Status if status != Post.Status.PUBLISHED])
def test_unpublished_articles_are_not_neighbours(status):
    make_post("Oldest", age=9)
    make_post("Unseen", age=6, status=status)
    make_post("Expired", age=4, expires_at=timezone.now() - timedelta(hours=1))
    make_post("Scheduled", age=-1)
    assert titles(make_post("Middle", age=5)) == ("Oldest", None)


@pytest.mark.parametrize("status", [Post.Status.DRAFT, Post.Status.UNLISTED])
def test_articles_that_are_not_listed_have_no_neighbours(status):
    make_post("Oldest", age=9)
    assert titles(make_post("Apart", status=status)) == (None, None)


def test_articles_with_the_same_date_are_ordered_by_primary_key():
    moment = timezone.now() - timedelta(days=3)
    posts = [make_post(title, published_at=moment) for title in ("One", "Two", "Three")]
    assert [titles(post) for post in posts] == [(None, "Two"), ("One", "Three"), ("Two", None)]


def test_related_articles_and_parts_of_a_series_do_not_change_the_neighbours():
    series = Series.objects.create(title="Roads", slug="roads")
    for number in range(8):
        fields = {"tags": ["roads"], "series": series, "series_position": number, "related": True}
        make_post(f"Part {number}", age=2 * number + 1, **fields)
    make_post("Before", age=6)
    middle = Post.objects.get(slug="part-2")
    assert titles(middle) == ("Before", "Part 1")
    assert len(load_navigation(middle, 4).related) == 4
    assert [part.title for part in load_navigation(middle, 4).parts] == [f"Part {number}" for number in range(8)]


def test_the_navigation_needs_one_query(django_assert_num_queries):
    series = Series.objects.create(title="Roads", slug="roads")
    for number in range(9):
        fields = {"tags": ["roads"], "series": series, "series_position": number, "related": True}
        make_post(f"Part {number}", age=number + 1, **fields)
    post = Post.objects.get(slug="part-4")
    with django_assert_num_queries(1):
        load_navigation(post, 4)


def test_neighbours_and_series_need_no_additional_queries(signed_in, bob, django_assert_max_num_queries):
    series = Series.objects.create(title="Roads", slug="roads")
    for number in range(6):
        fields = {"tags": ["roads"], "body": BODY, "series": series, "series_position": number, "related": True}
        make_post(f"Part {number}", age=number + 1, **fields)
    for _ in range(50):
        make_comment(Post.objects.get(slug="part-3"))
    client = signed_in(bob)
    client.get("/")  # the first request of a session also saves it
    with django_assert_max_num_queries(13):
        client.get("/articles/part-3/")


def test_every_author_is_introduced_below_the_article(client):
    people = [make_user(display_name="Ann", bio="Walks."), make_user(display_name="Ben")]
    make_post("Title", authors=people)
    box = read(page(client, "title")).landmark("region", "Written by")
    assert box.text == "Written by A Ann Walks. B Ben"
    assert box.link("Ann")["href"] == "/authors/ann/"


def test_the_date_of_an_update_is_shown_once_and_not_on_cards(client):
    revised = timezone.now().replace(year=2026, month=10, day=25)
    make_post("Title", published_at=timezone.now().replace(year=2026, month=10, day=3), revised_at=revised)
    text = read(page(client, "title")).one("body").text
    assert text.count("Updated Oct. 25, 2026") == 1
    assert "Oct. 25" not in client.get("/").content.decode()


def test_everything_works_without_scripts(client):
    make_post("Title", body=BODY)
    html = page(client, "title")
    shown = read(html).landmark("main")
    contents = shown.landmark("navigation", "Contents")
    assert contents.one("details summary").text == "Contents"
    assert "#s-one" in contents.hrefs
    assert shown.one(".footnote " + shown.one("a.footnote-ref")["href"])
    assert shown.one("li[hidden]").all("button")
    assert shown.root.all("dialog") == []
    assert "code-bar" not in html


def test_scripts_are_modules_from_this_site(client):
    make_post("Title", body=BODY)
    sources = [script["src"] for script in read(page(client, "title")).all("script[type=module]")]
    assert all(source.startswith("/static/js/") for source in sources)
    for name in ("contents", "copy-link", "code", "footnotes", "lightbox", "share"):
        assert any(re.fullmatch(rf"/static/js/{name}(\.\w+)?\.js", source) for source in sources)
