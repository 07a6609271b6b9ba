"""Learns from moderators' decisions: counts the tokens of approved comments and of spam."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import batched

from django.db.models import F, Max
from django.db.models.functions import Greatest

from comments.models import Comment, Decision, TokenCount
from comments.spam.bayes import EVERY_COMMENT, tokens
from comments.spam.text_features import extract_features

# Decisions by people only: a filter that learned from its own decisions would amplify its mistakes.
BY_PEOPLE = {Decision.Via.QUEUE, Decision.Via.MAIL, Decision.Via.UNDO}
LABELS = {Comment.Status.SPAM: "spam", Comment.Status.APPROVED: "ham"}
BATCH_SIZE = 500
MAX_RELEARNED = 5_000  # comments; older ones say little about current spam

type Changes = Counter[tuple[str, str]]  # (token, "spam" or "ham"): by how much its count changes


def learn(decisions: Sequence[Decision]) -> None:
    """Count the tokens of decided comments, and uncount what earlier decisions counted.

    Call it before the decisions are stored: the last stored decision about a comment tells how it was counted, so
    that each comment counts once. The number of queries is constant for up to BATCH_SIZE tokens.
    """
    relearn_if_outdated()
    learned = learned_labels(decision.comment_id for decision in decisions)
    changes: Changes = Counter()
    for decision in decisions:
        old, new = learned.get(decision.comment_id, ""), label_for(decision.via, decision.after)
        if old != new:
            count_tokens(changes, decision.comment.body, old, -1)
            count_tokens(changes, decision.comment.body, new, +1)
    store(changes)


def forget(comment: Comment) -> None:
    """Uncount a comment whose text is about to change. Store a decision in the same transaction."""
    relearn_if_outdated()
    changes: Changes = Counter()
    count_tokens(changes, comment.body, learned_labels([comment.pk]).get(comment.pk, ""), -1)
    store(changes)


def relearn_if_outdated() -> None:
    """Count everything again if a release has changed what a token is (EVERY_COMMENT). Otherwise one query.

    Takes some seconds for MAX_RELEARNED comments, once. A second process waits until the first has finished.
    """
    _row, is_new = TokenCount.objects.get_or_create(token=EVERY_COMMENT)
    if not is_new:
        return
    TokenCount.objects.exclude(token=EVERY_COMMENT).delete()
    decided = Comment.objects.filter(status__in=LABELS, decided_by__isnull=False).order_by("-decided_at", "-pk")
    for batch in batched(decided[:MAX_RELEARNED].values_list("pk", "body"), BATCH_SIZE, strict=False):
        labels = learned_labels(pk for pk, _body in batch)
        changes: Changes = Counter()
        for pk, body in batch:
            count_tokens(changes, body, labels.get(pk, ""), +1)
        store(changes)


def learned_labels(comment_ids: Iterable[int]) -> dict[int, str]:
    last = (
        Decision.objects.filter(comment__in=list(comment_ids))
        .order_by()
        .values("comment")
        .annotate(last=Max("pk"))
        .values("last")
    )
    found = Decision.objects.filter(pk__in=last).values_list("comment", "via", "after")
    return {comment: label_for(via, after) for comment, via, after in found}


def label_for(via: str, after: str) -> str:
    return LABELS.get(Comment.Status(after), "") if via in BY_PEOPLE else ""


def count_tokens(changes: Changes, text: str, label: str, change: int) -> None:
    if label:
        for token in (EVERY_COMMENT, *tokens(extract_features(text))):
            changes[token, label] += change


def store(changes: Changes) -> None:
    """One query for all tokens whose counts change by the same numbers."""
    tokens_changed = sorted({token for (token, _label), change in changes.items() if change})
    if not tokens_changed:
        return
    for batch in batched(tokens_changed, BATCH_SIZE, strict=False):
        TokenCount.objects.bulk_create([TokenCount(token=token) for token in batch], ignore_conflicts=True)
    # Only one process stores counts at a time: two that update the same tokens in another order would deadlock.
    list(TokenCount.objects.select_for_update().filter(token=EVERY_COMMENT))
    by_change: dict[tuple[int, int], list[str]] = defaultdict(list)
    for token in tokens_changed:
        by_change[changes[token, "spam"], changes[token, "ham"]].append(token)
    for (spam, ham), changed in by_change.items():
        for batch in batched(changed, BATCH_SIZE, strict=False):
            TokenCount.objects.filter(token__in=batch).update(
                spam=Greatest(F("spam") + spam, 0), ham=Greatest(F("ham") + ham, 0)
            )
