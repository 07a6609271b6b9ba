"""The version in pyproject.toml and the sections of CHANGELOG.md: ``## 0.2.0 – 2026-11-28``, newest first."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path

SECTION = re.compile(r"^## (.*)\n((?:(?!## ).*\n?)*)", re.MULTILINE)
HEADING = re.compile(r"(\d+\.\d+\.\d+) – (\d{4}-\d\d-\d\d)")


def project_version(root: Path) -> str:
    return str(tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"])


def numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


def sections(text: str) -> list[tuple[str, date, str]]:
    """Version, date and text of each section. Raises ValueError for a heading of another form."""
    found = []
    for heading, body in SECTION.findall(text):
        match = HEADING.fullmatch(heading)
        if match is None:
            raise ValueError(f"CHANGELOG.md: “{heading}” must be a version and a date, such as 0.2.0 – 2026-11-28.")
        found.append((match[1], date.fromisoformat(match[2]), body.strip()))
    return found


def problems(root: Path, version: str, today: date) -> list[str]:
    """What keeps ``version`` from being released today."""
    try:
        found = sections((root / "CHANGELOG.md").read_text(encoding="utf-8"))
    except ValueError as error:
        return [str(error)]
    wrong = []
    order = [(numbers(name), day) for name, day, _text in found]
    if order != sorted(order, reverse=True):
        wrong.append("CHANGELOG.md: the newest version must come first.")
    newest, day, text = found[0] if found else ("", today, "")
    if newest != version:
        wrong.append(f"pyproject.toml is at {version}, but the first section of CHANGELOG.md is “{newest}”.")
    elif day != today:
        wrong.append(f"CHANGELOG.md dates {version} {day}; today is {today}.")
    elif not text:
        wrong.append(f"CHANGELOG.md says nothing about {version}.")
    if f"| {version.rpartition('.')[0]} | yes |" not in (root / "SECURITY.md").read_text(encoding="utf-8"):
        wrong.append(f"SECURITY.md doesn't list {version.rpartition('.')[0]} as a supported version.")
    return wrong
