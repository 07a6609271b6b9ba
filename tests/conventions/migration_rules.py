"""Which migrations can run while the previous version is still serving readers ("expand and contract").

During an upgrade, the old code reads and writes the new schema for some minutes. So a migration may add what old code
ignores; what old code uses may only go in a later version. docs/deployment.md explains the steps.
"""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db.migrations import operations as ops
from django.db.models import NOT_PROVIDED

OLD_CODE_USES_IT = "old code still uses it: remove it from the models first, and from the database in the next version"
NOT_NULL = "old code inserts rows without it: give it a db_default, or null=True"
WRITES_BLOCKED = "on PostgreSQL, writes wait until it is done: say why that is short, or use CREATE INDEX CONCURRENTLY"
OLD_ROWS = "rows of old code may violate it, and existing rows are checked while writes wait"
OPAQUE = "this cannot be checked"


def findings(migration, state):
    """Pairs of an operation ("RemoveField post.subtitle") and the reason why it breaks old code.

    ``state`` is the project before the migration; it is changed.
    """
    new_models = set()
    found = []
    for operation in migration.operations:
        found += check(operation, migration.app_label, state, new_models)
        operation.state_forwards(migration.app_label, state)
    return found


def check(operation, app, state, new_models):
    if isinstance(operation, ops.SeparateDatabaseAndState):
        found = [check_forgotten_field(part, app, state) for part in operation.state_operations]
        inner = [check(part, app, state.clone(), new_models) for part in operation.database_operations]
        return [one for part in (*found, *inner) for one in part]
    if isinstance(operation, ops.CreateModel):
        new_models.add(operation.name.lower())
        return []
    if isinstance(operation, ops.RunSQL):
        return [("RunSQL", OPAQUE)]
    model = getattr(operation, "model_name", getattr(operation, "name", "")).lower()
    reason = None if model in new_models else reason_against(operation, app, model, state)
    return [(describe(operation, model), reason)] if reason else []


def describe(operation, model):
    part = getattr(operation, "index", getattr(operation, "constraint", operation)).name
    name = model if part.lower() == model else f"{model}.{part}"
    return f"{type(operation).__name__} {getattr(operation, 'old_name', None) or name}"


def reason_against(operation, app, model, state):
    match operation:
        case ops.DeleteModel() | ops.RenameModel() | ops.RemoveField() | ops.RenameField() | ops.AlterModelTable():
            return OLD_CODE_USES_IT
        case ops.AddField() if rejects_inserts_without(operation.field):
            return NOT_NULL
        case ops.AlterField():
            return changed_field(state.models[app, model].fields[operation.name], operation.field)
        case ops.AddIndex() if not isinstance(operation, AddIndexConcurrently):
            return WRITES_BLOCKED
        case ops.AddConstraint() | ops.AlterUniqueTogether():
            return OLD_ROWS
    return None


def rejects_inserts_without(field):
    is_filled = field.null or field.db_default is not NOT_PROVIDED or field.generated
    return not field.many_to_many and not is_filled


def changed_field(old, new):
    if rejects_inserts_without(new) and old.null:
        return NOT_NULL
    if old.many_to_many or new.many_to_many:
        return OLD_CODE_USES_IT if old.many_to_many != new.many_to_many else None
    if old.db_column != new.db_column or old.get_internal_type() != new.get_internal_type():
        return OLD_CODE_USES_IT
    if (new.max_length or 10**9) < (old.max_length or 10**9) or (new.unique and not old.unique):
        return OLD_ROWS
    return WRITES_BLOCKED if new.db_index and not old.db_index else None


def check_forgotten_field(operation, app, state):
    """A column that new code no longer knows must have a default, or new code cannot insert rows."""
    if not isinstance(operation, ops.RemoveField):
        return []
    field = state.models[app, operation.model_name.lower()].fields[operation.name]
    name = f"RemoveField {operation.model_name.lower()}.{operation.name}"
    return [(name, NOT_NULL)] if rejects_inserts_without(field) else []
