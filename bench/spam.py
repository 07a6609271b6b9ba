"""Precision and recall of the spam score on a labelled corpus: python -m bench.spam [train.jsonl]

For each of several shuffles the first 200 comments are the decisions of moderators, and the rest is judged: by the
text alone, since the corpus tells nothing of form, person and network. The score is that of comments.spam.score.
"""

import json
import os
import random
import sys
from collections import Counter
from pathlib import Path
from statistics import mean

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
django.setup()

from blog.rendering import COMMENT, Unrenderable, render  # noqa: E402
from comments.spam.bayes import EVERY_COMMENT, Counts, opinion, tokens  # noqa: E402
from comments.spam.rules import Facts, broken_by  # noqa: E402
from comments.spam.score import of_words  # noqa: E402

CORPUS = Path(__file__).resolve().parents[2] / "shared/corpora/spam/train.jsonl"
HOLD_AT = 2
SHUFFLES = 10
type Example = tuple[str, list[str], float, bool]  # text, tokens, points of the rules, is spam


def read(path: Path) -> list[Example]:
    rows = (json.loads(line) for line in path.read_text().splitlines())
    return [(row["text"], tokens(row["text"]), rule_points(row["text"]), row["label"] == "spam") for row in rows]


def rule_points(text: str) -> float:
    try:
        html = render(text, COMMENT)
    except Unrenderable:
        html = ""
    return sum(reason.points for reason in broken_by(Facts(text, html, 30.0, "", False)))


def learned(examples: list[Example]) -> Counts:
    spam, ham = Counter[str](), Counter[str]()
    for _text, found, _points, is_spam in examples:
        (spam if is_spam else ham).update([EVERY_COMMENT, *found])
    return {word: (spam[word], ham[word]) for word in spam | ham}


def score(counts: Counts, example: Example) -> float:
    _text, found, points, _is_spam = example
    return points + sum(reason.points for reason in of_words(opinion(counts, found)))


def precision_and_recall(judged: list[tuple[float, bool]], threshold: float) -> tuple[float, float]:
    held = [is_spam for points, is_spam in judged if points >= threshold]
    return sum(held) / (len(held) or 1), sum(held) / (sum(is_spam for _points, is_spam in judged) or 1)


def recall_at(judged: list[tuple[float, bool]], precision: float) -> float:
    curve = [precision_and_recall(judged, threshold) for threshold in {points for points, _is_spam in judged}]
    return max((recall for found, recall in curve if found >= precision), default=0)


def main() -> None:
    examples = read(Path(sys.argv[1]) if len(sys.argv) > 1 else CORPUS)
    print(f"{len(examples)} comments; means of {SHUFFLES} shuffles, points needed to hold: {HOLD_AT}")
    print("decisions  precision  recall  | recall at precision 0.99   0.98   0.97   0.95")
    for decisions in (0, 50, 100, 200, 400, 800):
        points, curve = [], []
        for seed in range(SHUFFLES):
            shuffled = examples[:]
            random.Random(seed).shuffle(shuffled)
            counts = learned(shuffled[:decisions])
            judged = [(score(counts, example), example[3]) for example in shuffled[decisions:]]
            points.append(precision_and_recall(judged, HOLD_AT))
            curve.append([recall_at(judged, precision) for precision in (0.99, 0.98, 0.97, 0.95)])
        precision, recall = (mean(column) for column in zip(*points, strict=True))
        means = "  ".join(f"{mean(column):.3f}" for column in zip(*curve, strict=True))
        print(f"{decisions:>9}  {precision:>9.3f}  {recall:>6.3f}  | {' ' * 17}{means}")


if __name__ == "__main__":
    main()
