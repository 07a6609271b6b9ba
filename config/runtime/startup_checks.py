"""Checks the database, Redis and the bucket before a process starts.

Raises ImproperlyConfigured with one sentence that names the variable and how to fix it.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader

from config.env.urls import masked
from config.env.variables import Env

SECONDS = 3
BUCKET_REMEDIES = {
    "NoSuchBucket": "The bucket does not exist: create it, or correct S3_BUCKET.",
    "InvalidAccessKeyId": "Correct S3_ACCESS_KEY.",
    "SignatureDoesNotMatch": "Correct S3_SECRET_KEY.",
    "PermanentRedirect": "Correct S3_REGION or S3_ENDPOINT_URL.",
    "AuthorizationHeaderMalformed": "Correct S3_REGION.",
}


def check_services() -> None:
    """Takes milliseconds, or some seconds if a server does not respond."""
    if settings.USES_POSTGRES:
        check_postgres()
    else:
        check_sqlite()
    check_no_newer_migrations()
    if settings.REDIS_URL:
        check_redis()
    if settings.S3_BUCKET:
        check_bucket()


def check_postgres() -> None:
    """Connect without the pool, which would retry until its timeout and log a warning each time."""
    import psycopg

    options: dict[str, Any] = {"connect_timeout": SECONDS, **connection.get_connection_params()}
    try:
        psycopg.connect(**options).close()
    except psycopg.Error as error:
        raise ImproperlyConfigured(
            f"{shown('DATABASE_URL')}: PostgreSQL cannot be used: {one_line(error)} "
            f"Start it, or correct the address, user name, password or name of the database."
        ) from error


def check_sqlite() -> None:
    name = shown("DATABASE_URL") if Env().text("DATABASE_URL") else f"DATA_DIR={str(settings.DATA_DIR)!r}"
    try:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA schema_version")
    except DatabaseError as error:
        raise ImproperlyConfigured(
            f"{name}: the database {connection.settings_dict['NAME']} cannot be used: {one_line(error)} "
            f"Its folder must exist and be writable for this user, and the file must be an SQLite database."
        ) from error


def check_no_newer_migrations() -> None:
    """Refuse to run old code on a newer database, where it would fail later."""
    if unknown := unknown_migrations():
        raise ImproperlyConfigured(
            f"The database was upgraded by a newer version of Colophon: {', '.join(unknown)} "
            f"{'is' if len(unknown) == 1 else 'are'} not known to this one. Start the newer version, or restore the "
            f"backup that was made before the upgrade."
        )


def unknown_migrations() -> list[str]:
    """Applied migrations that the code doesn't have, numbered like its newest one or higher.

    Lower numbers don't mean a newer version: packages remove migrations that they have squashed.
    """
    loader = MigrationLoader(connection)
    known = set(loader.disk_migrations)
    for migration in loader.disk_migrations.values():
        known.update(migration.replaces)
    newest: dict[str, int] = {}
    for app, name in loader.disk_migrations:
        newest[app] = max(newest.get(app, 0), number_of(name))
    return sorted(
        f"{app}.{name}"
        for app, name in set(loader.applied_migrations) - known
        if app in newest and number_of(name) >= newest[app]
    )


def number_of(migration: str) -> int:
    number = migration.partition("_")[0]
    return int(number) if number.isdecimal() else 0


def check_redis() -> None:
    from redis import Redis, RedisError
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    try:
        client = Redis.from_url(
            settings.REDIS_URL,
            socket_connect_timeout=SECONDS,
            socket_timeout=SECONDS,
            retry=Retry(NoBackoff(), 0),
        )
        client.set("colophon-start", 1, ex=1)  # even a read-only or full server responds to a ping
        client.close()
    except (RedisError, OSError, ValueError) as error:
        raise ImproperlyConfigured(
            f"{shown('REDIS_URL')}: Redis cannot be used: {one_line(error)} "
            f"Start it, or correct the address, password or number of the database."
        ) from error


def check_bucket() -> None:
    """Access keys without permission to list the bucket are fine."""
    from botocore.config import Config
    from botocore.exceptions import BotoCoreError, ClientError, NoCredentialsError
    from storages.backends.s3 import S3Storage

    limits = Config(connect_timeout=SECONDS, read_timeout=SECONDS, retries={"total_max_attempts": 1})
    name = f"S3_BUCKET={settings.S3_BUCKET!r}"
    try:
        storage = S3Storage(**settings.S3_OPTIONS, client_config=limits)
        storage.connection.meta.client.list_objects_v2(Bucket=settings.S3_BUCKET, MaxKeys=1)
    except ClientError as error:
        code = error.response.get("Error", {}).get("Code", "")
        if code != "AccessDenied":
            remedy = BUCKET_REMEDIES.get(code, "Correct the S3_… variables.")
            raise ImproperlyConfigured(f"{name} cannot be used: {one_line(error)} {remedy}") from error
    except NoCredentialsError as error:
        raise ImproperlyConfigured(f"{name} cannot be used: set S3_ACCESS_KEY and S3_SECRET_KEY.") from error
    except BotoCoreError as error:
        raise ImproperlyConfigured(
            f"{name} cannot be used: {one_line(error)} Correct S3_ENDPOINT_URL or S3_REGION, or start the service."
        ) from error


def shown(name: str) -> str:
    return f"{name}={masked(Env().text(name))!r}"


def one_line(error: Exception) -> str:
    text = "; ".join(line.strip() for line in str(error).splitlines() if line.strip())
    return text if text.endswith((".", "?", "!")) else f"{text}."
