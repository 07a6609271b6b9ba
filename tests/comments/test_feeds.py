"""Atom feeds of comments: of one article and of the whole blog."""

from xml.etree import ElementTree

import pytest
from django.test import Client

from blog.models import BlogSettings
from tests.factories import make_comment, make_post

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def feed(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    return ElementTree.fromstring(answer.content)


def contents(tree):
    return [entry.find(f"{ATOM}content").text for entry in tree.iter(f"{ATOM}entry")]


def of_article(post):
    return f"{post.get_absolute_url()}comments/feed/"


def test_the_feed_of_an_article_has_its_public_comments_newest_first(client, settings):
    settings.SITE_URL = "https://blog.example"
    post = make_post("On boxes")
    make_comment(post, "The **first**", name="Ida & Co")
    newest = make_comment(post, "The second")
    make_comment(make_post(), "Elsewhere")
    for status in ("held", "spam", "removed"):
        make_comment(post, "Not public", status=status)
    tree = feed(client, of_article(post))
    assert contents(tree) == ["<p>The second</p>", "<p>The <strong>first</strong></p>"]
    entry = tree.find(f"{ATOM}entry")
    assert "On boxes" in tree.find(f"{ATOM}title").text
    assert entry.find(f"{ATOM}id").text == f"https://blog.example/comments/{newest.pk}/"
    assert entry.find(f"{ATOM}link").get("href") == f"https://blog.example/comments/{newest.pk}/"
    assert [name.text for name in tree.iter(f"{ATOM}name")][-1] == "Ida & Co"
    assert "gustav@example.org" not in client.get(of_article(post)).content.decode()


def test_the_feed_of_the_site_has_the_comments_on_listed_articles(client, alice):
    make_comment(make_post("Open"), "Listed")
    make_comment(make_post("Hidden", status="unlisted"), "Unlisted")
    make_comment(make_post("Draft", status="draft"), "Draft")
    make_comment(make_post("Later", age=-2), "Scheduled")
    tree = feed(client, "/comments/feed/")
    assert contents(tree) == ["<p>Listed</p>"]
    assert "Open" in tree.find(f"{ATOM}entry/{ATOM}title").text


@pytest.mark.parametrize("status", ["draft", "archived"])
def test_an_unreadable_article_has_no_feed(client, status):
    assert client.get(of_article(make_post(status=status))).status_code == 404
    assert client.get("/articles/nothing/comments/feed/").status_code == 404


def test_a_feed_supports_conditional_requests_and_shows_new_comments_immediately(client):
    post = make_post()
    make_comment(post)
    for path in (of_article(post), "/comments/feed/"):
        first = Client().get(path)
        again = Client().get(path, headers={"If-None-Match": first.headers["ETag"]})
        assert again.status_code == 304
        assert "public" in first.headers["Cache-Control"]
        make_comment(post, "News")
        assert Client().get(path, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_a_feed_has_the_newest_fifty_comments_and_its_queries_do_not_grow(client, django_assert_num_queries, alice):
    post = make_post()
    for number in range(55):
        make_comment(post, f"Number {number}", author=alice if number % 2 else None)
    with django_assert_num_queries(5):
        tree = feed(client, "/comments/feed/")
    assert len(contents(tree)) == 50
    assert contents(tree)[0] == "<p>Number 54</p>"


def test_characters_that_are_invalid_in_xml_are_left_out(client):
    make_comment(make_post(), name="A\x0bB", body="Words\x0c")
    feed(client, "/comments/feed/")


def test_the_article_links_to_its_feed(client):
    post = make_post()
    make_comment(post)
    html = client.get(post.get_absolute_url()).content.decode()
    assert f'href="{of_article(post)}"' in html
    assert f'title="Comments on “{post.title}” · {BlogSettings.current().name}"' in html, (
        "readers of feeds show this name"
    )
