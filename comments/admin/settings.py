"""Settings of moderators: the house rules, words, and how people are treated."""

from __future__ import annotations

from ipaddress import ip_network
from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.core.exceptions import PermissionDenied
from django.core.validators import MaxValueValidator, validate_email
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from blog.admin.invalidation import InvalidationMixin
from comments.admin.permissions import ModeratorAdmin
from comments.commenters.network import STORED_BITS, truncate
from comments.models import CommenterRule, CommentSettings, WordFilter
from comments.spam.evaluation import MAX_TRIED, try_pattern
from comments.spam.word_filters import compile_pattern
from comments.threads.urls import parse_number

MOST_DAYS = 10_000
MOST_POINTS = 100.0


class CommentSettingsForm(forms.ModelForm[CommentSettings]):
    """Bounds the days: what lies before or behind the years that a calendar knows would break every page."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("close_after_days", "forget_network_days", "purge_days"):
            field = self.fields[name]
            field.validators.append(MaxValueValidator(MOST_DAYS))
            field.widget.attrs["max"] = MOST_DAYS


@admin.register(CommentSettings)
class CommentSettingsAdmin(InvalidationMixin[CommentSettings], ModeratorAdmin[CommentSettings]):
    """One row: its list is its form. Articles say when their comments close."""

    form = CommentSettingsForm

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if self.has_change_permission(request):
            CommentSettings.objects.get_or_create(pk=1)
            return HttpResponseRedirect(reverse("admin:comments_commentsettings_change", args=[1]))
        return super().changelist_view(request, extra_context)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class WordFilterForm(forms.ModelForm[WordFilter]):
    class Meta:
        help_texts: ClassVar = {
            "pattern": _("A * stands for any letters: casino*."),
            "points": _("Where the effect is to add them."),
            "explanation": _("Shown where the effect is to refuse."),
        }

    def clean_pattern(self) -> str:
        pattern = " ".join(str(self.cleaned_data["pattern"]).split())
        if compile_pattern(pattern) is None:
            raise forms.ValidationError(_("Type a letter or a sign besides the *: this would meet everything."))
        if WordFilter.objects.exclude(pk=self.instance.pk).filter(pattern__iexact=pattern).exists():
            raise forms.ValidationError(_("There is a rule for this already; capitals make no difference."))
        return pattern

    def clean_points(self) -> float:
        """Within what can be added up."""
        return max(-MOST_POINTS, min(MOST_POINTS, float(self.cleaned_data["points"])))


@admin.register(WordFilter)
class WordFilterAdmin(ModeratorAdmin[WordFilter]):
    form = WordFilterForm
    list_display = ("pattern", "effect", "points", "is_enabled")
    list_filter = ("effect", "is_enabled")
    search_fields = ("pattern",)
    change_form_template = "comments/admin/word_filter_form.html"

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.trial)
        return [
            path("trial/", view, name="comments_wordfilter_trial"),
            *super().get_urls(),
        ]

    def trial(self, request: HttpRequest) -> HttpResponse:
        """What a word would have done to the newest comments, before it is switched on."""
        if not self.has_module_permission(request):
            raise PermissionDenied
        pattern = " ".join(request.GET.get("pattern", "")[:100].split())
        context = self.admin_site.each_context(request) | {
            "title": _("What would this rule have done?"),
            "pattern": pattern,
            "trial": try_pattern(pattern) if pattern else None,
            "most": MAX_TRIED,
            "opts": self.model._meta,
        }
        return render(request, "comments/admin/word_filter_trial.html", context)


class CommenterRuleForm(forms.ModelForm[CommenterRule]):
    """Stores what is compared: an account's number, a small address, a network as comments keep it."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        value = str(data.get("value", "")).strip()
        if value and data.get("of"):
            try:
                data["value"] = compared(CommenterRule.Target(data["of"]), value)
            except TooWide:
                self.add_error("value", _("Comments keep the /24 or /48 that they came from: type no wider network."))
            except (ValueError, forms.ValidationError):
                self.add_error("value", _("Type an account's number or address, an e-mail address, or 192.0.2.0/24."))
        return data


class TooWide(ValueError):
    pass


def compared(of: CommenterRule.Target, value: str) -> str:
    if of == CommenterRule.Target.NETWORK:
        network = ip_network(value, strict=False)
        if network.prefixlen < STORED_BITS[network.version]:
            raise TooWide
        return truncate(str(network.network_address))
    if of == CommenterRule.Target.ADDRESS:
        validate_email(value)
        return value.lower()
    whose = {"pk": int(value)} if value.isdigit() and len(value) < 16 else {"email__iexact": value}
    account = User.objects.filter(**whose).first()
    if account is None:
        raise ValueError(value)
    return str(account.pk)


class CommenterRuleList(ChangeList):
    """Brings the accounts that stand there by number. One query."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        standings = list(self.result_list)
        numbers = {
            standing: parse_number(standing.value)
            for standing in standings
            if standing.of == CommenterRule.Target.ACCOUNT
        }
        accounts = User.objects.in_bulk(numbers.values())
        for standing, number in numbers.items():
            standing.account = accounts.get(number)
        self.result_list = standings


@admin.register(CommenterRule)
class CommenterRuleAdmin(ModeratorAdmin[CommenterRule]):
    form = CommenterRuleForm
    list_display = ("who", "of", "verdict", "reason", "until", "by")
    list_filter = ("of", "verdict")
    list_select_related = ("by",)
    search_fields = ("value", "reason")

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return CommenterRuleList

    @admin.display(description=_("which"), ordering="value")
    def who(self, standing: CommenterRule) -> str:
        return str(getattr(standing, "account", None) or standing.value)

    def save_model(self, request: HttpRequest, obj: CommenterRule, form: Any, change: bool) -> None:
        obj.by = request.user if isinstance(request.user, User) else None
        super().save_model(request, obj, form, change)
