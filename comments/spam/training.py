"""What the site learns from its moderators: words of approved and of spam comments are counted."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import batched

from django.db.models import F, Max
from django.db.models.functions import Greatest

from comments.models import Comment, Decision, TokenCount
from comments.spam.bayes import EVERY_COMMENT, tokens
from comments.spam.text_features import extract_features

# What people said, not what the rules guessed: a filter that believes itself learns its own mistakes.
TEACHERS = {Decision.Via.QUEUE, Decision.Via.MAIL, Decision.Via.UNDO}
LABELS = {Comment.Status.SPAM: "spam", Comment.Status.APPROVED: "ham"}
AT_ONCE = 500
MOST_LEARNED_ANEW = 5_000  # comments; old ones say little about the spam of today

type Tally = Counter[tuple[str, str]]  # how much to add to a word's spam or ham count


def learn(decisions: Sequence[Decision]) -> None:
    """Count the words of decided comments, and take back what was counted for them before.

    Call it before the decisions are stored: the last stored one of a comment says what its words count as,
    so that each comment counts once. A fixed number of queries for up to AT_ONCE words.
    """
    learn_anew_if_outdated()
    learned = learned_before(decision.comment_id for decision in decisions)
    tally: Tally = Counter()
    for decision in decisions:
        old, new = learned.get(decision.comment_id, ""), label_of(decision.via, decision.after)
        if old != new:
            count(tally, decision.comment.body, old, -1)
            count(tally, decision.comment.body, new, +1)
    add(tally)


def forget(comment: Comment) -> None:
    """Take back what was learned from a comment whose text is about to change. Store a decision with it."""
    learn_anew_if_outdated()
    tally: Tally = Counter()
    count(tally, comment.body, learned_before([comment.pk]).get(comment.pk, ""), -1)
    add(tally)


def learn_anew_if_outdated() -> None:
    """Count everything again when what is counted has changed since (EVERY_COMMENT). One query otherwise.

    Takes some seconds for MOST_LEARNED_ANEW comments, once. Of two at the same moment the second one waits.
    """
    _row, is_new = TokenCount.objects.get_or_create(word=EVERY_COMMENT)
    if not is_new:
        return
    TokenCount.objects.exclude(word=EVERY_COMMENT).delete()
    decided = Comment.objects.filter(status__in=LABELS, decided_by__isnull=False).order_by("-decided_at", "-pk")
    for some in batched(decided[:MOST_LEARNED_ANEW].values_list("pk", "body"), AT_ONCE, strict=False):
        labels = learned_before(pk for pk, _body in some)
        tally: Tally = Counter()
        for pk, body in some:
            count(tally, body, labels.get(pk, ""), +1)
        add(tally)


def learned_before(comment_ids: Iterable[int]) -> dict[int, str]:
    last = (
        Decision.objects.filter(comment__in=list(comment_ids))
        .order_by()
        .values("comment")
        .annotate(last=Max("pk"))
        .values("last")
    )
    found = Decision.objects.filter(pk__in=last).values_list("comment", "via", "after")
    return {comment: label_of(via, after) for comment, via, after in found}


def label_of(via: str, after: str) -> str:
    return LABELS.get(Comment.Status(after), "") if via in TEACHERS else ""


def count(tally: Tally, text: str, label: str, change: int) -> None:
    if label:
        for word in (EVERY_COMMENT, *tokens(extract_features(text))):
            tally[word, label] += change


def add(tally: Tally) -> None:
    """Words that change by the same number change in one query."""
    words = sorted({word for (word, _label), change in tally.items() if change})
    if not words:
        return
    for some in batched(words, AT_ONCE, strict=False):
        TokenCount.objects.bulk_create([TokenCount(word=word) for word in some], ignore_conflicts=True)
    # One training at a time: two that touch the same words in another order would wait for each other.
    list(TokenCount.objects.select_for_update().filter(word=EVERY_COMMENT))
    alike: dict[tuple[int, int], list[str]] = defaultdict(list)
    for word in words:
        alike[tally[word, "spam"], tally[word, "ham"]].append(word)
    for (spam, ham), changed in alike.items():
        for some in batched(changed, AT_ONCE, strict=False):
            TokenCount.objects.filter(word__in=some).update(
                spam=Greatest(F("spam") + spam, 0), ham=Greatest(F("ham") + ham, 0)
            )
