"""What decides whether commenters are trusted: permissions, moderators' rules, a verified address, their history."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Lower

from accounts.email_addresses.verified import has_verified_email, verified_addresses
from accounts.models import User
from blog.models import Post
from comments.commenters.author import CommentAuthor
from comments.models import Comment, CommenterRule
from comments.models.comment import by_guest
from comments.models.guest_email import normalize_email

# After this time, the same text may be sent again on purpose, and networks may have changed hands.
RECENT = timedelta(days=30)
# If several rules apply, the strictest one wins: a trusted account in a blocked network can't comment.
STRICTNESS = {CommenterRule.Verdict.BLOCKED: 0, CommenterRule.Verdict.HELD: 1, CommenterRule.Verdict.TRUSTED: 2}
Status = Comment.Status


def moderators() -> QuerySet[User]:
    """Active users with the permission ``comments.moderate_comment``: from a group, of their own, or as superusers."""
    return User.objects.with_permission("comments.moderate_comment")


def bypasses_moderation(account: User | None, post: Post) -> bool:
    """Whether comments by this account are always published: the article's authors and moderators with staff access.

    Two queries for staff, and one if the byline of the article isn't prefetched.
    """
    if account is None or not account.is_active:
        return False
    if any(authorship.author_id == account.pk for authorship in post.authorships.all()):
        return True
    return account.is_staff and account.has_perm("comments.moderate_comment")


@dataclass(frozen=True)
class CommentHistory:
    """Numbers of comments that moderators decided: by the commenter, and recently from the network."""

    approved: int = 0
    spam: int = 0
    network_approved: int = 0
    network_spam: int = 0


@dataclass(frozen=True)
class CommenterProfile:
    """What is known about a commenter when they send a comment. ``is_repeated``: the same text was sent recently."""

    rule: CommenterRule | None = None
    is_verified: bool = False
    history: CommentHistory = CommentHistory()
    is_repeated: bool = False

    def has_verdict(self, verdict: CommenterRule.Verdict) -> bool:
        return self.rule is not None and self.rule.verdict == verdict

    @property
    def is_trusted(self) -> bool:
        """Whether moderators trust them. A rule for an address is of use only to its verified owner."""
        needs_proof = self.rule is not None and self.rule.of == CommenterRule.Target.ADDRESS
        return self.has_verdict(CommenterRule.Verdict.TRUSTED) and (self.is_verified or not needs_proof)

    @property
    def has_good_history(self) -> bool:
        """Whether their address is verified and they have more approved comments than spam."""
        return self.is_verified and self.history.approved > self.history.spam


def load_profile(
    author: CommentAuthor, network: str, body: str, now: datetime, *, exclude_pk: int | None = None
) -> CommenterProfile:
    """Four queries, three if the author isn't verified. ``exclude_pk`` is a comment that doesn't count, because its
    author is editing it.

    Comments of the author and from the network are counted separately: an index finds either, but not both together.
    """
    verified = is_verified(author)
    counted, recent = Comment.objects.exclude(pk=exclude_pk or 0), Q(created_at__gt=now - RECENT)
    nearby = count_decided(counted.filter(recent, network=network), body, recent)
    own = count_decided(counted.filter(own_comments(author)), body, recent) if verified else Counted()
    history = CommentHistory(own.approved, own.spam, nearby.approved, nearby.spam)
    return CommenterProfile(rule_for(author, network, now), verified, history, own.same + nearby.same > 0)


class Counted(NamedTuple):
    approved: int = 0
    spam: int = 0
    same: int = 0


def count_decided(comments: QuerySet[Comment], body: str, recent: Q) -> Counted:
    """How many are approved, are spam, and have the same text and are recent. One query."""
    counts = comments.aggregate(
        approved=Count("pk", filter=Q(status=Status.APPROVED)),
        spam=Count("pk", filter=Q(status=Status.SPAM)),
        same=Count("pk", filter=recent & Q(body=body)),
    )
    return Counted(**counts)


def is_verified(author: CommentAuthor) -> bool:
    """Whether authors have proven that their e-mail address is theirs. At most one query.

    Members have if the address is verified; guests if they confirmed it for a comment that this browser sent. Typing
    someone's confirmed address proves nothing. Neither does an approval: it concerns the text, not who wrote it.
    """
    if author.account:
        return has_verified_email(author.account)
    confirmed = Comment.objects.of_guest(author.email).filter(pk__in=author.own_ids, email_confirmed=True)
    return bool(author.own_ids) and confirmed.exists()


def own_comments(author: CommentAuthor) -> Q:
    """Of a guest, only comments that were confirmed or sent from this browser."""
    if author.account:
        return Q(author=author.account)
    return by_guest(author.email) & (Q(email_confirmed=True) | Q(pk__in=author.own_ids))


def rule_for(author: CommentAuthor, network: str, now: datetime) -> CommenterRule | None:
    """The strictest rule for the account and its verified addresses, the typed address, or the network. One query.

    Rules for a typed address apply even if it isn't verified, except those that trust it (``is_trusted``).
    """
    applies = Q(of=CommenterRule.Target.NETWORK, value=network)
    if account := author.account:
        verified = verified_addresses(account).order_by().values(lower_email=Lower("email"))
        applies |= Q(of=CommenterRule.Target.ACCOUNT, value=str(account.pk))
        applies |= Q(of=CommenterRule.Target.ADDRESS, value__in=verified)
    if author.email:
        applies |= Q(of=CommenterRule.Target.ADDRESS, value=normalize_email(author.email))
    return strictest(CommenterRule.objects.valid(now).filter(applies))


def strictest(rules: Iterable[CommenterRule]) -> CommenterRule | None:
    return min(rules, key=lambda rule: STRICTNESS[CommenterRule.Verdict(rule.verdict)], default=None)
