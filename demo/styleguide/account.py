"""Samples for the account pages, and for pages about one comment."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

from accounts.allauth.models import Authenticator, UserSession
from accounts.models import DataExport
from blog.models import Post
from blog.rendering import COMMENT, render
from comments.forms import ReportForm
from comments.models import Comment, CommentSettings, Subscription
from comments.submission.my_comments import OwnComment
from demo.styleguide.samples import A_DAY, ADA, LATER, LONG_NAME, post

BEFORE = A_DAY.replace(year=2020)  # published, whatever the clock of the machine says
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Mobile Safari/604.1"

TIMER = post("The Kitchen Timer That Stole a Minute", [ADA], published_at=BEFORE)
LONG_TITLE = "A Title That Goes on Long After the Line Has Ended, and Then Goes on Some More for Good Measure"
ARTICLES = [
    TIMER,
    post(LONG_TITLE, [LONG_NAME], published_at=BEFORE),
    post("خريطة من دوني", [ADA], published_at=BEFORE),
]
GONE = post("", [ADA], status=Post.Status.DRAFT)


def comment(pk: int, status: str, about: Post = TIMER, **fields: Any) -> Comment:
    words = "It runs **fast**, not slow."
    made = Comment(pk=pk, post=about, name="Ada", body=words, status=status, created_at=A_DAY, **fields)
    made.html = render(words, COMMENT)
    return made


def written() -> list[OwnComment]:
    state = Comment.Status
    return [
        OwnComment(comment(901, state.HELD), can_change=True, was_deleted=False, reason="", gets_mail=True),
        OwnComment(comment(902, state.APPROVED, edited_at=LATER), can_change=False, was_deleted=False, reason=""),
        OwnComment(comment(903, state.SPAM), can_change=False, was_deleted=False, reason=""),
        OwnComment(
            comment(904, state.REMOVED), can_change=False, was_deleted=False, reason="Please stay with the timer."
        ),
        OwnComment(comment(905, state.REMOVED, GONE), can_change=False, was_deleted=True, reason=""),
    ]


def sessions() -> list[UserSession]:
    rows = [
        UserSession(pk=number, user=ADA, user_agent=agent, ip="192.0.2.1", created_at=A_DAY, last_seen_at=LATER)
        for number, agent in enumerate((FIREFOX, PHONE), start=1)
    ]
    for number, row in enumerate(rows):
        vars(row)["is_current"] = number == 0  # otherwise computed from the session of the request
    return rows


def passkeys() -> list[Authenticator]:
    in_place_of_password = {"clientExtensionResults": {"credProps": {"rk": True}}}
    keys = {"Laptop": (in_place_of_password, LATER), "W" * 60: ({}, None)}
    return [
        Authenticator(
            pk=number,
            user=ADA,
            type=Authenticator.Type.WEBAUTHN,
            data={"name": name, "credential": credential},
            created_at=A_DAY,
            last_used_at=used,
        )
        for number, (name, (credential, used)) in enumerate(keys.items(), start=1)
    ]


def subscriptions() -> list[Subscription]:
    kinds = Subscription.Kind
    followed = [(TIMER, kinds.REPLIES), (ARTICLES[1], kinds.THREAD), (GONE, kinds.THREAD)]
    return [Subscription(pk=pk, post=about, user=ADA, kind=kind) for pk, (about, kind) in enumerate(followed, start=1)]


def exports() -> dict[str, Any]:
    """A real download URL contains the time, and would differ at each request."""
    packed = SimpleNamespace(ready_at=A_DAY, download_path="#account")
    return {"Not asked for": None, "Being packed": DataExport(pk=1, user=ADA, asked_at=A_DAY), "Packed": packed}


def statuses() -> dict[str, dict[str, Any]]:
    """The contexts of templates/comments/status.html, by name."""
    state = Comment.Status
    found = {
        "Waiting": (comment(911, state.HELD, wants_mail=True), ""),
        "Reported": (comment(912, state.HELD), "report"),
        "Published": (comment(913, state.APPROVED), "queue"),
        "Not published": (comment(914, state.SPAM), "queue"),
        "Deleted": (comment(915, state.REMOVED), "writer"),
    }
    return {name: {"comment": made, "decided_via": via} for name, (made, via) in found.items()}


def account_context() -> dict[str, Any]:
    """The context of the sections "account" and "about-comments"."""
    return {
        "written": written(),
        "sessions": sessions(),
        "passkeys": passkeys(),
        "bookmarked": ARTICLES,
        "subscriptions": subscriptions(),
        "exports": exports(),
        "statuses": statuses(),
        "rules": CommentSettings(),
        "quoted": comment(921, Comment.Status.APPROVED),
        "reports": {"Report": ReportForm(), "Report refused": ReportForm({})},
    }
