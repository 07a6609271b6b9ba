"""Feeds, sitemaps and JSON-LD are valid: RFC 4287, sitemaps.org, schema.org."""

import json
import re
from datetime import datetime, timedelta
from html import escape, unescape
from urllib.parse import quote, urlsplit
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from blog.models import BlogSettings, Tag
from blog.posts import save_post
from tests.factories import make_comment, make_post, make_user

pytestmark = pytest.mark.django_db

ATOM = "{http://www.w3.org/2005/Atom}"
XML = "{http://www.w3.org/XML/1998/namespace}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
RFC_3339 = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
W3C_DATE = re.compile(rf"\d{{4}}(-\d\d(-\d\d)?)?|{RFC_3339.pattern}")
ONCE_IN_A_FEED = ["title", "id", "updated"]
AT_MOST_ONCE = ["subtitle", "rights", "summary", "content", "published", "logo", "icon", "generator"]


@pytest.fixture
def a_blog():
    """Articles with two authors, other languages and scripts, XML characters, without a standfirst, and revised."""
    BlogSettings.objects.create(pk=1, name="Ink & <Paper>", tagline="One & two", description="All <about> it & more.")
    ann, ben = make_user(display_name="Ann & <Co>"), make_user(display_name="Ben")
    signs = Tag.objects.create(name="R&D <b>", slug="r-d-b")
    make_post("Plain", slug="plain", author=ann, tags=["radio"], age=9)
    make_post(
        'A <b>bold</b> & "odd" title ]]>',
        slug="odd",
        authors=[ann, ben],
        tags=["radio", signs],
        standfirst="Use <b> & <i>.",
        body="Lead & [words](/archive/).\n\n## Part <one>\n\n![x](/media/x.webp) ]]> `<script>`\n",
        age=8,
    )
    make_post("رسالة", slug="رسالة-صوتية", language="ar", author=ben, body="مرحبا", age=7)
    make_post("炊飯器", slug="炊飯器", language="ja", author=ben, tags=["電波"], body="歌う。", age=6)
    make_post("Revised", slug="revised", author=ben, age=5, revised_at=timezone.now() - timedelta(days=1))


FEEDS = ["/feed/", "/tags/radio/feed/", "/tags/電波/feed/", "/authors/ben/feed/"]
SECTIONS = ["articles", "tags", "authors"]


def read(client, path):
    answer = client.get(path)
    assert answer.status_code == 200
    return ElementTree.fromstring(answer.content)


def only(element, name):
    """The text of a child that must occur exactly once."""
    (found,) = element.findall(f"{ATOM}{name}")
    return found.text


def is_absolute(address):
    """An absolute URI, in which everything outside ASCII is percent-encoded."""
    parts = urlsplit(address)
    return parts.scheme in {"http", "https"} and bool(parts.netloc) and re.fullmatch(r"[!-~]+", address) is not None


def is_iri(name):
    """An absolute IRI (RFC 3987) on this site, a ``tag:`` or a ``urn:``."""
    scheme, colon, rest = name.partition(":")
    return (
        bool(colon and rest) and scheme in {"http", "https", "tag", "urn"} and not re.search(r"[\s<>\"{}|\\^`]", name)
    )


@pytest.mark.parametrize("path", FEEDS)
def test_a_feed_has_the_elements_that_atom_requires(client, a_blog, path):
    feed = read(client, path)
    assert feed.tag == f"{ATOM}feed"
    assert feed.attrib[f"{XML}lang"] == "en"
    for name in ONCE_IN_A_FEED:
        assert only(feed, name).strip()
    for name in AT_MOST_ONCE:
        assert len(feed.findall(f"{ATOM}{name}")) <= 1
    assert is_iri(only(feed, "id"))
    assert RFC_3339.fullmatch(only(feed, "updated"))
    assert feed.findall(f"{ATOM}entry")


@pytest.mark.parametrize("path", FEEDS)
def test_every_entry_has_the_elements_that_atom_requires(client, a_blog, path):
    for entry in read(client, path).iter(f"{ATOM}entry"):
        for name in ONCE_IN_A_FEED:
            assert only(entry, name).strip()
        for name in AT_MOST_ONCE:
            assert len(entry.findall(f"{ATOM}{name}")) <= 1
        assert is_iri(only(entry, "id"))
        assert only(entry, "content")
        authors = entry.findall(f"{ATOM}author")
        assert authors
        assert all(only(author, "name").strip() for author in authors)
        assert all(category.attrib["term"] for category in entry.iter(f"{ATOM}category"))


@pytest.mark.parametrize("path", FEEDS)
def test_dates_of_entries_are_consistent(client, a_blog, path):
    feed = read(client, path)
    for entry in feed.iter(f"{ATOM}entry"):
        dates = [only(entry, "published"), only(entry, "updated"), only(feed, "updated")]
        assert all(RFC_3339.fullmatch(date) for date in dates)
        assert dates == sorted(dates, key=datetime.fromisoformat)


@pytest.mark.parametrize("path", FEEDS)
def test_links_in_a_feed_are_absolute_and_work(client, a_blog, path):
    feed = read(client, path)
    links = {link.attrib["rel"]: link.attrib["href"] for link in feed.findall(f"{ATOM}link")}
    assert links["self"] == f"http://127.0.0.1:8000{quote(path)}"
    assert is_absolute(links["alternate"])
    for entry in feed.iter(f"{ATOM}entry"):
        (link,) = entry.findall(f"{ATOM}link[@rel='alternate']")
        assert is_absolute(link.attrib["href"])
        assert client.get(urlsplit(link.attrib["href"]).path).status_code == 200


def test_ids_are_unique_within_a_feed_and_the_same_in_all(client, a_blog):
    ids = {path: [only(entry, "id") for entry in read(client, path).iter(f"{ATOM}entry")] for path in FEEDS}
    for found in ids.values():
        assert len(found) == len(set(found))
    assert set(ids["/tags/radio/feed/"]) < set(ids["/feed/"])
    assert set(ids["/authors/ben/feed/"]) < set(ids["/feed/"])
    assert len({only(read(client, path), "id") for path in FEEDS}) == len(FEEDS)


def test_the_id_of_an_entry_does_not_depend_on_slug_and_title(client):
    post = make_post("Before", slug="before")
    before = only(read(client, "/feed/").find(f"{ATOM}entry"), "id")
    post.slug, post.title, post.body = "after", "After", "Other words."
    save_post(post)
    entry = read(client, "/feed/").find(f"{ATOM}entry")
    assert only(entry, "title") == "After"
    assert only(entry, "id") == before


def test_html_in_feeds_is_escaped_once(client, a_blog):
    feed = read(client, "/feed/")
    assert only(feed, "title") == "Ink & <Paper>"
    (odd,) = [entry for entry in feed.iter(f"{ATOM}entry") if "odd" in only(entry, "title")]
    title = odd.find(f"{ATOM}title")
    assert title.attrib.get("type", "text") == "text"
    assert title.text == 'A <b>bold</b> & "odd" title ]]>'
    content = odd.find(f"{ATOM}content")
    assert content.attrib["type"] == "html"
    assert len(content) == 0
    assert "<p>Lead &amp; <a " in content.text
    assert "&lt;script&gt;" in content.text
    assert "<script" not in content.text
    summary = odd.find(f"{ATOM}summary")
    is_html = summary.attrib.get("type") == "html"
    assert summary.text == (escape("Use <b> & <i>.") if is_html else "Use <b> & <i>.")
    assert {category.attrib["term"] for category in odd.iter(f"{ATOM}category")} == {"radio", "R&D <b>"}
    assert [only(author, "name") for author in odd.iter(f"{ATOM}author")] == ["Ann & <Co>", "Ben"]


def test_content_has_a_base_url(client, a_blog):
    for entry in read(client, "/feed/").iter(f"{ATOM}entry"):
        link = entry.find(f"{ATOM}link[@rel='alternate']")
        assert entry.find(f"{ATOM}content").attrib[f"{XML}base"] == link.attrib["href"]


def test_entries_declare_the_language_of_the_article(client, a_blog):
    languages = {}
    for entry in read(client, "/feed/").iter(f"{ATOM}entry"):
        inherited = entry.attrib.get(f"{XML}lang", "en")
        parts = [entry.find(f"{ATOM}title"), entry.find(f"{ATOM}content")]
        languages[parts[0].text] = [part.attrib.get(f"{XML}lang", inherited) for part in parts]
    assert languages["رسالة"] == ["ar", "ar"]
    assert languages["炊飯器"] == ["ja", "ja"]
    assert languages["Plain"] == ["en", "en"]


@pytest.mark.parametrize("sign", ["\x01", "\x0b", "\x0c", "\ufffe", "\uffff"], ids=ascii)
@pytest.mark.parametrize("field", ["title", "standfirst", "body"])
def test_characters_that_xml_forbids_do_not_break_feeds(client, field, sign):
    """For example a line break from a word processor (U+000B)."""
    make_post(**{"title": "Pasted", "slug": "pasted", field: f"One{sign}two"})
    assert len(read(client, "/feed/").findall(f"{ATOM}entry")) == 1


def test_the_feed_of_an_empty_blog_is_valid(client):
    feed = read(client, "/feed/")
    assert only(feed, "id")
    assert RFC_3339.fullmatch(only(feed, "updated"))


@pytest.mark.parametrize("section", SECTIONS)
def test_sitemaps_are_valid(client, a_blog, section):
    root = read(client, f"/sitemap-{section}.xml")
    assert root.tag == f"{MAP}urlset"
    addresses = [url.find(f"{MAP}loc").text for url in root]
    assert 0 < len(addresses) <= 50_000
    assert len(addresses) == len(set(addresses))
    for url, address in zip(root, addresses, strict=True):
        assert is_absolute(address)
        assert address.startswith("http://127.0.0.1:8000/")
        assert len(address) < 2_048
        assert W3C_DATE.fullmatch(url.find(f"{MAP}lastmod").text)
        page = client.get(urlsplit(address).path)
        assert page.status_code == 200
        html = unescape(page.content.decode())
        assert f'<link rel="canonical" href="{address}">' in html
        assert '<meta name="robots" content="noindex">' not in html


def test_the_sitemap_index_lists_each_sitemap_once(client, a_blog):
    root = read(client, "/sitemap.xml")
    assert root.tag == f"{MAP}sitemapindex"
    addresses = [part.find(f"{MAP}loc").text for part in root]
    assert len(addresses) == len(set(addresses)) >= len(SECTIONS)
    for address in addresses:
        assert is_absolute(address)
        assert read(client, urlsplit(address).path).tag == f"{MAP}urlset"


def structured(client, path):
    """The JSON-LD objects of a page by type."""
    html = client.get(path).content.decode()
    found = [json.loads(text) for text in re.findall(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)]
    assert all(data["@context"] == "https://schema.org" for data in found)
    return {data["@type"]: data for data in found}


@pytest.mark.parametrize("slug", ["plain", "odd", "revised", "炊飯器"])
def test_the_structured_data_of_an_article_is_complete(client, a_blog, slug):
    data = structured(client, f"/articles/{slug}/")["BlogPosting"]
    assert data["headline"]
    assert is_absolute(data["url"])
    assert is_absolute(data["mainEntityOfPage"])
    assert data["publisher"]["name"] == "Ink & <Paper>"
    for author in data["author"]:
        assert (author["@type"], bool(author["name"]), is_absolute(author["url"])) == ("Person", True, True)
    published, modified = (datetime.fromisoformat(data[name]) for name in ("datePublished", "dateModified"))
    assert published.tzinfo is not None
    assert published <= modified
    assert re.fullmatch(r"PT\d+M", data["timeRequired"])


def test_structured_data_agrees_with_the_page(client, a_blog):
    data = structured(client, "/articles/odd/")["BlogPosting"]
    assert data["headline"] == 'A <b>bold</b> & "odd" title ]]>'
    assert [author["name"] for author in data["author"]] == ["Ann & <Co>", "Ben"]
    assert data["description"] == "Use <b> & <i>."
    assert data["inLanguage"] == "en"
    assert structured(client, "/articles/رسالة-صوتية/")["BlogPosting"]["inLanguage"] == "ar"


def test_structured_data_contains_the_number_of_comments(client):
    post = make_post("Discussed", slug="discussed")
    make_comment(post)
    assert structured(client, "/articles/discussed/")["BlogPosting"]["commentCount"] == 1


def test_breadcrumbs_are_numbered_and_link_to_pages(client, a_blog):
    items = structured(client, "/articles/odd/")["BreadcrumbList"]["itemListElement"]
    assert [item["position"] for item in items] == list(range(1, len(items) + 1))
    assert len(items) >= 2
    for item in items:
        assert item["name"]
        assert is_absolute(item["item"])
        assert client.get(urlsplit(item["item"]).path).status_code == 200
