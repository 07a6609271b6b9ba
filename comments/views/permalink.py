"""Where a comment stands: in its thread, and with the moderators."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from blog.models import Post
from comments.commenters.viewer import Viewer, viewer_of
from comments.models import Comment
from comments.submission.my_comments import status_path
from comments.threads.page import place_of
from comments.threads.queries import is_own, readable_by
from comments.threads.urls import order_from_query, thread_url


def readable_comment(reader: Viewer, pk: int) -> Comment:
    """A comment that this reader sees under an article that this reader sees. Raises Http404."""
    found = Comment.objects.filter(readable_by(reader), post__in=Post.objects.visible_to(reader.account))
    return get_object_or_404(found.select_related("post", "root", "author"), pk=pk)


@never_cache
@require_safe
def permalink(request: HttpRequest, pk: int) -> HttpResponse:
    """Find the page of the thread on which a comment stands now.

    Others lead their writers to what became of them, and moderators to the queue.
    """
    reader = viewer_of(request)
    try:
        comment = readable_comment(reader, pk)
    except Http404:
        if own := Comment.objects.filter(is_own(reader), pk=pk).first():
            return redirect(status_path(own))
        if reader.account and reader.account.has_perm("comments.moderate_comment"):
            visible = Post.objects.visible_to(reader.account)
            return redirect("admin:comments_comment_change", get_object_or_404(Comment, pk=pk, post__in=visible).pk)
        raise
    place = place_of(comment, reader, order_from_query(request.GET))
    return redirect(thread_url(comment.post, place, fragment=f"comment-{pk}"))
