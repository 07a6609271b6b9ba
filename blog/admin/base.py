from __future__ import annotations

from django.db.models import Model
from django.forms import Script

from blog.admin.add_once import AddOnceMixin
from blog.admin.malformed_keys import MalformedKeysMixin
from blog.admin.unsaved import UnsavedFormsMixin

# For admins with autocomplete_fields.
FIELD_NAMES = Script("admin/field-names.js", defer=True)


class BlogModelAdmin[M: Model](UnsavedFormsMixin[M], AddOnceMixin[M], MalformedKeysMixin[M]):
    """The base class of the blog's model admins."""
