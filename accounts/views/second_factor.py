from typing import Any

from allauth.mfa.adapter import get_adapter as get_mfa_adapter
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.next_url import login_url


class SecondStepView(AuthenticateView):  # type: ignore[misc]
    """Who stayed too long between password and second factor is told so, and is led back all the same."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)
        if getattr(answer, "url", "") != reverse("account_login"):
            return answer
        messages.warning(request, _("The login has to begin anew: it took too long, or it began in another browser."))
        return redirect(login_url(request))


second_step = SecondStepView.as_view()


@login_required
@require_safe
def totp_picture(request: HttpRequest) -> HttpResponse:
    """The QR code of the secret that the page before has put into the session; nobody else can ask for it."""
    secret = request.session.get(SECRET_SESSION_KEY)
    if not secret:
        raise Http404
    adapter = get_mfa_adapter()
    svg = adapter.build_totp_svg(adapter.build_totp_url(request.user, secret))
    return HttpResponse(svg, content_type="image/svg+xml")
