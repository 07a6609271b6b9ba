"""Replays the conversations of the demo blog in order of time, as requests of readers and moderators would."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from functools import partial
from operator import itemgetter
from uuid import uuid4

from django.utils.text import slugify

from accounts.models import User
from blog.models import Post
from comments.commenters.author import CommentAuthor, SubmissionContext
from comments.commenters.network import truncate
from comments.models import Comment, Decision
from comments.moderation.decide import decide
from comments.reactions.likes import like
from comments.reactions.reports import report
from comments.submission.edit import delete_comment, edit_comment
from comments.submission.submit import submit_comment
from demo.conversations import CONVERSATIONS, DemoComment, DemoReport

MODERATOR = "haruka"
SECOND_THOUGHTS = timedelta(minutes=5)  # until a comment is edited or deleted by its author
READ_WITHIN = timedelta(hours=1)

type Event = tuple[datetime, Callable[[datetime], object]]


def create_comments(posts: Mapping[str, Post], users: Mapping[str, User], now: datetime) -> None:
    replay = Replay(users, now)
    for slug, conversation in CONVERSATIONS.items():
        for sample in conversation:
            replay.plan(sample, posts[slug])
    replay.run()


class Replay:
    def __init__(self, users: Mapping[str, User], now: datetime) -> None:
        self.users, self.now = users, now
        self.events: list[Event] = []
        self.comments: dict[DemoComment, Comment] = {}
        self.sent_by: dict[str, set[int]] = defaultdict(set)
        self.networks: dict[str, str] = {}

    def plan(self, sample: DemoComment, post: Post, parent: DemoComment | None = None) -> None:
        self.events += self.events_of(sample, post, parent)
        for reply in sample.replies:
            self.plan(reply, post, sample)

    def events_of(self, sample: DemoComment, post: Post, parent: DemoComment | None) -> Iterator[Event]:
        published_at = post.published_at or self.now
        sent = min(published_at + timedelta(hours=sample.hours), self.now - 2 * SECOND_THOUGHTS)
        yield sent, partial(self.submit, sample, post, parent)
        if sample.first_text:
            yield sent + SECOND_THOUGHTS, partial(self.edit, sample)
        if sample.is_deleted_by_author:
            yield sent + SECOND_THOUGHTS, partial(self.delete, sample)
        yield min(sent + READ_WITHIN, self.now), partial(self.decide, sample)
        for number in range(sample.likes):
            yield min(sent + 2 * READ_WITHIN, self.now), partial(self.like, sample, f"reader {number}")
        for filed in sample.reports:
            at = min(published_at + timedelta(hours=filed.hours), self.now)
            yield at, partial(self.report, sample, filed)
            if filed.is_dismissed:
                yield min(at + READ_WITHIN, self.now), partial(self.decide, sample)

    def run(self) -> None:
        """In order of time, because rate limits, spam scores and trust depend on what happened before."""
        for at, act in sorted(self.events, key=itemgetter(0)):
            act(at)

    def submit(self, sample: DemoComment, post: Post, parent: DemoComment | None, at: datetime) -> None:
        account = self.users.get(sample.who)
        guest = {} if account else {"guest_name": sample.who, "guest_email": email_of(sample.who)}
        author = CommentAuthor(account, own_ids=frozenset(self.sent_by[sample.who]), **guest)
        context = SubmissionContext(
            network=self.network_of(sample.who),
            seconds=sample.seconds,
            honeypot=sample.honeypot,
            submission_id=uuid4(),
            now=at,
            parent=self.comments[parent] if parent else None,
        )
        comment = submit_comment(post, author, sample.first_text or sample.text, context).comment
        self.comments[sample] = comment
        self.sent_by[sample.who].add(comment.pk)

    def edit(self, sample: DemoComment, at: datetime) -> None:
        comment = self.comments[sample]
        edit_comment(comment, sample.text, comment.text_version, self.network_of(sample.who), at)

    def delete(self, sample: DemoComment, at: datetime) -> None:
        delete_comment(self.comments[sample], at)

    def decide(self, sample: DemoComment, at: datetime) -> None:
        """Does nothing about comments that have the status already, unless there are reports."""
        comment = Comment.objects.filter(pk=self.comments[sample].pk)
        decide(comment, sample.status, by=self.users[MODERATOR], via=Decision.Via.QUEUE, now=at)

    def like(self, sample: DemoComment, reader: str, at: datetime) -> None:
        like(self.comments[sample], f"guest:{slugify(reader)}", self.network_of(reader))

    def report(self, sample: DemoComment, filed: DemoReport, at: datetime) -> None:
        network = self.network_of(filed.reader)
        report(self.comments[sample], f"guest:{slugify(filed.reader)}", network, filed.reason, filed.text, at)

    def network_of(self, who: str) -> str:
        """A network for each person, of those reserved for documentation (RFC 3849)."""
        return self.networks.setdefault(who, truncate(f"2001:db8:{len(self.networks):x}::1"))


def email_of(guest: str) -> str:
    return f"{slugify(guest) or 'guest'}@mail.example"
