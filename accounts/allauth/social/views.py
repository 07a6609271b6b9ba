"""To the provider and back. allauth's own views would let the address of the page say what is asked of the provider."""

from __future__ import annotations

from allauth.account.decorators import reauthentication_required
from allauth.account.utils import get_next_redirect_url
from allauth.decorators import rate_limit
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.helpers import render_authentication_error
from allauth.socialaccount.providers.base import AuthProcess, ProviderException
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.utils import get_request_param
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from requests import RequestException

from accounts.allauth.social.provider import OIDCAdapter, provider_config, provider_errors
from accounts.next_url import login_url, remember_next_url


def connects(request: HttpRequest) -> bool:
    """Whether somebody who is logged in has pressed *Connect*."""
    return (
        request.method == "POST"
        and request.user.is_authenticated
        and get_request_param(request, "process") == AuthProcess.CONNECT
    )


@never_cache
@rate_limit(action="login")  # type: ignore[untyped-decorator]
@reauthentication_required(enabled=connects, app="allauth.socialaccount")  # type: ignore[untyped-decorator]
def to_provider(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Asks the provider where its login page is; the answer leads there by itself, and by a link.

    Connecting asks for the password first, and then goes on with what was sent: that must be all in the form.
    """
    known_or_404(provider_id)
    if request.method != "POST":
        return redirect(login_url(request))
    page = get_next_redirect_url(request)
    process = AuthProcess.CONNECT if connects(request) else AuthProcess.LOGIN
    if process == AuthProcess.LOGIN:
        remember_next_url(request, page)
    provider = get_adapter(request).get_provider(request, provider_id)
    try:
        with provider_errors():
            answer: HttpResponse = provider.redirect(request, process=process, next_url=page)
    except (ProviderException, RequestException) as error:
        return render_authentication_error(request, provider, exception=error)  # type: ignore[no-any-return]
    # No redirect: our policy lets forms lead to this site alone, and Chromium asks that of all redirects behind a form.
    return render(request, "socialaccount/go_on.html", {"provider": provider, "address": answer.headers["Location"]})


@never_cache
def from_provider(request: HttpRequest, provider_id: str) -> HttpResponse:
    known_or_404(provider_id)
    return OAuth2CallbackView.adapter_view(OIDCAdapter(request, provider_id))(request)  # type: ignore[no-any-return]


def known_or_404(provider_id: str) -> None:
    if provider_id != provider_config.id:
        raise Http404
