"""Where a comment stands: in its thread, and with the moderators."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from blog.models import Post
from comments.commenters.guest_cookies import own_comment_ids, remember_own_comment
from comments.commenters.viewer import Viewer, viewer_of
from comments.models import Comment, CommentSettings, Decision
from comments.notifications.recipients import gets_mail, mask_email
from comments.submission.edit import changeable_since, may_change
from comments.submission.my_comments import BY_HAND, comment_id_from, status_path
from comments.threads.page import place_of
from comments.threads.queries import is_own, readable_by
from comments.threads.urls import order_from_query, thread_url

GONE = 410


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


@never_cache
@require_safe
def status(request: HttpRequest, token: str) -> HttpResponse:
    """What became of a comment, for whoever wrote it. Opening it on another device lets a guest edit there too."""
    rules, now, pk = CommentSettings.current(), timezone.now(), comment_id_from(token)
    if not pk:
        raise Http404
    comment = Comment.objects.select_related("post", "author").filter(pk=pk).first()
    if comment is None:
        return render(request, "comments/status_gone.html", {"rules": rules}, status=GONE)
    reader = Viewer(comment.author, frozenset([comment.pk]))
    last = Decision.objects.filter(comment=comment).order_by("-pk").first()
    context = {
        "comment": comment,
        "post": comment.post if comment.post.is_readable() else None,
        "rules": rules,
        "gets_mail": gets_mail(comment),
        "shown_email": mask_email(comment.email) if comment.author_id is None else "",
        "can_change": may_change(comment, reader, now, rules),
        "change_until": comment.created_at + (now - changeable_since(now, rules)),
        "was_public": Decision.objects.filter(comment=comment, after=Comment.Status.APPROVED).exists(),
        "decided_via": last.via if last else "",
        "reason": last.why if last and last.via in BY_HAND else "",
    }
    response = render(request, "comments/status.html", context)
    if comment.author_id is None and comment.pk not in own_comment_ids(request):
        remember_own_comment(request, response, comment.pk)
    return response
