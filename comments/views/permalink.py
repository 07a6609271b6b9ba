"""The lasting address of a comment."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from blog.models import Post
from comments.commenters.viewer import Viewer, viewer_of
from comments.models import Comment
from comments.submission.my_comments import status_path
from comments.threads.page import position_of
from comments.threads.queries import is_own, readable_by
from comments.threads.urls import order_from_query, thread_url


def readable_comment(viewer: Viewer, pk: int) -> Comment:
    """A comment that the viewer may see, on an article that they may see. Raises Http404."""
    found = Comment.objects.filter(readable_by(viewer)).on(Post.objects.visible_to(viewer.account))
    return get_object_or_404(found.select_related("post", "root", "author"), pk=pk)


@never_cache
@require_safe
def permalink(request: HttpRequest, pk: int) -> HttpResponse:
    """Redirect to the page of the thread that shows the comment now.

    If none does, redirect its author to the status page and moderators to the queue.
    """
    viewer = viewer_of(request)
    try:
        comment = readable_comment(viewer, pk)
    except Http404:
        if own := Comment.objects.filter(is_own(viewer), pk=pk).first():
            return redirect(status_path(own))
        if viewer.account and viewer.account.has_perm("comments.moderate_comment"):
            visible = Comment.objects.on(Post.objects.visible_to(viewer.account))
            return redirect("admin:comments_comment_change", get_object_or_404(visible, pk=pk).pk)
        raise
    position = position_of(comment, viewer, order_from_query(request.GET))
    return redirect(thread_url(comment.post, position, fragment=f"comment-{pk}"))
