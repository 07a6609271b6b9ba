import sqlite3

import pytest
from django.apps import apps
from django.db import connection, connections

from accounts.roles import grant
from tests.factories import make_comment, make_post


@pytest.fixture
def moderator(client, mona):
    """Mona's browser."""
    client.force_login(mona)
    return client


@pytest.fixture
def comment(db):
    return make_comment(make_post())


@pytest.fixture
def on_file(transactional_db, tmp_path, monkeypatch):
    """The database of the test where several connections can meet."""
    grant(apps.get_model)  # the tests before emptied the tables, the groups with them
    if connection.vendor != "sqlite":
        yield None
        return
    path = tmp_path / "test.sqlite3"
    with sqlite3.connect(path) as copy:
        connection.ensure_connection()
        connection.connection.backup(copy)
    copy.close()
    in_memory, settings = connections["default"], connections.settings["default"]
    options = settings["OPTIONS"] | {"timeout": 10}
    monkeypatch.setitem(connections.settings, "default", settings | {"NAME": str(path), "OPTIONS": options})
    connections["default"] = connections.create_connection("default")
    yield path
    connections["default"].close()
    connections["default"] = in_memory
