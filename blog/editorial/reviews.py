"""Steps of a review: an article is submitted, withdrawn, sent back with a note, or published.

Each step is recorded and reported by e-mail, however the status was changed: on the page of the review, in the form of
the article or by an action of the list. Users who may not publish suggest changes of public articles: a revision that
editors restore and publish, or answer with a note.
"""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext

from accounts.models import User
from blog.editorial.tasks import notify_of_review
from blog.models import Authorship, Draft, Post, ReviewStep, Revision
from blog.models.revision import content_of
from blog.text_diff import is_same_text

Kind = ReviewStep.Kind
Status = Post.Status


class StepNotPossible(Exception):
    """The article isn't in the state that the step starts from, or the user may not take it."""


def possible_steps(post: Post, user: User) -> list[Kind]:
    """What a user who may edit the article can do next, the most likely first. At most two queries."""
    if post.status in Post.READABLE:
        may_answer = user.has_perm("blog.publish_post") and has_open_suggestion(post)
        return [Kind.CHANGES] if may_answer else []
    if post.status != Status.REVIEW:
        return [Kind.SUBMITTED]
    submission = ReviewStep.objects.submission_of(post)
    is_own = submission is not None and submission.user_id == user.pk
    is_author = is_own or Authorship.objects.filter(post=post, author=user).exists()
    possible = {
        Kind.PUBLISHED: user.has_perm("blog.publish_post"),
        Kind.CHANGES: user.has_perm("blog.publish_post") and not is_own,
        Kind.WITHDRAWN: is_author,
    }
    return [kind for kind, may in possible.items() if may]


def take_step(post: Post, kind: Kind, user: User, note: str = "") -> ReviewStep:
    """Change the status of the article. Raises StepNotPossible, and StalePost if it was saved since it was read."""
    with transaction.atomic():
        if kind not in possible_steps(post, user):
            raise StepNotPossible(kind)
        shown = post.version
        if kind == Kind.SUBMITTED:
            post.submit()
        elif kind == Kind.PUBLISHED:
            post.publish(user=user)
        elif post.status == Status.REVIEW:
            post.withdraw(user=user)
        # The text is the same, so nobody's draft becomes stale by it.
        for draft in Draft.objects.filter(post=post):
            draft.follow_state(post, shown)
        return record_step(post, kind, user, note)


def record_change(post: Post, before: str, user: User | None) -> ReviewStep | None:
    """Record the step that saving the article was, if it began or ended a review, or answered a suggestion."""
    if before in Post.READABLE and post.status in Post.READABLE and has_open_suggestion(post):
        follow_publication(post)
        return record_step(post, Kind.PUBLISHED, user)
    if before == post.status or Status.REVIEW not in (before, post.status):
        return None
    if post.status == Status.REVIEW:
        kind = Kind.SUBMITTED
    elif post.status in Post.READABLE:
        kind = Kind.PUBLISHED
    else:
        submission = ReviewStep.objects.submission_of(post)
        is_own = user is None or submission is None or submission.user_id == user.pk
        kind = Kind.WITHDRAWN if is_own else Kind.CHANGES
    return record_step(post, kind, user)


def suggest_changes(draft: Draft, user: User) -> ReviewStep | None:
    """Keep the draft as a revision, and tell editors of it. None if it contains no changes, or the same as before."""
    if draft.post is None:
        return None
    with transaction.atomic():
        post = Post.objects.filter(pk=draft.post.pk).locked().get()
        revision = Revision.objects.keep(post, draft.content(content_of(post)), user, Revision.Kind.SNAPSHOT)
        if revision is None:
            return None
        Revision.objects.filter(pk=revision.pk).update(name=gettext("Suggested changes"))
        return record_step(post, Kind.SUGGESTED, user, revision=revision)


def follow_publication(post: Post) -> None:
    """The draft of whoever suggested changes is up to date again if it has the text that was published."""
    step, content = ReviewStep.objects.submission_of(post), content_of(post)
    draft = Draft.objects.of(post, step.user) if step and step.user else None
    if draft and all(is_same_text(content[name], text) for name, text in draft.content(content).items()):
        draft.rebase(post.version)
        draft.save(update_fields=["fields", "base_version"])


def has_open_suggestion(post: Post) -> bool:
    latest = ReviewStep.objects.latest_of(post)
    return latest is not None and latest.kind == Kind.SUGGESTED


def record_step(
    post: Post, kind: Kind, user: User | None, note: str = "", revision: Revision | None = None
) -> ReviewStep:
    """Call it in the transaction that changed the status."""
    if kind == Kind.SUBMITTED:
        revision = Revision.objects.filter(post=post).stored().last()
    step = ReviewStep.objects.create(post=post, kind=kind, user=user, note=note, revision=revision)
    notify_of_review.enqueue(step.pk)
    return step


def stored_status(post: Post) -> str:
    """The status in the database; "" for a new article."""
    return Post.objects.filter(pk=post.pk).values_list("status", flat=True).first() or "" if post.pk else ""
