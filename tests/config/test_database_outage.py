"""Without its database the blog shows what it has in memory, and says at once that the rest has to wait."""

import logging

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import OperationalError, connection
from django.test import Client

from config import database_outage
from config.database_outage import outage
from tests.factories import PASSWORD, make_post

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor():
    return Client(raise_request_exception=False, headers={"Sec-Fetch-Site": "same-origin"})


@pytest.fixture
def asked():
    """The queries that reached the database while it was down."""
    return []


@pytest.fixture
def without_database(asked):
    """Use as a context manager: every query fails, as when the server has been stopped."""

    def fail(execute, sql, params, many, context):
        asked.append(sql)
        raise OperationalError("the connection is closed")

    return lambda: connection.execute_wrapper(fail)


def test_pages_in_the_cache_stay_and_the_rest_has_to_wait(visitor, without_database):
    make_post("The Title")
    make_post("Another")
    page = visitor.get("/articles/the-title/").content
    with without_database():
        for _ in range(3):
            answer = visitor.get("/articles/the-title/")
            assert (answer.status_code, answer.content) == (200, page)
            answer = visitor.get("/articles/another/")
            assert answer.status_code == 503
            assert int(answer.headers["Retry-After"]) > 0
            assert "Temporarily unavailable" in answer.content.decode()
            assert "default-src 'self'" in answer.headers["Content-Security-Policy"]
            assert answer.headers["Cache-Control"] == "no-store, private"
    assert visitor.get("/articles/another/").status_code in {200, 503}


@pytest.mark.parametrize("path", ["/accounts/login/", "/search/?q=a", "/healthz", "/accounts/profile/", "/admin/"])
def test_what_needs_the_database_has_to_wait(visitor, bob, without_database, path):
    visitor.force_login(bob)
    with without_database():
        answer = visitor.get(path)
    assert answer.status_code == 503
    assert "Retry-After" in answer.headers


def test_a_login_is_told_that_it_has_to_wait_and_sees_no_password(visitor, bob, without_database):
    with without_database():
        answer = visitor.post("/accounts/login/", {"login": bob.email, "password": PASSWORD})
    assert answer.status_code == 503
    assert "Logging in is temporarily unavailable" in answer.content.decode()
    assert PASSWORD not in answer.content.decode()


def test_a_comment_is_given_back_and_can_be_sent_again(visitor, without_database):
    make_post("The Title")
    text = 'A long thought.\n\n<b>"With" everything</b>'
    form = {"name": "Ann", "email": "ann@example.org", "body": text, "parent": "7", "password": "hunter2"}
    with without_database():
        page = visitor.post("/articles/the-title/comments/", form).content.decode()
    assert "A long thought.\n\n&lt;b&gt;&quot;With&quot; everything&lt;/b&gt;</textarea>" in page
    assert '<form method="post" action=""' in page
    for field in ('name="name" value="Ann"', 'name="email" value="ann@example.org"', 'name="parent" value="7"'):
        assert field in page
    assert "hunter2" not in page


def test_a_long_article_is_given_back_whole(visitor, edith, without_database):
    visitor.force_login(edith)
    with without_database():
        page = visitor.post("/admin/blog/post/add/", {"title": "T", "body": "word " * 39_000}).content.decode()
    assert "word " * 39_000 in page


def test_files_are_not_read_meanwhile(visitor, without_database):
    outage.begin(OperationalError("gone"))
    file = SimpleUploadedFile("big.bin", b"x" * 4_000_000)
    answer = visitor.post("/articles/the-title/comments/", {"body": "Hello.", "file": file})
    assert answer.status_code == 503
    assert "Hello." not in answer.content.decode()


def test_nobody_waits_for_a_database_that_is_known_to_be_gone(visitor, without_database, asked):
    make_post("The Title")
    visitor.get("/articles/the-title/")
    outage.begin(OperationalError("gone"))
    with without_database():
        assert visitor.get("/articles/the-title/").status_code == 200
        assert visitor.get("/search/").status_code == 503
        assert visitor.post("/accounts/login/", {"login": "a@example.org", "password": "x"}).status_code == 503
    assert asked == []


def test_one_request_tries_again_after_a_while_and_ends_the_outage(visitor, monkeypatch, caplog):
    make_post("The Title")
    now = 1_000.0
    monkeypatch.setattr(database_outage.time, "monotonic", lambda: now)
    outage.begin(OperationalError("gone"))
    assert visitor.get("/search/").status_code == 503
    now += 3
    assert outage.is_on() is False  # one that tries …
    assert outage.is_on() is True  # … while the others do not wait
    now += 3
    assert visitor.get("/articles/the-title/").status_code == 200
    assert visitor.get("/search/").status_code == 200
    assert "The database answers again." in caplog.messages


def test_an_outage_is_one_line_in_the_log(visitor, without_database, caplog):
    with without_database():
        visitor.get("/search/?q=a")
    assert "Service Unavailable: /search/ (the connection is closed)" in caplog.messages
    assert "Traceback" not in caplog.text


def test_a_wrong_query_is_still_an_error_with_a_traceback(visitor, caplog):
    def fail(execute, sql, params, many, context):
        return execute("SELECT no_such_column FROM blog_post", (), many, context)

    with connection.execute_wrapper(fail):
        answer = visitor.get("/search/?q=a")
    assert answer.status_code == 500
    assert any(record.exc_info for record in caplog.records if record.levelno == logging.ERROR)
