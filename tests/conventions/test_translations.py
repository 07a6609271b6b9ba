"""The catalogues in locale/ are complete, compiled, and have the placeholders of the originals."""

import ast
import re
from functools import cache
from pathlib import Path

import allauth
import django
import django_tasks_db.models
import polib
import pytest

from tests.conventions.catalogues import catalogue
from tests.conventions.source_files import ROOT

LANGUAGES = ["ar", "de", "es", "fr", "ja"]
CALLS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"}
CALLS_WITH_CONTEXT = {"pgettext", "pgettext_lazy"}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
TRANSLATE = re.compile(r"""{%\s*translate\s+(?:"([^"]+)"|'([^']+)')(?:\s+context\s+"([^"]+)")?""")


@cache
def originals():
    """The translatable strings as (context, string): calls in Python and translate tags with a literal."""
    return set(calls_and_tags())


def calls_and_tags():
    for app in ("accounts", "blog", "comments", "config"):
        for path in (ROOT / app).rglob("*.py"):
            if {"migrations", "demo"} & set(path.parts):
                continue
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.Call):
                    words = [part.value for part in node.args if isinstance(part, ast.Constant)]
                    if getattr(node.func, "id", "") in CALLS and words:
                        yield None, words[0]
                    elif getattr(node.func, "id", "") in CALLS_WITH_CONTEXT:
                        yield words[0], words[1]
    for path in (ROOT / "templates").rglob("*.*"):
        if "styleguide" not in path.parts:
            for double, single, context in TRANSLATE.findall(path.read_text()):
                yield context or None, (double or single).replace("%", "%%")  # as makemessages writes it


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_string_is_translated(language):
    known = {(entry.msgctxt, entry.msgid) for entry in catalogue(language) if entry.translated() and not entry.fuzzy}
    assert originals() - known == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_translation_is_missing_or_fuzzy(language):
    assert [entry.msgid for entry in catalogue(language) if not entry.translated() or entry.obsolete] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_translations_have_the_placeholders_of_the_original(language):
    wrong = []
    for entry in catalogue(language):
        forms = entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]
        allowed = set(PLACEHOLDER.findall(entry.msgid)) | set(PLACEHOLDER.findall(entry.msgid_plural))
        for form in forms:
            found = set(PLACEHOLDER.findall(form))
            # Some plural forms, such as the Arabic dual, need no number.
            if found - allowed or (not entry.msgid_plural and found != allowed):
                wrong.append((entry.msgid, form))
    assert wrong == []


@pytest.mark.parametrize("language", [*LANGUAGES, "en"])
def test_the_compiled_catalogue_is_up_to_date(language):
    def content(entries):
        return {(entry.msgctxt, entry.msgid): entry.msgstr or entry.msgstr_plural for entry in entries if entry.msgid}

    assert content(catalogue(language, "mo")) == content(catalogue(language))


def third_party_strings():
    text = (ROOT / "config" / "languages" / "third_party_strings.py").read_text()
    return set(re.findall(r'^\s+(?:_\()?"(.+?)"[,)]', text, re.MULTILINE)) - {"limit_value"}


def test_the_english_catalogue_contains_only_third_party_strings():
    assert {entry.msgid for entry in catalogue("en")} <= third_party_strings()


def test_third_party_strings_still_exist():
    theirs = {
        entry.msgid
        for package in (allauth, django)
        for language in ("de", "fr")  # neither catalogue is complete
        for path in Path(package.__file__).parent.rglob(f"locale/{language}/LC_MESSAGES/django.mo")
        for entry in polib.mofile(str(path))
    } | set(re.findall(r'_\("(.+?)"\)', Path(django_tasks_db.models.__file__).read_text()))
    singular = third_party_strings()
    plurals = {words for words in singular if words.endswith("characters.") or "characters (" in words}
    assert len(singular) > 30
    assert singular - plurals - theirs == set()
