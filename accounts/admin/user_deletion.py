from __future__ import annotations

from typing import Any

from django.contrib.admin.utils import unquote
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from accounts.models import User
from accounts.personal_data.deletion import delete_account
from accounts.personal_data.registry import deletion_blockers


class UserDeletion(DjangoUserAdmin):  # type: ignore[type-arg]
    """Deletes everything that is deleted when users delete their own account: files, likes, names and IP ranges."""

    def is_own(self, request: HttpRequest, object_id: str) -> bool:
        """Whether the id in a URL, however it is written (``7``, ``07``, ``+7``), is the current user's."""
        return self.get_object(request, unquote(object_id)) == request.user

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_delete_permission(request, obj) and obj != request.user

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Users delete their own account where the password is asked for and they have a week to change their mind."""
        if self.is_own(request, object_id):
            return redirect("accounts:leave")
        return super().delete_view(request, object_id, extra_context)

    def delete_model(self, request: HttpRequest, obj: User) -> None:
        """Raises PermissionDenied if the user became the author of an article after the confirmation page."""
        if not delete_account(obj):
            raise PermissionDenied

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """All or none, checked first: rolling back doesn't restore deleted files."""
        users = list(queryset)
        if any(deletion_blockers(user) for user in users):
            raise PermissionDenied
        with transaction.atomic():
            for user in users:
                self.delete_model(request, user)
