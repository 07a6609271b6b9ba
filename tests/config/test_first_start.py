"""The first start of an installation, with real processes and every combination of services."""

import os
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from urllib.parse import urlsplit

import pytest

POSTGRES, REDIS = os.environ.get("TEST_DATABASE_URL", ""), os.environ.get("TEST_REDIS_URL", "")
DATABASES = ["SQLite", "PostgreSQL"] if POSTGRES else ["SQLite"]
CACHES = ["no Redis", "Redis"] if REDIS else ["no Redis"]
COMBINATIONS = list(product(DATABASES, CACHES, ["files", "S3"]))


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
    chosen = {"SECRET_KEY": "k" * 50}
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
def test_the_first_start_creates_everything_it_needs(start_and_stop, environment, variables):
    assert not Path(environment["DATA_DIR"]).exists()
    out, code = start_and_stop(**variables)
    assert "The blog   http://localhost:" in out
    assert out.endswith("Stopped.\n")
    assert code == 0
