from __future__ import annotations

from django.db.models import Model

from blog.admin.add_once import AddOnceMixin
from blog.admin.malformed_keys import OddInputMixin
from blog.admin.unsaved import UnsavedFormsMixin


class BlogModelAdmin[M: Model](UnsavedFormsMixin[M], AddOnceMixin[M], OddInputMixin[M]):
    """What all forms of the blog's admin have in common."""
