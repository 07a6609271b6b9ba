"""Spam rules about how a comment was sent and by whom. Signs in its text are in comments/spam/signs/__init__.py.

Points hold a comment; nothing here rejects one.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from comments.commenters.trust import CommentHistory
from comments.spam.reasons import Reason
from comments.spam.text_features import TextFeatures, extract_features, has_mixed_word, main_script

MIN_SECONDS = 3  # people don't read and write a comment faster than that
MAX_LINKS = 2  # the default of the comment settings
MIN_APPROVED = 3  # comments of a commenter without any spam
ANCHOR = re.compile(r"<a\b[^>]*\bhref=\"([^\"]*)\"", re.IGNORECASE)


@dataclass(frozen=True)
class Features:
    """What the rules depend on. ``seconds`` is None if the form's timestamp is missing or forged."""

    text: str
    html: str
    seconds: float | None
    honeypot: str
    is_repeated: bool
    history: CommentHistory = CommentHistory()
    max_links: int = MAX_LINKS
    article: str = ""
    name: str = ""
    impersonated_name: str = ""

    @cached_property
    def link_count(self) -> int:
        """The number of distinct links to other sites."""
        rendered = extract_features(" ".join(ANCHOR.findall(self.html)))
        return max(len(set(self.text_features.links)), len(set(rendered.links)))

    @cached_property
    def text_features(self) -> TextFeatures:
        return extract_features(self.text)

    @property
    def link_in_name(self) -> str:
        name = extract_features(self.name)
        return next((host for host, _path in name.links), name.bare_domain)

    @property
    def good_history(self) -> str:
        """The number of approved comments by the commenter if they are enough and none was spam."""
        history = self.history
        return str(history.approved) if history.approved >= MIN_APPROVED and not history.spam else ""

    @property
    def foreign_script(self) -> str:
        """The script of the comment if it differs from the article's, otherwise an empty string."""
        article, comment = main_script(self.article), main_script(self.text)
        return comment.capitalize() if article and comment and article != comment else ""


@dataclass(frozen=True)
class Rule:
    """``check`` returns whether the rule applies, or the detail that it found."""

    key: str
    points: float
    check: Callable[[Features], bool | str]


RULES = (
    Rule("trap", 4, lambda features: bool(features.honeypot)),
    Rule("too-fast", 2, lambda features: features.seconds is not None and features.seconds < MIN_SECONDS),
    Rule("no-stamp", 2, lambda features: features.seconds is None),
    Rule(
        "many-links", 2, lambda features: str(features.link_count) if features.link_count > features.max_links else ""
    ),
    Rule("name-link", 2, lambda features: features.link_in_name),
    Rule("staff-name", 3, lambda features: features.impersonated_name),
    Rule("mixed-letters", 2, lambda features: has_mixed_word(features.text)),
    Rule("other-letters", 1, lambda features: features.foreign_script),
    Rule("repeated", 2, lambda features: features.is_repeated),
    Rule(
        "spam-before",
        2,
        lambda features: str(features.history.spam) if features.history.spam > features.history.approved else "",
    ),
    Rule("spam-network", 1, lambda features: features.history.network_spam > features.history.network_approved),
    Rule("known-well", -1, lambda features: features.good_history),
)


def matched_rules(features: Features) -> list[Reason]:
    checked = [(rule, rule.check(features)) for rule in RULES]
    return [Reason(rule.key, rule.points, found if isinstance(found, str) else "") for rule, found in checked if found]
