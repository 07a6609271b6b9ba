"""Whether an article accepts comments, and whether a comment needs approval."""

from __future__ import annotations

from datetime import datetime, timedelta

from accounts.models import User
from blog.models import BlogSettings, CommentPolicy, Post
from comments.commenters.author import CommentAuthor, SubmissionContext
from comments.commenters.impersonation import impersonated_name
from comments.commenters.trust import CommenterProfile, load_profile
from comments.errors import CommenterBlocked
from comments.models import Comment, CommenterRule, CommentSettings, Decision
from comments.moderation.decide import REASON_LENGTH
from comments.spam.reasons import Reason, describe_reasons
from comments.spam.rules import Features
from comments.spam.score import SpamScore, score_comment


def closes_at(post: Post, rules: CommentSettings | None = None) -> datetime | None:
    """When comments on the article close; None for never. One query without ``rules``."""
    days = (rules or CommentSettings.current()).close_after_days
    return post.published_at + timedelta(days=days) if days is not None and post.published_at else None


def is_open(post: Post, now: datetime, rules: CommentSettings | None = None) -> bool:
    """Whether the article accepts comments now. At most one query, none with ``rules``."""
    if not (post.comments_open and post.is_readable(now)):
        return False
    end = closes_at(post, rules)
    return end is None or now < end


def approval_policy(post: Post, site: BlogSettings | None = None) -> str:
    """The CommentPolicy of the article, or else of the site. At most one query, none with ``site``."""
    return post.comment_policy or (site or BlogSettings.current()).comment_policy


def screen(
    comment: Comment,
    author: CommentAuthor,
    context: SubmissionContext,
    now: datetime,
    rules: CommentSettings | None = None,
) -> None:
    """Set the status, spam score and reasons of a comment that is new or was edited. At most eight queries.

    Raises CommenterBlocked and WordBlocked.
    """
    profile = load_profile(author, context.network, comment.body, now, exclude_pk=comment.pk)
    if profile.rule and profile.has_verdict(CommenterRule.Verdict.BLOCKED):
        raise CommenterBlocked(profile.rule.reason, profile.rule.until)
    rules = rules or CommentSettings.current()
    features = Features(
        text=comment.body,
        html=comment.html,
        seconds=context.seconds,
        honeypot=context.honeypot,
        is_repeated=profile.is_repeated,
        history=profile.history,
        max_links=rules.max_links,
        article=f"{comment.post.title} {comment.post.standfirst}",
        name=author.name,
        impersonated_name="" if profile.has_good_history else impersonated_name(author),
    )
    spam = score_comment(features, rules)
    held = hold_reason(comment.post, spam, profile)
    comment.reasons = [*spam.stored_reasons, *([held.stored()] if held else [])]
    comment.score, comment.spam_chance = spam.score, spam.spam_chance
    comment.status = Comment.Status.HELD if held else Comment.Status.APPROVED
    comment.email_confirmed = author.account is None and profile.is_verified


def hold_reason(post: Post, spam: SpamScore, profile: CommenterProfile) -> Reason | None:
    """Why a comment is held; None if it needs no approval.

    The commenter rule takes precedence over the spam score, and the spam score over the policy. One query for a post
    without a policy of its own.
    """
    if profile.has_verdict(CommenterRule.Verdict.HELD):
        return Reason("person-held")
    if profile.is_trusted:
        return None
    policy = approval_policy(post)
    if spam.holds or (spam.is_high and policy != CommentPolicy.PUBLISH):
        return Reason("suspicious")
    if policy == CommentPolicy.HOLD_ALL or policy not in CommentPolicy.values:
        return Reason("all-wait")
    return Reason("first-waits") if policy == CommentPolicy.HOLD_FIRST and not profile.has_good_history else None


def log_decision(comment: Comment, via: Decision.Via, *, by: User | None, at: datetime, before: str = "") -> None:
    """Add an entry to the comment's history: its present status, and the reasons found by ``screen``."""
    Decision.objects.create(
        comment=comment,
        before=before,
        after=comment.status,
        by=by,
        via=via,
        why="; ".join(describe_reasons(comment.reasons))[:REASON_LENGTH],
        at=at,
    )
