"""Exporting the user's data, and deleting the account."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from accounts.allauth.decorators import reauthentication_required
from accounts.emails import site_name
from accounts.forms import DeleteAccountForm
from accounts.models import DataExport, User
from accounts.models.data_export import LIFETIME, SIGNER
from accounts.personal_data.deletion import schedule_deletion
from accounts.personal_data.registry import deletion_blockers
from accounts.sessions import end_sessions
from accounts.tasks import enqueue_email, prepare_export


@never_cache
@login_required
@require_safe
def data(request: HttpRequest) -> HttpResponse:
    export = DataExport.objects.fresh().filter(user=request.user.pk).first()
    return render(request, "accounts/data.html", {"export": export})


@reauthentication_required
@require_http_methods(["GET", "HEAD", "POST"])
def export(request: HttpRequest) -> HttpResponse:
    """Request an export, one at a time. Reauthenticating leads back here with GET."""
    fresh = DataExport.objects.fresh().filter(user=request.user.pk)
    if request.method == "POST" and not fresh.exists():
        export = DataExport.objects.create(user_id=request.user.pk or 0)
        prepare_export.enqueue(export.pk, site_name(request))
        messages.success(request, _("Your data is being prepared. We’ll send you an e-mail with a link."))
    return redirect("accounts:data")


@never_cache
@login_required
@require_safe
def download(request: HttpRequest, token: str) -> HttpResponseBase:
    """For the user it belongs to, while the link is valid."""
    try:
        pk = SIGNER.unsign(token[:200], max_age=LIFETIME)
    except signing.BadSignature:
        raise Http404 from None
    export = get_object_or_404(DataExport.objects.fresh().exclude(ready_at=None), pk=pk, user=request.user.pk)
    if not export.file.storage.exists(export.file.name or ""):
        raise Http404
    return FileResponse(export.file.open(), as_attachment=True, filename=f"{site_name(request)}.zip")


@reauthentication_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def delete_account(request: HttpRequest) -> HttpResponse:
    user = User.objects.get(email=request.user.get_username())
    blockers = deletion_blockers(user)
    form = DeleteAccountForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and not blockers and form.is_valid():
        due_at = schedule_deletion(user, delete_comments=form.cleaned_data["comments"] == "erase")
        enqueue_email("account/email/account_deletion", user.email, {"deletion_due_at": due_at}, request)
        end_sessions(user, but=request.session.session_key)
        logout(request)
        return render(request, "accounts/deletion_scheduled.html", {"deletion_due_at": due_at})
    return render(request, "accounts/delete_account.html", {"form": form, "blockers": blockers})
