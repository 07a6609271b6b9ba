from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.models import User
from accounts.profile.form import ProfileForm


@login_required
@require_safe
def overview(request: HttpRequest) -> HttpResponse:
    return render(request, "accounts/overview.html")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    # Not request.user: the header would show an invalid name.
    profile_user = User.objects.get(email=request.user.get_username())
    form = ProfileForm(request.POST or None, request.FILES or None, instance=profile_user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Your profile was saved."))
        return redirect("accounts:overview")
    return render(request, "accounts/profile.html", {"form": form, "profile_user": profile_user})
