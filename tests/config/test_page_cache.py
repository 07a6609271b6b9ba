from datetime import timedelta

import pytest
from django.core.cache import caches
from django.db import connection
from django.utils import timezone

from blog.cache.versions import invalidate
from blog.models import PageVersion, Post
from tests.config import urls

pytestmark = [pytest.mark.urls("tests.config.urls"), pytest.mark.django_db]


@pytest.fixture(autouse=True)
def _empty_cache():
    caches["pages"].clear()
    urls.made.clear()


def test_a_page_is_made_once_and_then_costs_one_query(client, django_assert_num_queries):
    first = client.get("/page/")
    with django_assert_num_queries(1):
        second = client.get("/page/")
    assert urls.made == ["/page/"]
    assert second.content == first.content
    assert second.headers == first.headers


@pytest.mark.parametrize("tag", ["site", "post:7"])
def test_a_change_of_what_the_page_shows_makes_it_anew(client, tag):
    client.get("/page/")
    invalidate(tag)
    client.get("/page/")
    client.get("/page/")
    assert len(urls.made) == 2


def test_a_change_of_something_else_does_not(client):
    client.get("/page/")
    invalidate("post:8", "comments")
    client.get("/page/")
    assert len(urls.made) == 1


def test_a_change_while_the_page_is_made_keeps_it_from_being_stored(client, monkeypatch):
    make = urls.cacheable

    def make_during_a_change(*args, **kwargs):
        invalidate("site", "post:7")
        return make(*args, **kwargs)

    monkeypatch.setattr(urls, "cacheable", make_during_a_change)
    client.get("/page/")
    monkeypatch.undo()
    client.get("/page/")
    assert len(urls.made) == 2


@pytest.mark.parametrize("cookie", ["sessionid", "messages", "colophon_comments"])
def test_who_is_known_here_neither_gets_nor_leaves_a_stored_page(client, cookie):
    client.get("/page/")
    client.cookies[cookie] = "x"
    answer = client.get("/page/")
    assert answer.headers["Cache-Control"] == "no-store, private"
    assert "ETag" not in answer.headers
    assert len(urls.made) == 2


def test_other_cookies_change_nothing(client):
    client.get("/page/")
    client.cookies["csrftoken"] = "x"
    client.get("/page/")
    assert len(urls.made) == 1


def test_pages_of_a_list_are_stored_apart(client):
    assert b"<p>1</p>" in client.get("/page/").content
    assert b"<p>2</p>" in client.get("/page/?page=2").content
    assert b"<p>2</p>" in client.get("/page/?page=2").content
    assert len(urls.made) == 2


def test_unknown_parameters_get_the_stored_page_and_never_make_one(client):
    client.get("/page/?utm_source=a")
    client.get("/page/")
    client.get("/page/?utm_source=b")
    assert urls.made == ["/page/?utm_source=a", "/page/"]


def test_a_page_that_sets_a_cookie_is_not_for_everybody(client):
    answer = client.get("/page-with-cookie/")
    assert answer.headers["Cache-Control"] == "no-store, private"


def test_headers_tell_shared_caches_all_they_need(client):
    headers = client.get("/page/").headers
    assert headers["Cache-Control"] == "public, max-age=0, s-maxage=60, stale-while-revalidate=60"
    assert headers["Surrogate-Key"] == "post:7 site"
    assert headers["Vary"] == "Accept-Encoding, Cookie"
    assert "Set-Cookie" not in headers
    assert headers["ETag"].startswith('"')


def test_who_has_the_page_gets_304(client):
    etag = client.get("/page/").headers["ETag"]
    answer = client.get("/page/", headers={"If-None-Match": f'"other", {etag}'})
    assert (answer.status_code, answer.content) == (304, b"")
    assert answer.headers["ETag"] == etag
    assert client.get("/page/", headers={"If-None-Match": '"other"'}).status_code == 200


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        ("gzip, deflate, br, zstd", "br"),
        ("gzip", "gzip"),
        ("br;q=0, gzip;q=0.5", "gzip"),
        ("BR", "br"),
        ("identity", None),
        ("brotli", None),
        ("", None),
    ],
)
def test_pages_are_packed_as_the_client_can_unpack(client, accepted, coding):
    for _ in range(2):
        answer = client.get("/page/", headers={"Accept-Encoding": accepted})
        assert answer.headers.get("Content-Encoding") == coding
        assert int(answer.headers["Content-Length"]) == len(answer.content)
    if coding:
        assert len(answer.content) < 300


def test_each_packing_has_its_own_strong_etag(client):
    tags = {client.get("/page/", headers={"Accept-Encoding": how}).headers["ETag"] for how in ("", "gzip", "br")}
    assert len(tags) == 3
    etag = client.get("/page/", headers={"Accept-Encoding": "br"}).headers["ETag"]
    answer = client.get("/page/", headers={"Accept-Encoding": "br", "If-None-Match": etag})
    assert answer.status_code == 304


def test_a_stored_page_ends_when_the_next_post_appears(client, monkeypatch):
    soon = timezone.now() + timedelta(seconds=30)
    Post.objects.create(title="Soon", slug="soon", status=Post.Status.PUBLISHED, published_at=soon)
    assert "s-maxage=29" in client.get("/page/").headers["Cache-Control"]
    client.get("/page/")
    assert len(urls.made) == 1
    monkeypatch.setattr("django.utils.timezone.now", lambda: soon)
    client.get("/page/")
    assert len(urls.made) == 2


def test_a_stored_page_ends_when_a_post_expires(client):
    now = timezone.now()
    expiring = {"published_at": now - timedelta(days=1), "expires_at": now + timedelta(seconds=20)}
    Post.objects.create(title="Brief", slug="brief", status=Post.Status.UNLISTED, **expiring)
    Post.objects.create(title="Draft", slug="draft", expires_at=now + timedelta(seconds=5))
    assert "s-maxage=19" in client.get("/page/").headers["Cache-Control"]


def test_the_head_of_a_page_comes_from_the_stored_one(client):
    client.get("/page/")
    answer = client.head("/page/")
    assert answer.status_code == 200
    assert len(urls.made) == 1


def test_other_hosts_get_nothing_stored(client):
    client.get("/page/")
    assert client.get("/page/", headers={"Host": "evil.example"}).status_code == 400


def test_readers_read_on_when_the_cache_is_gone(client, monkeypatch):
    class Gone:
        def get(self, key):
            raise ConnectionError("no cache")

        def set(self, *args):
            raise ConnectionError("no cache")

    monkeypatch.setattr("blog.cache.pages.caches", {"pages": Gone()})
    for _ in range(2):
        assert client.get("/page/").status_code == 200
    assert len(urls.made) == 2


def test_any_change_while_a_page_is_rendered_keeps_it_from_being_stored(client, monkeypatch):
    """Also a change of something the page does not show: what it shows is known only afterwards."""
    make = urls.cacheable

    def make_during_a_change(*args, **kwargs):
        invalidate("post:8")
        return make(*args, **kwargs)

    monkeypatch.setattr(urls, "cacheable", make_during_a_change)
    client.get("/page/")
    monkeypatch.undo()
    client.get("/page/")
    assert len(urls.made) == 2


def test_every_change_locks_the_common_version_first_and_the_others_in_order():
    locked = []

    def watch(execute, sql, params, many, context):
        locked.extend(tag for [tag] in params)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        invalidate("post:9", "post:10", "comments", "post:9")
    assert locked == ["any", "comments", "post:10", "post:9"]
    invalidate("post:9")
    versions = {"any": 2, "comments": 1, "post:9": 2, "post:10": 1}
    assert dict(PageVersion.objects.values_list("tag", "version")) == versions
