from xml.etree import ElementTree

import pytest

from blog.models import BlogSettings, Post
from tests.factories import make_post, make_user

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def entries(answer):
    return ElementTree.fromstring(answer.content).findall(f"{ATOM}entry")


def test_the_feed_contains_the_full_text_and_all_authors(client):
    people = [make_user(display_name="Ann"), make_user(display_name="Ben")]
    make_post("A <b> title", slug="a", body="Lead.\n\n## Part\n\n**Bold** end.", standfirst="Short.", authors=people)
    answer = client.get("/feed/")
    (entry,) = entries(answer)
    assert answer.headers["Content-Type"].startswith("application/atom+xml")
    assert entry.find(f"{ATOM}title").text == "A <b> title"
    assert entry.find(f"{ATOM}summary").text == "Short."
    assert entry.find(f"{ATOM}content").text == "<p>Lead.</p><h2>Part</h2><p><strong>Bold</strong> end.</p>"
    assert [name.text for name in entry.iter(f"{ATOM}name")] == ["Ann", "Ben"]
    assert entry.find(f"{ATOM}link").attrib["href"] == "http://127.0.0.1:8000/articles/a/"


def test_the_feed_names_the_site(client):
    BlogSettings.objects.create(pk=1, name="Unboxify")
    make_post()
    root = ElementTree.fromstring(client.get("/feed/").content)
    assert root.find(f"{ATOM}title").text == "Unboxify"


def test_feed_readers_get_304_until_something_changes(client):
    make_post()
    etag = client.get("/feed/").headers["ETag"]
    assert client.get("/feed/", headers={"If-None-Match": etag}).status_code == 304
    make_post()
    assert client.get("/feed/", headers={"If-None-Match": etag}).status_code == 200


def test_the_feeds_of_a_tag_and_of_an_author(client, alice):
    make_post("Hers", author=alice, tags=["radio"])
    make_post("Other")
    for path in ("/tags/radio/feed/", "/authors/alice-author/feed/"):
        assert [entry.find(f"{ATOM}title").text for entry in entries(client.get(path))] == ["Hers"]
    assert client.get("/tags/none/feed/").status_code == 404


def test_only_published_articles_are_in_feed_and_sitemap(client):
    make_post("Seen")
    for status in (Post.Status.DRAFT, Post.Status.UNLISTED):
        make_post(f"Hidden {status}", status=status)
    make_post("Hidden later", age=-1)
    for path in ("/feed/", "/sitemap-articles.xml"):
        text = client.get(path).content.decode().lower()
        assert "seen" in text
        assert "hidden" not in text


def test_the_sitemap_lists_articles_tags_and_authors(client, alice):
    make_post("Seen", author=alice, tags=["radio"])
    index = client.get("/sitemap.xml").content.decode()
    for section, path in [
        ("articles", "/articles/seen/"),
        ("tags", "/tags/radio/"),
        ("authors", "/authors/alice-author/"),
    ]:
        assert f"/sitemap-{section}.xml</loc>" in index
        answer = client.get(f"/sitemap-{section}.xml")
        assert f"<loc>http://127.0.0.1:8000{path}</loc>".encode() in answer.content
        assert b"<lastmod>" in answer.content


def test_robots_txt_and_favicon_are_served(client):
    text = client.get("/robots.txt").content.decode()
    assert "Sitemap: http://127.0.0.1:8000/sitemap.xml" in text
    assert "Disallow: /admin/" in text
    assert client.get("/favicon.ico").url.endswith("favicon.svg")


def test_the_sitemap_uses_the_site_url_whatever_the_host_of_the_request(client, settings):
    settings.ALLOWED_HOSTS = ["inside.example", "testserver"]
    make_post()
    for host in ("inside.example", "testserver"):
        index = client.get("/sitemap.xml", headers={"Host": host}).text
        assert "<loc>http://127.0.0.1:8000/sitemap-articles.xml</loc>" in index
        assert host not in index
