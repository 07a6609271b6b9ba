from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from blog.models.revision import CONTENT_FIELDS

if TYPE_CHECKING:
    from accounts.models import User
    from blog.models.post import Post


class DraftQuerySet(models.QuerySet["Draft"]):
    def of(self, post: Post, user: User) -> Draft | None:
        """The user's draft of an article. One query."""
        return self.filter(post=post, user=user).first()


DraftManager = models.Manager.from_queryset(DraftQuerySet)


class Draft(models.Model):
    """The fields of the editor as one user left them: changes to an article that are not saved to it yet.

    ``fields`` maps the names of form fields to what was posted. ``tab`` and ``seq`` identify the last autosave.
    """

    post = models.ForeignKey("blog.Post", null=True, on_delete=models.SET_NULL, related_name="drafts")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="drafts")
    title = models.CharField(max_length=200, blank=True)
    fields = models.JSONField()
    base_version = models.PositiveIntegerField(help_text="The version of the article that was edited.")
    tab = models.CharField(max_length=36, blank=True)
    seq = models.PositiveIntegerField(default=0)
    updated_at = models.DateTimeField(default=timezone.now)
    snapshot_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[DraftManager[Draft]] = DraftManager()

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        constraints = [
            models.UniqueConstraint(fields=["post", "user"], name="one_draft_a_user_and_article"),
            models.UniqueConstraint(
                fields=["user", "tab"], name="a_tab_edits_one_article", condition=~models.Q(tab="")
            ),
        ]

    def __str__(self) -> str:
        return self.title or str(self.pk)

    @property
    def token(self) -> str:
        """Names this state of the draft. A tab that wants to replace it has to know it."""
        return f"{self.tab}:{self.seq}"

    def rebase(self, version: int) -> None:
        """Base the draft on another version of the article. Doesn't save it."""
        self.base_version = version
        self.fields["base_version"] = [str(version)]

    def follow_state(self, post: Post, before: int) -> None:
        """After the status of the article was changed from the version ``before``, without a change of its text.

        The draft gets the status, which saving the draft would undo otherwise. It doesn't become stale by it.
        """
        if "status" in self.fields:
            self.fields["status"] = [post.status]
        if self.base_version == before:
            self.rebase(post.version)
        self.save(update_fields=["fields", "base_version"])

    def content(self, stored: dict[str, str]) -> dict[str, str]:
        """The draft as the content of a revision. Fields that it doesn't have are as stored."""
        return stored | {name: self.fields[name][-1] for name in CONTENT_FIELDS if self.fields.get(name)}
