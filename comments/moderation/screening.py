"""What is made of a comment when it comes: suspicion, state, and the first line of its history."""

from __future__ import annotations

from datetime import datetime

from comments.commenters.author import CommentAuthor, SubmissionContext
from comments.commenters.impersonation import impersonated_name
from comments.commenters.trust import load_profile
from comments.errors import Banned
from comments.models import Comment, CommenterRule, CommentSettings, Decision
from comments.moderation.approval import hold_reason
from comments.moderation.decide import REASON_LENGTH
from comments.spam.reasons import describe_reasons
from comments.spam.rules import Features
from comments.spam.score import score_comment


def screen(
    comment: Comment,
    writer: CommentAuthor,
    context: SubmissionContext,
    now: datetime,
    rules: CommentSettings | None = None,
) -> None:
    """Set state and reasons of a comment that is new or whose text was edited. At most eight queries.

    Raises Banned and WordBlocked.
    """
    known = load_profile(writer, context.network, comment.body, now, exclude_pk=comment.pk)
    if known.rule and known.has_verdict(CommenterRule.Verdict.BANNED):
        raise Banned(known.rule.reason, known.rule.until)
    rules = rules or CommentSettings.current()
    facts = Features(
        text=comment.body,
        html=comment.html,
        seconds=context.seconds,
        honeypot=context.honeypot,
        is_repeated=known.is_repeated,
        history=known.history,
        most_links=rules.most_links,
        article=f"{comment.post.title} {comment.post.standfirst}",
        name=writer.name,
        impersonated_name="" if known.has_good_history else impersonated_name(writer),
    )
    suspicion = score_comment(facts, rules)
    waits = hold_reason(comment.post, suspicion, known)
    comment.reasons = [*suspicion.stored_reasons, *([waits.stored()] if waits else [])]
    comment.score, comment.spam_chance = suspicion.score, suspicion.spam_chance
    comment.status = Comment.Status.HELD if waits else Comment.Status.APPROVED
    comment.email_confirmed = writer.account is None and known.is_verified


def log_submission(comment: Comment, writer: CommentAuthor) -> None:
    """The first line of a comment's history. A person who needs no approval has approved it."""
    Decision.objects.create(
        comment=comment,
        after=comment.status,
        by=writer.account if comment.decided_at else None,
        via=Decision.Via.RULES,
        why="; ".join(describe_reasons(comment.reasons))[:REASON_LENGTH],
        at=comment.created_at,
    )
