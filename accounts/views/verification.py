from allauth.account.internal.flows.email_verification import send_verification_email_at_login
from allauth.account.models import EmailAddress
from allauth.account.stages import EmailVerificationStage, LoginStageController
from allauth.account.views import email_verification_sent
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts.models import User
from accounts.next_url import login_url


def sent(request: HttpRequest) -> HttpResponse:
    """Look into your mailbox. Who is in already, in another tab for instance, has nothing to look for."""
    if request.user.is_authenticated:
        return redirect("accounts:overview")
    answer: HttpResponse = email_verification_sent(request)
    return answer


@require_POST
def send_again(request: HttpRequest) -> HttpResponse:
    """Another link for who has registered or typed the password in this browser, not within allauth's three minutes.

    An address that had an account before gets the mail that says so, with the same answer here.
    """
    stage = LoginStageController.enter(request, EmailVerificationStage.key)
    if stage is None:
        messages.info(request, _("Log in: if your address is not confirmed yet, we send you a fresh link."))
        return redirect(login_url(request))
    if confirmed := confirmed_meanwhile(stage.login.user):
        messages.success(request, _("%(email)s is already confirmed. You can log in with it.") % {"email": confirmed})
        return redirect(login_url(request))
    if not send_verification_email_at_login(request, stage.login):
        messages.warning(request, _("A mail was sent a moment ago. Please wait three minutes before the next one."))
    return redirect("account_email_verification_sent")


def confirmed_meanwhile(person: User | None) -> str:
    """On the phone, for instance. Nobody is behind the page of an address that had an account before."""
    address = EmailAddress.objects.filter(user=person, verified=True).first() if person else None
    return str(address.email) if address else ""
