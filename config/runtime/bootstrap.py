"""Brings the database, static files and demo up to date before the blog starts. Fast if nothing has changed."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from types import SimpleNamespace

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from config.runtime.private_files import make_private

Report = Callable[[str], object]


def bootstrap(report: Report) -> None:
    make_private(settings.DATA_DIR)
    if has_new_migrations():
        report("Preparing the database …")
        call_command("migrate", interactive=False, verbosity=0)
    if not settings.REDIS_URL:
        call_command("createcachetable", verbosity=0)
    collect_static(report)
    if settings.LOAD_DEMO:
        call_command("load_demo", stdout=SimpleNamespace(write=lambda text: report(text.rstrip("\n"))))


def has_new_migrations() -> bool:
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def collect_static(report: Report) -> None:
    stamp = settings.DATA_DIR / "static.stamp"
    fingerprint = static_fingerprint()
    if is_same(stamp, fingerprint) and (settings.STATIC_ROOT / "staticfiles.json").exists():
        return
    report("Collecting the static files …")
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(fingerprint, encoding="utf-8")


def is_same(stamp: Path, fingerprint: str) -> bool:
    return stamp.exists() and stamp.read_text(encoding="utf-8") == fingerprint


def static_fingerprint() -> str:
    """A hash of the name, size and modification time of all files that ``collectstatic`` would find."""
    seen = sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            state = Path(storage.path(name)).stat()
            seen.update(f"{name} {state.st_size} {state.st_mtime_ns}\n".encode())
    return seen.hexdigest()
