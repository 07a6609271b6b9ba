from datetime import UTC, datetime

import pytest
from django.core.cache import caches
from django.core.files.base import ContentFile
from django.db import connection

from blog.cache.versions import invalidate
from blog.models import BlogSettings, Image, Post, Redirect, Tag
from blog.posts import save_post
from tests.factories import make_post, make_tag, make_user
from tests.html import read
from tests.page_cache import forget_pages

pytestmark = pytest.mark.django_db

PIXEL = (
    b"GIF89a\x01\x00\x01\x00\x80\x00\x00\x00\x00\x00\xff\xff\xff,\x00\x00\x00\x00\x01\x00\x01\x00\x00\x02\x02D\x01\x00;"
)


@pytest.fixture
def make_cover():
    def make_cover(number):
        return Image.objects.create(file=ContentFile(PIXEL, f"wave-{number}.gif"), alt="A wave")

    return make_cover


def titles(answer):
    return [post.title for post in answer.context["page"]]


def test_an_empty_blog_shows_a_message(client):
    assert b"No articles have been published yet" in client.get("/").content


def test_the_newest_articles_are_on_the_first_page(client):
    BlogSettings.objects.create(pk=1, posts_per_page=2)
    for age, title in enumerate(["Newest", "Middle", "Oldest"]):
        make_post(title, age=age + 1)
    assert titles(client.get("/")) == ["Newest", "Middle"]
    answer = client.get("/?page=2")
    assert titles(answer) == ["Oldest"]
    assert read(answer).one("link[rel=canonical]")["href"] == "http://127.0.0.1:8000/?page=2"


@pytest.mark.parametrize("page", ["0", "3", "x", "-1", "1e9", "٣", "9" * 40, ""])
def test_a_missing_page_responds_with_404(client, page):
    make_post()
    assert client.get("/", {"page": page}).status_code == 404


def test_the_tag_page_shows_its_articles_and_description(client):
    Tag.objects.create(name="Radio", slug="radio", description="About waves.")
    make_post("On air", tags=[Tag.objects.get()])
    make_post("Elsewhere")
    answer = client.get("/tags/radio/")
    assert titles(answer) == ["On air"]
    assert b"About waves." in answer.content
    assert client.get("/tags/none/").status_code == 404


def test_only_the_first_image_of_a_list_is_loaded_eagerly(client, make_cover):
    for number in range(3):
        make_post(f"Wave {number}", tags=["radio"], cover=make_cover(number))
    html = client.get("/tags/radio/").content.decode()
    assert html.count('fetchpriority="high"') == 1
    assert html.index('fetchpriority="high"') < html.index('loading="lazy"')
    assert html.count('loading="lazy"') == 2


def test_a_renamed_tag_leaves_a_redirect(signed_in, edith):
    tag = make_tag("Radio")
    make_post(tags=[tag])
    client = signed_in(edith)
    client.post(f"/admin/blog/tag/{tag.pk}/change/", {"name": "Wireless", "slug": "wireless"})
    answer = client.get("/tags/radio/")
    assert (answer.status_code, answer.url) == (301, "/tags/wireless/")
    assert Redirect.objects.count() == 1


def test_the_author_page_shows_articles_and_no_email_address(client, alice):
    make_post("Hers", author=alice)
    make_post("Not hers")
    answer = client.get("/authors/alice-author/")
    assert titles(answer) == ["Hers"]
    assert b"alice@example.org" not in answer.content


def test_readers_have_no_public_page(client, bob):
    assert client.get("/authors/bob-reader/").status_code == 404


def test_authors_of_drafts_have_no_public_page(client, alice):
    make_post(author=alice, status=Post.Status.DRAFT)
    assert client.get("/authors/alice-author/").status_code == 404


def test_the_archive_lists_articles_by_year_and_month(client):
    for year, month, title in [(2024, 5, "May"), (2024, 6, "June"), (2023, 5, "Before")]:
        make_post(title, published_at=datetime(year, month, 3, tzinfo=UTC))
    assert [entry.uses for entry in client.get("/archive/").context["months"]] == [1, 1, 1]
    assert titles(client.get("/archive/2024/")) == ["June", "May"]
    assert titles(client.get("/archive/2024/5/")) == ["May"]
    assert read(client.get("/archive/2024/5/")).one("h1").text == "May 2024"
    for missing in ("/archive/2022/", "/archive/2024/13/", "/archive/2024/7/", "/archive/99999/", "/archive/0/1/"):
        assert client.get(missing).status_code == 404


def test_a_new_author_name_is_shown_immediately(client, alice):
    make_post(author=alice)
    assert b"Alice Author" in client.get("/").content
    alice.display_name = "Alicia"
    alice.save()
    assert b"Alicia" in client.get("/").content


def test_a_saved_article_is_shown_immediately(client):
    post = make_post("Before")
    client.get("/")
    post.title = "After"
    save_post(post)
    assert b"After" in client.get("/").content


# Queries when nothing is cached, and when a page is stored but has changed, and lists were counted.
LISTS = {
    "/": (13, 9),
    "/?page=2": (13, 9),
    "/tags/radio/": (11, 10),
    "/authors/alice-author/": (11, 10),
    "/archive/": (10, 6),
    "/tags/": (7, 6),
    "/search/?q=words": (8, 8) if connection.vendor == "sqlite" else (7, 7),
    "/feed/": (8, 9),
}


def test_lists_need_a_constant_number_of_queries(client, alice, django_assert_num_queries):
    def check():
        for path, (counting, known) in LISTS.items():
            forget_pages()
            caches["default"].clear()
            with django_assert_num_queries(counting, info=path):
                assert client.get(path).status_code == 200
            invalidate("site")
            with django_assert_num_queries(known, info=path):
                client.get(path)
            if not path.startswith("/search/"):
                with django_assert_num_queries(1, info=path):
                    client.get(path)

    for number in range(25):
        make_post(f"Post {number}", author=alice, tags=["radio", f"tag {number}"], body="Some words.")
    check()
    for number in range(25, 60):
        make_post(f"Post {number}", authors=[alice, make_user()], tags=["radio"], body="Some words.")
    check()
