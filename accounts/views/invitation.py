from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.invitations import remember_invitation


@never_cache
@require_safe
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Opening the link doesn't redeem the invitation, as mail scanners open links, too."""
    if request.user.is_authenticated:
        return redirect("accounts:overview")
    if remember_invitation(request, token):
        return redirect("account_signup")
    return render(request, "accounts/invitation_invalid.html", status=404)
