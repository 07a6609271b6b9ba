"""People with a meaning: alice writes, edith edits, mona moderates, root is a superuser, bob reads; ``client`` is a stranger."""

import gc
from contextlib import ExitStack

import hypothesis
import pytest
from django.conf import settings
from django.core.cache import caches
from django.db import connection
from django.test import client as test_client

from blog.cache import version_reader
from config.backends import redis_cache
from config.middleware import maintenance_mode
from config.runtime import database_outage
from tests import migrated_database
from tests.factories import make_user
from tests.page_cache import CachingHandler, forget_pages

# Tests switch maintenance mode on and off within its interval.
maintenance_mode.CHECK_INTERVAL = 0
# Every test client gets pages through the page cache, as visitors do.
test_client.ClientHandler = CachingHandler

# Its tests run in a process of their own: tests/accounts/test_social_login.py.
collect_ignore = [] if settings.SOCIAL_LOGIN else ["social_on"]


def pytest_collection_finish():
    """Neither Django nor the thousands of collected tests are searched for garbage again and again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)


# Tests are not about time, and machines can be busy.
hypothesis.settings.register_profile(
    "suite", deadline=None, database=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("suite")


@pytest.fixture(scope="session")
def copy_of_the_database(pytestconfig):
    """Where the migrated SQLite database is kept between runs; None with PostgreSQL, or without pytest's cache."""
    is_possible = connection.vendor == "sqlite" and pytestconfig.pluginmanager.hasplugin("cacheprovider")
    return migrated_database.path_of_copy(pytestconfig.cache.mkdir("migrated")) if is_possible else None


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings, copy_of_the_database):
    database = migrated_database.restore(copy_of_the_database) if copy_of_the_database else None
    yield
    if database:
        database.close()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker, copy_of_the_database):
    with ExitStack() as until_the_end:
        with django_db_blocker.unblock():
            if copy_of_the_database and not copy_of_the_database.exists():
                migrated_database.save(copy_of_the_database)
            if connection.vendor == "sqlite":
                until_the_end.enter_context(migrated_database.instead_of_flushing())
        yield
        version_reader.committed.close()  # PostgreSQL drops no database that somebody is connected to


@pytest.fixture(autouse=True)
def _empty_caches(request):
    """Pages and rate limits of one test never reach the next."""
    forget_pages()
    if (
        "db" in request.fixturenames
        or "transactional_db" in request.fixturenames
        or request.node.get_closest_marker("django_db")
    ):
        request.getfixturevalue("db")
        caches["default"].clear()


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch):
    """Responses aren't delayed to a constant time; tests/accounts/test_timing_work.py tests that."""
    monkeypatch.setattr("accounts.middleware.STEP_SECONDS", 0)


@pytest.fixture(autouse=True)
def _no_outage():
    """What is remembered of a database or Redis that failed in one test does not reach the next."""
    yield
    database_outage.outage.next_try = redis_cache.outage.next_try = 0.0


@pytest.fixture
def alice(db):
    return make_user("alice@example.org", display_name="Alice Author", groups=["Author"], is_staff=True)


@pytest.fixture
def edith(db):
    return make_user("edith@example.org", display_name="Edith Editor", groups=["Editor"], is_staff=True)


@pytest.fixture
def mona(db):
    return make_user("mona@example.org", display_name="Mona Moderator", groups=["Moderator"], is_staff=True)


@pytest.fixture
def root(db):
    return make_user("root@example.org", display_name="Ruth Root", is_staff=True, is_superuser=True)


@pytest.fixture
def bob(db):
    return make_user("bob@example.org", display_name="Bob Reader")


@pytest.fixture
def signed_in(client):
    """Sign the stranger in: ``signed_in(bob).get(…)``."""

    def sign_in(user):
        client.force_login(user)
        return client

    return sign_in
