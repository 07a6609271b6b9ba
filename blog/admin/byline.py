from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Exists, Field, ForeignKey, OuterRef, Q
from django.forms.formsets import DELETION_FIELD_NAME
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest, QueryDict

from accounts.models import User
from blog.models import Authorship, Post

MAX_ROWS = 100


class BylineFormSet(BaseInlineFormSet[Authorship, Post, Any]):
    """Matches posted rows with stored rows by author, not by id.

    Otherwise a form couldn't be saved any more after someone else has removed one of its rows.
    """

    def __init__(self, data: QueryDict | None = None, *args: Any, **kwargs: Any) -> None:
        post = kwargs.get("instance")
        if data is not None and post is not None:
            data = match_stored_rows(data, kwargs.get("prefix") or self.get_default_prefix(), post)
        super().__init__(data, *args, **kwargs)

    def add_fields(self, form: forms.Form, index: int | None) -> None:
        """Labels the checkbox for deletion, because the head of the table isn't a label."""
        super().add_fields(form, index)
        if DELETION_FIELD_NAME in form.fields:
            deletion = form.fields[DELETION_FIELD_NAME]
            deletion.widget.attrs["aria-label"] = deletion.label


def match_stored_rows(data: QueryDict, prefix: str, post: Post) -> QueryDict:
    """The posted byline as changes to the stored rows. Malformed counts are left unchanged.

    The form of a new article never saw the row that autosave made for its author: it doesn't delete it.
    """
    try:
        total = min(int(str(data[f"{prefix}-TOTAL_FORMS"])), MAX_ROWS)
    except (KeyError, ValueError):
        return data
    names = ("author", "position", "DELETE")
    posted = [{name: data.get(f"{prefix}-{number}-{name}", "") for name in names} for number in range(total)]
    added = [row for row in posted if row["author"] and not row["DELETE"]]
    stored = list(post.authorships.all()) if post.pk else []
    if "_started" in data and not any(row["author"] for row in posted):
        added = [{"author": str(row.author_id), "position": str(row.position), "DELETE": ""} for row in stored]
    result = data.copy()
    for key in [key for key in result if key.removeprefix(f"{prefix}-")[:1].isdigit()]:
        del result[key]
    rows = []
    for authorship in stored:
        key = str(authorship.author_id)
        row = next((row for row in added if row["author"] == key), None)
        if row:
            added.remove(row)
        deleted = {"author": key, "position": str(authorship.position), "DELETE": "on"}
        rows.append((row or deleted) | {"id": str(authorship.pk)})
    for number, row in enumerate([*rows, *added]):
        for name, value in row.items():
            result[f"{prefix}-{number}-{name}"] = value
    result[f"{prefix}-TOTAL_FORMS"] = str(len(rows) + len(added))
    result[f"{prefix}-INITIAL_FORMS"] = str(len(rows))
    return result


class AuthorshipInline(admin.TabularInline[Authorship, Post]):
    model = Authorship
    formset = BylineFormSet
    extra = 1
    classes = ["collapse"]
    fields = ["author", "position"]

    def formfield_for_dbfield(self, db_field: Field[Any, Any], request: HttpRequest, **kwargs: Any) -> Any:
        """Adds a label to each field, because the head of the table isn't a label."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field is not None:
            field.widget.attrs["aria-label"] = field.label
        return field

    def formfield_for_foreignkey(self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "author":
            may_write = Q(is_staff=True, is_active=True) | Exists(Authorship.objects.filter(author=OuterRef("pk")))
            kwargs["queryset"] = User.objects.filter(may_write).order_by("display_name")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    # Users who may change the post may change its byline.
    def has_view_permission(self, request: HttpRequest, obj: Post | None = None) -> bool:
        return request.user.has_perm("blog.change_post")

    has_add_permission = has_change_permission = has_delete_permission = has_view_permission
