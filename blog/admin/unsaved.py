"""Keeps admin forms that were submitted after the session had expired.

They are stored in a new session of the same browser, and shown again after the login.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, ClassVar

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db.models import Model
from django.forms import Script
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from accounts.abuse.client_ip import client_network
from accounts.abuse.rate_limits import RateLimit, allow
from accounts.next_url import LIFETIME_SECONDS, login_url_for, remember_next_url

KEY = "unsaved_forms"
TOKEN, DISCARD = "_unsaved", "_discard_unsaved"
EXCLUDED = {"csrfmiddlewaretoken", TOKEN}
MAX_FORMS = 5
# Anyone can submit such forms, and they are stored, up to the size that config.middleware.body_limits allows.
ANONYMOUS_FORMS = RateLimit("unsaved-forms", 30, timedelta(hours=1))


class UnsavedFormsMixin[M: Model](admin.ModelAdmin[M]):
    """Restores forms after a login, and warns before leaving a page with unsaved changes."""

    class Media:
        js: ClassVar[list[Script]] = [Script("admin/unsaved-changes.js", type="module")]

    def get_urls(self) -> list[URLPattern]:
        urls = super().get_urls()
        for url in urls:
            if url.name and url.name.endswith(("_add", "_change")):
                url.callback = keep_form_at_login(url.callback)
        return urls

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        if token := request.POST.get(DISCARD):
            discard_form(request, token)
            return HttpResponseRedirect(request.get_full_path())
        if request.method == "GET" and (unsaved := latest_form(request)):
            return self.show_again(request, unsaved, object_id, form_url, extra_context)
        may_add = request.method == "POST" and self.has_add_permission(request)
        if may_add and object_id and self.get_object(request, unquote(object_id)) is None:
            return self.offer_as_new(request)
        context = {**(extra_context or {}), "unsaved": request.POST.get(TOKEN, "")}
        response = super().changeform_view(request, object_id, form_url, context)
        if request.method == "POST" and isinstance(response, HttpResponseRedirect):
            discard_form(request, request.POST.get(TOKEN, ""))
        return response

    def show_again(
        self, request: HttpRequest, unsaved: dict[str, Any], object_id: str | None, form_url: str, extra_context: Any
    ) -> HttpResponse:
        """Show the form as if it had been submitted and rejected, with all fields and rows as typed."""
        request.method, request.POST = "POST", RestoredData(unsaved["data"])
        context = {**(extra_context or {}), "unsaved": unsaved["token"]}
        return super().changeform_view(request, object_id, form_url, context)

    def offer_as_new(self, request: HttpRequest) -> HttpResponse:
        """Show the text of a form whose object was deleted in an add form."""
        options = self.opts
        add = reverse(f"admin:{options.app_label}_{options.model_name}_add", current_app=self.admin_site.name)
        note = _("This %(name)s was deleted, or you may no longer change it. Save this form to add it again.")
        messages.warning(request, note % {"name": options.verbose_name})
        return HttpResponseRedirect(add) if store_form(request, add) else cannot_store(request)

    def get_form(self, request: HttpRequest, obj: M | None = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        return type("UnsavedModelForm", (UnsavedForm, form), {}) if isinstance(request.POST, RestoredData) else form


class RestoredData(QueryDict):
    """The data of a form that is shown again, in place of ``request.POST``."""


class UnsavedForm(forms.BaseForm):
    """Makes a restored form invalid, so that it is shown and not saved."""

    def full_clean(self) -> None:
        super().full_clean()
        self.add_error(None, _("Your changes are not saved yet. Check them and save the form."))


def keep_form_at_login(view: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(view)
    def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        if request.method != "POST" or request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if not store_form(request, request.path):
            return cannot_store(request)
        remember_next_url(request, request.get_full_path())
        messages.info(request, _("Your session has expired. Log in to continue; your changes are kept."))
        return HttpResponseRedirect(login_url_for(request.get_full_path()))

    return inner


def cannot_store(request: HttpRequest) -> HttpResponse:
    """A page with the longest text of the form, so that users can copy it."""
    texts = (str(value) for name, value in request.POST.items() if name not in EXCLUDED)
    return render(request, "403.html", {"kept_text": max(texts, key=len, default="")}, status=429)


def store_form(request: HttpRequest, path: str) -> bool:
    """Store the posted form for a page and this browser. False if it has too many or its network stores too much."""
    data = request.POST.copy()
    token = data.get(TOKEN) or get_random_string(12)
    for name in EXCLUDED:
        data.pop(name, None)
    others = [form for form in stored_forms(request) if form["token"] != token and form["data"] != data.urlencode()]
    if len(others) >= MAX_FORMS or not (
        request.user.is_authenticated or allow(ANONYMOUS_FORMS, client_network(request))
    ):
        return False
    form = {"token": token, "path": path, "data": data.urlencode(), "at": timezone.now().timestamp()}
    request.session[KEY] = [*others, form]
    return True


def stored_forms(request: HttpRequest) -> list[dict[str, Any]]:
    oldest = timezone.now().timestamp() - LIFETIME_SECONDS
    return [form for form in request.session.get(KEY, []) if form["at"] > oldest]


def latest_form(request: HttpRequest) -> dict[str, Any] | None:
    """The latest stored form of this page."""
    return next((form for form in reversed(stored_forms(request)) if form["path"] == request.path), None)


def discard_form(request: HttpRequest, token: str) -> None:
    if token and KEY in request.session:
        request.session[KEY] = [form for form in stored_forms(request) if form["token"] != token]
