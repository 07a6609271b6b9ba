from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from blog.cache.versions import invalidate
from blog.models import PageVersion, Post
from tests.config import urls

pytestmark = [pytest.mark.urls("tests.config.urls"), pytest.mark.django_db]


@pytest.fixture(autouse=True)
def _nothing_rendered():
    urls.made.clear()


def test_a_page_is_rendered_once_and_then_costs_one_query(client, django_assert_num_queries):
    first = client.get("/page/")
    with django_assert_num_queries(1):
        second = client.get("/page/")
    assert urls.made == ["/page/"]
    assert second.content == first.content
    assert second.headers == {**first.headers, "Cache-Status": "colophon; hit"}


@pytest.mark.parametrize("tag", ["site", "post:7"])
def test_a_change_of_the_content_renders_the_page_again(client, tag):
    client.get("/page/")
    invalidate(tag)
    client.get("/page/")
    client.get("/page/")
    assert len(urls.made) == 2


def test_other_changes_do_not_render_the_page_again(client):
    client.get("/page/")
    invalidate("post:8", "comments")
    client.get("/page/")
    assert len(urls.made) == 1


@pytest.mark.parametrize("tags", [["site", "post:7"], ["post:8"]])
def test_a_page_is_not_cached_after_any_change_while_it_is_rendered(client, monkeypatch, tags):
    """Even changes of other content count, because the tags of a page are only known after rendering it."""
    make = urls.cacheable

    def make_during_a_change(*args, **kwargs):
        invalidate(*tags)
        return make(*args, **kwargs)

    monkeypatch.setattr(urls, "cacheable", make_during_a_change)
    response = client.get("/page/")
    assert response.headers["Cache-Control"] == "public, max-age=0, s-maxage=0", "nor in other caches"
    monkeypatch.undo()
    client.get("/page/")
    assert len(urls.made) == 2


@pytest.mark.parametrize("cookie", ["sessionid", "messages", "colophon_comments"])
def test_identified_visitors_neither_get_nor_create_cached_pages(client, cookie):
    client.get("/page/")
    client.cookies[cookie] = "x"
    response = client.get("/page/")
    assert response.headers["Cache-Control"] == "no-store, private"
    assert "ETag" not in response.headers
    assert len(urls.made) == 2


def test_other_cookies_do_not_matter(client):
    client.get("/page/")
    client.cookies["csrftoken"] = "x"
    client.get("/page/")
    assert len(urls.made) == 1


def test_pages_of_a_list_are_cached_separately(client):
    assert b"<p>1</p>" in client.get("/page/").content
    assert b"<p>2</p>" in client.get("/page/?page=2").content
    assert b"<p>2</p>" in client.get("/page/?page=2").content
    assert len(urls.made) == 2


def test_unknown_parameters_never_create_a_cached_page(client):
    client.get("/page/?utm_source=a")
    client.get("/page/")
    client.get("/page/?utm_source=b")
    assert urls.made == ["/page/?utm_source=a", "/page/"]


def test_a_page_that_sets_a_cookie_is_not_cached(client):
    response = client.get("/page-with-cookie/")
    assert response.headers["Cache-Control"] == "no-store, private"


def test_headers_for_shared_caches(client):
    headers = client.get("/page/").headers
    assert headers["Cache-Control"] == "public, max-age=0, s-maxage=60, stale-while-revalidate=60"
    assert headers["Surrogate-Key"] == "post:7 site"
    assert headers["Vary"] == "Accept-Encoding, Cookie"
    assert "Set-Cookie" not in headers
    assert headers["ETag"].startswith('"')


def test_shared_caches_may_keep_pages_for_longer_if_they_are_told_about_changes(client, settings):
    settings.SHARED_CACHE_SECONDS = 3600
    headers = client.get("/page/").headers
    assert headers["Cache-Control"] == "public, max-age=0, s-maxage=3600, stale-while-revalidate=60"


def test_clients_that_have_the_page_get_304(client):
    etag = client.get("/page/").headers["ETag"]
    response = client.get("/page/", headers={"If-None-Match": f'"other", {etag}'})
    assert (response.status_code, response.content) == (304, b"")
    assert response.headers["ETag"] == etag
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
def test_pages_have_an_encoding_that_the_client_accepts(client, accepted, coding):
    for _ in range(2):
        response = client.get("/page/", headers={"Accept-Encoding": accepted})
        assert response.headers.get("Content-Encoding") == coding
        assert int(response.headers["Content-Length"]) == len(response.content)
    if coding:
        assert len(response.content) < 300


def test_each_encoding_has_its_own_strong_etag(client):
    tags = {client.get("/page/", headers={"Accept-Encoding": how}).headers["ETag"] for how in ("", "gzip", "br")}
    assert len(tags) == 3
    etag = client.get("/page/", headers={"Accept-Encoding": "br"}).headers["ETag"]
    response = client.get("/page/", headers={"Accept-Encoding": "br", "If-None-Match": etag})
    assert response.status_code == 304


def test_a_cached_page_expires_when_the_next_post_appears(client, monkeypatch):
    soon = timezone.now() + timedelta(seconds=30)
    Post.objects.create(title="Soon", slug="soon", status=Post.Status.PUBLISHED, published_at=soon)
    assert "s-maxage=29" in client.get("/page/").headers["Cache-Control"]
    client.get("/page/")
    assert len(urls.made) == 1
    monkeypatch.setattr("django.utils.timezone.now", lambda: soon)
    client.get("/page/")
    assert len(urls.made) == 2


def test_a_cached_page_expires_when_a_post_expires(client):
    now = timezone.now()
    expiring = {"published_at": now - timedelta(days=1), "expires_at": now + timedelta(seconds=20)}
    Post.objects.create(title="Brief", slug="brief", status=Post.Status.UNLISTED, **expiring)
    Post.objects.create(title="Draft", slug="draft", expires_at=now + timedelta(seconds=5))
    assert "s-maxage=19" in client.get("/page/").headers["Cache-Control"]


def test_head_requests_use_the_cached_page(client):
    client.get("/page/")
    response = client.head("/page/")
    assert response.status_code == 200
    assert len(urls.made) == 1


def test_unknown_hosts_get_no_cached_page(client):
    client.get("/page/")
    assert client.get("/page/", headers={"Host": "evil.example"}).status_code == 400


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
