import json
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from blog.models import BlogSettings, Post
from tests.factories import make_comment, make_post, make_user

pytestmark = pytest.mark.django_db

BODY = "Lead words.\n\n## One\n\n## Two\n\nText.\n\n### Three\n\nMore."


def page(client, path="/articles/the-title/"):
    """The HTML with normalized spaces."""
    return " ".join(client.get(path).content.decode().split())


def words_of(html):
    """The visible text with normalized spaces."""
    html = re.sub(r"<(script|head)\b.*?</\1>", " ", html, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


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
    html = page(client).split("<body>")[1]
    order = [
        'aria-label="Breadcrumb"',
        "<h1",
        "Stand first.",
        'rel="author"',
        "<time",
        "minute read",
        "contents-heading",
        "Lead words.",
        'id="s-one"',
        'id="s-three"',
        ">Visit</a>",
        'rel="tag"',
        "share-heading",
        'id="comments"',
        "A comment.",
        'id="comment-form"',
        "Related articles",
    ]
    places = [html.index(part) for part in order]
    assert places == sorted(places)
    assert html.count("<h1") == 1


def test_the_breadcrumb_links_to_the_home_page_and_the_first_tag(client):
    make_post("The Title", tags=["radio", "audio"])
    html = page(client)
    crumbs = re.search(r'aria-label="Breadcrumb">(.*?)</nav>', html, re.DOTALL)[1]
    assert words_of(crumbs) == "Home audio The Title"
    assert crumbs.count('aria-current="page"') == 1


@pytest.mark.parametrize(
    ("names", "byline"),
    [
        ([], "Nov. 3, 2026 1 minute read"),
        (["Ann"], "Ann Nov. 3, 2026 1 minute read"),
        (["Ann", "Ben"], "Ann and Ben Nov. 3, 2026 1 minute read"),
        (["Ann", "Ben", "Cem"], "Ann , Ben and Cem Nov. 3, 2026 1 minute read"),
    ],
)
def test_the_byline_never_has_a_stray_comma(client, names, byline):
    date = timezone.now().replace(year=2026, month=11, day=3)
    post = make_post("The Title", published_at=date, authors=[make_user(display_name=name) for name in names or "X"])
    if not names:
        post.authorships.all().delete()
    found = re.search(r'<p class="byline meta">(.*?)</p>', page(client), re.DOTALL)[1]
    assert words_of(found) == byline


def test_a_preview_without_a_date_has_no_time_element(signed_in, alice):
    make_post("The Title", author=alice, status=Post.Status.DRAFT)
    html = page(signed_in(alice))
    assert "<time" not in html.split('class="related"')[0].split('id="comments"')[0]
    assert "Preview" in html


def test_optional_parts_that_are_not_set_are_not_shown(client):
    make_post("The Title", body="Short.")
    html = page(client)
    for absent in ("call-to-action", "contents-heading", "standfirst", "<figure", 'aria-label="Tags"'):
        assert absent not in html


def test_the_call_to_action_of_the_site_is_the_default(client):
    BlogSettings.objects.create(pk=1, default_cta_label="Read the paper", default_cta_url="https://example.org/")
    make_post("The Title")
    assert '<a class="button" href="https://example.org/" rel="noopener">Read the paper</a>' in page(client)


def test_share_links_are_plain_links_with_the_url(client):
    make_post("The Title")
    html = page(client)
    assert "https://wa.me/?text=The%20Title%20http%3A%2F%2F127.0.0.1%3A8000%2Farticles%2Fthe-title%2F" in html
    assert "mailto:?subject=The%20Title&amp;body=" in html


def structured(html, kind):
    blocks = [json.loads(text) for text in re.findall(r'ld\+json">(.*?)</script>', html, re.DOTALL)]
    return next(block for block in blocks if block["@type"] == kind)


def test_the_metadata_agrees_with_the_page(client, alice):
    post = make_post(
        "The “Title” </script>", slug="the-title", author=alice, standfirst="Stand <first>.", tags=["radio"]
    )
    make_comment(post)
    html = page(client)
    posting, crumbs = structured(html, "BlogPosting"), structured(html, "BreadcrumbList")
    assert posting["headline"] == post.title
    assert posting["author"][0]["name"] == "Alice Author"
    assert posting["commentCount"] == 1
    assert posting["timeRequired"] == "PT1M"
    assert re.fullmatch(r"[\d-]{10}T[\d:]{8}\+00:00", posting["datePublished"])
    assert f'<time datetime="{posting["datePublished"]}">' in html
    assert [item["name"] for item in crumbs["itemListElement"]] == ["Home", "radio", post.title]
    assert '<link rel="canonical" href="http://127.0.0.1:8000/articles/the-title/">' in html
    assert '<meta property="og:type" content="article">' in html
    assert 'content="Stand &lt;first&gt;."' in html
    assert '<link rel="alternate" type="application/atom+xml"' in html
    assert "articleBody" not in html


def test_an_article_declares_its_language_and_direction(client):
    make_post("The Title", language="ar")
    assert '<div class="prose" lang="ar" dir="rtl">' in page(client)


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
    assert '<meta name="robots" content="noindex">' in page(client)
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
    for number in (0, 50):
        for _ in range(number):
            make_comment(post)
        with django_assert_num_queries(14, exact=False) as queries:
            client.get("/articles/the-title/")
        counts.append(len(queries))
    assert counts[0] + 1 >= counts[1]


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
