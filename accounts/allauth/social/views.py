"""To the provider and back. With allauth's views, query parameters could change what is requested from the provider."""

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
    """Whether a logged-in user has pressed *Connect*."""
    return (
        request.method == "POST"
        and request.user.is_authenticated
        and get_request_param(request, "process") == AuthProcess.CONNECT
    )


@never_cache
@rate_limit(action="login")  # type: ignore[untyped-decorator]
@reauthentication_required(enabled=connects, app="allauth.socialaccount")  # type: ignore[untyped-decorator]
def login(request: HttpRequest, provider_id: str) -> HttpResponse:
    """Ask the provider for the URL of its login page; the response redirects there, and contains a link.

    Connecting needs reauthentication first, which sends the form again: it must contain everything needed.
    """
    check_provider(provider_id)
    if request.method != "POST":
        return redirect(login_url(request))
    page = get_next_redirect_url(request)
    process = AuthProcess.CONNECT if connects(request) else AuthProcess.LOGIN
    if process == AuthProcess.LOGIN:
        remember_next_url(request, page)
    provider = get_adapter(request).get_provider(request, provider_id)
    try:
        with provider_errors():
            response: HttpResponse = provider.redirect(request, process=process, next_url=page)
    except (ProviderException, RequestException) as error:
        return render_authentication_error(request, provider, exception=error)  # type: ignore[no-any-return]
    # Not an HTTP redirect: form-action in our policy allows this site only, and Chromium checks redirects, too.
    return render(
        request, "socialaccount/redirect.html", {"provider": provider, "address": response.headers["Location"]}
    )


@never_cache
def callback(request: HttpRequest, provider_id: str) -> HttpResponse:
    check_provider(provider_id)
    return OAuth2CallbackView.adapter_view(OIDCAdapter(request, provider_id))(request)  # type: ignore[no-any-return]


def check_provider(provider_id: str) -> None:
    if provider_id != provider_config.id:
        raise Http404
