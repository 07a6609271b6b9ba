from __future__ import annotations

from datetime import datetime, timedelta
from itertools import batched
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog.text_diff import Chunk, count_changed_words, diff

if TYPE_CHECKING:
    from accounts.models import User
    from blog.models.post import Post

# The fields of an article that a revision keeps, as strings.
CONTENT_FIELDS = ("title", "standfirst", "body", "slug", "language", "cta_label", "cta_url")
# Of snapshots, all are kept for an hour, one an hour for a day, and one a day for a month.
ALL_KEPT, HOURLY_KEPT, DAILY_KEPT = timedelta(hours=1), timedelta(days=1), timedelta(days=30)


def content_of(post: Post) -> dict[str, str]:
    return {name: getattr(post, name) for name in CONTENT_FIELDS}


class RevisionQuerySet(models.QuerySet["Revision"]):
    def stored(self) -> Self:
        """Revisions of what the article itself contained, oldest first; not of drafts and conflicts."""
        return self.exclude(post_version=None).order_by("number")

    def of_version(self, version: int) -> Revision | None:
        """The content that the article had in this version. Not every version has a revision of its own."""
        return self.stored().filter(post_version__lte=version).last()

    def record(
        self, post: Post, user: User | None = None, *, is_import: bool = False, created_at: datetime | None = None
    ) -> Revision | None:
        """Keep what the article contains now. None if its latest revision has the same content.

        Call it in the transaction that saved the row: the row's lock makes the numbers unique. Four queries.
        """
        kind = Revision.Kind.IMPORTED if is_import else Revision.Kind.SAVED
        kind = Revision.Kind.PUBLISHED if post.status in post.READABLE else kind
        latest, content = self.filter(post=post).stored().last(), content_of(post)
        is_publication = kind == Revision.Kind.PUBLISHED and (latest is None or latest.kind != kind)
        if latest is not None and latest.content == content and not is_publication:
            return None
        at = created_at or timezone.now()
        return self._add(post, content, latest, user=user, kind=kind, post_version=post.version, created_at=at)

    def keep(self, post: Post, content: dict[str, str], user: User | None, kind: Revision.Kind) -> Revision | None:
        """Keep a text that isn't the article's, such as a draft. None if it is the same as the latest one kept.

        The row of the post has to be locked.
        """
        stored = self.filter(post=post).stored().last()
        latest = self.filter(post=post).order_by("number").last()
        if any(revision is not None and revision.content == content for revision in (stored, latest)):
            return None
        return self._add(post, content, stored, user=user, kind=kind)

    def thin(self, now: datetime) -> int:
        """Delete old snapshots that have no name, and return their number."""
        kept: set[tuple[int, int | None, str]] = set()
        deleted = []
        snapshots = self.filter(kind=Revision.Kind.SNAPSHOT, name="", created_at__lt=now - ALL_KEPT)
        rows = snapshots.order_by("-created_at").values_list("pk", "post", "user", "created_at")
        for pk, post, user, at in rows:
            key = (post, user, f"{at:%Y-%m-%d %H}" if at > now - HOURLY_KEPT else f"{at:%Y-%m-%d}")
            if key in kept or at <= now - DAILY_KEPT:
                deleted.append(pk)
            kept.add(key)
        for keys in batched(deleted, 500, strict=False):
            self.filter(pk__in=keys).delete()
        return len(deleted)

    def _add(self, post: Post, content: dict[str, str], base: Revision | None, **fields: Any) -> Revision:
        words = count_changed_words(base.changes_to(content) if base else diff("", text_of(content)))
        highest: int = self.filter(post=post).aggregate(highest=Max("number"))["highest"] or 0
        return self.create(
            post=post,
            number=highest + 1,
            content=content,
            base=base,
            words_added=words.added,
            words_removed=words.removed,
            **fields,
        )


RevisionManager = models.Manager.from_queryset(RevisionQuerySet)


class Revision(models.Model):
    """What an article, or somebody's draft of it, contained at some time."""

    class Kind(models.TextChoices):
        SNAPSHOT = "snapshot", _("Draft")
        SAVED = "saved", _("Saved")
        PUBLISHED = "published", _("Published")
        CONFLICT = "conflict", _("Conflict")
        IMPORTED = "imported", _("Imported")

    post = models.ForeignKey("blog.Post", on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    created_at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=12, choices=Kind)
    name = models.CharField(_("name"), max_length=100, blank=True)
    content = models.JSONField()
    post_version = models.PositiveIntegerField(null=True, help_text="The version of the article that has this content.")
    base = models.ForeignKey("self", null=True, on_delete=models.SET_NULL, related_name="+")
    words_added = models.PositiveIntegerField()
    words_removed = models.PositiveIntegerField()

    objects: ClassVar[RevisionManager[Revision]] = RevisionManager()

    class Meta:
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")
        constraints = [models.UniqueConstraint(fields=["post", "number"], name="revisions_have_a_number")]
        indexes = [models.Index(fields=["kind", "created_at"], name="revisions_to_thin")]

    def __str__(self) -> str:
        return self.name or f"{self.post_id} · {self.number}"

    def changes_to(self, content: dict[str, str]) -> list[Chunk]:
        """From this revision's title, standfirst and text to those of another content."""
        return diff(text_of(self.content), text_of(content))


def text_of(content: dict[str, str]) -> str:
    return "\n\n".join(content.get(name, "") for name in ("title", "standfirst", "body"))
