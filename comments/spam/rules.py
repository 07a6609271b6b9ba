"""What makes a comment suspicious besides its words: a table of small questions about how it came and from whom.

Suspicion holds a comment, it never drops one. What advertising does in a text is in comments/spam/signs/__init__.py.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from comments.commenters.trust import CommentHistory
from comments.spam.reasons import Reason
from comments.spam.text_features import TextFeatures, extract_features, has_mixed_word, main_script

LEAST_SECONDS = 3  # nobody reads, thinks and types faster; programs do
MOST_LINKS = 2  # a source and its context; advertising brings more
KNOWN_WELL = 3  # approved comments, and none of spam
ANCHOR = re.compile(r"<a\b[^>]*\bhref=\"([^\"]*)\"", re.IGNORECASE)


@dataclass(frozen=True)
class Features:
    """All that the rules look at. ``seconds`` is None when the form's time stamp is missing or forged."""

    text: str
    html: str
    seconds: float | None
    honeypot: str
    is_repeated: bool
    history: CommentHistory = CommentHistory()
    most_links: int = MOST_LINKS
    article: str = ""
    name: str = ""
    impersonated_name: str = ""

    @cached_property
    def links(self) -> int:
        """Different links to other sites; those of the site itself are welcome."""
        shown = extract_features(" ".join(ANCHOR.findall(self.html)))
        return max(len(set(self.reading.addresses)), len(set(shown.addresses)))

    @cached_property
    def reading(self) -> TextFeatures:
        return extract_features(self.text)

    @property
    def address_in_name(self) -> str:
        name = extract_features(self.name)
        return next((host for host, _path in name.addresses), name.bare_domain)

    @property
    def speaks_otherwise(self) -> str:
        """The script of a comment in other letters than its article."""
        article, comment = main_script(self.article), main_script(self.text)
        return comment.capitalize() if article and comment and article != comment else ""


@dataclass(frozen=True)
class Rule:
    """``applies`` answers with what was found, or with a plain yes or no."""

    key: str
    points: float
    applies: Callable[[Features], bool | str]


RULES = (
    Rule("trap", 4, lambda facts: bool(facts.honeypot)),
    Rule(
        "too-fast",
        2,
        lambda facts: facts.seconds is not None and facts.seconds < LEAST_SECONDS,
    ),
    Rule("no-stamp", 2, lambda facts: facts.seconds is None),
    Rule(
        "many-links",
        2,
        lambda facts: str(facts.links) if facts.links > facts.most_links else "",
    ),
    Rule("name-link", 2, lambda facts: facts.address_in_name),
    Rule("staff-name", 3, lambda facts: facts.impersonated_name),
    Rule("mixed-letters", 2, lambda facts: has_mixed_word(facts.text)),
    Rule("other-letters", 1, lambda facts: facts.speaks_otherwise),
    Rule("repeated", 2, lambda facts: facts.is_repeated),
    Rule(
        "spam-before",
        2,
        lambda facts: str(facts.history.spam) if facts.history.spam > facts.history.approved else "",
    ),
    Rule(
        "spam-network",
        1,
        lambda facts: facts.history.network_spam > facts.history.network_approved,
    ),
    Rule(
        "known-well",
        -1,
        lambda facts: (
            str(facts.history.approved) if facts.history.approved >= KNOWN_WELL and not facts.history.spam else ""
        ),
    ),
)


def matched_rules(facts: Features) -> list[Reason]:
    answers = [(rule, rule.applies(facts)) for rule in RULES]
    return [
        Reason(rule.key, rule.points, answer if isinstance(answer, str) else "") for rule, answer in answers if answer
    ]
