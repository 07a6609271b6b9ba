from __future__ import annotations

import secrets
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, Permission, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

DISPLAY_NAME_LENGTH = 80


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        user = self.model(email=email.strip().lower(), **fields)
        user.display_name = user.display_name or email.partition("@")[0][:DISPLAY_NAME_LENGTH]
        user.slug = user.slug or free_slug(user.display_name)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> User:
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def with_permission(self, name: str) -> models.QuerySet[User]:
        """Active users with a permission: from a group, of their own, or as superusers.

        The users of both are listed once, because looking them up for each user takes long for many users.
        """
        label, _dot, codename = name.partition(".")
        granted = Permission.objects.filter(content_type__app_label=label, codename=codename)
        in_groups = self.model.groups.through.objects.filter(group__permissions__in=granted).values("user")
        own = self.model.user_permissions.through.objects.filter(permission__in=granted).values("user")
        return self.filter(Q(is_superuser=True) | Q(pk__in=in_groups) | Q(pk__in=own), is_active=True)


def user_key(pk: int) -> str:
    """How rate limits, likes, cache tags and e-mail links refer to an account."""
    return f"user:{pk}"


def free_slug(display_name: str) -> str:
    """An unused slug: the name, if necessary with a random suffix. One query, rarely more."""
    base = slugify(display_name, allow_unicode=True)[:DISPLAY_NAME_LENGTH] or "reader"
    slug = base
    while User.objects.filter(slug=slug).exists():
        slug = f"{base}-{secrets.token_hex(3)}"
    return slug


class User(AbstractBaseUser, PermissionsMixin):
    """Users log in with their e-mail address, which readers never see."""

    email = models.EmailField(_("e-mail address"), max_length=254)
    display_name = models.CharField(_("display name"), max_length=DISPLAY_NAME_LENGTH)
    slug = models.SlugField(_("slug"), max_length=100, unique=True, allow_unicode=True)
    bio = models.TextField(_("about"), max_length=1000, blank=True)
    avatar = models.ImageField(_("image"), upload_to="avatars/", blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, blank=True)
    is_staff = models.BooleanField(_("can open the admin"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(_("joined"), default=timezone.now, editable=False)
    links = models.JSONField(_("links"), default=list, blank=True)
    last_seen_at = models.DateTimeField(_("last seen"), null=True, editable=False)
    deletion_due_at = models.DateTimeField(_("deletion due"), null=True, editable=False)
    delete_comments = models.BooleanField(_("delete comments too"), default=False, editable=False)

    objects: ClassVar[UserManager] = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["display_name"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        permissions: ClassVar[list[tuple[str, Any]]] = [("give_roles", _("Can assign roles"))]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="one_account_an_address",
                violation_error_message=_("Another account has this e-mail address."),
            )
        ]

    def __str__(self) -> str:
        return self.display_name

    def get_absolute_url(self) -> str:
        return reverse("blog:author", args=[self.slug])

    def get_full_name(self) -> str:
        return self.display_name

    def get_short_name(self) -> str:
        return self.display_name
