from typing import Any, ClassVar

from allauth.account.models import EmailAddress
from django import forms
from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm, UserChangeForm
from django.db.models import Count, Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.adapter import site_name
from accounts.display_name import clean_display_name
from accounts.models import User, free_slug
from accounts.personal_data import hand_over
from accounts.tasks import send_reset_links
from accounts.visits import end_sessions

ROLES = ("is_staff", "groups")
POWERS = (*ROLES, "is_superuser", "user_permissions")
GIVE_ROLES = "accounts.give_roles"


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
    """People with an account. Who may give roles does, all powers are given by superusers, nobody takes them."""

    form, add_form = ChangeUserForm, AddUserForm
    add_form_template = None
    list_display = (
        "display_name",
        "email",
        "verified",
        "roles",
        "is_staff",
        "is_active",
        "last_seen_at",
        "comments",
        "date_joined",
    )
    list_filter = ("is_staff", "is_active", "groups")
    search_fields = ("display_name", "email")
    ordering = ("-pk",)
    show_full_result_count = False
    readonly_fields = ("new_password", "last_login", "last_seen_at", "date_joined", "leaves_at")
    actions = ("lock", "unlock", "send_reset", "take_over", "remove_pictures")
    fieldsets = (
        (None, {"fields": ("email", "new_password")}),
        (_("Public"), {"fields": ("display_name", "slug", "bio")}),
        (_("Powers"), {"fields": ("is_active", *POWERS)}),
        (_("Dates"), {"fields": ("date_joined", "last_login", "last_seen_at", "leaves_at")}),
    )
    add_fieldsets = ((None, {"fields": ("email", "display_name", "usable_password", "password1", "password2")}),)

    class Media:
        css: ClassVar[dict[str, list[str]]] = {"all": ["admin-additions/lists.css"]}

    def get_queryset(self, request: HttpRequest) -> QuerySet[User]:
        """The counts of comments come from the app that has them, by the name of its relation."""
        address = EmailAddress.objects.filter(user=OuterRef("pk"), email__iexact=OuterRef("email"), verified=True)
        people: QuerySet[User] = super().get_queryset(request).prefetch_related("groups")
        return people.annotate(is_verified=Exists(address), comment_number=Count("comments", distinct=True))

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        return (*self.readonly_fields, *powers_out_of_reach(request, obj))

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_change_permission(request, obj) and may_touch(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return super().has_delete_permission(request, obj) and may_touch(request, obj)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Who has other powers than before logs in anew."""
        super().save_related(request, form, formsets, change)
        if change and {"is_active", *POWERS} & set(form.changed_data):
            end_sessions(form.instance, but=request.session.session_key)

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        obj.slug = obj.slug or free_slug(obj.display_name)
        super().save_model(request, obj, form, change)
        if change and "email" in form.changed_data:
            # The old address would go on to log in. The new one is confirmed at the next login.
            EmailAddress.objects.filter(user=obj).delete()

    @admin.display(description=_("roles"))
    def roles(self, user: User) -> str:
        return ", ".join(group.name for group in user.groups.all())

    @admin.display(description=_("address confirmed"), boolean=True, ordering="is_verified")
    def verified(self, user: User) -> bool:
        return bool(user.is_verified)  # type: ignore[attr-defined]

    @admin.display(description=_("comments"), ordering="comment_number")
    def comments(self, user: User) -> int:
        return int(user.comment_number)  # type: ignore[attr-defined]

    @admin.display(description=_("password"))
    def new_password(self, user: User) -> str:
        address = reverse("admin:auth_user_password_change", args=[user.pk])
        return format_html('<a href="{}">{}</a>', address, _("Set a new password"))

    @admin.action(description=_("Lock the accounts of the chosen people"), permissions=["change"])
    def lock(self, request: HttpRequest, people: QuerySet[User]) -> None:
        chosen = [person for person in self.within_reach(request, people) if person != request.user]
        for person in chosen:
            person.is_active = False
            person.save(update_fields=["is_active"])
            end_sessions(person)
        self.tell(request, ngettext("%d account is locked.", "%d accounts are locked.", len(chosen)), len(chosen))

    @admin.action(description=_("Unlock the accounts of the chosen people"), permissions=["change"])
    def unlock(self, request: HttpRequest, people: QuerySet[User]) -> None:
        chosen = self.within_reach(request, people)
        for person in chosen:
            person.is_active = True
            person.save(update_fields=["is_active"])
        self.tell(request, ngettext("%d account is open.", "%d accounts are open.", len(chosen)), len(chosen))

    @admin.action(description=_("Send the chosen people a link for a new password"), permissions=["change"])
    def send_reset(self, request: HttpRequest, people: QuerySet[User]) -> None:
        chosen = [person for person in self.within_reach(request, people) if person.is_active]
        for person in chosen:
            send_reset_links.enqueue(person.email, site_name(request))
        self.tell(request, ngettext("%d mail is on its way.", "%d mails are on their way.", len(chosen)), len(chosen))

    @admin.action(description=_("Take over the articles of the chosen people"), permissions=["change"])
    def take_over(self, request: HttpRequest, people: QuerySet[User]) -> None:
        chosen = [person for person in self.within_reach(request, people) if person != request.user]
        heir: Any = request.user
        number: int = sum(hand_over(person, heir) for person in chosen)
        self.tell(request, ngettext("%d article is yours now.", "%d articles are yours now.", number), number)

    @admin.action(description=_("Remove the pictures of the chosen people"), permissions=["change"])
    def remove_pictures(self, request: HttpRequest, people: QuerySet[User]) -> None:
        chosen = self.within_reach(request, people.exclude(avatar=""))
        for person in chosen:
            person.avatar.delete(save=False)
            person.save(update_fields=["avatar"])
        self.tell(request, ngettext("%d picture is removed.", "%d pictures are removed.", len(chosen)), len(chosen))

    def within_reach(self, request: HttpRequest, people: QuerySet[User]) -> list[User]:
        return [person for person in people if self.has_change_permission(request, person)]

    def tell(self, request: HttpRequest, text: str, number: int) -> None:
        self.message_user(request, text % number, messages.SUCCESS if number else messages.WARNING)


def powers_out_of_reach(request: HttpRequest, person: User | None) -> tuple[str, ...]:
    me: Any = request.user
    if me.is_superuser:
        return ()
    if me.has_perm(GIVE_ROLES) and person != me:
        return tuple(power for power in POWERS if power not in ROLES)
    return POWERS


def may_touch(request: HttpRequest, person: User | None) -> bool:
    """Superusers touch everybody, who gives roles all others; other staff themselves and people without powers."""
    me: Any = request.user
    if person is None or me.is_superuser or person == me:
        return True
    return not person.is_superuser and (me.has_perm(GIVE_ROLES) or not person.is_staff)
