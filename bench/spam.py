"""Precision and recall of the spam score on a labelled corpus: python -m bench.spam [train.jsonl]

Some comments are used as moderators' decisions, the others are scored by their text alone, since the corpus has no data
about form, author and network. Measures precision and recall by the number of decisions; for 200 decisions in another
order, or from other sources than the scored comments (the field ``set`` of the corpus); and the time per comment.
"""

import json
import os
import random
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from time import perf_counter

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
django.setup()

from blog.rendering import COMMENT, Unrenderable, render  # noqa: E402
from comments.models import CommentSettings  # noqa: E402
from comments.spam.bayes import EVERY_COMMENT, Counts, bayes_score, tokens, word_tokens  # noqa: E402
from comments.spam.rules import Features, matched_rules  # noqa: E402
from comments.spam.score import learned_reasons, sign_reasons  # noqa: E402
from comments.spam.signs import find_signs  # noqa: E402
from comments.spam.signs.patterns import Sign  # noqa: E402

CORPUS = Path(__file__).resolve().parents[2] / "shared/corpora/spam/train.jsonl"
HOLD_AT = CommentSettings().hold_at
DECISIONS = 200
SHUFFLES = 10


@dataclass(frozen=True)
class Example:
    place: str
    is_spam: bool
    points: float  # the keys of the rules
    signs: dict[Sign, str]
    words: list[str]
    tokens: list[str]


type Trial = tuple[Sequence[Example], Sequence[Example]]  # decided, scored
type Judged = list[tuple[float, bool]]


def read(path: Path) -> list[Example]:
    return [example(json.loads(line)) for line in path.read_text().splitlines()]


def example(row: dict[str, str]) -> Example:
    try:
        html = render(row["text"], COMMENT)
    except Unrenderable:
        html = ""
    features = Features(row["text"], html, 30.0, "", False)
    return Example(
        row.get("set", ""),
        row["label"] == "spam",
        sum(reason.points for reason in matched_rules(features)),
        find_signs(features.text_features),
        word_tokens(features.text_features),
        tokens(features.text_features),
    )


def learned(decided: Iterable[Example]) -> Counts:
    spam, ham = Counter[str](), Counter[str]()
    for one in decided:
        (spam if one.is_spam else ham).update([EVERY_COMMENT, *one.tokens])
    return {token: (spam[token], ham[token]) for token in spam | ham}


def judge(trial: Trial) -> Judged:
    decided, judged = trial
    counts = learned(decided)
    return [(score(one, counts), one.is_spam) for one in judged]


def score(one: Example, counts: Counts) -> float:
    reasons = [*sign_reasons(one.signs, counts), *learned_reasons(bayes_score(counts, one.words))]
    return round(one.points + sum(reason.points for reason in reasons), 1)


def precision_and_recall(judged: Judged, threshold: float) -> tuple[float, float]:
    held = [is_spam for points, is_spam in judged if points >= threshold]
    return sum(held) / (len(held) or 1), sum(held) / (sum(is_spam for _points, is_spam in judged) or 1)


def recall_at(judged: Judged, precision: float) -> float:
    curve = [precision_and_recall(judged, threshold) for threshold in {points for points, _is_spam in judged}]
    return max((recall for found, recall in curve if found >= precision), default=0)


def shuffled(examples: Sequence[Example]) -> Iterator[list[Example]]:
    for seed in range(SHUFFLES):
        yield random.Random(seed).sample(examples, len(examples))


def in_any_order(examples: list[Example], decisions: int) -> list[Trial]:
    return [(order[:decisions], order[decisions:]) for order in shuffled(examples)]


def of_other_places(examples: list[Example], place: str) -> list[Trial]:
    """Decisions and scored comments come from different sources."""
    others = [one for one in examples if one.place != place]
    here = [one for one in examples if one.place == place]
    return [(order[:DECISIONS], here) for order in shuffled(others)]


def tell(name: str, trials: list[Trial]) -> None:
    judged = [judge(trial) for trial in trials]
    columns = [
        [recall_at(one, 0.99) for one in judged],
        *map(list, zip(*(precision_and_recall(one, HOLD_AT) for one in judged), strict=True)),
    ]
    print(f"{name:34}", *(f"{mean(column):.3f} ({min(column):.3f}-{max(column):.3f})" for column in columns), sep="  ")


def tell_time(examples: list[Example]) -> None:
    counts = learned(examples)
    for name, text in {
        "200 characters": "A plain sentence about things. " * 7,
        "4,000 characters": "words of it " * 330,
    }.items():
        html = render(text[:4_000], COMMENT)
        started = perf_counter()
        for _turn in range(20):
            features = Features(text[:4_000], html, 30.0, "", False)
            learned_reasons(bayes_score(counts, word_tokens(features.text_features)))
            sign_reasons(find_signs(features.text_features), counts)
            matched_rules(features)
        print(f"{name}: {(perf_counter() - started) * 50:.1f} ms")


def main() -> None:
    examples = read(Path(sys.argv[1]) if len(sys.argv) > 1 else CORPUS)
    places = sorted({one.place for one in examples})
    print(f"{len(examples)} comments of {len(places)} places. Means (least-most) of {SHUFFLES} orders.")
    print(f"{'':34}", "recall at", f"precision and recall, held at {HOLD_AT:g} points", sep="  ")
    print(f"{'decisions':34}", "precision 0.99", sep="  ")
    for decisions in (0, 50, 100, DECISIONS, 400, 800):
        tell(str(decisions), in_any_order(examples, decisions))
    print(f"\n{DECISIONS} decisions")
    tell("first of the file, rest judged", [(examples[:DECISIONS], examples[DECISIONS:])])
    for place in places:
        here = [one for one in examples if one.place == place]
        tell(f"first of {place}, its rest", [(here[:DECISIONS], here[DECISIONS:])])
    for place in places:
        tell(f"of other places, all {place}", of_other_places(examples, place))
    print("\nOne comment, without database")
    tell_time(examples)


if __name__ == "__main__":
    main()
