"""The structure of the code: imports, file sizes and names."""

import re
from pathlib import Path

import pytest

from tests.conventions.source_files import APPS, ROOT, imported, python_files, relative_path


def hand_written(*endings):
    folders = [*APPS, "tests", "bench", "templates", "static"]
    found = [path for folder in folders for path in (ROOT / folder).rglob("*") if path.suffix in endings]
    return [path for path in found if "migrations" not in path.parts]


@pytest.mark.parametrize("app", APPS)
def test_imports_run_one_way(app):
    wrong = [
        f"{relative_path(path)} imports {module}"
        for path in python_files(app)
        for module in imported(path)
        if (top := module.split(".")[0]) in APPS and top not in APPS[app]
    ]
    assert wrong == []


def test_no_app_imports_a_test():
    wrong = [
        relative_path(path) for path in python_files(*APPS) for module in imported(path) if module.startswith("tests")
    ]
    assert wrong == []


def test_no_module_imports_from_a_test_module():
    """What several test modules need belongs in a helper module next to them, or in a conftest."""
    imports = re.compile(r"^\s*(?:from|import) tests\b.*\btest_\w+", re.MULTILINE)
    found = {relative_path(path): imports.findall(path.read_text()) for path in python_files("tests", "bench")}
    assert {path: lines for path, lines in found.items() if lines} == {}


def test_the_published_predicate_is_defined_once():
    told = [
        (relative_path(path), path.read_text().count("published_at__lte"))
        for path in python_files(*APPS)
        if "published_at__lte" in path.read_text()
    ]
    assert told == [("blog/models/post.py", 1)]


@pytest.mark.parametrize(
    ("packages", "doors"),
    [
        ({"markdown", "pygments", "bleach", "nh3"}, ("blog/rendering",)),
        ({"PIL"}, ("blog/images", "demo/covers")),
        ({"django_tasks_db"}, ("config/",)),
        ({"allauth"}, ("accounts/allauth/",)),
    ],
)
def test_some_packages_are_imported_in_one_place_only(packages, doors):
    wrong = [
        f"{relative_path(path)} imports {module}"
        for path in python_files(*APPS)
        for module in imported(path)
        if module.split(".")[0] in packages and not relative_path(path).startswith(doors)
    ]
    assert wrong == []


def test_no_internals_of_allauth_are_imported():
    wrong = [
        f"{relative_path(path)} imports {module}"
        for path in python_files(*APPS, "bench")
        for module in imported(path)
        if module.startswith("allauth.") and "internal" in module.split(".")
    ]
    assert wrong == []


def test_only_the_renderer_marks_text_as_safe():
    wrong = [
        relative_path(path)
        for path in python_files(*APPS)
        if re.search(r"\bmark_safe\b|\bSafeString\(", path.read_text())
    ]
    assert [name for name in wrong if not name.startswith("blog/rendering")] == []


def test_files_are_short():
    long = {
        relative_path(path): count
        for path in hand_written(".py", ".css", ".js", ".html")
        if (count := lines(path)) > 350
    }
    assert long == {}


def lines(path):
    return len(path.read_text().splitlines())


def test_no_file_has_a_vague_name():
    vague = {"services.py", "utils.py", "helpers.py", "managers.py", "common.py", "misc.py"}
    assert [relative_path(path) for path in hand_written(".py") if path.name in vague] == []


def test_there_are_no_todos_and_skipped_tests():
    later = re.compile(r"\b(TO" r"DO|FIX" r"ME|XX" r"X)\b|type: ignore(?!\[)|# noqa(?!:)|mark\.skip\(|mark\.xfail")
    wrong = [
        relative_path(path) for path in hand_written(".py", ".css", ".js", ".html") if later.search(path.read_text())
    ]
    assert [name for name in wrong if name != relative_path(Path(__file__))] == []
