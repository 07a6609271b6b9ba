from allauth.account.decorators import reauthentication_required
from allauth.usersessions.models import UserSession
from allauth.usersessions.views import list_usersessions
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

# Looking takes a login, logging out others a fresh proof: a borrowed browser cannot shut its owner out.
sessions = login_required(reauthentication_required(list_usersessions, allow_get=True))


@login_required
@require_POST
@reauthentication_required  # type: ignore[untyped-decorator]
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """Log out one other browser of the person; the own one has the button in the header."""
    others = UserSession.objects.filter(user=request.user.pk).exclude(session_key=request.session.session_key)
    get_object_or_404(others, pk=pk).end()
    messages.success(request, _("That browser is logged out."))
    return redirect("usersessions_list")
