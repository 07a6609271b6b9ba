"""The e-mails about a review: to editors when an article is submitted or withdrawn, to its authors when it is answered.

Each is sent once (accounts/send_once.py).
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from accounts.email_addresses.verified import primary_verified_email
from accounts.emails import HEADERS, message_id, render_email
from accounts.models import User
from accounts.send_once import send_once
from blog.models import BlogSettings, Post, ReviewStep

TO_EDITORS = (ReviewStep.Kind.SUBMITTED, ReviewStep.Kind.SUGGESTED, ReviewStep.Kind.WITHDRAWN)


def reviewers() -> QuerySet[User]:
    """Staff who may edit and publish every article."""
    may_publish = User.objects.with_permission("blog.publish_post").values("pk")
    return User.objects.with_permission("blog.change_any_post").filter(is_staff=True, pk__in=may_publish)


def recipients_of(step_id: int) -> list[int]:
    """Keys of the users to tell about a step: all but the one who took it. Two queries."""
    step = ReviewStep.objects.filter(pk=step_id).first()
    if step is None:
        return []
    people = reviewers() if step.kind in TO_EDITORS else User.objects.filter(authorships__post=step.post_id)
    return list(people.exclude(pk=step.user_id or 0).order_by("pk").values_list("pk", flat=True))


def mail_review(step_id: int, user_id: int, attempt: int = 1) -> bool:
    """Tell a user about a step. Returns whether the e-mail was sent: not to users who can't open the article."""
    step = ReviewStep.objects.filter(pk=step_id).select_related("post", "user").first()
    user = find_editor(user_id, step.post_id) if step else None
    if step is None or user is None:
        return False
    return send(f"review_{step.kind}", user, f"review:{step.pk}:{user.pk}", attempt, context_of(step))


def find_editor(user_id: int, post_id: int) -> User | None:
    """A user who can still open the form of the article. Two queries beside those for their permissions."""
    user = User.objects.filter(pk=user_id, is_active=True, is_staff=True).first()
    return user if user and Post.objects.editable_by(user).filter(pk=post_id).exists() else None


def send(template: str, user: User, name: str, attempt: int, context: dict[str, Any]) -> bool:
    """Send ``blog/email/<template>`` to the verified address of a user, once for each name."""
    address = primary_verified_email(user)
    if not address:
        return False
    context = {"site_name": BlogSettings.current().name, **context}
    headers = HEADERS | {"Message-ID": message_id(name)}
    return send_once(name, attempt, render_email(f"blog/email/{template}", [address], context, headers).send)


def context_of(step: ReviewStep) -> dict[str, Any]:
    post = step.post
    return {
        "title": post.title,
        "scheduled_for": timezone.localtime(post.published_at) if post.is_scheduled() else None,
        "name": step.user.display_name if step.user else "",
        "note": step.note,
        "url": f"{settings.SITE_URL}{reverse('admin:blog_post_review', args=[post.pk])}",
    }
