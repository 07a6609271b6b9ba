import re
from datetime import timedelta

import pytest
from django.utils import timezone

from blog.models import BlogSettings, Post
from tests.factories import make_comment, make_post, make_user
from tests.html import read
from tests.page_cache import forget_pages

pytestmark = pytest.mark.django_db

BODY = "Lead words.\n\n## One\n\n## Two\n\nText.\n\n### Three\n\nMore."


def page(client, path="/articles/the-title/"):
    """The HTML with normalized spaces."""
    return " ".join(client.get(path).content.decode().split())


def test_the_parts_of_the_page_are_in_order(client, alice):
    post = make_post(
        "The Title",
        author=alice,
        body=BODY,
        standfirst="Stand first.",
        tags=["radio"],
        cta_label="Visit",
        cta_url="/x/",
        related=True,
    )
    make_comment(post, "A comment.")
    make_post("Other", tags=["radio"], body=BODY, related=True)
    body = read(page(client)).one("body")
    order = [
        body.landmark("navigation", "Breadcrumb"),
        body.one("h1"),
        body.one("article p.standfirst"),
        body.one(".article-head a[rel=author]"),
        body.one(".article-head time"),
        body.landmark("navigation", "Contents"),
        body.all(".prose p")[0],
        body.one("#s-one"),
        body.one("#s-three"),
        body.link("Visit"),
        body.one(".article-foot a[rel=tag]"),
        body.landmark("navigation", "Share"),
        body.one("#comments"),
        body.one("article.comment"),
        body.one("form#comment-form"),
        body.heading("Related articles"),
    ]
    elements = list(body.descendants)
    places = [elements.index(part) for part in order]
    assert places == sorted(places)
    assert [order[place].text for place in (1, 2, 6)] == ["The Title", "Stand first.", "Lead words."]
    assert body.one(".article-head .byline").text.endswith("1 minute read")
    assert "A comment." in body.one("article.comment").text


def test_the_breadcrumb_links_to_the_home_page_and_the_first_tag(client):
    make_post("The Title", tags=["radio", "audio"])
    crumbs = read(page(client)).landmark("navigation", "Breadcrumb")
    assert crumbs.text == "Home audio The Title"
    assert crumbs.link("Home")["href"] == "/"
    assert [current.name for current in crumbs.all("[aria-current=page]")] == ["The Title"]


@pytest.mark.parametrize(
    ("names", "byline"),
    [
        ([], "Nov. 3, 2026 1 minute read"),
        (["Ann"], "Ann Nov. 3, 2026 1 minute read"),
        (["Ann", "Ben"], "Ann and Ben Nov. 3, 2026 1 minute read"),
        (["Ann", "Ben", "Cem"], "Ann, Ben and Cem Nov. 3, 2026 1 minute read"),
    ],
)
def test_the_byline_never_has_a_stray_comma(client, names, byline):
    date = timezone.now().replace(year=2026, month=11, day=3)
    post = make_post("The Title", published_at=date, authors=[make_user(display_name=name) for name in names or "X"])
    if not names:
        post.authorships.all().delete()
    assert read(page(client)).one("main .byline").text == byline


def test_a_preview_without_a_date_has_no_time_element(signed_in, alice):
    make_post("The Title", author=alice, status=Post.Status.DRAFT)
    main = read(page(signed_in(alice))).landmark("main")
    dates = set(main.all("time")) - set(main.all(".related time", "#comments time"))
    assert dates == set()
    assert "Preview" in main.text


def test_optional_parts_that_are_not_set_are_not_shown(client):
    make_post("The Title", body="Short.")
    html = page(client)
    for absent in ("call-to-action", "contents-heading", "standfirst"):
        assert absent not in html
    assert read(html).all("figure", "[aria-label=Tags]") == []


def test_the_call_to_action_of_the_site_is_the_default(client):
    BlogSettings.objects.create(pk=1, default_cta_label="Read the paper", default_cta_url="https://example.org/")
    make_post("The Title")
    link = read(page(client)).link("Read the paper")
    assert (link["href"], link["rel"]) == ("https://example.org/", "noopener")


def test_share_links_are_plain_links_with_the_url(client):
    make_post("The Title")
    links = read(page(client)).landmark("navigation", "Share").hrefs
    assert "https://wa.me/?text=The%20Title%20http%3A%2F%2F127.0.0.1%3A8000%2Farticles%2Fthe-title%2F" in links
    assert any(address.startswith("mailto:?subject=The%20Title&body=") for address in links)


def test_the_metadata_agrees_with_the_page(client, alice):
    post = make_post(
        "The “Title” </script>", slug="the-title", author=alice, standfirst="Stand <first>.", tags=["radio"]
    )
    make_comment(post)
    html = page(client)
    shown = read(html)
    posting, crumbs = shown.structured_data("BlogPosting"), shown.structured_data("BreadcrumbList")
    assert posting["headline"] == post.title
    assert posting["author"][0]["name"] == "Alice Author"
    assert posting["commentCount"] == 1
    assert posting["timeRequired"] == "PT1M"
    assert re.fullmatch(r"[\d-]{10}T[\d:]{8}\+00:00", posting["datePublished"])
    assert shown.one(".article-head time")["datetime"] == posting["datePublished"]
    assert [item["name"] for item in crumbs["itemListElement"]] == ["Home", "radio", post.title]
    assert shown.one("head link[rel=canonical]")["href"] == "http://127.0.0.1:8000/articles/the-title/"
    assert shown.meta("og:type") == "article"
    assert shown.meta("description") == "Stand <first>."
    assert shown.all('head link[rel=alternate][type="application/atom+xml"]')
    assert "articleBody" not in html


def test_an_article_declares_its_language_and_direction(client):
    make_post("The Title", language="ar")
    text = read(page(client)).one(".prose")
    assert (text["lang"], text["dir"]) == ("ar", "rtl")


@pytest.mark.parametrize("status", [Post.Status.DRAFT, Post.Status.REVIEW, Post.Status.ARCHIVED])
def test_unpublished_articles_are_not_found_by_readers(client, signed_in, bob, mona, status):
    make_post("The Title", status=status)
    assert client.get("/articles/the-title/").status_code == 404
    for person in (bob, mona):
        assert signed_in(person).get("/articles/the-title/").status_code == 404


def test_authors_can_preview_their_own_articles_and_editors_all(signed_in, alice, edith):
    make_post("The Title", author=alice, status=Post.Status.DRAFT)
    make_post("Another", status=Post.Status.DRAFT)
    assert signed_in(alice).get("/articles/the-title/").status_code == 200
    assert signed_in(alice).get("/articles/another/").status_code == 404
    answer = signed_in(edith).get("/articles/another/")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store, private"


def test_an_unlisted_article_is_readable_but_not_indexed(client):
    make_post("The Title", status=Post.Status.UNLISTED)
    assert read(page(client)).meta("robots") == "noindex"
    assert "The Title" not in page(client, "/")


def test_anonymous_pages_set_no_cookie_and_contain_no_token(client):
    make_post("The Title")
    answer = client.get("/articles/the-title/")
    assert "Set-Cookie" not in answer.headers
    assert b"csrfmiddlewaretoken" not in answer.content
    assert "public" in answer.headers["Cache-Control"]


def test_urls_contain_letters_of_all_scripts(client):
    make_post("日本語の記事", slug="日本語の記事")
    assert client.get("/articles/日本語の記事/").status_code == 200


def test_the_number_of_queries_does_not_depend_on_the_number_of_comments(client, django_assert_num_queries):
    post = make_post("The Title")
    counts = []
    for number in (1, 50):
        for _ in range(number):
            make_comment(post)
        forget_pages()
        with django_assert_num_queries(14, exact=False) as queries:
            client.get("/articles/the-title/")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_signed_in_reader_needs_few_additional_queries(signed_in, bob, django_assert_max_num_queries):
    post = make_post("The Title", body=BODY, tags=["radio"])
    for number in range(6):
        make_post(f"Other {number}", tags=["radio"], body=BODY)
    for _ in range(50):
        make_comment(post)
    client = signed_in(bob)
    client.get("/")  # stores when the user was last seen
    with django_assert_max_num_queries(13):
        client.get("/articles/the-title/")


def test_an_expired_article_is_not_served_from_the_cache(client, monkeypatch):
    soon = timezone.now() + timedelta(seconds=30)
    make_post("The Title", expires_at=soon)
    assert client.get("/articles/the-title/").status_code == 200
    monkeypatch.setattr("django.utils.timezone.now", lambda: soon)
    monkeypatch.setattr("blog.models.post.timezone.now", lambda: soon)
    assert client.get("/articles/the-title/").status_code == 404
