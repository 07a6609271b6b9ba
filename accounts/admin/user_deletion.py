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
    """Deleting an account here erases what it erases when its owner asks for it: files, likes, names and networks."""

    def is_own(self, request: HttpRequest, object_id: str) -> bool:
        """Whether the id in an address, however it is written (``7``, ``07``, ``+7``), is that of the own account."""
        return self.get_object(request, unquote(object_id)) == request.user

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_delete_permission(request, obj) and obj != request.user

    def delete_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """The own account is deleted where the password is asked for and a week is left to change one's mind."""
        if self.is_own(request, object_id):
            return redirect("accounts:leave")
        return super().delete_view(request, object_id, extra_context)

    def delete_model(self, request: HttpRequest, obj: User) -> None:
        """Raises PermissionDenied when the account got an article since the confirmation page was made."""
        if not delete_account(obj):
            raise PermissionDenied

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """All or nobody: an erased picture doesn't come back with a rolled-back transaction."""
        people = list(queryset)
        if any(deletion_blockers(person) for person in people):
            raise PermissionDenied
        with transaction.atomic():
            for person in people:
                self.delete_model(request, person)
