"""Autosave: what authors type is kept in drafts, which change nothing for readers.

A draft is overwritten by each autosave of the tab that made it. Other tabs may only replace a draft that they have
seen. Repeated and reordered requests change nothing, so clients may send a request again until it is answered.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext

from accounts.models import User
from blog.models import Draft, Image, Post, Revision
from blog.models.revision import content_of
from blog.models.slug_field import unused_slug
from blog.posts import save_post
from blog.text_diff import is_same_text

# Snapshots of a draft become revisions: after a pause, and during a long session.
PAUSE = timedelta(minutes=2)
LONG_SESSION = timedelta(minutes=10)
# Whoever saved a draft within this time is shown as editing.
PRESENT = timedelta(minutes=2)

# Fields that are copied from a draft for its page, and the cover. Authors, tags, series and dates are as stored.
SHOWN = ("title", "standfirst", "body", "language", "cta_label", "cta_url")

Fields = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Autosave:
    """One request of an editor. ``seen`` is the token of the draft that the page showed, or "".

    ``tab`` is "" for a form that was sent without JavaScript.
    """

    tab: str
    seq: int
    base_version: int
    fields: Fields
    seen: str = ""

    @property
    def title(self) -> str:
        return " ".join(self.fields.get("title", [""])[-1].split())[:200]


class OtherTab(Exception):
    """The draft was saved by another tab or device since this page was opened; nothing was written."""

    def __init__(self, draft: Draft) -> None:
        super().__init__(f"Draft {draft.pk} was changed at {draft.updated_at}.")
        self.draft = draft


def save_draft(post: Post, user: User, edit: Autosave, *, replace: bool = False) -> Draft:
    """Store an autosave. With ``replace``, also over the draft of another tab, which becomes a revision.

    Raises OtherTab, and Post.DoesNotExist if the article was deleted. The article may have been saved since the
    draft was begun; ``Draft.base_version`` tells.
    """
    with transaction.atomic():
        stored = Post.objects.filter(pk=post.pk).locked().get()
        draft = Draft.objects.of(stored, user)
        if draft is None:
            draft = Draft(post=stored, user=user, fields=dict(edit.fields), base_version=edit.base_version)
            return draft if is_saved_already(draft, stored) else write(draft, edit)
        draft.post = stored
        if edit.tab and draft.tab == edit.tab:
            return draft if edit.seq <= draft.seq else write(snapshot_if_due(draft, stored), edit)
        if draft.token != edit.seen and draft.fields != dict(edit.fields):
            if not replace:
                raise OtherTab(draft)
            take_snapshot(draft, stored, Revision.Kind.CONFLICT)
        return write(snapshot_if_due(draft, stored), edit)


def is_saved_already(draft: Draft, post: Post) -> bool:
    """Whether a request arrives after the form with the same text was saved."""
    stored = content_of(post)
    pairs = [(stored[name], text) for name, text in draft.content(stored).items()]
    return draft.base_version < post.version and all(is_same_text(old, new) for old, new in pairs)


def start_article(user: User, edit: Autosave) -> Draft:
    """Create an article, with status draft, for the first words of a new one. Once for each tab that has a name.

    Also gives a new article to a draft whose article was deleted.
    """
    try:
        with transaction.atomic():
            draft = Draft.objects.filter(user=user, tab=edit.tab).first() if edit.tab else None
            if draft and draft.post:
                return save_draft(draft.post, user, edit)
            post = Post(title=edit.title or gettext("Untitled"), slug=unused_slug(Post, edit.title, "untitled"))
            save_post(post, authors=[user], user=user)
            return write(draft or Draft(user=user), edit, post=post)
    except IntegrityError:
        if not edit.tab:
            raise
        # The same request is being handled at the same time.
        draft = Draft.objects.get(user=user, tab=edit.tab)
        return save_draft(draft.post, user, edit) if draft.post else draft


def write(draft: Draft, edit: Autosave, *, post: Post | None = None) -> Draft:
    if post is not None:
        draft.post = post
    # PostgreSQL doesn't store the character with the code 0.
    draft.title = edit.title.replace("\0", "")
    draft.fields = {name: [value.replace("\0", "") for value in values] for name, values in edit.fields.items()}
    draft.tab, draft.seq = edit.tab, edit.seq
    draft.base_version = post.version if post else edit.base_version
    draft.updated_at = timezone.now()
    draft.save()
    return draft


def snapshot_if_due(draft: Draft, post: Post) -> Draft:
    now = timezone.now()
    if now - draft.updated_at > PAUSE or now - draft.snapshot_at > LONG_SESSION:
        take_snapshot(draft, post, Revision.Kind.SNAPSHOT)
    return draft


def take_snapshot(draft: Draft, post: Post, kind: Revision.Kind) -> None:
    """Make the draft a revision as well. The row of the post has to be locked."""
    Revision.objects.keep(post, draft.content(content_of(post)), draft.user, kind)
    draft.snapshot_at = timezone.now()


def end_draft(post: Post, user: User, *, seen: str = "") -> None:
    """Delete a user's draft. Unless it is the one seen, which was saved, its text is kept as a revision.

    The row of the post has to be locked.
    """
    draft = Draft.objects.of(post, user)
    if draft:
        if draft.token != seen:
            take_snapshot(draft, post, Revision.Kind.SNAPSHOT)
        draft.delete()


def discard_draft(post: Post, user: User) -> None:
    """Delete a user's draft. Its text is kept as a revision."""
    with transaction.atomic():
        end_draft(Post.objects.filter(pk=post.pk).locked().get(), user)


def restore_revision(revision: Revision, user: User) -> Draft:
    """Put the content of a revision into the user's draft; what it replaces is kept as a revision.

    Readers see nothing of it until the draft is saved.
    """
    with transaction.atomic():
        post = Post.objects.filter(pk=revision.post_id).locked().get()
        draft = Draft.objects.of(post, user)
        if draft:
            take_snapshot(draft, post, Revision.Kind.SNAPSHOT)
        else:
            draft = Draft(post=post, user=user, fields={})
        fields = draft.fields | {name: [text] for name, text in revision.content.items()}
        return write(draft, Autosave(tab="", seq=0, base_version=post.version, fields=fields))


def others_editing(post: Post, user: User) -> list[Draft]:
    """Drafts that other users saved within the last two minutes, with their users. One query."""
    present = Draft.objects.filter(post=post, updated_at__gt=timezone.now() - PRESENT).exclude(user=user)
    return list(present.select_related("user").order_by("user__display_name"))


def show_draft(post: Post, fields: Fields) -> None:
    """Set the fields of a draft on the post. Those that aren't valid stay as stored. One query if there is a cover."""
    for name in SHOWN:
        if not fields.get(name):
            continue
        field: Any = Post._meta.get_field(name)
        try:
            setattr(post, name, field.clean(fields[name][-1].strip(), post))
        except ValidationError:
            continue
    if fields.get("cover"):
        key = fields["cover"][-1]
        found = Image.objects.filter(pk=int(key)).first() if key.isascii() and key.isdigit() and len(key) < 19 else None
        post.cover = found if found or not key else post.cover


def follow_state(post: Post, user: User, before: int) -> None:
    """After the user changed the status of a post of the version ``before``, with one of its actions."""
    draft = Draft.objects.of(post, user)
    if draft:
        draft.follow_state(post, before)
