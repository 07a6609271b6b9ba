from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, TypedDict

from django import forms
from django.contrib import admin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.admin.user_actions import UserActions
from accounts.admin.user_deletion import UserDeletion
from accounts.allauth.models import EmailAddress
from accounts.email_addresses.verified import login_is_verified
from accounts.models import EmailChange, User, free_slug
from accounts.profile.display_name import clean_display_name
from accounts.sessions import end_sessions

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class Annotations(TypedDict):
        is_verified: bool
        comment_number: int

    UserRow = WithAnnotations[User, Annotations]

ROLE_FIELDS = ("is_staff", "groups")
PERMISSION_FIELDS = (*ROLE_FIELDS, "is_superuser", "user_permissions")
GIVE_ROLES = "accounts.give_roles"
# Users change their address where the password is asked for; the rest would lock them out of the admin.
READONLY_FOR_ONESELF = ("email", "is_active", "is_staff", "is_superuser")


class CleanNamesMixin:
    cleaned_data: dict[str, Any]
    instance: User

    def clean_display_name(self) -> str:
        return clean_display_name(self.cleaned_data["display_name"])

    def clean_email(self) -> str:
        """In lower case. An address that is taken is an error of the field, not of the form."""
        email = str(self.cleaned_data["email"]).lower()
        if User.objects.filter(email__iexact=email).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("Another account has this e-mail address."))
        return email


class AddUserForm(CleanNamesMixin, AdminUserCreationForm):  # type: ignore[type-arg]
    class Meta:
        model = User
        fields = ("email", "display_name")


class ChangeUserForm(CleanNamesMixin, UserChangeForm):  # type: ignore[type-arg]
    password = None  # type: ignore[assignment]  # don't show the hash

    class Meta:
        model = User
        fields = ("email", "display_name", "slug", "bio")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            slug = self.fields["slug"]
            slug.required = False
            slug.help_text = _("Part of the URL of the user’s page. Leave empty to derive it from the name.")


@admin.register(User)
class UserAdmin(UserDeletion, UserActions):
    """Users who can assign roles do that here; superusers assign all permissions; nobody changes their own."""

    form, add_form = ChangeUserForm, AddUserForm
    add_form_template = None
    list_display = ("display_name", "email", "verified", "roles", "active", "seen", "comments")
    list_filter = ("is_staff", "is_active", "groups")
    search_fields = ("display_name", "email")
    ordering = ("-pk",)
    show_full_result_count = False
    readonly_fields = ("new_password", "last_login", "last_seen_at", "date_joined", "deletion_due_at")
    fieldsets = (
        (None, {"fields": ("email", "new_password")}),
        (_("Public"), {"fields": ("display_name", "slug", "bio")}),
        (_("Permissions"), {"fields": ("is_active", *PERMISSION_FIELDS)}),
        (_("Dates"), {"fields": ("date_joined", "last_login", "last_seen_at", "deletion_due_at")}),
    )
    add_fieldsets = ((None, {"fields": ("email", "display_name", "usable_password", "password1", "password2")}),)

    class Media:
        css: ClassVar[dict[str, list[str]]] = {"all": ["admin/lists.css", "admin/users.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        users: QuerySet[User] = super().get_queryset(request).prefetch_related("groups")
        return users.annotate(is_verified=login_is_verified(), comment_number=Count("comments", distinct=True))

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        own = READONLY_FOR_ONESELF if obj and obj == request.user else ()
        return (*self.readonly_fields, *own, *readonly_permissions(request, obj))

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:
        """Users need their current password to change it."""
        if self.is_own(request, id):
            return redirect("account_change_password")
        return super().user_change_password(request, id, form_url)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_change_permission(request, obj) and can_edit(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_delete_permission(request, obj) and can_edit(request, obj)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Users whose permissions have changed must log in again."""
        super().save_related(request, form, formsets, change)
        if change and {"is_active", *PERMISSION_FIELDS} & set(form.changed_data):
            end_sessions(form.instance, but=request.session.session_key)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        obj.slug = obj.slug or free_slug(obj.display_name)
        super().save_model(request, obj, form, change)
        if change and "email" in form.changed_data:
            # The old address must no longer work for logging in. The new one is confirmed at the next login.
            EmailAddress.objects.filter(user=obj).delete()
            EmailChange.objects.filter(user=obj).delete()  # earlier links must not revert this

    @admin.display(description=_("roles"), empty_value="")
    def roles(self, user: User) -> str:
        """Groups, and permissions that aren't from a group."""
        groups = [group.name for group in user.groups.all()]
        if user.is_superuser:
            return ", ".join([gettext("Superuser"), *groups])
        return ", ".join([*groups, *([gettext("Staff")] if user.is_staff and not groups else [])])

    @admin.display(description=_("confirmed"), ordering="is_verified")
    def verified(self, user: UserRow) -> str:
        confirmed = user.is_verified
        return yes_or_no(confirmed, gettext("Address confirmed") if confirmed else gettext("Address not confirmed"))

    @admin.display(description=_("active"), ordering="is_active")
    def active(self, user: User) -> str:
        return yes_or_no(user.is_active, gettext("Active") if user.is_active else gettext("Locked"))

    @admin.display(description=_("last seen"), ordering="last_seen_at")
    def seen(self, user: User) -> str:
        if user.last_seen_at is None:
            return format_html('<span class="in-words">{}</span>', gettext("Never seen"))
        day = date_format(timezone.localtime(user.last_seen_at))
        return format_html('<span class="in-words">{} </span>{}', gettext("Last seen:"), day)

    @admin.display(description=_("comments"), ordering="comment_number")
    def comments(self, user: UserRow) -> str:
        return format_html('<span class="in-words">{} </span>{}', gettext("Comments:"), user.comment_number)

    @admin.display(description=_("password"))
    def new_password(self, user: User) -> str:
        address = reverse("admin:auth_user_password_change", args=[user.pk])
        return format_html('<a href="{}">{}</a>', address, _("Set a new password"))


def yes_or_no(value: bool, text: str) -> str:
    """The admin's icon. The text is read by screen readers, and shown where the list has no headings."""
    icon = static(f"admin/img/icon-{'yes' if value else 'no'}.svg")
    return format_html('<img src="{}" alt=""> <span class="in-words">{}</span>', icon, text)


def readonly_permissions(request: HttpRequest, user: User | None) -> tuple[str, ...]:
    me: Any = request.user
    if me.is_superuser:
        return ()
    if me.has_perm(GIVE_ROLES) and user != me:
        return tuple(field for field in PERMISSION_FIELDS if field not in ROLE_FIELDS)
    return PERMISSION_FIELDS


def can_edit(request: HttpRequest, user: User | None) -> bool:
    """Superusers edit all users; users who can assign roles edit all but superusers; other staff only non-staff."""
    me: Any = request.user
    if user is None or me.is_superuser or user == me:
        return True
    return not user.is_superuser and (me.has_perm(GIVE_ROLES) or not user.is_staff)
