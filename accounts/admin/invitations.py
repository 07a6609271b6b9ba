from typing import Any

from django.conf import settings
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import Invitation


@admin.register(Invitation)
class InvitationAdmin(admin.ModelAdmin):  # type: ignore[type-arg]
    """Each link lets one visitor create an account. Deleting an invitation revokes it."""

    list_display = ("__str__", "made_by", "made_at", "state", "used_by")
    show_full_result_count = False
    readonly_fields = ("link", "made_by", "made_at", "used_by", "used_at")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Invitation]:
        return super().get_queryset(request).select_related("made_by", "used_by")

    def get_fields(self, request: HttpRequest, obj: Invitation | None = None) -> Any:
        return ["note", "expires_at", *(self.readonly_fields if obj else ())]

    def save_model(self, request: HttpRequest, obj: Invitation, form: Any, change: bool) -> None:
        if not change:
            obj.made_by = request.user  # type: ignore[assignment]
        super().save_model(request, obj, form, change)

    def response_add(self, request: HttpRequest, obj: Invitation, post_url_continue: str | None = None) -> HttpResponse:
        """The next page shows the link."""
        return redirect("admin:accounts_invitation_change", obj.pk)

    @admin.display(description=_("link"))
    def link(self, invitation: Invitation) -> str:
        return f"{settings.SITE_URL}{invitation.path}"

    @admin.display(description=_("status"))
    def state(self, invitation: Invitation) -> str:
        if invitation.used_at:
            return str(_("used"))
        return str(_("valid") if invitation.expires_at > timezone.now() else _("expired"))
