"""What a link in a moderation mail may do: one action, on the text that was mailed, as long as nobody has decided."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from comments.decisions import decide
from comments.mail.links import DecisionLink, LinkRefused, decision_asked, decision_link, last_decision
from comments.models import Comment, Decision
from comments.moderation import ACTIONS, moderators


class NotAllowed(LinkRefused):
    """The link is right; who it was made for may not decide any more."""


class State(Enum):
    OPEN = "open"
    EDITED = "edited"
    DECIDED = "decided"
    GONE = "gone"


@dataclass(frozen=True)
class Case:
    """One comment as the link finds it now."""

    link: DecisionLink
    moderator: User
    comment: Comment | None
    decision: Decision | None

    @property
    def state(self) -> State:
        if self.comment is None:
            return State.GONE
        if self.decision is not None or self.comment.status != Comment.Status.HELD:
            return State.DECIDED
        return State.EDITED if self.comment.text_version != self.link.text_version else State.OPEN

    @property
    def was_done(self) -> bool:
        """By this link before: the page of a second click says what the first one did."""
        status, _label = ACTIONS[self.link.action]
        done, by_this_link = self.decision, (Decision.Via.MAIL, self.moderator.pk, status)
        return done is not None and (done.via, done.by_id, done.after) == by_this_link

    @property
    def label(self) -> str:
        return str(ACTIONS[self.link.action][1])

    @property
    def fresh_url(self) -> str:
        """The same action on the text as it is now, for whoever has just read that."""
        if self.comment is None:
            return ""
        return decision_link(self.link.action, self.comment, self.link.moderator, last_decision(self.comment))


def case_of(action: str, token: str, *, lock: bool = False) -> Case:
    """Raises LinkRefused, LinkExpired or NotAllowed; then nothing of the comment may be shown. Three queries."""
    link = decision_asked(action, token)
    moderator = moderators().filter(pk=link.moderator).first()
    if moderator is None:
        raise NotAllowed
    comments = Comment.objects.select_related("post", "author")
    if lock:
        comments = comments.select_for_update(of=("self",), no_key=True)
    comment = comments.filter(pk=link.comment).first()
    return Case(link, moderator, comment, decided_since(link))


def decide_by_mail(action: str, token: str, why: str = "") -> tuple[Case, bool]:
    """Act if the case is still open, and say whether that was so. Of two clicks at once the second finds it decided."""
    with transaction.atomic():
        case = case_of(action, token, lock=True)
        if case.state != State.OPEN:
            return case, False
        status, _label = ACTIONS[action]
        decide(Comment.objects.filter(pk=case.link.comment), status, by=case.moderator, via=Decision.Via.MAIL, why=why)
    return case, True


def decided_since(link: DecisionLink) -> Decision | None:
    """An edit that leaves the comment waiting is no decision."""
    still_waits = Q(via=Decision.Via.EDIT, after=Comment.Status.HELD)
    newer = Decision.objects.filter(comment=link.comment, pk__gt=link.after).exclude(still_waits)
    return newer.select_related("by").order_by("-pk").first()
