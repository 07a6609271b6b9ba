"""A restart of PostgreSQL breaks the connections in the pool, but no request that comes after it."""

import pytest
from django.db import connection

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="only PostgreSQL has a pool"),
]


@pytest.fixture
def pool():
    from psycopg_pool import ConnectionPool

    from config.backends.postgres_pool import check_if_readable

    with ConnectionPool(kwargs=connection.get_connection_params(), min_size=1, check=check_if_readable) as pool:
        yield pool


def process_id(pool):
    with pool.connection() as borrowed:
        return borrowed.execute("SELECT pg_backend_pid()").fetchone()[0]


def test_an_open_connection_is_used_again(pool):
    assert process_id(pool) == process_id(pool)


def test_a_connection_that_the_server_closed_is_replaced(pool):
    first = process_id(pool)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [first])
    assert process_id(pool) != first
