from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.allauth.decorators import reauthentication_required, reauthentication_required_to_post
from accounts.allauth.models import UserSession
from accounts.models import User
from accounts.sessions import active_sessions, end_sessions


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
@reauthentication_required_to_post
def sessions(request: HttpRequest) -> HttpResponse:
    """List the sessions; POST ends the others, after reauthenticating: a borrowed browser can't lock users out."""
    user = User.objects.get(email=request.user.get_username())
    if request.method == "POST":
        end_sessions(user, but=request.session.session_key)
        messages.info(request, _("You are logged out everywhere else."))
        return redirect("usersessions_list")
    context = {"sessions": active_sessions(user), "current_key": request.session.session_key}
    return render(request, "accounts/sessions.html", context)


@login_required
@require_POST
@reauthentication_required
def end_session(request: HttpRequest, pk: int) -> HttpResponse:
    """Log out one other browser. This one has the button in the header."""
    others = UserSession.objects.filter(user=request.user.pk).exclude(session_key=request.session.session_key)
    get_object_or_404(others, pk=pk).end()
    messages.success(request, _("That browser was logged out."))
    return redirect("usersessions_list")
