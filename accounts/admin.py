from typing import Any

from allauth.account.models import EmailAddress
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.display_name import clean_display_name
from accounts.models import User, free_slug

POWERS = ("is_staff", "is_superuser", "groups", "user_permissions")


class CleanNamesMixin:
    cleaned_data: dict[str, Any]
    instance: User

    def clean_display_name(self) -> str:
        return clean_display_name(self.cleaned_data["display_name"])

    def clean_email(self) -> str:
        """Lower case; taken addresses are named beside the field and not above the form."""
        email = str(self.cleaned_data["email"]).lower()
        if User.objects.filter(email__iexact=email).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("Another account has this e-mail address."))
        return email


class AddUserForm(CleanNamesMixin, AdminUserCreationForm):  # type: ignore[type-arg]
    class Meta:
        model = User
        fields = ("email", "display_name")


class ChangeUserForm(CleanNamesMixin, UserChangeForm):  # type: ignore[type-arg]
    password = None  # type: ignore[assignment]  # not even its hash is shown

    class Meta:
        model = User
        fields = ("email", "display_name", "slug", "bio")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = _("Part of the address of the person's page. Empty: made from the name.")


@admin.register(User)
class UserAdmin(DjangoUserAdmin):  # type: ignore[type-arg]
    """People with an account. Who is no superuser gives no powers away and changes nobody who has some."""

    form, add_form = ChangeUserForm, AddUserForm
    add_form_template = None
    list_display = ("display_name", "email", "roles", "is_staff", "is_active", "date_joined")
    list_filter = ("is_staff", "is_active", "groups")
    search_fields = ("display_name", "email")
    ordering = ("-pk",)
    show_full_result_count = False
    readonly_fields = ("new_password", "last_login", "date_joined")
    actions = ("remove_pictures",)
    fieldsets = (
        (None, {"fields": ("email", "new_password")}),
        (_("Public"), {"fields": ("display_name", "slug", "bio")}),
        (_("Powers"), {"fields": ("is_active", *POWERS)}),
        (_("Dates"), {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = ((None, {"fields": ("email", "display_name", "usable_password", "password1", "password2")}),)

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        return super().get_queryset(request).prefetch_related("groups")

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        return (*self.readonly_fields, *(() if request.user.is_superuser else POWERS))

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_change_permission(request, obj) and may_touch(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_delete_permission(request, obj) and may_touch(request, obj)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        obj.slug = obj.slug or free_slug(obj.display_name)
        super().save_model(request, obj, form, change)
        if change and "email" in form.changed_data:
            # The old address would go on to log in. The new one is confirmed at the next login.
            EmailAddress.objects.filter(user=obj).delete()

    @admin.display(description=_("roles"))
    def roles(self, user: User) -> str:
        return ", ".join(group.name for group in user.groups.all())

    @admin.display(description=_("password"))
    def new_password(self, user: User) -> str:
        address = reverse("admin:auth_user_password_change", args=[user.pk])
        return format_html('<a href="{}">{}</a>', address, _("Set a new password"))

    @admin.action(description=_("Remove the pictures of the chosen people"), permissions=["change"])
    def remove_pictures(self, request: HttpRequest, people: QuerySet[User]) -> None:
        removed = 0
        for person in people.exclude(avatar=""):
            if self.has_change_permission(request, person):
                person.avatar.delete(save=False)
                person.save(update_fields=["avatar"])
                removed += 1
        text = ngettext("%d picture is removed.", "%d pictures are removed.", removed) % removed
        self.message_user(request, text, messages.SUCCESS)


def may_touch(request: HttpRequest, person: User | None) -> bool:
    """Superusers touch everybody; other staff themselves and people without powers."""
    me: Any = request.user
    return person is None or me.is_superuser or person == me or not (person.is_staff or person.is_superuser)
