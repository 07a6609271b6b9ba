"""What an article page offers around its text: neighbours, authors, notes; its plain form, without scripts."""

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


def test_neighbours_go_by_date():
    make_post("Oldest", age=9)
    make_post("Newest", age=1)
    middle = make_post("Middle", age=5)
    assert titles(middle) == ("Oldest", "Newest")


def test_the_first_and_the_last_have_one_neighbour(client):
    make_post("Oldest", age=9)
    make_post("Newest", age=1)
    assert 'rel="prev"' not in page(client, "oldest")
    assert 'rel="next"' in page(client, "oldest")
    assert 'rel="prev"' in page(client, "newest")
    assert 'rel="next"' not in page(client, "newest")


def test_an_article_that_stands_alone_has_no_empty_box(client):
    make_post("Alone")
    assert "neighbours" not in page(client, "alone")


@pytest.mark.parametrize("status", [status for status in Post.Status if status != Post.Status.PUBLISHED])
def test_neighbours_are_published(status):
    make_post("Oldest", age=9)
    make_post("Unseen", age=6, status=status)
    make_post("Expired", age=4, expires_at=timezone.now() - timedelta(hours=1))
    make_post("Scheduled", age=-1)
    assert titles(make_post("Middle", age=5)) == ("Oldest", None)


@pytest.mark.parametrize("status", [Post.Status.DRAFT, Post.Status.UNLISTED])
def test_what_is_in_no_list_has_no_neighbours(status):
    make_post("Oldest", age=9)
    assert titles(make_post("Apart", status=status)) == (None, None)


def test_articles_of_the_same_moment_stand_in_one_row():
    moment = timezone.now() - timedelta(days=3)
    posts = [make_post(title, published_at=moment) for title in ("One", "Two", "Three")]
    assert [titles(post) for post in posts] == [(None, "Two"), ("One", "Three"), ("Two", None)]


def test_related_articles_and_parts_do_not_push_between_neighbours():
    series = Series.objects.create(title="Roads", slug="roads")
    for number in range(8):
        fields = {"tags": ["roads"], "series": series, "series_position": number, "related": True}
        make_post(f"Part {number}", age=2 * number + 1, **fields)
    make_post("Before", age=6)
    middle = Post.objects.get(slug="part-2")
    assert titles(middle) == ("Before", "Part 1")
    assert len(load_navigation(middle, 4).related) == 4
    assert [part.title for part in load_navigation(middle, 4).parts] == [f"Part {number}" for number in range(8)]


def test_all_that_stands_around_is_one_query(django_assert_num_queries):
    series = Series.objects.create(title="Roads", slug="roads")
    for number in range(9):
        fields = {"tags": ["roads"], "series": series, "series_position": number, "related": True}
        make_post(f"Part {number}", age=number + 1, **fields)
    post = Post.objects.get(slug="part-4")
    with django_assert_num_queries(1):
        load_navigation(post, 4)


def test_neighbours_and_series_cost_a_signed_in_reader_nothing(signed_in, bob, django_assert_max_num_queries):
    series = Series.objects.create(title="Roads", slug="roads")
    for number in range(6):
        fields = {"tags": ["roads"], "body": BODY, "series": series, "series_position": number, "related": True}
        make_post(f"Part {number}", age=number + 1, **fields)
    for _ in range(50):
        make_comment(Post.objects.get(slug="part-3"))
    client = signed_in(bob)
    client.get("/")  # the first page of a session also writes the session down
    with django_assert_max_num_queries(13):
        client.get("/articles/part-3/")


def test_every_author_is_introduced_at_the_foot(client):
    people = [make_user(display_name="Ann", bio="Walks."), make_user(display_name="Ben")]
    make_post("Title", authors=people)
    found = re.search(r'<section class="author-box".*?</section>', page(client, "title"), re.DOTALL)[0]
    assert " ".join(re.sub(r"<[^>]*>", " ", found).split()) == "Written by A Ann Walks. B Ben"
    assert 'href="/authors/ann/"' in found


def test_the_update_is_noted_once_and_on_no_card(client):
    revised = timezone.now().replace(year=2026, month=10, day=25)
    make_post("Title", published_at=timezone.now().replace(year=2026, month=10, day=3), revised_at=revised)
    text = " ".join(re.sub(r"<[^>]*>", " ", page(client, "title").split("<body>")[1]).split())
    assert text.count("Updated Oct. 25, 2026") == 1
    assert "Oct. 25" not in client.get("/").content.decode()


def test_the_plain_form_of_everything_is_in_the_html(client):
    make_post("Title", body=BODY)
    html = page(client, "title")
    assert re.search(r"<details>\s*<summary[^>]*>Contents", html)
    assert re.search(r'class="footnote-ref" href="#(p\d+-fn-n)"', html)[1] in html.split('class="footnote"')[1]
    assert 'href="#s-one"' in html
    assert "<li hidden>" in html
    assert "<dialog" not in html
    assert "code-bar" not in html


def test_scripts_are_modules_of_this_site(client):
    make_post("Title", body=BODY)
    sources = re.findall(r'<script type="module" src="([^"]*)">', page(client, "title"))
    assert all(source.startswith("/static/js/") for source in sources)
    for name in ("contents", "copy-link", "code", "footnotes", "lightbox", "share"):
        assert any(re.fullmatch(rf"/static/js/{name}(\.\w+)?\.js", source) for source in sources)
