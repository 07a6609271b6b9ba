from __future__ import annotations

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from comments.admin.permissions import MODERATE
from comments.models import Comment
from comments.spam.evaluation import MOST_MEASURED, evaluate


def figures(request: HttpRequest) -> HttpResponse:
    """Precision and recall of each rule and of the whole."""
    if not request.user.has_perm(MODERATE):
        raise PermissionDenied
    context = admin.site.each_context(request) | {
        "title": _("How good is the filter?"),
        "measured": evaluate(),
        "most": MOST_MEASURED,
        "opts": Comment._meta,
    }
    return render(request, "comments/admin/filter_report.html", context)
