"""The catalogues under locale/: complete, compiled, and with the placeholders of the original."""

import ast
import re
from pathlib import Path

import polib
import pytest

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ["ar", "de", "es", "fr", "ja"]
CALLS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
TRANSLATE = re.compile(r"""{%\s*translate\s+(?:"([^"]+)"|'([^']+)')""")


def catalogue(language, kind="po"):
    path = ROOT / "locale" / language / "LC_MESSAGES" / f"django.{kind}"
    return (polib.pofile if kind == "po" else polib.mofile)(str(path))


def originals():
    """What the source asks for: calls in Python and translate tags, as far as both name a plain string."""
    for app in ("accounts", "blog", "comments", "config"):
        for path in (ROOT / app).rglob("*.py"):
            if {"migrations", "demo"} & set(path.parts):
                continue
            for node in ast.walk(ast.parse(path.read_text())):
                if not isinstance(node, ast.Call) or getattr(node.func, "id", "") not in CALLS:
                    continue
                if node.args and isinstance(node.args[0], ast.Constant):
                    yield node.args[0].value
    for path in (ROOT / "templates").rglob("*.*"):
        if "styleguide" not in path.parts:
            yield from (found[0] or found[1] for found in TRANSLATE.findall(path.read_text()))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_string_is_translated(language):
    known = {entry.msgid for entry in catalogue(language) if entry.translated() and not entry.fuzzy}
    assert sorted(set(originals()) - known) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_left_empty_or_uncertain(language):
    assert [entry.msgid for entry in catalogue(language) if not entry.translated() or entry.obsolete] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_are_those_of_the_original(language):
    wrong = []
    for entry in catalogue(language):
        forms = entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]
        allowed = set(PLACEHOLDER.findall(entry.msgid)) | set(PLACEHOLDER.findall(entry.msgid_plural))
        for form in forms:
            found = set(PLACEHOLDER.findall(form))
            # A plural form such as the Arabic for two may do without the number.
            if found - allowed or (not entry.msgid_plural and found != allowed):
                wrong.append((entry.msgid, form))
    assert wrong == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_compiled_catalogue_is_that_of_the_text(language):
    def content(entries):
        return {entry.msgid: entry.msgstr or entry.msgstr_plural for entry in entries if entry.msgid}

    assert content(catalogue(language, "mo")) == content(catalogue(language))
