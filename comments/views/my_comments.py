from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from comments.commenters.viewer import member
from comments.submission.my_comments import comments_by, own_comments

PER_PAGE = 25


@never_cache
@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The member's own comments, whatever became of them. As many queries for any number."""
    account = member(request)
    page = Paginator(comments_by(account), PER_PAGE).get_page(request.GET.get("page"))
    entries = own_comments(page.object_list, account, timezone.now())
    return render(request, "comments/mine.html", {"page": page, "entries": entries})
