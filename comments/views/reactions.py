"""Liking and reporting comments, with or without an account."""

from __future__ import annotations

from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from blog.models import Post
from comments.commenters.guest_cookies import new_guest_key, reader_key, remember_guest
from comments.commenters.network import network_of
from comments.commenters.viewer import viewer_of
from comments.errors import TooManyReactions
from comments.forms import ReportForm
from comments.models import Comment, Decision
from comments.reactions import likes, reports
from comments.threads.pagination import Order
from comments.threads.urls import order_from_query
from comments.views.permalink import readable_comment

TOO_MANY = 429


def public_comment(request: HttpRequest, pk: int) -> Comment:
    comment = readable_comment(viewer_of(request), pk)
    if comment.status != Comment.Status.APPROVED:
        raise Http404
    return comment


def reported_comment(request: HttpRequest, pk: int) -> Comment:
    """A public comment, or one that an earlier report has taken offline: the form may have been opened before that."""
    try:
        return public_comment(request, pk)
    except Http404:
        last = Decision.objects.filter(comment=pk).order_by("-pk").first()
        if last is None or last.via != Decision.Via.REPORT:
            raise
        visible = Post.objects.visible_to(viewer_of(request).account)
        held = Comment.objects.held().on(visible).select_related("post", "author")
        return get_object_or_404(held, pk=pk)


@never_cache
@require_POST
def like(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a like or, with ``wish=unlike``, remove it. Idempotent. Ignored for one's own comments."""
    comment = public_comment(request, pk)
    key = reader_key(request)
    response = HttpResponseRedirect(permalink_in_order(request, comment), status=303)
    if request.POST.get("wish") == "unlike":
        if key:
            likes.unlike(comment, key)
        return response
    if viewer_of(request).owns(comment):
        return response
    if not key:
        key = new_guest_key()
        remember_guest(response, key)
    try:
        likes.like(comment, key, network_of(request))
    except TooManyReactions:
        return render(request, "comments/too_many.html", {"comment": comment}, status=TOO_MANY)
    return response


def permalink_in_order(request: HttpRequest, comment: Comment) -> str:
    order = order_from_query(request.POST)
    query = f"?{urlencode({'order': order.value})}" if order != Order.OLDEST else ""
    return f"{comment.get_absolute_url()}{query}"


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, pk: int) -> HttpResponse:
    form = ReportForm(request.POST if request.method == "POST" else None)
    comment = reported_comment(request, pk) if form.is_valid() else public_comment(request, pk)
    shown = {"comment": comment, "post": comment.post}
    if not form.is_valid():
        status = 422 if form.is_bound else 200
        return render(request, "comments/report.html", shown | {"form": form}, status=status)
    known = reader_key(request)
    key = known or new_guest_key()
    try:
        is_new = reports.report(
            comment,
            key,
            network_of(request),
            form.cleaned_data["reason"],
            form.cleaned_data["text"],
            timezone.now(),
            viewer_of(request).account,
        )
    except TooManyReactions:
        return render(request, "comments/too_many.html", shown | {"text": form.cleaned_data["text"]}, status=TOO_MANY)
    response = render(request, "comments/reported.html", shown | {"is_new": is_new})
    if not known:
        remember_guest(response, key)
    return response
