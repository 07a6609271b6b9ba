"""A full disk neither rejects correct passwords nor fills the log with tracebacks."""

import pytest
from django.core.cache import caches
from django.core.management import call_command
from django.db import OperationalError, connection
from django.test import Client

from config.runtime.log_formatters import make_formatter
from config.runtime.output_log import Log
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def full_disk():
    """A context manager in which the database can be read but not written."""

    def fail(execute, sql, params, many, context):
        if sql.split()[0] in {"INSERT", "UPDATE", "DELETE"}:
            raise OperationalError("database or disk is full")
        return execute(sql, params, many, context)

    return lambda: connection.execute_wrapper(fail)


@pytest.fixture(autouse=True)
def _cache_in_the_database(db, settings):
    settings.CACHES = {
        **settings.CACHES,
        "default": {"BACKEND": "config.backends.database_cache.CheckedDatabaseCache", "LOCATION": "cache_entries"},
    }
    call_command("createcachetable")


def test_a_login_on_a_full_disk_is_503_and_not_429(bob, full_disk):
    visitor = Client(raise_request_exception=False, headers={"Sec-Fetch-Site": "same-origin"})
    with full_disk():
        response = visitor.post("/accounts/login/", {"login": bob.email, "password": PASSWORD})
    assert response.status_code == 503
    assert "Logging in is temporarily unavailable" in response.content.decode()


def test_adding_an_existing_cache_key_is_no_error():
    assert caches["default"].add("a", 1) is True
    assert caches["default"].add("a", 2) is False
    assert caches["default"].get("a") == 1


def test_log_lines_still_reach_the_terminal_on_a_full_disk(tmp_path, capsys):
    (tmp_path / "colophon.log").symlink_to("/dev/full")
    log = Log(tmp_path / "colophon.log", make_formatter("text"))
    for _ in range(3):
        log.write("A line.\n")
    seen = capsys.readouterr()
    assert seen.out == "A line.\n" * 3
    assert "Traceback" not in seen.err
