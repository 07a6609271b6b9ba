"""Stores the comments of the demo blog, in the states in which a moderator would find them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.utils.text import slugify

from accounts.models import User
from blog.models import Post
from blog.rendering import COMMENT, FINGERPRINT, render
from comments.models import Comment
from comments.models.comment import MAX_DEPTH, count_comments
from comments.spam.reasons import Reason
from comments.spam.rules import RULES
from comments.spam.score import sign_reasons
from comments.spam.signs import find_signs
from comments.spam.text_features import extract_features
from demo.conversations import CONVERSATIONS, HELD, DemoComment

POINTS = {rule.key: rule.points for rule in RULES}
MODERATOR = "haruka"
NETWORK = "192.0.2.0/24"  # reserved for documentation (RFC 5737)
READ_WITHIN = timedelta(hours=2)


def create_comments(posts: Mapping[str, Post], users: Mapping[str, User], now: datetime) -> None:
    def store(sample: DemoComment, post: Post, parent: Comment | None) -> None:
        comment = comment_from(sample, post, users, now)
        if not comment.author:
            comment.email = f"{slugify(sample.who) or 'guest'}@mail.example"
            comment.network = NETWORK
        if parent:
            comment.parent, comment.root = parent, parent.root or parent
            comment.depth = min(parent.depth + 1, MAX_DEPTH)
        comment.save()
        for reply in sample.replies:
            store(reply, post, comment)

    for slug, conversation in CONVERSATIONS.items():
        for sample in conversation:
            store(sample, posts[slug], None)
        count_comments(posts[slug].pk)


def comment_from(sample: DemoComment, post: Post, users: Mapping[str, User], now: datetime) -> Comment:
    author = users.get(sample.who)
    reasons = [
        *(Reason(key, POINTS[key]) for key in sample.reasons),
        *sign_reasons(find_signs(extract_features(sample.text)), {}),
    ]
    if sample.status == HELD:
        reasons.append(Reason("first-waits"))
    written = min((post.published_at or now) + timedelta(hours=sample.hours), now - timedelta(minutes=5))
    comment = Comment(
        post=post,
        author=author,
        name=author.display_name if author else sample.who,
        body=sample.text,
        html=render(sample.text, COMMENT),
        render_fingerprint=FINGERPRINT,
        status=sample.status,
        reasons=[reason.stored() for reason in reasons],
        score=round(sum(reason.points for reason in reasons), 1),
        created_at=written,
    )
    if sample.status != HELD:
        comment.decided_at = min(written + READ_WITHIN, now)
        comment.decided_by = None if author and author.is_staff else users[MODERATOR]
    return comment
