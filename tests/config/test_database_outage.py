"""Without its database the blog serves cached pages, and responds to other requests with 503 at once."""

import logging
from unittest.mock import Mock

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.test import Client

from config.runtime import database_outage
from config.runtime.database_outage import outage
from tests.factories import PASSWORD, make_post
from tests.html import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor():
    return Client(raise_request_exception=False, headers={"Sec-Fetch-Site": "same-origin"})


@pytest.fixture
def asked():
    """The queries that were sent to the database during the outage."""
    return []


@pytest.fixture
def without_database(asked):
    """A context manager in which every query fails, as if the server had been stopped."""

    def fail(execute, sql, params, many, context):
        asked.append(sql)
        raise OperationalError("the connection is closed")

    return lambda: connection.execute_wrapper(fail)


def test_cached_pages_are_served_and_other_pages_are_503(visitor, without_database):
    make_post("The Title")
    make_post("Another")
    page = visitor.get("/articles/the-title/").content
    with without_database():
        for _ in range(3):
            response = visitor.get("/articles/the-title/")
            assert (response.status_code, response.content) == (200, page)
            assert response.headers["Cache-Control"] == "public, max-age=0, s-maxage=0", "it may be outdated"
            response = visitor.get("/articles/another/")
            assert response.status_code == 503
            assert int(response.headers["Retry-After"]) > 0
            assert "Temporarily unavailable" in response.content.decode()
            assert "default-src 'self'" in response.headers["Content-Security-Policy"]
            assert response.headers["Cache-Control"] == "no-store, private"
    assert visitor.get("/articles/another/").status_code in {200, 503}


@pytest.mark.parametrize("path", ["/accounts/login/", "/search/?q=a", "/healthz", "/accounts/profile/", "/admin/"])
def test_pages_that_need_the_database_are_503(visitor, bob, without_database, path):
    visitor.force_login(bob)
    with without_database():
        response = visitor.get(path)
    assert response.status_code == 503
    assert "Retry-After" in response.headers


def test_a_login_is_503_and_does_not_show_the_password(visitor, bob, without_database):
    with without_database():
        response = visitor.post("/accounts/login/", {"login": bob.email, "password": PASSWORD})
    assert response.status_code == 503
    assert "Logging in is temporarily unavailable" in response.content.decode()
    assert PASSWORD not in response.content.decode()


def test_the_text_of_a_comment_is_shown_and_can_be_sent_again(visitor, without_database):
    make_post("The Title")
    text = 'A long thought.\n\n<b>"With" everything</b>'
    form = {"name": "Ann", "email": "ann@example.org", "body": text, "parent": "7", "password": "hunter2"}
    with without_database():
        answer = visitor.post("/articles/the-title/comments/", form)
    again = read(answer).one("form[method=post]")
    assert again["action"] == ""
    assert again.one("textarea").value == text
    assert again.hidden_fields == {"name": "Ann", "email": "ann@example.org", "parent": "7"}
    assert "hunter2" not in answer.text


def test_the_whole_text_of_a_long_article_is_shown(visitor, edith, without_database):
    visitor.force_login(edith)
    with without_database():
        page = visitor.post("/admin/blog/post/add/", {"title": "T", "body": "word " * 39_000}).content.decode()
    assert "word " * 39_000 in page


def test_uploads_are_not_read_during_an_outage(visitor, without_database):
    outage.begin(OperationalError("gone"))
    file = SimpleUploadedFile("big.bin", b"x" * 4_000_000)
    response = visitor.post("/articles/the-title/comments/", {"body": "Hello.", "file": file})
    assert response.status_code == 503
    assert "Hello." not in response.content.decode()


def test_requests_do_not_wait_for_a_database_that_is_known_to_be_unavailable(visitor, without_database, asked):
    make_post("The Title")
    visitor.get("/articles/the-title/")
    outage.begin(OperationalError("gone"))
    with without_database():
        assert visitor.get("/articles/the-title/").status_code == 200
        assert visitor.get("/search/").status_code == 503
        assert visitor.post("/accounts/login/", {"login": "a@example.org", "password": "x"}).status_code == 503
    assert asked == []


def test_one_request_tries_again_after_two_seconds_and_ends_the_outage(visitor, monkeypatch, caplog):
    make_post("The Title")
    now = 1_000.0
    monkeypatch.setattr(database_outage.time, "monotonic", lambda: now)
    outage.begin(OperationalError("gone"))
    assert visitor.get("/search/").status_code == 503
    now += 3
    assert outage.is_on() is False  # the request that tries the database
    assert outage.is_on() is True  # while the others do not wait
    now += 3
    assert visitor.get("/articles/the-title/").status_code == 200
    assert visitor.get("/search/").status_code == 200
    assert "The database is available again." in caplog.messages


def test_connections_from_before_the_outage_are_dropped_once(monkeypatch):
    pool = Mock()
    monkeypatch.setattr(database_outage, "connection", Mock(pool=pool))
    outage.begin(OperationalError("gone"))
    outage.begin(OperationalError("still gone"))
    assert pool.drain.call_count == 1


def test_an_outage_is_one_line_in_the_log(visitor, without_database, caplog):
    with without_database():
        visitor.get("/search/?q=a")
    assert "Service Unavailable: /search/ (the connection is closed)" in caplog.messages
    assert "Traceback" not in caplog.text


def test_an_invalid_query_is_still_logged_with_a_traceback(visitor, caplog):
    def fail(execute, sql, params, many, context):
        return execute("SELECT no_such_column FROM blog_post", (), many, context)

    with connection.execute_wrapper(fail):
        response = visitor.get("/search/?q=a")
    assert response.status_code == 500
    assert any(record.exc_info for record in caplog.records if record.levelno == logging.ERROR)
