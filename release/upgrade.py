"""Upgrade a demo blog made by the last release, as ``make run`` would, and read every public page of the result.

On SQLite, in a temporary folder. The old code runs with the packages of its own requirements/base.txt, if it has one.
"""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

OURS = ("DATA_DIR", "SITE_URL", "HOST", "PORT", "DATABASE_URL", "REDIS_URL", "S3_BUCKET", "SOCIAL_LOGIN_ISSUER")
MADE_BY_PEOPLE = ("accounts_user", "blog_post", "blog_tag", "blog_image", "comments_comment")
OLD_STEPS = (["migrate", "--verbosity=0"], ["createcachetable"], ["load_demo"])
NEW_STEPS = (["migrate", "--verbosity=0"], ["collectstatic", "--no-input", "--verbosity=0"], ["check"], ["rerender"])


@contextmanager
def scratch_environment() -> Iterator[dict[str, str]]:
    """The environment of a local blog with default settings and an empty DATA_DIR, which is deleted afterwards."""
    kept = {name: value for name, value in os.environ.items() if name.removesuffix("_FILE") not in OURS}
    with TemporaryDirectory() as folder:
        yield {**kept, "DATA_DIR": f"{folder}/data"}


def problems(root: Path, tag: str, uv: str) -> list[str]:
    """Takes about a minute."""
    with scratch_environment() as environment:
        data = Path(environment["DATA_DIR"])
        old = data.parent / "code"
        try:
            run(["git", "worktree", "add", "--detach", str(old), tag], root, environment)
            python = old_python(old, data.parent / "venv", uv, environment)
            for step in OLD_STEPS:
                run([python, "manage.py", *step], old, environment)
            before = rows(data)
            for step in NEW_STEPS:
                run([sys.executable, "manage.py", *step], root, environment)
            run([sys.executable, "-m", "release.pages"], root, environment)
        except subprocess.CalledProcessError as error:
            command = " ".join(map(str, error.cmd))
            return [f"The upgrade from {tag} failed at “{command}”: {str(error.output).strip()[-2_000:]}"]
        finally:
            git_remove = ["git", "worktree", "remove", "--force", str(old)]
            subprocess.run(git_remove, cwd=root, capture_output=True)  # noqa: S603
        return differences(before, rows(data), tag)


def old_python(old: Path, venv: Path, uv: str, environment: Mapping[str, str]) -> str:
    requirements = old / "requirements" / "base.txt"
    if not requirements.exists():
        return sys.executable
    python = venv / "bin" / "python"
    run([uv, "venv", "--quiet", "--python", sys.executable, str(venv)], old, environment)
    install = [uv, "pip", "install", "--quiet", "--python", str(python), "--require-hashes", "-r", str(requirements)]
    run(install, old, environment)
    return str(python)


def run(command: list[str], folder: Path, environment: Mapping[str, str]) -> None:
    """Raises CalledProcessError, with everything that the command printed."""
    subprocess.run(  # noqa: S603
        command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=True
    )


def rows(data: Path) -> dict[str, int]:
    with closing(sqlite3.connect(data / "colophon.sqlite3")) as database:
        query = "SELECT count(*) FROM {}"
        return {table: database.execute(query.format(table)).fetchone()[0] for table in MADE_BY_PEOPLE}


def differences(before: Mapping[str, int], after: Mapping[str, int], tag: str) -> list[str]:
    return [
        f"After the upgrade from {tag}, {table} has {after[table]} rows instead of {number}."
        for table, number in before.items()
        if after[table] != number
    ]
