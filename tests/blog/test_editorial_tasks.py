"""Tasks that the previous version had queued run after their modules moved."""

from importlib import import_module

import pytest
from django.apps import apps
from django.utils.module_loading import import_string
from django_tasks_db.models import DBTaskResult

migration = import_module("blog.migrations.0027_editorial_tasks_move")


@pytest.mark.django_db
@pytest.mark.parametrize(("old", "new"), migration.MOVED.items())
def test_queued_tasks_have_the_path_of_a_task(old, new):
    values = {"args_kwargs": {"args": [], "kwargs": {}}, "backend_name": "default"}
    row = DBTaskResult.objects.create(task_path=old, **values)
    migration.forwards(apps, None)
    row.refresh_from_db()
    assert row.task_path == new == import_string(new).module_path
    migration.backwards(apps, None)
    row.refresh_from_db()
    assert row.task_path == old
