"""New migrations can run while the previous version is still serving readers; migration_rules.py has the rules."""

import pytest
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import models
from django.db.migrations import Migration
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import (
    AddConstraint,
    AddField,
    AddIndex,
    AlterField,
    CreateModel,
    DeleteModel,
    RemoveField,
    RenameField,
    RenameModel,
    RunPython,
    RunSQL,
    SeparateDatabaseAndState,
)
from django.db.migrations.state import ProjectState

from tests.conventions.migration_rules import findings
from tests.conventions.source_files import APPS

# The newest migrations when the rules were introduced. Earlier ones need downtime.
BASELINE = {"accounts": 9, "blog": 26, "comments": 18}


def new_migrations():
    loader = MigrationLoader(None)
    for (app, name), migration in sorted(loader.disk_migrations.items()):
        if app in APPS and int(name.partition("_")[0]) > BASELINE.get(app, 0):
            yield migration, loader.project_state(migration.dependencies)


def test_old_code_keeps_working_after_every_new_migration():
    """To accept a finding, the migration states its reason: ``reviewed = {"AddIndex post.name": "…"}``."""
    wrong, unused = [], []
    for migration, state in new_migrations():
        reviewed = getattr(migration, "reviewed", {})
        found = findings(migration, state)
        wrong += [f"{migration}: {name}: {reason}" for name, reason in found if not reviewed.get(name)]
        unused += [f"{migration}: {name}" for name in reviewed.keys() - {name for name, _ in found}]
    assert wrong == []
    assert unused == [], "nothing to accept"


# --- the rules themselves -------------------------------------------------------------------------------------------


@pytest.fixture
def state():
    state = ProjectState()
    fields = [
        ("id", models.BigAutoField(primary_key=True)),
        ("title", models.CharField(max_length=100)),
        ("note", models.TextField(null=True)),
        ("color", models.CharField(max_length=10, db_default="red")),
    ]
    for name in ("Post", "Tag"):
        CreateModel(name, fields).state_forwards("blog", state)
    return state


def names_found(state, *operations):
    migration = type("Migration", (Migration,), {"operations": operations})("0099_change", "blog")
    return [name for name, _ in findings(migration, state)]


title, index = models.CharField(max_length=100), models.Index(fields=["title"], name="titles")


@pytest.mark.parametrize(
    ("operation", "name"),
    [
        (DeleteModel("Post"), "DeleteModel post"),
        (RenameModel("Post", "Article"), "RenameModel Post"),
        (RemoveField("post", "title"), "RemoveField post.title"),
        (RenameField("post", "title", "headline"), "RenameField title"),
        (AddField("post", "slug", models.SlugField(default="")), "AddField post.slug"),
        (AddField("post", "tag", models.ForeignKey("blog.Tag", models.CASCADE)), "AddField post.tag"),
        (AlterField("post", "note", models.TextField(default="")), "AlterField post.note"),
        (AlterField("post", "title", models.TextField()), "AlterField post.title"),
        (AlterField("post", "title", models.CharField(max_length=50)), "AlterField post.title"),
        (AlterField("post", "title", models.CharField(max_length=100, unique=True)), "AlterField post.title"),
        (AlterField("post", "title", models.CharField(max_length=100, db_column="t")), "AlterField post.title"),
        (AlterField("post", "title", models.CharField(max_length=100, db_index=True)), "AlterField post.title"),
        (AddIndex("post", index), "AddIndex post.titles"),
        (
            AddConstraint("post", models.UniqueConstraint(fields=["title"], name="one_title")),
            "AddConstraint post.one_title",
        ),
        (RunSQL("ALTER TABLE blog_post DROP COLUMN title"), "RunSQL"),
        (SeparateDatabaseAndState([RunSQL("DROP TABLE blog_post")], [DeleteModel("Post")]), "RunSQL"),
        (SeparateDatabaseAndState([], [RemoveField("post", "title")]), "RemoveField post.title"),
    ],
)
def test_what_breaks_old_code_is_found(state, operation, name):
    assert names_found(state, operation) == [name]


@pytest.mark.parametrize(
    "operation",
    [
        CreateModel("Series", [("id", models.BigAutoField(primary_key=True)), ("title", title)]),
        AddField("post", "subtitle", models.CharField(max_length=10, null=True)),
        AddField("post", "subtitle", models.CharField(max_length=10, db_default="", default="")),
        AddField("post", "tags", models.ManyToManyField("blog.Tag")),
        AlterField("post", "title", models.CharField("headline", max_length=200)),
        AlterField("post", "title", models.CharField(max_length=100, null=True)),
        AlterField("post", "note", models.TextField(db_default="")),
        AddIndexConcurrently("post", index),
        SeparateDatabaseAndState([], [RemoveField("post", "note")]),
        SeparateDatabaseAndState([], [RemoveField("post", "color")]),
        RunPython(RunPython.noop),
    ],
)
def test_what_old_code_ignores_is_allowed(state, operation):
    assert names_found(state, operation) == []


def test_a_new_table_may_get_anything_in_its_own_migration(state):
    create = CreateModel("Series", [("id", models.BigAutoField(primary_key=True)), ("title", title)])
    number = AddField("series", "number", models.IntegerField(default=0))
    assert names_found(state, create, AddIndex("series", index), number) == []
