import pytest
from django.urls import reverse

from blog.models import Post, Series
from tests.factories import make_post
from tests.html import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def series(db):
    return Series.objects.create(title="Long roads", slug="long-roads", description="On foot, mostly.")


@pytest.fixture
def parts(series):
    """Three published articles, the second one written last, and two unpublished ones."""
    for title, position, age in [("First", 1, 9), ("Second", 2, 1), ("Third", 3, 5)]:
        make_post(title, series=series, series_position=position, age=age)
    make_post("Draft", series=series, series_position=4, status=Post.Status.DRAFT)
    make_post("Hidden", series=series, series_position=5, status=Post.Status.UNLISTED)
    return series


def box(html):
    return " ".join(found.text for found in read(html).all("nav.series"))


def test_an_article_shows_its_part_number_and_lists_the_others(client, parts):
    html = client.get("/articles/second/").content.decode()
    assert box(html) == "Part 2 of 3 Long roads All parts First Second Third"
    assert read(html).one("nav.series [aria-current=page]")["href"] == "/articles/second/"


def test_an_article_without_a_series_has_no_series_box(client, parts):
    make_post("Alone")
    assert box(client.get("/articles/alone/").content.decode()) == ""


def test_the_only_part_of_a_series_has_no_series_box(client, series):
    make_post("Alone", series=series)
    assert box(client.get("/articles/alone/").content.decode()) == ""


def test_a_preview_is_listed_among_the_published_parts(signed_in, edith, parts):
    assert box(signed_in(edith).get("/articles/draft/").content.decode()).startswith("Part 4 of 4")


def test_parts_with_the_same_number_are_ordered_by_date(client, series):
    for age, title in enumerate(["Newest", "Middle", "Oldest"], start=1):
        make_post(title, series=series, age=age)
    assert box(client.get("/articles/middle/").content.decode()).endswith("Oldest Middle Newest")


def test_long_series_are_collapsed(client, series):
    for number in range(7):
        make_post(f"Part {number}", series=series, series_position=number)
    assert "open" not in read(client.get("/articles/part-3/")).one("nav.series details")


def test_the_page_of_a_series_lists_the_published_parts_in_order(client, parts):
    answer = client.get("/series/long-roads/")
    assert [post.title for post in answer.context["parts"]] == ["First", "Second", "Third"]
    assert b"On foot, mostly." in answer.content
    assert "public" in answer.headers["Cache-Control"]
    assert "Set-Cookie" not in answer.headers


def test_a_series_without_published_parts_responds_with_404(client, series):
    make_post("Draft", series=series, status=Post.Status.DRAFT)
    assert client.get("/series/long-roads/").status_code == 404
    assert client.get("/series/none/").status_code == 404


def test_the_page_of_a_series_needs_a_constant_number_of_queries(client, series, django_assert_max_num_queries):
    for number in range(25):
        make_post(f"Part {number}", series=series, series_position=number, tags=[f"tag {number}"])
    with django_assert_max_num_queries(9):
        client.get("/series/long-roads/")


def test_deleting_a_series_keeps_its_articles_and_invalidates_pages(client, signed_in, edith, parts):
    assert box(client.get("/articles/first/").content.decode())
    edith.is_superuser = True
    edith.save()
    signed_in(edith).post(reverse("admin:blog_series_delete", args=[parts.pk]), {"post": "yes"})
    client.logout()
    answer = client.get("/articles/first/")
    assert answer.status_code == 200
    assert box(answer.content.decode()) == ""


def test_a_renamed_series_shows_its_new_name_immediately(client, edith, parts):
    client.get("/articles/first/")
    edith.is_superuser = True
    edith.save()
    client.force_login(edith)
    url = reverse("admin:blog_series_change", args=[parts.pk])
    client.post(url, {"title": "Short roads", "slug": "long-roads", "description": ""})
    client.logout()
    assert "Short roads" in box(client.get("/articles/first/").content.decode())


def test_the_post_form_offers_the_series(signed_in, edith, series):
    edith.is_superuser = True
    edith.save()
    form = read(signed_in(edith).get(reverse("admin:blog_post_add"))).one("#post_form")
    assert form.one("[name=series]")
    assert form.one("[name=series_position]")


def test_the_sitemap_lists_series_with_published_parts(client, parts):
    Series.objects.create(title="Empty", slug="empty")
    text = client.get("/sitemap-series.xml").content.decode()
    assert "/series/long-roads/</loc>" in text
    assert "empty" not in text


def test_the_structured_data_of_an_article_names_its_series(client, parts):
    posting = read(client.get("/articles/second/")).structured_data("BlogPosting")
    assert posting["isPartOf"] == {
        "@type": "CreativeWorkSeries",
        "name": "Long roads",
        "url": "http://127.0.0.1:8000/series/long-roads/",
    }
