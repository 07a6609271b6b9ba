"""Reading versions past the ORM: commits of other connections are seen at once, and cost more than a look only then."""

import subprocess
import sys
import threading

import pytest
from django.db import DatabaseError, connection, transaction

from blog.cache import version_reader
from blog.cache.version_reader import CommittedVersions
from tests.page_cache import versions_in_file

is_sqlite = connection.vendor == "sqlite"
pytestmark = pytest.mark.django_db(transaction=not is_sqlite)
UPSERT = "INSERT INTO blog_pageversion (tag, version) VALUES ('{}', {}) ON CONFLICT (tag) DO UPDATE SET version = {}"


class Writer:
    """The connection of another process, that changes versions as ``invalidate`` does."""

    def __init__(self, link):
        self.execute = link.execute

    def change(self, tag, version):
        self.execute("BEGIN")
        self.change_without_commit(tag, version)
        self.execute("COMMIT")

    def change_without_commit(self, tag, version):
        for changed in ("any", tag):
            self.execute(UPSERT.format(changed, version, version))


@pytest.fixture
def site(tmp_path, monkeypatch):
    if is_sqlite:
        with versions_in_file(tmp_path / "db.sqlite3", monkeypatch) as link:
            yield Writer(link)
        return
    link = version_reader.open_link()
    yield Writer(link.connection)
    link.close()


@pytest.fixture
def reader():
    found = CommittedVersions()
    yield found
    found.close()


@pytest.fixture
def asked(reader, monkeypatch):
    """The queries of the reader."""
    found, query = [], reader.query
    monkeypatch.setattr(reader, "query", lambda sql, *rest: [found.append(sql), query(sql, *rest)][1])
    return found


def test_tags_that_never_changed_have_version_0(site, reader):
    assert reader.read(["site"])["site"] == 0


def test_a_commit_is_seen_at_once(site, reader):
    for version in range(1, 4):
        site.change("site", version)
        assert reader.read(["site"])["site"] == version


def test_changes_are_not_seen_before_their_commit(site, reader):
    site.execute("BEGIN")
    site.change_without_commit("site", 1)
    assert reader.read(["site"])["site"] == 0
    site.execute("COMMIT")
    assert reader.read(["site"])["site"] == 1


def test_nothing_is_read_again_without_a_commit(site, reader, asked):
    reader.read(["site", "posts"])
    asked.clear()
    reader.read(["posts", "site"])
    looks = [] if is_sqlite else [version_reader.COMMIT_MARKER["postgresql"]]
    assert asked == looks
    site.change("post:1", 1)
    asked.clear()
    reader.read(["site"])
    assert len(asked) == len(looks) + 1


def test_what_was_derived_is_forgotten_after_a_commit(site, reader):
    reader.notice_commits()
    reader.derived["page"] = "Hello"
    reader.notice_commits()
    assert reader.derived == {"page": "Hello"}
    site.change("site", 1)
    reader.notice_commits()
    assert reader.derived == {}


def test_each_thread_sees_commits_of_the_others(site, reader):
    def change_and_read():
        site.change("site", 5)
        seen.append(reader.read(["site"])["site"])
        reader.close()

    seen = [reader.read(["site"])["site"]]
    thread = threading.Thread(target=change_and_read)
    if is_sqlite:  # whose connections stay in their thread
        site.change("site", 5)
        seen.append(5)
    else:
        thread.start()
        thread.join()
    assert [*seen, reader.read(["site"])["site"]] == [0, 5, 5]


@pytest.mark.skipif(not is_sqlite, reason="the write-ahead log of SQLite")
class TestWithSQLite:
    def test_every_commit_changes_the_header_of_the_index(self, site, reader):
        """Also those around a checkpoint, after which the log begins at its start, and those of other tables."""
        reader.notice_commits()
        seen = {reader.wal.header()}
        site.execute("CREATE TABLE other (number INTEGER)")
        for number in range(50):
            seen.add(reader.wal.header())
            if number % 10 == 0:
                site.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            site.execute(f"INSERT INTO other VALUES ({number})")
        assert len(seen | {reader.wal.header()}) >= 52

    def test_reading_changes_nothing(self, site, reader):
        reader.notice_commits()
        header = reader.wal.header()
        site.execute("SELECT * FROM blog_pageversion").fetchall()
        assert reader.wal.header() == header

    def test_a_commit_of_another_process_is_seen(self, site, reader, tmp_path):
        assert reader.read(["site"])["site"] == 0
        change = f"import sqlite3; sqlite3.connect(r'{tmp_path}/db.sqlite3', isolation_level=None).execute('{UPSERT}')"
        subprocess.run(
            [sys.executable, "-W", "ignore", "-c", change.format("site", 3, 3).replace("'site'", '"site"')], check=True
        )
        assert reader.read(["site"])["site"] == 3

    def test_sqlite_is_asked_without_a_log(self, site, reader, asked):
        reader.notice_commits()
        reader.close()
        site.execute("PRAGMA journal_mode = delete")
        for version in (1, 2):
            site.change("site", version)
            assert reader.read(["site"])["site"] == version
        assert reader.wal is None
        assert version_reader.COMMIT_MARKER["sqlite"] in asked


def test_a_connection_that_was_closed_is_opened_again(site, reader):
    reader.read(["site"])
    reader.link.connection.close()
    assert reader.read(["site", "posts"])["posts"] == 0


def test_a_database_that_fails_raises_the_errors_of_django(site, reader):
    site.execute("ALTER TABLE blog_pageversion RENAME TO elsewhere")
    try:
        with pytest.raises(DatabaseError):
            reader.read(["site"])
    finally:
        site.execute("ALTER TABLE elsewhere RENAME TO blog_pageversion")
    assert reader.read(["site"])["site"] == 0


def test_versions_are_read_by_one_query_inside_a_transaction(django_assert_num_queries):
    with transaction.atomic():
        with django_assert_num_queries(1):
            assert version_reader.read_versions(["site", "posts"]) == {"site": 0, "posts": 0}
        assert version_reader.remembered_since_commit() is None


def test_no_tags_need_no_query(django_assert_num_queries):
    with transaction.atomic(), django_assert_num_queries(0):
        assert version_reader.read_versions([]) == {}


def test_a_database_that_cannot_be_reached_raises_the_error_that_callers_expect(reader, monkeypatch):
    def refuse(link, parameters):
        raise link.Database.OperationalError("connection refused")

    monkeypatch.setattr(type(connection.copy()), "get_new_connection", refuse)
    with pytest.raises(DatabaseError, match="connection refused"):
        reader.notice_commits()
