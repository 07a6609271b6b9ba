"""What is waiting for a user on the first page of the admin: reviews, answers, notes, drafts and scheduled articles."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, Prefetch
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from blog.models import Authorship, Draft, EditorNote, Post, ReviewStep
from blog.models.authorship import load_bylines
from blog.models.post import PostQuerySet
from blog.models.post_state import State
from blog.models.review_step import ReviewStepQuerySet

SHOWN = 8
# An approval is news for two weeks. What nobody answered for three months is found in the list of articles.
NEWS, OPEN = timedelta(days=14), timedelta(days=90)
TITLES = Prefetch("post", Post.objects.only("title"))
Kind = ReviewStep.Kind


@dataclass(frozen=True)
class Item:
    """An article, who wrote it or did something to it, and when."""

    title: str
    url: str
    at: datetime | None
    who: str = ""
    note: str = ""


@dataclass(frozen=True)
class Section:
    heading: str
    items: Sequence[Item]
    all_url: str = ""

    @property
    def shown(self) -> Sequence[Item]:
        return self.items[:SHOWN]

    @property
    def has_more(self) -> bool:
        return len(self.items) > SHOWN


def waiting_for(user: User) -> list[Section]:
    """The sections that aren't empty. Twelve queries at most, for any number of articles, besides the permissions."""
    if not user.has_perm("blog.change_post"):
        return []
    now = timezone.now()
    sections = [
        Section(_("Answers to your articles"), answers(user, now)),
        Section(_("Open notes"), notes(user)),
        Section(_("Your drafts"), drafts(user), list_url(State.DRAFT)),
        Section(_("Scheduled"), scheduled(user, now), list_url(State.SCHEDULED)),
    ]
    if user.has_perm("blog.change_any_post") and user.has_perm("blog.publish_post"):
        sections[:0] = [
            Section(_("To review"), submissions(Post.objects.all()), list_url(State.REVIEW)),
            Section(_("Suggested changes"), suggestions(now)),
        ]
    else:
        own = Post.objects.editable_by(user)
        sections.insert(1, Section(_("Waiting for an answer"), submissions(own), list_url(State.REVIEW)))
    return [section for section in sections if section.items]


def submissions(posts: PostQuerySet) -> list[Item]:
    """The longest waiting first. Two queries."""
    found = list(listed(posts.in_state(State.REVIEW)).order_by("updated_at", "pk")[: SHOWN + 1])
    load_bylines(found)
    return [Item(post.title, review_url(post.pk), post.updated_at, names(post)) for post in found]


def suggestions(now: datetime) -> list[Item]:
    """Two queries."""
    steps = ReviewStep.objects.filter(kind=Kind.SUGGESTED, at__gt=now - OPEN)
    return [step_item(step) for step in unanswered(steps)]


def answers(user: User, now: datetime) -> list[Item]:
    """Requests for changes until the next step, and recent approvals. Two queries."""
    own = Authorship.objects.filter(author=user).values("post")
    steps = ReviewStep.objects.answers().filter(at__gt=now - OPEN, post__in=own).exclude(user=user)
    steps = steps.exclude(kind=Kind.PUBLISHED, at__lte=now - NEWS)
    return [step_item(step, step.get_kind_display()) for step in unanswered(steps)]


def notes(user: User) -> list[Item]:
    """The newest first. Two queries."""
    newest = EditorNote.objects.concerning(user).order_by("-created_at").select_related("author")
    return [
        Item(
            note.post.title,
            f"{reverse('admin:blog_post_notes', args=[note.post_id])}#note-{note.pk}",
            note.created_at,
            note.author.display_name if note.author else "",
            note.body,
        )
        for note in newest.prefetch_related(TITLES)[: SHOWN + 1]
    ]


def unanswered(steps: ReviewStepQuerySet) -> Iterable[ReviewStep]:
    """The newest steps that are the last ones of their articles."""
    later = ReviewStep.objects.filter(post=OuterRef("post"), pk__gt=OuterRef("pk"))
    newest = steps.exclude(Exists(later)).order_by("-at", "-pk").select_related("user")
    return newest.prefetch_related(TITLES)[: SHOWN + 1]


def drafts(user: User) -> list[Item]:
    """Own articles that are drafts, and other articles with unsaved changes; the newest first. Three queries."""
    editable = Post.objects.editable_by(user).filter(pk=OuterRef("post"))
    unsaved = Draft.objects.filter(Exists(editable), user=user)
    unsaved = unsaved.defer("fields").prefetch_related(TITLES).order_by("-updated_at", "-pk")
    items = {
        row.post_id: Item(row.title or str(row.post), edit_url(row.post_id), row.updated_at, note=_("Unsaved changes"))
        for row in unsaved[: SHOWN + 1]
    }
    own = Post.objects.in_state(State.DRAFT).filter(pk__in=Authorship.objects.filter(author=user).values("post"))
    for post in listed(own).order_by("-updated_at", "-pk")[: SHOWN + 1]:
        items.setdefault(post.pk, Item(post.title, edit_url(post.pk), post.updated_at))
    return sorted(items.values(), key=lambda item: item.at or timezone.now(), reverse=True)


def scheduled(user: User, now: datetime) -> list[Item]:
    """The next one first. Two queries."""
    posts = listed(Post.objects.editable_by(user).in_state(State.SCHEDULED, now)).order_by("published_at", "pk")
    found = list(posts[: SHOWN + 1])
    load_bylines(found)
    return [Item(post.title, edit_url(post.pk), post.published_at, names(post)) for post in found]


def listed(posts: PostQuerySet) -> PostQuerySet:
    return posts.only("title", "updated_at", "published_at")


def step_item(step: ReviewStep, note: str = "") -> Item:
    said = f"{note}: {step.note}" if note and step.note else note or step.note
    return Item(step.post.title, review_url(step.post_id), step.at, step.user.display_name if step.user else "", said)


def names(post: Post) -> str:
    return ", ".join(author.display_name for author in post.ordered_authors)


def review_url(pk: int) -> str:
    return reverse("admin:blog_post_review", args=[pk])


def edit_url(pk: int | None) -> str:
    return reverse("admin:blog_post_change", args=[pk])


def list_url(state: State) -> str:
    return f"{reverse('admin:blog_post_changelist')}?state={state.value}"
