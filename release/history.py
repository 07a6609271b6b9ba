"""What git knows: the last release, and migrations that were changed since."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from pathlib import Path

from release.changelog import numbers


def git(root: Path, *arguments: str) -> str:
    command = ["git", *arguments]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=True).stdout.strip()  # noqa: S603


def last_tag(root: Path) -> str:
    """The highest version among the tags v1.2.3 that the current commit is based on; empty before the first release."""
    tags = git(root, "tag", "--merged", "HEAD", "--list", "v[0-9]*.[0-9]*.[0-9]*").split()
    return max(tags, key=lambda tag: numbers(tag.removeprefix("v")), default="")


def problems(root: Path, version: str, tag: str) -> Iterator[str]:
    """Released migrations never change: databases that have applied them wouldn't notice.

    Imports and functions of data migrations may follow product code that was moved; their Migration class may not.
    """
    if git(root, "status", "--porcelain"):
        yield "There are uncommitted changes: commit them."
    if not tag:
        return
    if numbers(version) <= numbers(tag.removeprefix("v")):
        yield f"pyproject.toml is at {version}, but {tag} is already released: raise the version."
    for line in git(root, "diff", "--name-status", "--no-renames", tag, "HEAD", "--", "*/migrations/*.py").splitlines():
        kind, _, name = line.partition("\t")
        if kind == "D":
            yield f"{name} was released with {tag} and has been removed since."
        elif kind == "M" and migration(git(root, "show", f"{tag}:{name}")) != migration(
            git(root, "show", f"HEAD:{name}")
        ):
            yield f"{name} was released with {tag} and has been changed since."


def migration(source: str) -> str:
    """The Migration class: dependencies and operations, without comments and formatting."""
    classes = [node for node in ast.parse(source).body if isinstance(node, ast.ClassDef) and node.name == "Migration"]
    return "".join(map(ast.dump, classes))
