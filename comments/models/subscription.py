from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from blog.models import Post
from comments.models.guest_email import GuestEmail


class Subscription(models.Model):
    """A request for e-mails about new comments on an article: about all of them, or about replies to one's own.

    One that ``waits`` was made in a browser that the owner of the confirmed address hasn't confirmed yet.
    """

    class Kind(models.TextChoices):
        REPLIES = "replies", _("Replies to my comments")
        THREAD = "thread", _("All comments on the article")

    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="subscriptions")
    user = models.ForeignKey(User, null=True, blank=True, on_delete=models.CASCADE, related_name="subscriptions")
    address = models.ForeignKey(
        GuestEmail, null=True, blank=True, on_delete=models.CASCADE, related_name="subscriptions"
    )
    kind = models.CharField(max_length=8, choices=Kind)
    waits = models.BooleanField(default=False, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[models.Manager[Subscription]] = models.Manager()

    class Meta:
        verbose_name = _("subscription")
        verbose_name_plural = _("subscriptions")
        constraints = [
            models.CheckConstraint(
                condition=Q(user__isnull=False, address__isnull=True) | Q(user__isnull=True, address__isnull=False),
                name="subscriptions_have_one_reader",
            ),
            models.UniqueConstraint(
                fields=["post", "user", "kind"], name="a_member_follows_once", condition=Q(user__isnull=False)
            ),
            models.UniqueConstraint(
                fields=["post", "address", "kind"], name="a_guest_follows_once", condition=Q(address__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user or self.address} → {self.post_id} ({self.kind})"


class ModerationMailOptOut(models.Model):
    """A moderator who wants no e-mails about comments that need a decision. Other moderators still get them."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="moderation_mail_opt_out")
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("moderator who wants no e-mail")
        verbose_name_plural = _("moderators who want no e-mail")

    def __str__(self) -> str:
        return str(self.user)
