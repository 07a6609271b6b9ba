"""Measures the spam filter by moderators' decisions, and tries out word filters on recent comments."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from comments.models import Comment, CommentSettings
from comments.spam.reasons import REASONS, Reason
from comments.spam.word_filters import fold, matches, searchable_text

MAX_EVALUATED = 2_000
MAX_TRIED = 500
Status = Comment.Status


@dataclass
class FilterStats:
    """Precision is the share of a rule's comments that are spam, recall the share of all spam that it matches."""

    name: str
    matched_spam: int = 0
    matched_ham: int = 0
    all_spam: int = 0

    @property
    def precision(self) -> float | None:
        matched = self.matched_spam + self.matched_ham
        return 100 * self.matched_spam / matched if matched else None

    @property
    def recall(self) -> float | None:
        return 100 * self.matched_spam / self.all_spam if self.all_spam else None

    def add(self, is_spam: bool) -> None:
        self.matched_spam += is_spam
        self.matched_ham += not is_spam


@dataclass(frozen=True)
class Evaluation:
    whole: FilterStats
    rules: list[FilterStats]
    spam: int
    ham: int


def evaluate() -> Evaluation:
    """Based on the newest comments that moderators approved or marked as spam. Two queries.

    The other statuses are excluded: an index finds the newest decisions, unless the database looks for statuses.
    """
    rows = (
        Comment.objects.filter(decided_by__isnull=False)
        .exclude(status__in=[Status.HELD, Status.REMOVED])
        .order_by("-decided_at")
        .values_list("status", "reasons", "score")[:MAX_EVALUATED]
    )
    decided = [(status == Status.SPAM, reasons, score) for status, reasons, score in rows]
    spam = sum(is_spam for is_spam, _reasons, _score in decided)
    hold_at = CommentSettings.current().hold_at
    whole = FilterStats("", all_spam=spam)
    rules = {name: FilterStats(str(text), all_spam=spam) for name, text in REASONS.items()}
    for is_spam, reasons, score in decided:
        if score >= hold_at:
            whole.add(is_spam)
        for name in {Reason.of(reason).rule for reason in reasons if Reason.of(reason).points >= 0} & rules.keys():
            rules[name].add(is_spam)
    matched = [stats for stats in rules.values() if stats.precision is not None]
    return Evaluation(whole, matched, spam, len(decided) - spam)


@dataclass
class Trial:
    """How many of the newest comments a pattern matches, by their current status."""

    tried: int = 0
    by_state: dict[str, int] = field(default_factory=dict)
    examples: list[Comment] = field(default_factory=list)

    @property
    def met(self) -> int:
        return sum(self.by_state.values())


def try_pattern(pattern: str, comments: Iterable[Comment] | None = None) -> Trial:
    """Match a pattern against the newest comments. One query."""
    trial = Trial()
    for comment in comments if comments is not None else Comment.objects.order_by("-created_at", "-pk")[:MAX_TRIED]:
        trial.tried += 1
        if matches(pattern, fold(searchable_text(comment.name, comment.body))):
            state = str(comment.get_status_display())
            trial.by_state[state] = trial.by_state.get(state, 0) + 1
            trial.examples.append(comment)
    return trial
