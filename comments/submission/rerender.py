from __future__ import annotations

from django.db import transaction
from django.utils.html import linebreaks

from blog.cache.versions import invalidate
from blog.rendering import COMMENT, FINGERPRINT, Unrenderable, render
from comments.models import Comment


def rerender_stale(batch: int = 500) -> int:
    """Render all comments whose HTML has another rendering fingerprint. Returns the number of comments.

    Four queries per batch. Each batch has its own transaction, so the process can be stopped and started again.
    """
    done = last = 0
    stale = Comment.objects.exclude(render_fingerprint=FINGERPRINT).order_by("pk")
    while comments := list(stale.filter(pk__gt=last).only("post", "body")[:batch]):
        for comment in comments:
            comment.html, comment.render_fingerprint = stored_html(comment), FINGERPRINT
        with transaction.atomic():
            Comment.objects.bulk_update(comments, ["html", "render_fingerprint"])
            invalidate("comments", *(f"comments:{comment.post_id}" for comment in comments))
        done, last = done + len(comments), comments[-1].pk
    return done


def stored_html(comment: Comment) -> str:
    """The HTML of a comment that was already accepted. If it can't be rendered any more, it is shown as plain text."""
    try:
        return render(comment.body, COMMENT)
    except Unrenderable:
        return linebreaks(comment.body, autoescape=True)
