"""Actions of the list of users. They skip users that the current user can't edit, and are added to the history."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.allauth.mfa.reset import reset_mfa
from accounts.emails import site_name
from accounts.models import User
from accounts.personal_data.registry import hand_over
from accounts.sessions import end_sessions
from accounts.tasks import send_reset_links


class UserActions(DjangoUserAdmin):  # type: ignore[type-arg]
    actions = ("lock", "unlock", "log_out", "send_reset", "no_second_factor", "take_over", "remove_pictures")

    @admin.action(description=_("Lock the selected accounts"), permissions=["change"])
    def lock(self, request: HttpRequest, users: QuerySet[User]) -> None:
        chosen = self.editable_others(request, users)
        for user in chosen:
            user.is_active = False
            user.save(update_fields=["is_active"])
            end_sessions(user)
            self.log_change(request, user, gettext("Account locked."))
        self.report(request, ngettext("%d account was locked.", "%d accounts were locked.", len(chosen)), len(chosen))

    @admin.action(description=_("Unlock the selected accounts"), permissions=["change"])
    def unlock(self, request: HttpRequest, users: QuerySet[User]) -> None:
        chosen = self.editable(request, users)
        for user in chosen:
            user.is_active = True
            user.save(update_fields=["is_active"])
            self.log_change(request, user, gettext("Account unlocked."))
        text = ngettext("%d account was unlocked.", "%d accounts were unlocked.", len(chosen))
        self.report(request, text, len(chosen))

    @admin.action(description=_("Log the selected users out everywhere"), permissions=["change"])
    def log_out(self, request: HttpRequest, users: QuerySet[User]) -> None:
        chosen = [user for user in self.editable_others(request, users) if end_sessions(user)]
        for user in chosen:
            self.log_change(request, user, gettext("Logged out everywhere."))
        text = ngettext("%d user was logged out.", "%d users were logged out.", len(chosen))
        self.report(request, text, len(chosen))

    @admin.action(description=_("Send the selected users a password reset link"), permissions=["change"])
    def send_reset(self, request: HttpRequest, users: QuerySet[User]) -> None:
        chosen = [user for user in self.editable(request, users) if user.is_active]
        for user in chosen:
            send_reset_links.enqueue(user.email, site_name(request))
            self.log_change(request, user, gettext("Password reset link sent."))
        text = ngettext("%d e-mail is being sent.", "%d e-mails are being sent.", len(chosen))
        self.report(request, text, len(chosen))

    @admin.action(description=_("Remove the second factors of the selected users"), permissions=["change"])
    def no_second_factor(self, request: HttpRequest, users: QuerySet[User]) -> None:
        """For users who lost their phone and recovery codes. One's own are removed on the account pages."""
        chosen = [user for user in self.editable_others(request, users) if reset_mfa(user, request)]
        for user in chosen:
            self.log_change(request, user, gettext("Second factors removed."))
        text = ngettext(
            "The second factors of %d account were removed.",
            "The second factors of %d accounts were removed.",
            len(chosen),
        )
        self.report(request, text, len(chosen))

    @admin.action(description=_("Take over the articles of the selected users"), permissions=["change"])
    def take_over(self, request: HttpRequest, users: QuerySet[User]) -> None:
        new_owner: Any = request.user
        number = 0
        for user in self.editable_others(request, users):
            number += hand_over(user, new_owner)
            self.log_change(request, user, gettext("Articles taken over."))
        text = ngettext("%d article was transferred to you.", "%d articles were transferred to you.", number)
        self.report(request, text, number)

    @admin.action(description=_("Remove the images of the selected users"), permissions=["change"])
    def remove_pictures(self, request: HttpRequest, users: QuerySet[User]) -> None:
        chosen = self.editable(request, users.exclude(avatar=""))
        for user in chosen:
            user.avatar.delete(save=False)
            user.save(update_fields=["avatar"])
            self.log_change(request, user, gettext("Image removed."))
        self.report(request, ngettext("%d image was removed.", "%d images were removed.", len(chosen)), len(chosen))

    def editable(self, request: HttpRequest, users: QuerySet[User]) -> list[User]:
        return [user for user in users if self.has_change_permission(request, user)]

    def editable_others(self, request: HttpRequest, users: QuerySet[User]) -> list[User]:
        return [user for user in self.editable(request, users) if user != request.user]

    def report(self, request: HttpRequest, text: str, number: int) -> None:
        self.message_user(request, text % number, messages.SUCCESS if number else messages.WARNING)
