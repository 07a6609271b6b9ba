"""Decisions through links in e-mails to moderators. A link is for one action on the text in the e-mail, and it works
until someone decides.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from django.db import transaction

from accounts.models import User
from comments.commenters.trust import moderators
from comments.models import Comment, Decision
from comments.moderation.decide import decide
from comments.moderation_queue import ACTIONS, action_label, needs_decision
from comments.notifications.links import DecisionLink, InvalidLink, decision_link, last_decision, read_decision_link

NOT_BY_MODERATORS = (Decision.Via.EDIT, Decision.Via.REPORT)


class NotAllowed(InvalidLink):
    """The link is valid, but the moderator it was made for has lost the permission."""


class State(Enum):
    OPEN = "open"
    EDITED = "edited"
    REOPENED = "reopened"
    DECIDED = "decided"
    GONE = "gone"


@dataclass(frozen=True)
class Case:
    """The comment behind a link, in its present state."""

    link: DecisionLink
    moderator: User
    comment: Comment | None
    decision: Decision | None

    @property
    def state(self) -> State:
        if self.comment is None:
            return State.GONE
        if not needs_decision(self.comment):
            return State.DECIDED
        if self.decision is not None:
            return State.REOPENED
        return State.EDITED if self.comment.text_version != self.link.text_version else State.OPEN

    @property
    def was_done(self) -> bool:
        """Whether this link was used before and its decision still applies. After a double click, the page says so."""
        if self.state != State.DECIDED:
            return False
        status, _label = ACTIONS[self.link.action]
        done, by_this_link = self.decision, (Decision.Via.MAIL, self.moderator.pk, status)
        return done is not None and (done.via, done.by_id, done.after) == by_this_link

    @property
    def label(self) -> str:
        return str(action_label(self.link.action, self.comment) if self.comment else ACTIONS[self.link.action][1])

    @property
    def reopened_by(self) -> str:
        """Why a comment that was decided needs a decision again: a Decision.Via."""
        if self.comment is None or self.comment.status == Comment.Status.APPROVED:
            return Decision.Via.REPORT
        last = Decision.objects.filter(comment=self.comment).order_by("-pk").first()
        return last.via if last else ""

    @property
    def renewed_url(self) -> str:
        """A link for the same action on the present text, which the page shows."""
        if self.comment is None:
            return ""
        return decision_link(self.link.action, self.comment, self.link.moderator, last_decision(self.comment))


def load_case(action: str, token: str, *, lock: bool = False) -> Case:
    """Raises InvalidLink, ExpiredLink or NotAllowed; then nothing of the comment may be shown. Three queries."""
    link = read_decision_link(action, token)
    moderator = moderators().filter(pk=link.moderator).first()
    if moderator is None:
        raise NotAllowed
    comments = Comment.objects.select_related("post", "author")
    if lock:
        comments = comments.select_for_update(of=("self",), no_key=True)
    comment = comments.filter(pk=link.comment).first()
    return Case(link, moderator, comment, decided_since(link))


def decide_by_mail(action: str, token: str, why: str = "") -> tuple[Case, bool]:
    """Decide if the case is open. Returns the case and whether it was open; after a double click, it is only once."""
    with transaction.atomic():
        case = load_case(action, token, lock=True)
        if case.state != State.OPEN:
            return case, False
        status, _label = ACTIONS[action]
        decide(Comment.objects.filter(pk=case.link.comment), status, by=case.moderator, via=Decision.Via.MAIL, why=why)
    return case, True


def decided_since(link: DecisionLink) -> Decision | None:
    """The last decision since the e-mail was sent. Edits and reports aren't decisions by moderators."""
    newer = Decision.objects.filter(comment=link.comment, pk__gt=link.after).exclude(via__in=NOT_BY_MODERATORS)
    return newer.select_related("by").order_by("-pk").first()
