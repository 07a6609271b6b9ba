from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models, transaction
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Lower
from django.db.models.lookups import Exact
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import DISPLAY_NAME_LENGTH, User
from blog.cache.versions import invalidate
from blog.models import Post

if TYPE_CHECKING:
    from comments.models.reaction import Report

MAX_DEPTH = 2
BODY_LENGTH = 4000


def by_guest(email: str) -> Q:
    """Matches comments that were sent under this address, ignoring case, without an account.

    Uses the index ``comment_guest``; ``iexact`` is a LIKE on SQLite and uses none. The database lowercases both sides,
    because it may not lowercase the same characters as Python.
    """
    return Q(Exact(Lower("email"), Lower(Value(email))), author=None)


class CommentQuerySet(models.QuerySet["Comment"]):
    def approved(self) -> Self:
        return self.filter(status=Comment.Status.APPROVED)

    def held(self) -> Self:
        return self.filter(status=Comment.Status.HELD)

    def on(self, posts: QuerySet[Post]) -> Self:
        """Comments on these posts. Each comment looks up its own post, so that not all posts are read."""
        return self.filter(Exists(posts.filter(pk=OuterRef("post"))))

    def of_guest(self, email: str) -> Self:
        return self.filter(by_guest(email))


CommentManager = models.Manager.from_queryset(CommentQuerySet)


class Comment(models.Model):
    """A comment on an article. Only ``comments.submission.submit.submit_comment`` creates comments.

    ``parent`` is the comment that it replies to, ``root`` the first comment of the thread, and ``depth`` its
    indentation: deeper replies stay at MAX_DEPTH and name the author whom they reply to.
    """

    class Status(models.TextChoices):
        HELD = "held", _("Pending")
        APPROVED = "approved", _("Approved")
        SPAM = "spam", _("Spam")
        REMOVED = "removed", _("Removed")

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="comments", verbose_name=_("article"))
    author = models.ForeignKey(
        User,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="comments",
        verbose_name=_("account"),
    )
    name = models.CharField(_("name"), max_length=DISPLAY_NAME_LENGTH)
    email = models.EmailField(_("e-mail address"), max_length=254, blank=True)
    # Whether the owner of the mailbox confirmed this comment, or an earlier one that was sent from the same browser.
    email_confirmed = models.BooleanField(_("e-mail address confirmed"), default=False, editable=False)
    confirmation_asked_at = models.DateTimeField(null=True, editable=False)
    body = models.TextField(_("comment"), max_length=BODY_LENGTH)
    html = models.TextField(blank=True, editable=False)
    render_fingerprint = models.CharField(max_length=64, blank=True, editable=False)
    parent = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.CASCADE,
        related_name="replies",
        verbose_name=_("in reply to"),
    )
    root = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.CASCADE, related_name="thread", editable=False
    )
    depth = models.PositiveSmallIntegerField(default=0, editable=False)
    status = models.CharField(_("status"), max_length=12, choices=Status, default=Status.HELD)
    reasons = models.JSONField(_("reasons"), default=list, blank=True, editable=False)
    score = models.FloatField(_("spam score"), default=0, editable=False)
    network = models.CharField(_("IP range"), max_length=50, blank=True, editable=False)
    likes_count = models.PositiveIntegerField(default=0, editable=False)
    spam_chance = models.FloatField(_("spam probability"), null=True, editable=False)
    wants_mail = models.BooleanField(_("notify the author when it is approved"), default=False, editable=False)
    edited_at = models.DateTimeField(_("edited"), null=True, editable=False)
    text_version = models.PositiveIntegerField(default=1, editable=False)
    submission_id = models.UUIDField(null=True, unique=True, editable=False)
    created_at = models.DateTimeField(_("submitted"), default=timezone.now, editable=False)
    decided_at = models.DateTimeField(_("decided at"), null=True, editable=False)
    decided_by = models.ForeignKey(
        User,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
        verbose_name=_("decided by"),
    )

    objects: ClassVar[CommentManager[Comment]] = CommentManager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["created_at", "pk"]
        indexes = [
            models.Index(fields=["post", "status", "root", "created_at"], name="comment_thread"),
            models.Index(fields=["post", "status", "root", "-likes_count", "created_at"], name="comment_best"),
            models.Index(fields=["post", "status", "-created_at"], name="comment_feed"),
            models.Index(fields=["status", "-created_at"], name="comment_queue"),
            models.Index(fields=["network", "-created_at"], name="comment_network"),
            models.Index(F("author"), Lower("email"), name="comment_guest"),
            # For the queue and the report about the spam filter.
            models.Index(fields=["-created_at", "-id"], name="comment_dates"),
            models.Index(fields=["-decided_at"], name="comment_decided", condition=Q(decided_by__isnull=False)),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(author__isnull=False) | ~Q(name=""), name="comments_have_a_writer"),
            models.CheckConstraint(
                condition=Q(depth=0, parent=None, root=None)
                | Q(depth__gt=0, depth__lte=MAX_DEPTH, parent__isnull=False, root__isnull=False),
                name="replies_have_a_thread",
            ),
        ]
        permissions = [("moderate_comment", _("Can moderate comments"))]

    def __str__(self) -> str:
        return f"{self.name}: {self.body[:60]}"

    def get_absolute_url(self) -> str:
        return reverse("comments:permalink", args=[self.pk])

    @property
    def state_version(self) -> str:
        """Changes with every decision and edit. A decision states which version it is based on."""
        decided = self.decided_at.timestamp() if self.decided_at else 0
        return f"{self.status}-{self.text_version}-{decided:.6f}"

    @property
    def unresolved_reports(self) -> list[Report]:
        """Oldest first. No query after ``prefetch_related("reports")``."""
        return sorted(
            (report for report in self.reports.all() if report.resolved_at is None), key=lambda report: report.pk
        )

    @property
    def shown_name(self) -> str:
        """A member's current name, or the name that a guest typed. Needs ``select_related("author")``."""
        return self.author.display_name if self.author else self.name


def count_comments(*post_ids: int) -> None:
    """Update ``Post.comment_count`` and invalidate cached pages. Three queries for any number of posts."""
    if not post_ids:
        return
    approved = Comment.objects.approved().filter(post=OuterRef("pk")).order_by().values("post")
    with transaction.atomic():
        Post.objects.filter(pk__in=post_ids).update(
            comment_count=Coalesce(Subquery(approved.annotate(count=Count("pk")).values("count")), 0)
        )
        invalidate("comments", *(f"{kind}:{post_id}" for kind in ("comments", "post") for post_id in post_ids))
