"""Why a comment got its spam points, and why it waits: stored with it, told in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LONGEST_DETAIL = 100
REASONS: dict[str, str | Promise] = {
    "trap": _("the hidden field was filled in"),
    "too-fast": _("sent within seconds of the form being shown"),
    "no-stamp": _("sent without the form"),
    "many-links": _("more links than the house rules allow"),
    "only-link": _("nothing but a link"),
    "link": _("it holds a link"),
    "citing-link": _("it holds a link to a place that people often cite"),
    "promoting-link": _("a link to a place where people advertise, or one that pays for visits"),
    "hidden-link": _("an address written so that it does not look like one"),
    "asks-subscribe": _("it asks to subscribe"),
    "asks-look": _("it asks to look at something"),
    "own-thing": _("it speaks of the writer's own site, channel or shop"),
    "asks-follow": _("it asks to follow, join or vote"),
    "asks-likes": _("it asks for likes"),
    "begs": _("it asks for donations or help"),
    "pleads": _("it pleads"),
    "greets-all": _("it speaks to everybody"),
    "presents-self": _("the writer introduces what he or she does"),
    "points-elsewhere": _("it sends its readers elsewhere"),
    "gift": _("it promises something for nothing"),
    "money": _("it promises money"),
    "goods": _("it offers goods"),
    "vice": _("gambling, pills, loans, hacking or what else only spam offers"),
    "contact": _("it asks to write or call somewhere else"),
    "name-link": _("the name holds an address"),
    "staff-name": _("the name looks like that of somebody who runs this site"),
    "mixed-letters": _("a word mixes letters of two alphabets"),
    "other-letters": _("other letters than the article"),
    "repeated": _("the same text came from there before"),
    "spam-before": _("comments of this person that were spam"),
    "spam-network": _("spam came from this network lately"),
    "known-well": _("approved comments of this person"),
    "words": _("its words, as moderators of this site decided before"),
    "word": _("a word rule adds points"),
    "held-word": _("a word rule holds it"),
    "akismet": _("Akismet takes it for spam"),
}
# Why it waits, whatever its points are: the last reason of every comment that is held.
WAITS: dict[str, str | Promise] = {
    "person-held": _("comments of this person wait, as moderators decided"),
    "suspicious": _("what speaks against it is enough to hold it"),
    "all-wait": _("every comment waits here"),
    "edited": _("its writer changed the text after it was approved"),
    "first-waits": _("the first comment of a person who is not known yet"),
}


@dataclass(frozen=True)
class Reason:
    """``detail`` is what was found: a word, a number."""

    rule: str
    points: float = 0
    detail: str = ""

    def stored(self) -> dict[str, Any]:
        return asdict(self) | {"points": round(self.points, 1), "detail": self.detail[:LONGEST_DETAIL]}

    @classmethod
    def of(cls, stored: Any) -> Reason:
        """A bare name is a reason of a comment from before there were points."""
        return cls(**stored) if isinstance(stored, dict) else cls(str(stored))

    def __str__(self) -> str:
        """One that no rule knows any more is shown as it is."""
        text = str((REASONS | WAITS).get(self.rule, self.rule))
        detail = f": {self.detail}" if self.detail else ""
        return f"{text}{detail} ({self.points:+g})" if self.points else f"{text}{detail}"


def describe_reasons(stored: Iterable[Any]) -> list[str]:
    return [str(Reason.of(reason)) for reason in stored]
