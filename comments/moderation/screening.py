"""What is made of a comment when it comes: suspicion, state, and the first line of its history."""

from __future__ import annotations

from datetime import datetime

from comments.commenters.author import Context, Writer
from comments.commenters.history import known_of
from comments.commenters.impersonation import borrowed_name
from comments.errors import Banned
from comments.models import Comment, Decision, HouseRules, Standing
from comments.moderation.approval import has_good_name, why_it_waits
from comments.moderation.decide import REASON_LENGTH
from comments.spam.reasons import in_words
from comments.spam.rules import Facts
from comments.spam.score import suspicion_of


def assess(comment: Comment, writer: Writer, context: Context, now: datetime, rules: HouseRules | None = None) -> None:
    """Set state and reasons of a comment that is new or whose text was edited. At most eight queries.

    Raises Banned and WordRefused.
    """
    known = known_of(writer, context.network, comment.body, now, apart_from=comment.pk)
    if known.standing and known.has(Standing.Verdict.BANNED):
        raise Banned(known.standing.reason, known.standing.until)
    rules = rules or HouseRules.current()
    facts = Facts(
        text=comment.body,
        html=comment.html,
        seconds=context.seconds,
        honeypot=context.honeypot,
        repeated=known.repeated,
        record=known.record,
        most_links=rules.most_links,
        article=f"{comment.post.title} {comment.post.standfirst}",
        name=writer.name,
        borrowed_name="" if has_good_name(known) else borrowed_name(writer),
    )
    suspicion = suspicion_of(facts, rules)
    waits = why_it_waits(comment.post, suspicion, known)
    comment.reasons = [*suspicion.stored_reasons, *([waits.stored()] if waits else [])]
    comment.score, comment.spam_chance = suspicion.score, suspicion.spam_chance
    comment.status = Comment.Status.HELD if waits else Comment.Status.APPROVED
    comment.email_confirmed = writer.account is None and known.is_proven


def log(comment: Comment, writer: Writer) -> None:
    """The first line of a comment's history. A person who needs no approval has approved it."""
    Decision.objects.create(
        comment=comment,
        after=comment.status,
        by=writer.account if comment.decided_at else None,
        via=Decision.Via.RULES,
        why="; ".join(in_words(comment.reasons))[:REASON_LENGTH],
        at=comment.created_at,
    )
