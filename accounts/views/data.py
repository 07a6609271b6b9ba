"""A person's own data: download it, or delete the account."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.allauth.adapter import site_name
from accounts.forms import DeleteAccountForm
from accounts.models import DataExport, User
from accounts.models.data_export import KEPT, SIGNER
from accounts.personal_data.deletion import schedule_deletion
from accounts.personal_data.registry import deletion_blockers
from accounts.sessions import end_sessions
from accounts.tasks import prepare_export


@never_cache
@login_required
@require_safe
def data(request: HttpRequest) -> HttpResponse:
    export = DataExport.objects.fresh().filter(user=request.user.pk).first()
    return render(request, "accounts/data.html", {"export": export})


@reauthentication_required  # type: ignore[untyped-decorator]
@require_http_methods(["GET", "HEAD", "POST"])
def export(request: HttpRequest) -> HttpResponse:
    """Asks for the download; one at a time. GET is where the fresh proof leads back to."""
    fresh = DataExport.objects.fresh().filter(user=request.user.pk)
    if request.method == "POST" and not fresh.exists():
        asked = DataExport.objects.create(user_id=request.user.pk or 0)
        prepare_export.enqueue(asked.pk, site_name(request))
        messages.success(request, _("We are packing your data. A mail with a link comes as soon as it is done."))
    return redirect("accounts:data")


@never_cache
@login_required
@require_safe
def download(request: HttpRequest, token: str) -> HttpResponseBase:
    """For the owner alone, signed in, while the link holds."""
    try:
        pk = SIGNER.unsign(token[:200], max_age=KEPT)
    except signing.BadSignature:
        raise Http404 from None
    export = get_object_or_404(DataExport.objects.fresh().exclude(ready_at=None), pk=pk, user=request.user.pk)
    if not export.file.storage.exists(export.file.name or ""):
        raise Http404
    return FileResponse(export.file.open(), as_attachment=True, filename=f"{site_name(request)}.zip")


@reauthentication_required  # type: ignore[untyped-decorator]
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest) -> HttpResponse:
    person = User.objects.get(email=request.user.get_username())
    reasons = deletion_blockers(person)
    form = DeleteAccountForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and not reasons and form.is_valid():
        leaves_at = schedule_deletion(person, erase_writings=form.cleaned_data["writings"] == "erase")
        get_adapter().send_mail("account/email/account_leaves", person.email, {"leaves_at": leaves_at})
        end_sessions(person, but=request.session.session_key)
        logout(request)
        return render(request, "accounts/left.html", {"leaves_at": leaves_at})
    return render(request, "accounts/leave.html", {"form": form, "reasons": reasons})
