"""A full disk is no reason to call a correct password wrong, or to fill the log with tracebacks."""

import pytest
from django.core.cache import caches
from django.core.management import call_command
from django.db import OperationalError, connection
from django.test import Client

from config.log_formatters import make_formatter
from config.runtime.supervisor import Log
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db


@pytest.fixture
def full_disk():
    """Use as a context manager: nothing can be written to the database, everything can be read."""

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


def test_a_correct_password_is_told_to_wait_and_not_that_it_was_tried_too_often(bob, full_disk):
    visitor = Client(raise_request_exception=False, headers={"Sec-Fetch-Site": "same-origin"})
    with full_disk():
        answer = visitor.post("/accounts/login/", {"login": bob.email, "password": PASSWORD})
    assert answer.status_code == 503
    assert "Logging in is temporarily unavailable" in answer.content.decode()


def test_a_key_that_is_there_already_is_no_error():
    assert caches["default"].add("a", 1) is True
    assert caches["default"].add("a", 2) is False
    assert caches["default"].get("a") == 1


def test_a_log_that_cannot_be_written_still_reaches_the_terminal(tmp_path, capsys):
    (tmp_path / "colophon.log").symlink_to("/dev/full")
    log = Log(tmp_path / "colophon.log", make_formatter("text"))
    for _ in range(3):
        log.write("A line.\n")
    seen = capsys.readouterr()
    assert seen.out == "A line.\n" * 3
    assert "Traceback" not in seen.err
