"""Reading versions from a SQLite file: another connection's commits are seen at once, and cost a query only then."""

import sqlite3
import threading

import pytest
from django.db import connection

from blog.cache import version_reader
from blog.cache.version_reader import SQLiteVersions


@pytest.fixture
def site(tmp_path, monkeypatch):
    """The connection of a process that writes."""
    path = tmp_path / "db.sqlite3"
    monkeypatch.setitem(connection.settings_dict, "NAME", str(path))
    link = sqlite3.connect(path, isolation_level=None)
    link.execute("PRAGMA journal_mode = wal")
    link.execute("CREATE TABLE blog_pageversion (tag TEXT PRIMARY KEY, version INTEGER)")
    yield link
    link.close()


@pytest.fixture
def reader():
    found = SQLiteVersions()
    yield found
    found.close()


def test_tags_that_never_changed_have_version_0(site, reader):
    assert reader.read(["site"]) == {"site": 0}


def test_a_commit_is_seen_at_once(site, reader):
    for version in range(1, 4):
        site.execute("REPLACE INTO blog_pageversion VALUES ('site', ?)", [version])
        assert reader.read(["site"])["site"] == version


def test_changes_are_not_seen_before_their_commit(site, reader):
    site.execute("BEGIN")
    site.execute("INSERT INTO blog_pageversion VALUES ('site', 1)")
    assert reader.read(["site"])["site"] == 0
    site.execute("COMMIT")
    assert reader.read(["site"])["site"] == 1


def test_nothing_is_read_again_without_a_commit(site, reader):
    reader.read(["site", "posts"])
    asked = []
    reader.connection.set_trace_callback(asked.append)
    reader.read(["posts", "site"])
    reader.read(["site", "post:1"])
    assert [sql for sql in asked if "SELECT" in sql] == [
        "SELECT tag, version FROM blog_pageversion WHERE tag IN ('post:1')"
    ]
    site.execute("INSERT INTO blog_pageversion VALUES ('any', 1)")
    asked.clear()
    reader.read(["site"])
    assert len([sql for sql in asked if "SELECT" in sql]) == 1


def test_each_thread_sees_commits_of_the_others(site, reader):
    def write_and_read():
        with sqlite3.connect(connection.settings_dict["NAME"]) as link:
            link.execute("INSERT INTO blog_pageversion VALUES ('site', 5)")
        link.close()
        seen.append(reader.read(["site"])["site"])
        reader.close()

    seen = [reader.read(["site"])["site"]]
    thread = threading.Thread(target=write_and_read)
    thread.start()
    thread.join()
    assert [*seen, reader.read(["site"])["site"]] == [0, 5, 5]


def test_the_connection_writes_nothing(site, reader):
    reader.read(["site"])
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        reader.connection.execute("DELETE FROM blog_pageversion")


def test_after_an_error_the_file_is_opened_again(site, reader):
    reader.read(["site"])
    site.execute("DROP TABLE blog_pageversion")
    with pytest.raises(sqlite3.OperationalError):
        reader.read(["site"])
    site.execute("CREATE TABLE blog_pageversion (tag TEXT PRIMARY KEY, version INTEGER)")
    assert reader.read(["site"]) == {"site": 0}


def test_other_databases_are_read_by_one_query(db, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert version_reader.read_versions(["site", "posts"]) == {"site": 0, "posts": 0}
