"""How good the filter is, measured on what moderators decided; and what a word rule would have done."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from comments.models import Comment, CommentSettings
from comments.spam.reasons import REASONS, Reason
from comments.spam.word_filters import finds, folded, searched

MOST_MEASURED = 2_000
MOST_TRIED = 500
Status = Comment.Status


@dataclass
class FilterStats:
    """Of the comments that a rule met: how many were spam. Of all spam: how much it met."""

    name: str
    met_spam: int = 0
    met_ham: int = 0
    all_spam: int = 0

    @property
    def precision(self) -> float | None:
        met = self.met_spam + self.met_ham
        return 100 * self.met_spam / met if met else None

    @property
    def recall(self) -> float | None:
        return 100 * self.met_spam / self.all_spam if self.all_spam else None

    def add(self, is_spam: bool) -> None:
        self.met_spam += is_spam
        self.met_ham += not is_spam


@dataclass(frozen=True)
class Evaluation:
    whole: FilterStats
    rules: list[FilterStats]
    spam: int
    ham: int


def evaluate() -> Evaluation:
    """Over the newest comments that people approved or marked as spam. Two queries."""
    rows = (
        Comment.objects.filter(status__in=[Status.APPROVED, Status.SPAM], decided_by__isnull=False)
        .order_by("-decided_at")
        .values_list("status", "reasons", "score")[:MOST_MEASURED]
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
    met = [figures for figures in rules.values() if figures.precision is not None]
    return Evaluation(whole, met, spam, len(decided) - spam)


@dataclass
class Trial:
    """What a word would have met among the newest comments, by the state they are in."""

    tried: int = 0
    by_state: dict[str, int] = field(default_factory=dict)
    examples: list[Comment] = field(default_factory=list)

    @property
    def met(self) -> int:
        return sum(self.by_state.values())


def trial_of(pattern: str, comments: Iterable[Comment] | None = None) -> Trial:
    """One query."""
    trial = Trial()
    for comment in comments if comments is not None else Comment.objects.order_by("-created_at", "-pk")[:MOST_TRIED]:
        trial.tried += 1
        if finds(pattern, folded(searched(comment.name, comment.body))):
            state = str(comment.get_status_display())
            trial.by_state[state] = trial.by_state.get(state, 0) + 1
            trial.examples.append(comment)
    return trial
