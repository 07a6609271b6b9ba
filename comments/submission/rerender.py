from __future__ import annotations

from django.db import transaction
from django.utils.html import linebreaks

from blog.cache.versions import invalidate
from blog.rendering import COMMENT, FINGERPRINT, Unrenderable, render
from comments.models import Comment


def rerender_stale(batch: int = 500) -> int:
    """Render the comments again whose HTML was made by an older pipeline; return how many.

    Four queries a batch, each batch a transaction of its own: it can be stopped and started again.
    """
    done = last = 0
    stale = Comment.objects.exclude(render_fingerprint=FINGERPRINT).order_by("pk")
    while comments := list(stale.filter(pk__gt=last).only("post", "body")[:batch]):
        for comment in comments:
            comment.html, comment.render_fingerprint = html_of(comment), FINGERPRINT
        with transaction.atomic():
            Comment.objects.bulk_update(comments, ["html", "render_fingerprint"])
            invalidate("comments", *(f"comments:{comment.post_id}" for comment in comments))
        done, last = done + len(comments), comments[-1].pk
    return done


def html_of(comment: Comment) -> str:
    """What today's rules refuse to parse was accepted once: its words are shown as they were typed."""
    try:
        return render(comment.body, COMMENT)
    except Unrenderable:
        return linebreaks(comment.body, autoescape=True)
