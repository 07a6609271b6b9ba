"""What an article page shows around the text, with and without scripts."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from blog.article_page.navigation import load_navigation
from blog.models import Post, Series
from tests.factories import make_comment, make_post, make_user

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
    assert 'rel="prev"' not in page(client, "oldest")
    assert 'rel="next"' in page(client, "oldest")
    assert 'rel="prev"' in page(client, "newest")
    assert 'rel="next"' not in page(client, "newest")


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
    found = re.search(r'<section class="author-box".*?</section>', page(client, "title"), re.DOTALL)[0]
    assert " ".join(re.sub(r"<[^>]*>", " ", found).split()) == "Written by A Ann Walks. B Ben"
    assert 'href="/authors/ann/"' in found


def test_the_date_of_an_update_is_shown_once_and_not_on_cards(client):
    revised = timezone.now().replace(year=2026, month=10, day=25)
    make_post("Title", published_at=timezone.now().replace(year=2026, month=10, day=3), revised_at=revised)
    text = " ".join(re.sub(r"<[^>]*>", " ", page(client, "title").split("<body>")[1]).split())
    assert text.count("Updated Oct. 25, 2026") == 1
    assert "Oct. 25" not in client.get("/").content.decode()


def test_everything_works_without_scripts(client):
    make_post("Title", body=BODY)
    html = page(client, "title")
    assert re.search(r"<details>\s*<summary[^>]*>Contents", html)
    assert re.search(r'class="footnote-ref" href="#(p\d+-fn-n)"', html)[1] in html.split('class="footnote"')[1]
    assert 'href="#s-one"' in html
    assert "<li hidden>" in html
    assert "<dialog" not in html
    assert "code-bar" not in html


def test_scripts_are_modules_from_this_site(client):
    make_post("Title", body=BODY)
    sources = re.findall(r'<script type="module" src="([^"]*)">', page(client, "title"))
    assert all(source.startswith("/static/js/") for source in sources)
    for name in ("contents", "copy-link", "code", "footnotes", "lightbox", "share"):
        assert any(re.fullmatch(rf"/static/js/{name}(\.\w+)?\.js", source) for source in sources)
