"""What is done to chosen people from their list. Whoever is out of reach is left out; the history of each tells."""

from typing import Any

from django.contrib import admin, messages
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from accounts.allauth.adapter import site_name
from accounts.allauth.mfa.reset import reset_mfa
from accounts.models import User
from accounts.personal_data.registry import hand_over
from accounts.sessions import end_sessions
from accounts.tasks import send_reset_links


class UserActions(DjangoUserAdmin):  # type: ignore[type-arg]
    actions = ("lock", "unlock", "log_out", "send_reset", "no_second_factor", "take_over", "remove_pictures")

    @admin.action(description=_("Lock the accounts of the chosen people"), permissions=["change"])
    def lock(self, request: HttpRequest, people: QuerySet[User]) -> None:
        chosen = self.others_within_reach(request, people)
        for person in chosen:
            person.is_active = False
            person.save(update_fields=["is_active"])
            end_sessions(person)
            self.log_change(request, person, gettext("Account locked."))
        self.tell(request, ngettext("%d account is locked.", "%d accounts are locked.", len(chosen)), len(chosen))

    @admin.action(description=_("Unlock the accounts of the chosen people"), permissions=["change"])
    def unlock(self, request: HttpRequest, people: QuerySet[User]) -> None:
        chosen = self.within_reach(request, people)
        for person in chosen:
            person.is_active = True
            person.save(update_fields=["is_active"])
            self.log_change(request, person, gettext("Account unlocked."))
        self.tell(request, ngettext("%d account is open.", "%d accounts are open.", len(chosen)), len(chosen))

    @admin.action(description=_("Log the chosen people out everywhere"), permissions=["change"])
    def log_out(self, request: HttpRequest, people: QuerySet[User]) -> None:
        chosen = [person for person in self.others_within_reach(request, people) if end_sessions(person)]
        for person in chosen:
            self.log_change(request, person, gettext("Logged out everywhere."))
        self.tell(request, ngettext("%d person is logged out.", "%d people are logged out.", len(chosen)), len(chosen))

    @admin.action(description=_("Send the chosen people a link for a new password"), permissions=["change"])
    def send_reset(self, request: HttpRequest, people: QuerySet[User]) -> None:
        chosen = [person for person in self.within_reach(request, people) if person.is_active]
        for person in chosen:
            send_reset_links.enqueue(person.email, site_name(request))
            self.log_change(request, person, gettext("Link for a new password sent."))
        self.tell(request, ngettext("%d mail is on its way.", "%d mails are on their way.", len(chosen)), len(chosen))

    @admin.action(description=_("Remove the second factors of the chosen people"), permissions=["change"])
    def no_second_factor(self, request: HttpRequest, people: QuerySet[User]) -> None:
        """For who has lost phone and recovery codes. The own ones are removed on the pages of the account."""
        chosen = [person for person in self.others_within_reach(request, people) if reset_mfa(person)]
        for person in chosen:
            self.log_change(request, person, gettext("Second factors removed."))
        text = ngettext(
            "%d account has no second factor any more.", "%d accounts have no second factor any more.", len(chosen)
        )
        self.tell(request, text, len(chosen))

    @admin.action(description=_("Take over the articles of the chosen people"), permissions=["change"])
    def take_over(self, request: HttpRequest, people: QuerySet[User]) -> None:
        heir: Any = request.user
        number = 0
        for person in self.others_within_reach(request, people):
            number += hand_over(person, heir)
            self.log_change(request, person, gettext("Articles taken over."))
        self.tell(request, ngettext("%d article is yours now.", "%d articles are yours now.", number), number)

    @admin.action(description=_("Remove the pictures of the chosen people"), permissions=["change"])
    def remove_pictures(self, request: HttpRequest, people: QuerySet[User]) -> None:
        chosen = self.within_reach(request, people.exclude(avatar=""))
        for person in chosen:
            person.avatar.delete(save=False)
            person.save(update_fields=["avatar"])
            self.log_change(request, person, gettext("Picture removed."))
        self.tell(request, ngettext("%d picture is removed.", "%d pictures are removed.", len(chosen)), len(chosen))

    def within_reach(self, request: HttpRequest, people: QuerySet[User]) -> list[User]:
        return [person for person in people if self.has_change_permission(request, person)]

    def others_within_reach(self, request: HttpRequest, people: QuerySet[User]) -> list[User]:
        return [person for person in self.within_reach(request, people) if person != request.user]

    def tell(self, request: HttpRequest, text: str, number: int) -> None:
        self.message_user(request, text % number, messages.SUCCESS if number else messages.WARNING)
