"""Unusable services are reported at the start, once, with the variable and the fix."""

import errno
import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db.migrations.recorder import MigrationRecorder

from config.runtime.serve import check_port, remedy
from config.runtime.startup_checks import check_bucket, check_no_newer_migrations, check_redis
from tests.config.processes import ROOT, free_port


def refusal(process):
    out, _ = process.communicate(timeout=60)
    assert process.returncode == 2
    assert "Traceback" not in out
    assert out.count("\n") == 1
    return out


def test_an_unreachable_database_server_is_reported_within_seconds(serve):
    started = time.monotonic()
    out = refusal(serve(DATABASE_URL="postgres://blog:hunter2@127.0.0.1:1/blog"))
    assert time.monotonic() - started < 20, "most of it is the start of Python on a busy machine"
    assert "DATABASE_URL='postgres://blog:…@127.0.0.1:1/blog': PostgreSQL cannot be used" in out
    assert "Connection refused" in out
    assert "Start it, or correct the address" in out


def test_a_file_that_isn_t_a_database_is_reported(serve, tmp_path):
    (tmp_path / "notes.txt").write_text("Buy milk. " * 100)
    out = refusal(serve(DATABASE_URL=f"sqlite:///{tmp_path}/notes.txt"))
    assert "DATABASE_URL=" in out
    assert "file is not a database" in out
    assert "must be an SQLite database" in out


def test_a_missing_database_folder_is_reported(serve, tmp_path):
    out = refusal(serve(DATABASE_URL=f"sqlite:///{tmp_path}/missing/blog.sqlite3"))
    assert "DATABASE_URL=" in out
    assert "Its folder must exist" in out


@pytest.mark.parametrize("url", ["redis://:hunter2@127.0.0.1:1/0", "unix:///nowhere/redis.sock"])
def test_an_unreachable_redis_is_reported(settings, monkeypatch, url):
    settings.REDIS_URL = url
    monkeypatch.setenv("REDIS_URL", url)
    with pytest.raises(ImproperlyConfigured, match="REDIS_URL=.*: Redis cannot be used: .* Start it") as caught:
        check_redis()
    assert "hunter2" not in str(caught.value)


def test_redis_is_checked_at_the_start(serve):
    assert "REDIS_URL='redis://127.0.0.1:1/0': Redis cannot be used" in refusal(
        serve(REDIS_URL="redis://127.0.0.1:1/0")
    )


def test_a_missing_bucket_is_reported_with_the_fix(serve, s3):
    out = refusal(serve(**s3 | {"S3_BUCKET": "nowhere"}))
    assert "S3_BUCKET='nowhere' cannot be used" in out
    assert "The bucket does not exist: create it, or correct S3_BUCKET." in out


def test_an_unreachable_object_store_is_reported(settings):
    settings.S3_BUCKET = "images"
    settings.S3_OPTIONS |= {
        "bucket_name": "images",
        "endpoint_url": "http://127.0.0.1:1",
        "access_key": "key",
        "secret_key": "secret",
    }
    with pytest.raises(ImproperlyConfigured, match=r"S3_BUCKET='images' cannot be used: .* Correct S3_ENDPOINT_URL"):
        check_bucket()


@pytest.mark.django_db
@pytest.mark.parametrize("newer", [("comments", "9999_from_the_future"), ("mfa", "9999_from_the_future")])
def test_old_code_refuses_a_newer_database_and_says_what_to_do(newer):
    check_no_newer_migrations()
    MigrationRecorder.Migration.objects.create(app=newer[0], name=newer[1])
    with pytest.raises(ImproperlyConfigured) as caught:
        check_no_newer_migrations()
    assert f"{newer[0]}.{newer[1]} is not known to this one" in str(caught.value)
    assert "Start the newer version, or restore the backup" in str(caught.value)


@pytest.mark.django_db
def test_a_migration_that_a_package_has_removed_does_not_mean_a_newer_version():
    MigrationRecorder.Migration.objects.create(app="auth", name="0002_removed_after_squashing")
    MigrationRecorder.Migration.objects.create(app="removed_app", name="0009_anything")
    check_no_newer_migrations()


def make_newer(environment):
    """Migrate the database as a newer version would."""
    [database] = Path(environment["DATA_DIR"]).glob("*.sqlite3")
    row = ("blog", "9999_from_the_future", "2099-01-01")
    with closing(sqlite3.connect(database)) as rows, rows:
        rows.execute("INSERT INTO django_migrations (app, name, applied) VALUES (?, ?, ?)", row)


def test_each_process_refuses_a_newer_database(environment, port):
    make_newer(environment)
    for command in (
        ["manage.py", "serve"],
        ["manage.py", "worker"],
        ["-m", "config.web_server", "127.0.0.1", str(port), "1", "1"],
    ):
        done = subprocess.run(
            [sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60
        )
        assert done.returncode == 2, command
        assert "blog.9999_from_the_future" in done.stderr
        assert "Traceback" not in done.stderr


def test_the_command_checks_the_services(settings, monkeypatch):
    monkeypatch.setattr("config.management.commands.check_services.check_services", lambda: None)
    call_command("check_services")


def test_a_second_start_names_the_running_process_but_not_one_that_crashed(environment, serve, start_and_stop):
    first = serve()
    assert any("Ctrl-C" in line for line in first.stdout)
    out = refusal(serve(PORT="1"))
    assert f"is running already, as process {first.pid}." in out
    assert "set another DATA_DIR and PORT" in out
    os.kill(first.pid, signal.SIGKILL)
    first.wait()
    out, code = start_and_stop(PORT=str(free_port()))
    assert code == 0, out


def test_a_foreign_address_is_reported_as_a_problem_of_host():
    with pytest.raises(CommandError, match="HOST must be an address of this machine"):
        check_port("192.0.2.1", 8000)
    with pytest.raises(CommandError, match="HOST must be an address of this machine"):
        check_port("nowhere.invalid", 8000)


def test_the_fix_for_a_privileged_port_is_a_higher_one():
    assert "use PORT=8000" in remedy(PermissionError(errno.EACCES, "Permission denied"), 80)
    assert "PORT=65534" in remedy(OSError(errno.EADDRINUSE, "Address already in use"), 65535)
