"""An author with another name is found by the new one, and the former address of their page leads to them."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models.signals import post_save, pre_save
from django.dispatch import receiver

from accounts.models import User
from blog.models import Authorship, Post
from blog.redirects import redirect_old_address
from blog.tasks import index_later

NAMES = {"display_name", "slug"}


@receiver(pre_save, sender=User)
def note_former_names(instance: User, update_fields: Iterable[str] | None, **kwargs: object) -> None:
    """One query, none for a save of other fields."""
    former = None
    if instance.pk and (update_fields is None or NAMES & set(update_fields)):
        former = User.objects.filter(pk=instance.pk).only(*NAMES).first()
    instance.former_names = former  # type: ignore[attr-defined]


@receiver(post_save, sender=User)
def follow_renaming(instance: User, **kwargs: object) -> None:
    former: User | None = instance.former_names  # type: ignore[attr-defined]
    if former is None or not Authorship.objects.filter(author=instance).exists():
        return
    with transaction.atomic():
        if former.slug != instance.slug:
            redirect_old_address(former.get_absolute_url(), instance)
        if former.display_name != instance.display_name:
            index_later(Post.objects.by_author(instance))
