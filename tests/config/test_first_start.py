"""The first start of an installation, with real processes. Each service is combined with each of the others."""

import os
import urllib.request
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.config.file_modes import is_private

POSTGRES, REDIS = os.environ.get("TEST_DATABASE_URL", ""), os.environ.get("TEST_REDIS_URL", "")
# A start takes ten seconds of processor time, so all pairs are tested instead of all eight combinations.
PAIRS = [
    ("SQLite", "no Redis", "files"),
    ("SQLite", "Redis", "S3"),
    ("PostgreSQL", "no Redis", "S3"),
    ("PostgreSQL", "Redis", "files"),
]
COMBINATIONS = [pair for pair in PAIRS if (POSTGRES or "PostgreSQL" not in pair) and (REDIS or "Redis" not in pair)]


@contextmanager
def empty_database():
    import psycopg

    parts, name = urlsplit(POSTGRES), f"first_start_{os.getpid()}"
    with psycopg.connect(parts._replace(path="/postgres").geturl(), autocommit=True) as server:
        server.execute(f"CREATE DATABASE {name}")
        try:
            yield parts._replace(path=f"/{name}").geturl()
        finally:
            server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def variables(request, s3):
    database, cache, storage = request.param
    chosen = {}
    if cache == "Redis":
        chosen["REDIS_URL"] = REDIS
    if storage == "S3":
        chosen |= s3
    if database == "PostgreSQL":
        with empty_database() as url:
            yield chosen | {"DATABASE_URL": url}
    else:
        yield chosen | {"DATABASE_URL": "sqlite:///blog.sqlite3"}


@pytest.mark.parametrize("variables", COMBINATIONS, indirect=True, ids=" and ".join)
def test_the_first_start_creates_everything_it_needs_for_its_user_only(start_and_stop, new_environment, variables):
    folder = Path(new_environment["DATA_DIR"])
    assert not folder.exists()

    def look():
        urllib.request.urlopen(f"http://127.0.0.1:{new_environment['PORT']}/", timeout=10).close()
        private = [folder, folder / "secret_key", folder / "logs", *folder.glob("*.sqlite3*")]
        assert len(private) > (2 if "postgres" in variables["DATABASE_URL"] else 3)
        assert [path for path in private if not is_private(path)] == []

    out, code = start_and_stop(look, **variables)
    assert "The blog   http://localhost:" in out
    assert out.endswith("Stopped.\n")
    assert code == 0
