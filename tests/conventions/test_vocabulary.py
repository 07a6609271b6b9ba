"""Old names and phrases, which have been replaced by standard terms, do not come back."""

import io
import re
import tokenize
from pathlib import Path

import pytest

from tests.conventions.source_files import APPS, ROOT, python_files, relative_path

# Both lists may only get longer. Modules are paths without a suffix, so that no package has the name either.
LINES = (Path(__file__).with_name("old_names")).read_text().splitlines()
OLD_MODULES = [line for line in LINES if "/" in line]
OLD_IDENTIFIERS = {line for line in LINES if line.isidentifier()}

# Folders whose text has been reworded. This list, too, may only get longer.
CLEAN = [
    "accounts",
    "bench",
    "blog",
    "comments/admin",
    "comments/commenters",
    "comments/models",
    "comments/moderation",
    "comments/notifications",
    "comments/reactions",
    "comments/spam",
    "comments/submission",
    "comments/templatetags",
    "comments/threads",
    "comments/views",
    "config",
    "demo",
    "static",
    "templates/admin/blog",
    "templates/blog",
    "templates/comments",
    "templates/components",
    "templates/emails",
    "templates/layouts",
    "tests/accounts",
    "tests/blog",
    "tests/config",
    "tests/conventions",
    "tests/demo",
]
OLD_PHRASES = re.compile(
    r"\banew\b|\bthe own\b|[«»]|\bis no \w+ (?:of|that)\b|\bdo(?:es)? not answer\b|\bstranger\b|\bone door\b"
    r"|\bhouse rules?\b|\bword rules?\b",
    re.IGNORECASE,
)
# They contain phrases in other meanings: signs of French and Spanish, and the articles of the demo.
EXCEPT = {
    "tests/conventions/test_typography.py",
    "tests/conventions/test_vocabulary.py",
    "demo/conversations.py",
    "blog/importing/boilerplate.py",
    "blog/importing/plain_text.py",
    "comments/spam/signs/solicitation.py",
    "tests/blog/test_dialect_extensions.py",
}


@pytest.mark.parametrize("path", OLD_MODULES)
def test_no_module_has_an_old_name(path):
    assert not (ROOT / path).with_suffix(".py").exists()
    assert not list((ROOT / path).glob("*.py"))


@pytest.mark.parametrize("app", APPS)
def test_no_identifier_has_an_old_name(app):
    found = {
        f"{relative_path(path)}:{token.start[0]}: {token.string}"
        for path in python_files(app)
        if "migrations" not in path.parts
        for token in tokenize.generate_tokens(io.StringIO(path.read_text()).readline)
        if token.type == tokenize.NAME and token.string in OLD_IDENTIFIERS
    }
    assert found == set()


@pytest.mark.parametrize("folder", CLEAN)
def test_no_text_has_an_old_phrase(folder):
    found = {
        f"{relative_path(path)}:{number}: {match[0]}"
        for path in sorted((ROOT / folder).rglob("*.*"))
        if path.suffix in {".py", ".html", ".css", ".js"} and "migrations" not in path.parts
        if relative_path(path) not in EXCEPT
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if (match := OLD_PHRASES.search(line))
    }
    assert found == set()


def test_pages_of_the_documentation_have_no_old_phrase():
    pages = [ROOT / "README.md", ROOT / "Makefile", ROOT / "CONTRIBUTING.md", ROOT / "SECURITY.md"]
    found = {
        f"{relative_path(path)}: {match[0]}" for path in pages if (match := OLD_PHRASES.search(Path(path).read_text()))
    }
    assert found == set()
