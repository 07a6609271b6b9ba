"""The reasons for a comment's spam score, and for holding it. Stored as keys, shown in the language of the page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

MAX_DETAIL_LENGTH = 100
REASONS: dict[str, str | Promise] = {
    "trap": _("the hidden field was filled in"),
    "too-fast": _("sent within seconds after the form was shown"),
    "no-stamp": _("sent without using the form"),
    "many-links": _("more links than the comment settings allow"),
    "only-link": _("contains nothing but a link"),
    "link": _("contains a link"),
    "citing-link": _("contains a link to a site that is often cited"),
    "promoting-link": _("contains a link to a site that is often advertised, or an affiliate link"),
    "hidden-link": _("contains a disguised address"),
    "asks-subscribe": _("asks readers to subscribe"),
    "asks-look": _("asks readers to look at something"),
    "own-thing": _("mentions the author’s own site, channel or shop"),
    "asks-follow": _("asks readers to follow, join or vote"),
    "asks-likes": _("asks for likes"),
    "begs": _("asks for donations or help"),
    "pleads": _("pleads with readers"),
    "greets-all": _("addresses everyone"),
    "presents-self": _("introduces what the author does"),
    "points-elsewhere": _("sends readers elsewhere"),
    "gift": _("promises something for free"),
    "money": _("promises money"),
    "goods": _("offers goods"),
    "vice": _("mentions gambling, drugs, loans, hacking or other typical spam"),
    "contact": _("asks readers to get in touch elsewhere"),
    "name-link": _("the name contains an address"),
    "staff-name": _("the name looks like that of a staff member"),
    "mixed-letters": _("a word mixes letters of two alphabets"),
    "other-letters": _("written in a different script than the article"),
    "repeated": _("the same text was sent before"),
    "spam-before": _("spam by this commenter"),
    "spam-network": _("recent spam from this IP range"),
    "known-well": _("approved comments by this commenter"),
    "words": _("its words, judging by earlier decisions"),
    "word": _("a word filter adds points"),
    "held-word": _("a word filter holds it"),
    "akismet": _("Akismet considers it spam"),
}
# Why it is held, whatever its score. The last reason of every comment that is held.
HOLD_REASONS: dict[str, str | Promise] = {
    "person-held": _("a rule holds comments by this commenter"),
    "suspicious": _("the spam score is high enough to hold it"),
    "all-wait": _("all comments need approval"),
    "edited": _("edited by the author after it was approved"),
    "first-waits": _("first comment by a new commenter"),
}


@dataclass(frozen=True)
class Reason:
    """``detail`` is what was found, such as a word or a number."""

    rule: str
    points: float = 0
    detail: str = ""

    def stored(self) -> dict[str, Any]:
        return asdict(self) | {"points": round(self.points, 1), "detail": self.detail[:MAX_DETAIL_LENGTH]}

    @classmethod
    def of(cls, stored: Any) -> Reason:
        """Releases without points stored only the name of the rule."""
        return cls(**stored) if isinstance(stored, dict) else cls(str(stored))

    def __str__(self) -> str:
        """Names of rules that no longer exist are shown unchanged."""
        text = str((REASONS | HOLD_REASONS).get(self.rule, self.rule))
        detail = f": {self.detail}" if self.detail else ""
        return f"{text}{detail} ({self.points:+g})" if self.points else f"{text}{detail}"


def describe_reasons(stored: Iterable[Any]) -> list[str]:
    return [str(Reason.of(reason)) for reason in stored]
