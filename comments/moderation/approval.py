"""Which comments wait for approval, and until when an article takes them."""

from __future__ import annotations

from datetime import datetime, timedelta

from blog.models import BlogSettings, CommentPolicy, Post
from comments.commenters.trust import CommenterProfile
from comments.models import CommenterRule, CommentSettings
from comments.spam.reasons import Reason
from comments.spam.score import SpamScore


def hold_reason(post: Post, suspicion: SpamScore, known: CommenterProfile) -> Reason | None:
    """By what moderators said of the person, then by their words, then by the policy of the article or the site.

    None for a comment that needs no approval. One query for a post without a policy of its own.
    """
    if known.has_verdict(CommenterRule.Verdict.HELD):
        return Reason("person-held")
    if known.is_trusted:
        return None
    policy = approval_policy(post)
    if suspicion.holds or (suspicion.is_high and policy != CommentPolicy.PUBLISH):
        return Reason("suspicious")
    if policy == CommentPolicy.HOLD_ALL or policy not in CommentPolicy.values:
        return Reason("all-wait")
    return Reason("first-waits") if policy == CommentPolicy.HOLD_FIRST and not known.has_good_history else None


def approval_policy(post: Post, site: BlogSettings | None = None) -> str:
    """The policy of the article, or else of the site: a CommentPolicy. At most one query, none with ``site``."""
    return post.comment_policy or (site or BlogSettings.current()).comment_policy


def closes_at(post: Post, rules: CommentSettings | None = None) -> datetime | None:
    """When the article takes no more comments; None for never. One query without ``rules``."""
    days = (rules or CommentSettings.current()).close_after_days
    return post.published_at + timedelta(days=days) if days is not None and post.published_at else None


def is_open(post: Post, now: datetime, rules: CommentSettings | None = None) -> bool:
    """Whether the article takes comments now. At most one query, none with ``rules``."""
    if not (post.comments_open and post.is_readable(now)):
        return False
    end = closes_at(post, rules)
    return end is None or now < end
