"""Front matter: a simple subset of YAML between ``---``, or TOML between ``+++``."""

import re
import tomllib
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime

from blog.importing.article import ArticleRefused

FENCED = re.compile(
    r"\A(?P<fence>---|\+\+\+)[ \t]*\n(?P<matter>.*?)^(?P=fence)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE
)
KEY = re.compile(r"([A-Za-z_][\w -]*?)[ \t]*:(?:[ \t]+(.*))?")
ITEM = re.compile(r"[ \t]*-[ \t]+(.+)")
FOLDED = {">", ">-", "|", "|-"}

Value = str | list[str]


def split(source: str) -> tuple[dict[str, Value], str]:
    """The values by lower-case key, and the text after them. Nested mappings are skipped."""
    found = FENCED.match(source)
    if found is None:
        return {}, source
    matter = found["matter"]
    values = _toml(matter) if found["fence"] == "+++" else _yaml(matter)
    return values, source[found.end() :]


def split_list(value: Value) -> list[str]:
    """A list as typed: ``[a, b]``, one item per line, or ``a, b``."""
    parts = value if isinstance(value, list) else value.split(",")
    return [part.strip() for part in parts if part.strip()]


def join_list(value: Value) -> str:
    return ", ".join(value) if isinstance(value, list) else value


def parse_moment(value: str) -> datetime:
    """A date, or a date and time, in the site's time zone unless it names one. Raises ArticleRefused."""
    try:
        when = parse_datetime(value) or parse_date(value)
    except ValueError:
        when = None
    if when is None:
        raise ArticleRefused(f"“{value}” is not a valid date. Write 2026-03-09 or 2026-03-09T08:30:00+01:00.")
    if not isinstance(when, datetime):
        when = datetime(when.year, when.month, when.day)  # noqa: DTZ001 (the zone is given below)
    return when if timezone.is_aware(when) else timezone.make_aware(when)


def _toml(matter: str) -> dict[str, Value]:
    try:
        values = tomllib.loads(matter)
    except tomllib.TOMLDecodeError as error:
        raise ArticleRefused(f"The front matter is not valid TOML: {error}.") from error
    return {_key(key): _plain(value) for key, value in values.items() if not isinstance(value, dict)}


def _plain(value: Any) -> Value:
    if isinstance(value, list):
        return [str(item) for item in value]
    return value.isoformat() if isinstance(value, date) else str(value)


def _yaml(matter: str) -> dict[str, Value]:
    values: dict[str, Value] = {}
    key = ""
    for line in matter.splitlines():
        item, pair = ITEM.fullmatch(line), KEY.fullmatch(line)
        if pair:
            key = _key(pair[1])
            values[key] = _scalar(pair[2] or "")
        elif key and item:
            items = values[key] if isinstance(values[key], list) else []
            values[key] = [*items, join_list(_scalar(item[1]))]
        elif key and line.startswith(" ") and isinstance(values[key], str):
            values[key] = f"{'' if values[key] in FOLDED else values[key]} {line.strip()}".strip()
    return values


def _key(key: str) -> str:
    return key.strip().lower().replace("-", "_").replace(" ", "_")


def _scalar(value: str) -> Value:
    value = value.strip()
    if value.startswith("[") and value.endswith("]"):
        return [join_list(_scalar(part)) for part in value[1:-1].split(",") if part.strip()]
    if len(value) > 1 and value[0] == value[-1] == '"':
        return value[1:-1].replace('\\"', '"')
    if len(value) > 1 and value[0] == value[-1] == "'":
        return value[1:-1].replace("''", "'")
    return re.sub(r"\s+#.*\Z", "", value)
