"""Upgrading a database of an earlier release: renamed models keep their rows, rights and history."""

import pytest
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils.module_loading import import_string
from django_tasks_db.models import DBTaskResult

from accounts.roles import grant
from comments.models import CommenterRule, CommentSettings, TokenCount, WordFilter

BEFORE = "0012_old_reports_are_resolved"


@pytest.fixture
def upgrade(transactional_db):
    """Migrates back to the earlier release. Call the function to migrate forward again."""

    def migrate(to=None):
        call_command("migrate", "comments", *([to] if to else []), verbosity=0)
        ContentType.objects.clear_cache()

    grant(apps.get_model)
    migrate(BEFORE)
    yield migrate
    migrate()


def test_renamed_models_keep_rows_permissions_and_history(upgrade, mona):
    earlier = MigrationLoader(connection).project_state(("comments", BEFORE)).apps
    rule = earlier.get_model("comments", "Standing").objects.create(
        of="network", value="192.0.2.0/24", verdict="held", reason="rude"
    )
    earlier.get_model("comments", "HouseRules").objects.create(pk=1, most_links=5, hold_at=4)
    earlier.get_model("comments", "SpamWord").objects.create(word="pills", spam=3)
    earlier.get_model("comments", "WordRule").objects.create(pattern="casino*", is_on=False)
    old = ContentType.objects.get(app_label="comments", model="standing")
    right = Permission.objects.get(content_type=old, codename="change_standing")
    group = Group.objects.create(name="Helpers")
    group.permissions.add(right)
    entry = LogEntry.objects.create(
        user=mona, content_type=old, object_id=rule.pk, object_repr="Held", action_flag=CHANGE
    )
    upgrade()
    kept = group.permissions.get()
    assert (kept.pk, kept.codename, kept.name) == (right.pk, "change_commenterrule", "Can change commenter rule")
    entry.refresh_from_db()
    assert entry.content_type.model_class() is CommenterRule
    assert entry.get_edited_object().pk == rule.pk
    settings = CommentSettings.current()
    assert (settings.max_links, settings.hold_at) == (5, 4)
    assert TokenCount.objects.get(token="pills").spam == 3
    assert WordFilter.objects.get().is_enabled is False
    assert not ContentType.objects.filter(app_label="comments", model__in=["standing", "houserules"]).exists()


MOVED_TASKS = {
    "comments.tasks.mail_follower": "mail_follower",
    "comments.tasks.purge": "purge",
    "comments.spam.tasks.ask_akismet": "ask_akismet",
    "comments.tasks.tell_moderators": "notify_moderators",
    "comments.tasks.ask_for_confirmation": "send_confirmation",
    "comments.tasks.mail_writer": "mail_author",
}


def test_queued_tasks_run_after_their_modules_moved(upgrade):
    values = {"args_kwargs": {"args": [], "kwargs": {}}, "backend_name": "default"}
    rows = {name: DBTaskResult.objects.create(task_path=old, **values) for old, name in MOVED_TASKS.items()}
    upgrade()
    for name, row in rows.items():
        row.refresh_from_db()
        assert import_string(row.task_path).module_path == row.task_path
        assert row.task_path.endswith(f".{name}")
