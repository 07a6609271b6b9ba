"""allauth's pages of the recovery codes, for the day when no key opens them any more."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.mfa.recovery_codes import views as allauths
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.allauth.mfa.adapter import unreadable_fits_nothing
from accounts.allauth.mfa.encryption import DecryptionError

View = Callable[..., HttpResponseBase]


def made_anew_when_unreadable(view: View) -> View:
    @wraps(view)
    def shown(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except DecryptionError:
            messages.warning(request, _("Your recovery codes cannot be read any more. Make new ones."))
            return redirect("mfa_generate_recovery_codes")

    return shown


class GenerateView(allauths.GenerateRecoveryCodesView):  # type: ignore[misc]
    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """It counts the old codes, to say that they stop working: true of unreadable ones as well."""
        with unreadable_fits_nothing():
            return super().get_context_data(**kwargs)  # type: ignore[no-any-return]


recovery_codes = made_anew_when_unreadable(allauths.view_recovery_codes)
download = made_anew_when_unreadable(allauths.download_recovery_codes)
generate = GenerateView.as_view()
