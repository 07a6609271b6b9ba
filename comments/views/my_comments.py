"""What commenters see of their own comments: a member's list, and the status page of each comment."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from comments.commenters.guest_cookies import own_comment_ids, remember_own_comment
from comments.commenters.viewer import Viewer, member
from comments.models import Comment, CommentSettings, Decision
from comments.notifications.recipients import gets_mail, mask_email
from comments.submission.edit import changeable_since, may_change
from comments.submission.my_comments import BY_HAND, comment_id_from, comments_by, own_comments

PER_PAGE = 25
GONE = 410


@never_cache
@login_required
@require_safe
def my_comments(request: HttpRequest) -> HttpResponse:
    """The member's comments in every state. The number of queries does not depend on the number of comments."""
    account = member(request)
    page = Paginator(comments_by(account), PER_PAGE).get_page(request.GET.get("page"))
    entries = own_comments(page.object_list, account, timezone.now())
    return render(request, "comments/my_comments.html", {"page": page, "entries": entries})


@never_cache
@require_safe
def status(request: HttpRequest, token: str) -> HttpResponse:
    """The status page of a comment. A guest who opens it on another device can edit the comment there, too."""
    rules, now, pk = CommentSettings.current(), timezone.now(), comment_id_from(token)
    if not pk:
        raise Http404
    comment = Comment.objects.select_related("post", "author").filter(pk=pk).first()
    if comment is None:
        return render(request, "comments/status_gone.html", {"rules": rules}, status=GONE)
    viewer = Viewer(comment.author, frozenset([comment.pk]))
    last = Decision.objects.filter(comment=comment).order_by("-pk").first()
    context = {
        "comment": comment,
        "post": comment.post if comment.post.is_readable() else None,
        "rules": rules,
        "gets_mail": gets_mail(comment),
        "shown_email": mask_email(comment.email) if comment.author_id is None else "",
        "can_change": may_change(comment, viewer, now, rules),
        "change_until": comment.created_at + (now - changeable_since(now, rules)),
        "was_public": Decision.objects.filter(comment=comment, after=Comment.Status.APPROVED).exists(),
        "decided_via": last.via if last else "",
        "reason": last.why if last and last.via in BY_HAND else "",
    }
    response = render(request, "comments/status.html", context)
    if comment.author_id is None and comment.pk not in own_comment_ids(request):
        remember_own_comment(request, response, comment.pk)
    return response
