"""Templates, styles and scripts contain nothing unescaped, nothing inline and nothing from other sites."""

import re

import pytest

from tests.conventions.source_files import ROOT

TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
# Mails cannot use a style sheet, and the admin has nonces.
PAGES = [path for path in TEMPLATES if not {"emails", "email", "admin"} & set(path.parts)]


def found(pattern, paths):
    return [
        f"{path.relative_to(ROOT)}: {match[0][:60]}"
        for path in paths
        for match in re.finditer(pattern, path.read_text(), re.IGNORECASE)
    ]


def test_there_are_templates_to_check():
    assert len(PAGES) > 10


def test_no_template_disables_escaping():
    assert found(r"\|\s*(safe|safeseq)\b|autoescape\s+off", TEMPLATES) == []


@pytest.mark.parametrize(
    "pattern",
    [
        r"<style\b",
        r"\sstyle\s*=",
        r"\son[a-z]+\s*=\s*[\"']",
        r"javascript:",
        # JSON-LD is data, which browsers don't execute.
        r"<script(?![^>]*\bsrc=)(?![^>]*ld\+json)[^>]*>",
    ],
)
def test_no_page_has_inline_style_or_script(pattern):
    assert found(pattern, PAGES) == []


def test_no_public_page_uses_a_nonce():
    assert found(r"csp_nonce", PAGES) == []


def test_nothing_is_loaded_from_other_sites():
    assert (
        found(
            r"<(script|img|source|link|iframe|video|audio)\b[^>]*\b(src|srcset|href)=[\"']?(https?:)?//",
            PAGES,
        )
        == []
    )
    assert found(r"(url\(\s*[\"']?|@import\s+[\"'])(https?:)?//", (ROOT / "static").rglob("*.css")) == []
    assert found(r"\b(fetch|import)\s*\(?\s*[\"'](https?:)?//", (ROOT / "static").rglob("*.js")) == []


def test_modules_import_nothing():
    """Manifest storage does not rewrite import paths in scripts."""
    assert found(r"(?m)^\s*import\s+[\w{*\"']", (ROOT / "static").rglob("*.js")) == []
