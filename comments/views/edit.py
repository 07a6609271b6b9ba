"""Commenters edit and delete their comments and confirm their e-mail addresses. A signed cookie identifies guests."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from comments.commenters.guest_cookies import own_comment_ids
from comments.commenters.network import network_of
from comments.commenters.viewer import viewer_of
from comments.errors import CommentRejected
from comments.forms import EditForm
from comments.models import Comment, CommentSettings
from comments.notifications.confirmation import request_confirmation
from comments.submission.edit import (
    AlreadyDeleted,
    EditConflict,
    NotEditable,
    check_changeable,
    delete_comment,
    edit_comment,
)
from comments.submission.my_comments import status_path
from comments.threads.queries import is_own

TOO_LATE = 403


def own_comment(request: HttpRequest, pk: int) -> Comment:
    """Raises Http404 for everyone but its author."""
    viewer = viewer_of(request)
    comment = get_object_or_404(Comment.objects.filter(is_own(viewer)).select_related("post", "author"), pk=pk)
    return comment if viewer.owns(comment) else get_object_or_404(Comment.objects.none())


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    comment = own_comment(request, pk)
    shown = {"comment": comment, "post": comment.post}
    try:
        check_changeable(comment, timezone.now(), CommentSettings.current())
        if request.method != "POST":
            form = EditForm(initial={"body": comment.body, "text_version": comment.text_version})
            return render(request, "comments/edit.html", shown | {"form": form})
        form = EditForm(request.POST)
        if not form.is_valid():
            return render(request, "comments/edit.html", shown | {"form": form}, status=422)
        text, version = form.cleaned_data["body"], form.cleaned_data["text_version"]
        edit_comment(comment, text, version, network_of(request), timezone.now())
    except NotEditable as error:
        text = request.POST.get("body", "")
        return render(request, "comments/too_late.html", shown | {"error": error, "text": text}, status=TOO_LATE)
    except EditConflict as error:
        stored = Comment.objects.get(pk=pk)
        form = EditForm(initial={"body": text, "text_version": stored.text_version})
        context = shown | {"form": form, "error": error, "stored": stored}
        return render(request, "comments/edit.html", context, status=409)
    except CommentRejected as error:
        form.add_error("body", str(error))
        return render(request, "comments/edit.html", shown | {"form": form}, status=422)
    return HttpResponseRedirect(comment.get_absolute_url(), status=303)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def delete(request: HttpRequest, pk: int) -> HttpResponse:
    comment = own_comment(request, pk)
    shown = {"comment": comment, "post": comment.post}
    try:
        check_changeable(comment, timezone.now(), CommentSettings.current())
        if request.method != "POST":
            return render(request, "comments/delete.html", shown)
        delete_comment(comment, timezone.now())
    except NotEditable as error:
        if not (isinstance(error, AlreadyDeleted) and request.method == "POST"):
            return render(request, "comments/too_late.html", shown | {"error": error}, status=TOO_LATE)
    return HttpResponseRedirect(status_path(comment), status=303)


@never_cache
@require_POST
def ask_confirmation(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a guest the e-mail that confirms the address of their comment, and show the status page. Idempotent."""
    own = Comment.objects.filter(author=None, pk__in=own_comment_ids(request))
    comment = get_object_or_404(own.exclude(email=""), pk=pk)
    if not comment.email_confirmed:
        request_confirmation(comment)
    return HttpResponseRedirect(status_path(comment), status=303)
