from typing import Any

from allauth.account.utils import passthrough_next_redirect_url
from allauth.account.views import ConfirmLoginCodeView
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _


class EnterCodeView(ConfirmLoginCodeView):  # type: ignore[misc]
    """Who has to ask for another code is told why, and is led back to the page that was left all the same."""

    is_spent = False

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        if self.is_spent or getattr(answer, "url", "") != reverse("account_request_login_code"):
            return answer
        return ask_again(request, _("Your code is too old, or another browser asked for it. Ask for a new one here."))

    def form_invalid(self, form: Any) -> HttpResponse:
        if self._process.record_invalid_attempt():
            return self.render_to_response(self.get_context_data(form=form))  # type: ignore[no-any-return]
        self.is_spent = True
        return ask_again(self.request, _("That was wrong too often: this code is spent. Ask for a new one here."))


def ask_again(request: HttpRequest, why: str) -> HttpResponse:
    messages.warning(request, why)
    return redirect(passthrough_next_redirect_url(request, reverse("account_request_login_code"), "next"))


enter_code = EnterCodeView.as_view()
