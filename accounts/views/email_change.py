from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from accounts.email_addresses.reversal import AddressTaken, revert_email_change
from accounts.models import EmailChange


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def revert_email(request: HttpRequest, token: str) -> HttpResponse:
    """The link in the e-mail to the old address. GET changes nothing, as mail scanners open links, too."""
    change = EmailChange.objects.from_token(token)
    if change and request.method == "POST":
        try:
            if revert_email_change(change, request):
                if request.user == change.user:
                    logout(request)
                return render(request, "accounts/email_reverted.html", {"email": change.old_email})
        except AddressTaken:
            return render(request, "accounts/email_taken.html", {"change": change}, status=409)
        change = None
    if change is None:
        return render(request, "accounts/email_revert_invalid.html", status=404)
    return render(request, "accounts/email_revert.html", {"change": change})
