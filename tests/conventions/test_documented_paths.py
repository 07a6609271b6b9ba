"""The documentation names only files, folders and modules that exist, and its links lead somewhere."""

import re

import pytest

from tests.conventions.source_files import ROOT, relative_path

DOCUMENTS = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
HISTORY = {"CHANGELOG.md"}  # it names what existed at the time
PACKAGES = "accounts|blog|comments|config|demo|bench|release|tests"
FOLDERS = f"{PACKAGES}|docs|locale|requirements|static|templates"
PATH = re.compile(rf"(?<![\w./~-])(?:{FOLDERS})/[\w./-]*\w")
MODULE = re.compile(rf"(?<![\w./-])(?:{PACKAGES})(?:\.\w+)+(?![\w/-])")
LINK = re.compile(r"\]\((?!https?:|post:\d)([^)\s]*)\)")
CALL = re.compile(r"`(?:\w+\.)*(\w+)\(\)`")
PYTHON = [path for folder in PACKAGES.split("|")[:-1] for path in (ROOT / folder).rglob("*.py")]
DEFINED = set(re.findall(r"^\s*def (\w+)", "\n".join(path.read_text() for path in PYTHON), re.MULTILINE))
DJANGO = {"save", "update", "delete"}
CHECK_ID = re.compile(r"\w+\.[EW]\d{3}")


def module_exists(name):
    """``blog.posts``, or something that is defined in it: ``blog.posts.save_post``."""
    *parents, last = name.split(".")
    path = ROOT.joinpath(*parents)
    if path.joinpath(last).is_dir() or path.joinpath(f"{last}.py").exists():
        return True
    for module in (path.with_suffix(".py"), path / "__init__.py"):
        if module.exists():
            return re.search(rf"\b{last}\b", module.read_text()) is not None
    return False


def anchors(text):
    headings = re.findall(r"^#+ (.*)$", text, re.MULTILINE)
    slugs = {re.sub(r"[^\w -]", "", heading).strip().lower().replace(" ", "-") for heading in headings}
    return slugs | set(re.findall(r'<a id="([^"]+)"', text))


@pytest.mark.parametrize("document", [path for path in DOCUMENTS if path.name not in HISTORY], ids=relative_path)
def test_files_and_modules_named_in_the_documentation_exist(document):
    text = document.read_text()
    missing = {path for path in PATH.findall(text) if not (ROOT / path).exists()}
    modules = {name for name in MODULE.findall(text) if not CHECK_ID.fullmatch(name)}
    assert sorted(missing | {name for name in modules if not module_exists(name)}) == []


@pytest.mark.parametrize("document", [path for path in DOCUMENTS if path.name not in HISTORY], ids=relative_path)
def test_functions_named_in_the_documentation_exist(document):
    assert sorted(set(CALL.findall(document.read_text())) - DEFINED - DJANGO) == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=relative_path)
def test_links_in_the_documentation_lead_somewhere(document):
    broken = []
    for link in LINK.findall(document.read_text()):
        path, _, anchor = link.partition("#")
        target = document.parent / path if path else document
        if not target.exists() or (anchor and anchor not in anchors(target.read_text())):
            broken.append(link)
    assert broken == []


def test_every_decision_record_has_a_status_and_is_in_the_index():
    folder = ROOT / "docs" / "decisions"
    index = (folder / "README.md").read_text()
    records = sorted(folder.glob("0*.md"))
    assert [path.name for path in records if "\n**Status.** " not in path.read_text()] == [], (
        "add a line with the status"
    )
    assert [path.name for path in records if f"]({path.name})" not in index] == [], "add the record to README.md"
    assert len({path.name[:4] for path in records}) == len(records), "two records have the same number"
