"""Imports redirects from a CSV file with old and new URLs. Each row is stored or rejected on its own."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import StringIO
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from blog.models import Redirect
from blog.models.redirect import decode_path, normalize_url
from blog.redirects import NO_TARGET, clean_former_url, clean_target, split_url

DELIMITERS = ",;\t"
# Column names in the exports of WordPress's Redirection, Netlify and Shopify, and in our own reports.
OLD_COLUMN = {"old", "from", "source", "path", "redirect from", "old url", "former address"}
NEW_COLUMN = {"new", "to", "target", "destination", "redirect to", "new url"}
GONE = {"410", "gone"}


@dataclass(frozen=True)
class Row:
    line: int
    old: str
    new: str
    problem: str = ""


@dataclass
class Report:
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: list[tuple[Row, str]] = field(default_factory=list)


def import_redirects(text: str, *, dry_run: bool = False) -> Report:
    """Store all valid rows in one transaction, and report the others. Chains become single redirects."""
    report = Report()
    rows = check_rows(text, report)
    targets: list[tuple[str, dict[str, Any]]] = []
    for address, row in rows.items():
        try:
            targets.append((address, final_target(row, rows)))
        except ValidationError as error:
            report.refused.append((row, " ".join(error.messages)))
    report.refused.sort(key=lambda refusal: refusal[0].line)
    with transaction.atomic():
        for address, target in targets:
            save_redirect(address, target, report)
        transaction.set_rollback(dry_run)
    return report


def check_rows(text: str, report: Report) -> dict[str, Row]:
    """The valid rows by normalized URL. Adds the others to the report."""
    rows: dict[str, Row] = {}
    for row in read_rows(text):
        try:
            if row.problem:
                raise ValidationError(row.problem)
            if not row.new:
                raise ValidationError(_("The new URL is missing. Enter 410 if the page was deleted."))
            address = clean_former_url(row.old)
            if address in rows:
                raise ValidationError(_("Line %(line)d already has this URL.") % {"line": rows[address].line})
        except ValidationError as error:
            report.refused.append((row, " ".join(error.messages)))
        else:
            rows[address] = row
    return rows


def read_rows(text: str) -> Iterator[Row]:
    """Two columns, or those named in the first row, separated by commas, semicolons or tabs."""
    first_line = text.partition("\n")[0]
    reader = csv.reader(StringIO(text, newline=""), delimiter=max(DELIMITERS, key=first_line.count))
    old, new, lines = 0, 1, enumerate(reader)
    while True:
        try:
            number, line = next(lines)
        except StopIteration:
            return
        except csv.Error:
            yield Row(reader.line_num, "", "", _("The rest of the file can’t be read. Is a quotation mark missing?"))
            return
        cells = [cell.strip() for cell in line]
        names = [cell.casefold() for cell in cells]
        if number == 0 and OLD_COLUMN & set(names) and NEW_COLUMN & set(names):
            old = next(place for place, name in enumerate(names) if name in OLD_COLUMN)
            new = next(place for place, name in enumerate(names) if name in NEW_COLUMN)
        elif any(cells):
            yield Row(reader.line_num, *("".join(cells[place : place + 1]) for place in (old, new)))


def final_target(row: Row, rows: dict[str, Row]) -> dict[str, Any]:
    """The target of a row, following other rows of the file. Raises ValidationError."""
    seen = set()
    while row.new.casefold() not in GONE:
        path = decode_path(split_url(row.new).path)
        address = normalize_url(path)
        if address not in rows:
            return clean_target(row.new)
        if address in seen:
            raise ValidationError(_("This URL redirects to itself."))
        seen.add(address)
        row = rows[address]
    return NO_TARGET


def save_redirect(address: str, target: dict[str, Any], report: Report) -> None:
    redirect = Redirect.objects.filter(path=address).first()
    if redirect is None:
        Redirect.objects.create(path=address, **target)
        report.created += 1
    elif {name: getattr(redirect, name) for name in target} == target:
        report.unchanged += 1
    else:
        Redirect.objects.filter(pk=redirect.pk).update(**target)
        report.updated += 1
