"""make release: what is checked before a version is tagged."""

import json
import subprocess
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from release import changelog, history, sbom, upgrade
from release.pages import unreadable_pages
from tests.factories import make_post

ROOT = Path(__file__).resolve().parents[2]
TODAY = date(2026, 11, 28)


def git(folder, *arguments):
    command = ["git", "-c", "user.name=Alice", "-c", "user.email=alice@example.org", *arguments]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)


@pytest.fixture
def project(tmp_path):
    """A project at version 0.2.0 that could be released today."""
    (tmp_path / "pyproject.toml").write_text('[project]\nversion = "0.2.0"\n')
    (tmp_path / "CHANGELOG.md").write_text(
        "# Changes\n\n## 0.2.0 – 2026-11-28\n\n- Second.\n\n## 0.1.0 – 2026-11-26\n\n- First.\n"
    )
    (tmp_path / "SECURITY.md").write_text("| 0.2 | yes |\n")
    return tmp_path


MIGRATION = """from blog.saving import fill

class Migration:
    dependencies = [("accounts", "0001_initial")]
    operations = [fill]
"""


@pytest.fixture
def repository(project):
    """The project with one migration, released as v0.1.0."""
    migration = project / "blog" / "migrations" / "0001_initial.py"
    migration.parent.mkdir(parents=True)
    migration.write_text(MIGRATION)
    git(project, "init", "--quiet")
    commit(project, "First")
    git(project, "tag", "v0.1.0")
    return project


def commit(folder, message):
    git(folder, "add", "--all")
    git(folder, "commit", "--quiet", "--no-verify", "--message", message)


def test_this_version_has_the_newest_section_of_the_changelog():
    sections = changelog.sections((ROOT / "CHANGELOG.md").read_text())
    newest, day, _text = sections[0]
    assert changelog.problems(ROOT, changelog.project_version(ROOT), day) == []
    assert newest == changelog.project_version(ROOT)


def test_a_project_whose_files_agree_can_be_released(project):
    assert changelog.problems(project, "0.2.0", TODAY) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "problem"),
    [
        ("CHANGELOG.md", "2026-11-28", "2026-11-27", "dates 0.2.0 2026-11-27; today is 2026-11-28"),
        ("CHANGELOG.md", "0.2.0 –", "0.3.0 –", "is at 0.2.0, but the first section of CHANGELOG.md is “0.3.0”"),
        ("CHANGELOG.md", "0.1.0 –", "0.4.0 –", "the newest version must come first"),
        ("CHANGELOG.md", "0.2.0 – 2026-11-28", "Unreleased", "“Unreleased” must be a version and a date"),
        ("CHANGELOG.md", "- Second.\n", "", "says nothing about 0.2.0"),
        ("SECURITY.md", "0.2", "0.1", "doesn't list 0.2 as a supported version"),
    ],
)
def test_what_does_not_agree_is_named(project, file, old, new, problem):
    text = (project / file).read_text()
    (project / file).write_text(text.replace(old, new))
    assert problem in " ".join(changelog.problems(project, "0.2.0", TODAY))


def test_the_last_release_is_the_highest_version_and_not_the_newest_tag(repository):
    for tag in ("v0.10.0", "v0.9.0", "vienna"):
        git(repository, "tag", tag)
    assert history.last_tag(repository) == "v0.10.0"


def test_new_migrations_may_be_released(repository):
    (repository / "blog" / "migrations" / "0002_more.py").write_text("second = 2\n")
    commit(repository, "More")
    assert list(history.problems(repository, "0.2.0", "v0.1.0")) == []


def test_a_released_migration_may_import_from_where_code_was_moved_to(repository):
    moved = MIGRATION.replace("blog.saving", "blog.posts")
    (repository / "blog" / "migrations" / "0001_initial.py").write_text(moved)
    commit(repository, "Move")
    assert list(history.problems(repository, "0.2.0", "v0.1.0")) == []


def test_a_released_migration_may_not_be_removed(repository):
    (repository / "blog" / "migrations" / "0001_initial.py").unlink()
    commit(repository, "Remove")
    assert "0001_initial.py was released with v0.1.0 and has been removed" in " ".join(
        history.problems(repository, "0.2.0", "v0.1.0")
    )


def test_a_released_migration_may_not_change(repository):
    changed = MIGRATION.replace("[fill]", "[fill, fill]")
    (repository / "blog" / "migrations" / "0001_initial.py").write_text(changed)
    commit(repository, "Change")
    assert "0001_initial.py was released with v0.1.0 and has been changed" in " ".join(
        history.problems(repository, "0.2.0", "v0.1.0")
    )


def test_a_released_version_and_uncommitted_changes_are_refused(repository):
    (repository / "README.md").write_text("New.\n")
    found = " ".join(history.problems(repository, "0.1.0", "v0.1.0"))
    assert "uncommitted changes" in found
    assert "v0.1.0 is already released" in found


def test_an_upgrade_that_loses_rows_is_a_problem():
    before, after = {"blog_post": 12, "blog_tag": 3}, {"blog_post": 11, "blog_tag": 3}
    assert upgrade.differences(before, after, "v0.1.0") == [
        "After the upgrade from v0.1.0, blog_post has 11 rows instead of 12."
    ]


def test_an_upgrade_leaves_the_operators_own_blog_alone(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://blog@db/blog")
    monkeypatch.setenv("DATA_DIR", "/srv/blog")
    monkeypatch.setenv("REDIS_URL_FILE", "/run/secrets/redis")
    with upgrade.scratch_environment() as environment:
        assert not {"DATABASE_URL", "REDIS_URL_FILE"} & environment.keys()
        assert environment["DATA_DIR"] != "/srv/blog"


@pytest.mark.django_db
def test_every_public_page_is_read_after_an_upgrade(monkeypatch):
    post = make_post("First")
    assert unreadable_pages() == []
    monkeypatch.setattr(type(post), "get_absolute_url", lambda self: "/articles/lost/")
    assert unreadable_pages() == ["/articles/lost/: 404"]


def test_the_bill_of_materials_lists_every_package_that_is_shipped():
    document = json.loads(json.dumps(sbom.document(ROOT / "requirements", "0.2.0", datetime.now(UTC))))
    scopes = {component["name"]: component["scope"] for component in document["components"]}
    assert (document["bomFormat"], document["specVersion"]) == ("CycloneDX", "1.5")
    assert scopes["django"] == "required"
    assert scopes["redis"] == "optional"
    assert "pytest" not in scopes
    lines = (ROOT / "requirements" / "base.txt").read_text().splitlines()
    pinned = [line for line in lines if "==" in line and line[0] not in "# "]
    assert sum(scope == "required" for scope in scopes.values()) == len(pinned)
    assert all(component["purl"].startswith("pkg:") for component in document["components"])


def test_the_bill_of_materials_of_the_same_packages_has_the_same_number():
    first, second = (sbom.document(ROOT / "requirements", "0.2.0", datetime.now(UTC)) for _ in range(2))
    assert first["serialNumber"] == second["serialNumber"]
