from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Self

from django.contrib.auth.models import AnonymousUser
from django.db import models, transaction
from django.db.models import F, Q, Value
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from blog.cache.versions import invalidate
from blog.models.authorship import AUTHORS_IN_ORDER, Authorship
from blog.models.comment_policy import CommentPolicy
from blog.models.post_state import State
from blog.models.revision import Revision
from blog.models.series import Series
from blog.models.slug_field import UnicodeSlugField
from blog.models.tag import Tag
from blog.validators import validate_language, validate_web_address

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager

    from blog.models.section import Section

Viewer = User | AnonymousUser | None
Moment = datetime | Value  # an expression in prepared queries


def due_at(now: Moment) -> Q:
    return Q(Q(expires_at=None) | Q(expires_at__gt=now), published_at__lte=now)


class PostQuerySet(models.QuerySet["Post"]):
    def published(self, now: Moment | None = None) -> Self:
        """Posts in lists, feeds and search results. The in-memory counterpart is ``Post.is_published``.

        A single status, so that the index ``post_listing`` finds them in their order.
        """
        return self.filter(status=Post.Status.PUBLISHED).due(now)

    def readable(self, now: Moment | None = None) -> Self:
        """Published posts, and unlisted ones, which anyone with the URL can read."""
        return self.filter(status__in=Post.READABLE).due(now)

    def due(self, now: Moment | None = None) -> Self:
        """Posts whose date has come and that haven't expired, whatever their status."""
        return self.filter(due_at(now or timezone.now()))

    def in_state(self, state: State, now: datetime | None = None) -> Self:
        """Posts in a state as readers see it. Equality of the status uses the index, ``status__in`` reads few rows."""
        now = now or timezone.now()
        if state == State.SCHEDULED:
            return self.filter(status__in=Post.READABLE, published_at__gt=now)
        if state == State.EXPIRED:
            return self.filter(status__in=Post.READABLE, expires_at__lte=now).exclude(published_at__gt=now)
        found = self.filter(status=state)
        return found.due(now) if state.value in Post.READABLE else found

    def editable_by(self, user: Viewer) -> Self:
        if user is None or not user.is_authenticated or not user.is_active:
            return self.none()
        if user.has_perm("blog.change_any_post"):
            return self
        if user.has_perm("blog.change_post"):
            return self.filter(pk__in=Authorship.objects.filter(author=user).values("post"))
        return self.none()

    def visible_to(self, user: Viewer) -> Self:
        """Readable posts, and all posts that the user may edit."""
        if user is None or not user.is_authenticated or not user.is_active or not user.has_perm("blog.change_post"):
            return self.readable()
        if user.has_perm("blog.change_any_post"):
            return self
        own = Authorship.objects.filter(author=user).values("post")
        return self.filter(Q(due_at(timezone.now()), status__in=Post.READABLE) | Q(pk__in=own))

    def by_author(self, user: User) -> Self:
        return self.filter(pk__in=Authorship.objects.filter(author=user).values("post"))

    def tagged(self, tag: Tag) -> Self:
        return self.filter(pk__in=Post.tags.through.objects.filter(tag=tag).values("post"))

    def in_series(self, series: Series) -> Self:
        """The parts of a series in their order."""
        return self.filter(series=series).order_by("series_position", "published_at", "pk")

    def locked(self) -> Self:
        """Lock the rows until the end of the transaction, in the order of their primary keys."""
        return self.order_by("pk").select_for_update(no_key=True)

    def increment_versions(self) -> None:
        """For changes outside the row, such as to the byline. Open forms become stale. Two queries."""
        keys = list(self.locked().values_list("pk", flat=True))
        self.model.objects.filter(pk__in=keys).update(version=F("version") + 1)

    def newest_first(self) -> Self:
        return self.order_by("-published_at", "-pk")

    def for_listing(self) -> Self:
        """Load what a card shows, without the body. Three queries for any number of posts."""
        return (
            self.defer("body")
            .select_related("cover")
            .prefetch_related(AUTHORS_IN_ORDER, "tags")
            .fetch_mode(models.FETCH_RAISE)
        )

    def for_byline(self, *more: str) -> Self:
        """Load what a small card shows and ``more`` fields, except for the authors (``load_bylines``). One query."""
        card = ["title", "slug", "language", "published_at", "revised_at", "reading_minutes"]
        return self.only(*card, "series_id", "series_position", *more).fetch_mode(models.FETCH_RAISE)

    def for_reading(self) -> Self:
        """Load what an article page shows of the row, with cover and series."""
        return self.defer("body").select_related("cover", "series")


PostManager = models.Manager.from_queryset(PostQuerySet)


class StalePost(Exception):
    """The row has changed since it was read. ``stored`` is the row as it is now, None if it was deleted."""

    def __init__(self, stored: Post | None) -> None:
        super().__init__(f"{stored} was changed at {stored.updated_at}." if stored else "The article was deleted.")
        self.stored = stored


class Post(models.Model):
    """An article. ``body`` is Markdown as typed; ``blog.posts`` derives what readers see from it."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("Draft")
        REVIEW = "review", _("In review")
        PUBLISHED = "published", _("Published")
        UNLISTED = "unlisted", _("Unlisted")
        ARCHIVED = "archived", _("Archived")

    READABLE: ClassVar[tuple[Status, ...]] = (Status.PUBLISHED, Status.UNLISTED)
    # Computed from the text and the comments and saved separately, so they never make a form stale.
    DERIVED: ClassVar[frozenset[str]] = frozenset({"comment_count", "words", "reading_minutes", "render_fingerprint"})

    title = models.CharField(_("title"), max_length=200)
    slug = UnicodeSlugField(_("slug"), max_length=200, unique=True)
    standfirst = models.TextField(
        _("standfirst"),
        max_length=500,
        blank=True,
        help_text=_("One or two sentences under the title and on cards."),
    )
    body = models.TextField(_("text"), blank=True, max_length=200_000)
    language = models.CharField(
        _("language"),
        max_length=12,
        blank=True,
        validators=[validate_language],
        help_text=_("A code such as en, de-CH or ja. Leave empty to use the site’s language."),
    )
    authors = models.ManyToManyField(User, through="Authorship", related_name="posts", verbose_name=_("authors"))
    tags = models.ManyToManyField(Tag, related_name="posts", blank=True, verbose_name=_("tags"))
    cover = models.ForeignKey(
        "blog.Image",
        verbose_name=_("cover"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="covers",
    )
    series = models.ForeignKey(
        Series, verbose_name=_("series"), null=True, blank=True, on_delete=models.SET_NULL, related_name="posts"
    )
    series_position = models.PositiveSmallIntegerField(
        _("position in the series"),
        default=0,
        help_text=_("Parts with the same number are ordered by date."),
    )
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.DRAFT)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    expires_at = models.DateTimeField(_("expires"), null=True, blank=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    updated_at = models.DateTimeField(_("saved"), default=timezone.now, editable=False)
    revised_at = models.DateTimeField(
        _("updated"),
        null=True,
        blank=True,
        help_text=_("Readers see this date. Set it after a substantial change."),
    )
    correction = models.CharField(
        _("note about the update"),
        max_length=300,
        blank=True,
        help_text=_("What has changed or was wrong. Readers see it with the date of the update."),
    )
    cta_label = models.CharField(_("call to action: label"), max_length=80, blank=True)
    cta_url = models.CharField(_("call to action: URL"), max_length=500, blank=True, validators=[validate_web_address])
    comments_open = models.BooleanField(_("comments open"), default=True)
    comment_policy = models.CharField(
        _("new comments"),
        max_length=12,
        choices=CommentPolicy,
        blank=True,
        help_text=_("Leave empty to use the site’s policy."),
    )
    comment_count = models.PositiveIntegerField(_("comments"), default=0, editable=False)
    words = models.PositiveIntegerField(_("words"), default=0, editable=False)
    reading_minutes = models.PositiveSmallIntegerField(_("reading time"), default=1, editable=False)
    render_fingerprint = models.CharField(max_length=64, blank=True, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)

    objects: ClassVar[PostManager[Post]] = PostManager()

    if TYPE_CHECKING:
        sections: RelatedManager[Section]
        authorships: RelatedManager[Authorship]

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ["-published_at", "-pk"]
        indexes = [
            # Counts and pages of lists are read from the index alone.
            models.Index(fields=["status", "-published_at", "-id", "expires_at"], name="post_listing"),
            models.Index(fields=["status", "-updated_at"], name="posts_by_status_and_age"),
            # For the list in the admin: all articles, by date, and expired ones.
            models.Index(fields=["-updated_at", "-id"], name="post_saved"),
            models.Index(fields=["-published_at", "-id"], name="post_dates"),
            models.Index(fields=["status", "-revised_at"], name="post_revised", condition=Q(revised_at__isnull=False)),
            models.Index(fields=["status", "expires_at"], name="post_expiry", condition=Q(expires_at__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status__in=["published", "unlisted"]) | Q(published_at__isnull=False),
                name="published_posts_have_a_date",
                violation_error_message=_("A published article needs a date."),
            ),
            models.CheckConstraint(
                condition=Q(cta_label="", cta_url="") | (~Q(cta_label="") & ~Q(cta_url="")),
                name="calls_to_action_are_whole",
                violation_error_message=_("A call to action needs both a label and a URL."),
            ),
        ]
        permissions = [
            ("change_any_post", _("May change everybody's articles")),
            ("publish_post", _("May publish articles")),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("blog:post", args=[self.slug])

    @property
    def ordered_authors(self) -> list[User]:
        """The authors in the order of the byline. No query after ``for_listing`` or ``load_bylines``."""
        return [authorship.author for authorship in self.authorships.all()]

    def is_published(self, now: datetime | None = None) -> bool:
        return self.status == self.Status.PUBLISHED and self.is_due(now)

    def is_readable(self, now: datetime | None = None) -> bool:
        return self.status in self.READABLE and self.is_due(now)

    def is_due(self, now: datetime | None = None) -> bool:
        now = now or timezone.now()
        has_come = self.published_at is not None and self.published_at <= now
        return has_come and (self.expires_at is None or self.expires_at > now)

    def is_scheduled(self, now: datetime | None = None) -> bool:
        now = now or timezone.now()
        return self.status in self.READABLE and self.published_at is not None and self.published_at > now

    @property
    def state(self) -> State:
        """The in-memory counterpart of ``PostQuerySet.in_state``."""
        now = timezone.now()
        if self.is_scheduled(now):
            return State.SCHEDULED
        if self.status in self.READABLE and self.expires_at is not None and self.expires_at <= now:
            return State.EXPIRED
        return State(self.status)

    @property
    def state_label(self) -> str:
        return str(self.state.label)

    def publish(self, at: datetime | None = None, *, user: User | None = None) -> None:
        """Make the post readable from ``at`` (aware) on, by default from its date on, or now.

        A future date schedules it. An expiry date before that is removed.
        """
        self.status = self.Status.PUBLISHED
        self.published_at = at or self.published_at or timezone.now()
        if self.expires_at is not None and self.expires_at <= max(self.published_at, timezone.now()):
            self.expires_at = None
        self._save_state("status", "published_at", "expires_at", user=user)

    def submit(self) -> None:
        """Ask editors to review the post. It isn't public meanwhile."""
        self.status = self.Status.REVIEW
        self._save_state("status")

    def withdraw(self, *, user: User | None = None) -> None:
        """Make the post a draft again. Its date is kept."""
        self.status = self.Status.DRAFT
        self._save_state("status", user=user)

    def archive(self, *, user: User | None = None) -> None:
        self.status = self.Status.ARCHIVED
        self._save_state("status", user=user)

    def _save_state(self, *fields: str, user: User | None = None) -> None:
        with transaction.atomic():
            self.save_edits(*fields)
            Revision.objects.record(self, user)
            invalidate("posts", f"post:{self.pk}")

    def save_edits(self, *names: str) -> None:
        """Save the named fields, or by default all that aren't derived. All changes to a row go through this method.

        Compare-and-set: one UPDATE that increments ``version`` if it is still the one that was read; otherwise
        nothing is written and StalePost is raised. A new post is inserted.
        """
        self.updated_at = timezone.now()
        if self._state.adding:
            self.save(force_insert=True)
            return
        names = names or tuple(field.attname for field in self._meta.concrete_fields if not field.primary_key)
        values = {name: getattr(self, name) for name in {*names, "updated_at"} - self.DERIVED - {"version"}}
        unchanged = Post.objects.filter(pk=self.pk, version=self.version)
        if not unchanged.update(**values, version=F("version") + 1):
            raise StalePost(Post.objects.filter(pk=self.pk).first())
        self.version += 1
