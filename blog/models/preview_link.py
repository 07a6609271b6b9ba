from __future__ import annotations

import secrets
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.core import signing
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from accounts.models import User
    from blog.models.post import Post

SIGNER = signing.Signer(salt="blog.preview_link")
RECORD_EVERY = timedelta(minutes=1)


def new_nonce() -> str:
    """144 random bits."""
    return secrets.token_urlsafe(18)


class PreviewLinkQuerySet(models.QuerySet["PreviewLink"]):
    def valid(self, now: datetime | None = None) -> Self:
        return self.filter(revoked_at=None, expires_at__gt=now or timezone.now())

    def from_token(self, token: str) -> PreviewLink | None:
        """The valid link with this token, and its creator. The signature is compared in constant time."""
        try:
            nonce = SIGNER.unsign(token[:200])
        except signing.BadSignature:
            return None
        return self.valid().select_related("created_by").filter(nonce=nonce).first()

    def make(self, post: Post, user: User, days: int, label: str = "") -> PreviewLink:
        return self.create(post=post, created_by=user, label=label, expires_at=timezone.now() + timedelta(days=days))


PreviewLinkManager = models.Manager.from_queryset(PreviewLinkQuerySet)


class PreviewLink(models.Model):
    """Shows an article, with the draft of the user who created the link, to everyone who has its URL.

    The database contains only half of the URL: the token is the nonce and its signature, which needs SECRET_KEY.
    """

    post = models.ForeignKey("blog.Post", on_delete=models.CASCADE, related_name="preview_links")
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    nonce = models.CharField(max_length=32, unique=True, default=new_nonce, editable=False)
    label = models.CharField(_("label"), max_length=100, blank=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)
    last_opened_at = models.DateTimeField(null=True)

    objects: ClassVar[PreviewLinkManager[PreviewLink]] = PreviewLinkManager()

    class Meta:
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.label or f"{self.created_at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("blog:preview_link", args=[self.token])

    @property
    def token(self) -> str:
        return SIGNER.sign(self.nonce)

    @property
    def is_valid(self) -> bool:
        return self.revoked_at is None and self.expires_at > timezone.now()

    def revoke(self) -> bool:
        """Whether it was valid until now."""
        now = timezone.now()
        return bool(PreviewLink.objects.valid(now).filter(pk=self.pk).update(revoked_at=now))

    def record_opening(self) -> None:
        """At most one query a minute."""
        now = timezone.now()
        if self.last_opened_at is None or self.last_opened_at < now - RECORD_EVERY:
            PreviewLink.objects.filter(pk=self.pk).update(last_opened_at=now)
