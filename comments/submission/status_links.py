"""The signed address of a comment's status page: who has it wrote the comment, or was told by who did."""

from __future__ import annotations

from django.core import signing
from django.urls import reverse

from comments.models import Comment

SIGNER = signing.Signer(salt="comments.status")


def status_path(comment: Comment) -> str:
    return reverse("comments:status", args=[SIGNER.sign(str(comment.pk))])


def comment_of(token: str) -> int:
    """The number of the comment, 0 for an address that is not ours."""
    try:
        return int(SIGNER.unsign(token))
    except (signing.BadSignature, ValueError):
        return 0
