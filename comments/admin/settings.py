"""Comment settings, word filters and commenter rules."""

from __future__ import annotations

from ipaddress import ip_network
from typing import TYPE_CHECKING, Any, ClassVar, TypedDict

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

if TYPE_CHECKING:
    from django_stubs_ext import WithAnnotations

    class RuleAccount(TypedDict):
        account: User | None

    RuleRow = WithAnnotations[CommenterRule, RuleAccount]

MAX_DAYS = 10_000
MAX_POINTS = 100.0


class CommentSettingsForm(forms.ModelForm[CommentSettings]):
    """Limits the ids of days: dates out of range would cause errors on every page."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("close_after_days", "forget_network_days", "purge_days"):
            field = self.fields[name]
            field.validators.append(MaxValueValidator(MAX_DAYS))
            field.widget.attrs["max"] = MAX_DAYS


@admin.register(CommentSettings)
class CommentSettingsAdmin(InvalidationMixin[CommentSettings], ModeratorAdmin[CommentSettings]):
    """The list redirects to the form of the only row. Saving invalidates articles, which show if comments are open."""

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
            "pattern": _("* matches any letters: casino*."),
            "points": _("Only used if the effect is to add spam points."),
            "explanation": _("Only used if the effect is to reject comments."),
        }

    def clean_pattern(self) -> str:
        pattern = " ".join(str(self.cleaned_data["pattern"]).split())
        if compile_pattern(pattern) is None:
            raise forms.ValidationError(_("Enter at least one character besides *: this would match everything."))
        if WordFilter.objects.exclude(pk=self.instance.pk).filter(pattern__iexact=pattern).exists():
            raise forms.ValidationError(
                _("There is already a filter for this. Upper and lower case make no difference.")
            )
        return pattern

    def clean_points(self) -> float:
        """Limited to what can be added up."""
        return max(-MAX_POINTS, min(MAX_POINTS, float(self.cleaned_data["points"])))


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
        """Show which recent comments a word filter would match."""
        if not self.has_module_permission(request):
            raise PermissionDenied
        pattern = " ".join(request.GET.get("pattern", "")[:100].split())
        context = self.admin_site.each_context(request) | {
            "title": _("Test a word filter"),
            "pattern": pattern,
            "trial": try_pattern(pattern) if pattern else None,
            "most": MAX_TRIED,
            "opts": self.model._meta,
        }
        return render(request, "comments/admin/word_filter_trial.html", context)


class CommenterRuleForm(forms.ModelForm[CommenterRule]):
    """Normalizes the value: the account's ID, the e-mail address in lower case, or the network as comments store it."""

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        value = str(data.get("value", "")).strip()
        if value and data.get("of"):
            try:
                data["value"] = normalize_value(CommenterRule.Target(data["of"]), value)
            except NetworkTooLarge:
                self.add_error(
                    "value",
                    _("Only the /24 or /48 network of a comment is stored. Enter a network of this size or smaller."),
                )
            except (ValueError, forms.ValidationError):
                self.add_error(
                    "value",
                    _("Enter an account’s ID or e-mail address, an e-mail address, or a network such as 192.0.2.0/24."),
                )
        return data


class NetworkTooLarge(ValueError):
    pass


def normalize_value(of: CommenterRule.Target, value: str) -> str:
    if of == CommenterRule.Target.NETWORK:
        network = ip_network(value, strict=False)
        if network.prefixlen < STORED_BITS[network.version]:
            raise NetworkTooLarge
        return truncate(str(network.network_address))
    if of == CommenterRule.Target.ADDRESS:
        validate_email(value)
        return value.lower()
    lookup = {"pk": int(value)} if value.isdigit() and len(value) < 16 else {"email__iexact": value}
    account = User.objects.filter(**lookup).first()
    if account is None:
        raise ValueError(value)
    return str(account.pk)


class CommenterRuleList(ChangeList):
    """Loads the accounts that rules refer to by ID. One query."""

    def get_results(self, request: HttpRequest) -> None:
        super().get_results(request)
        rules: list[RuleRow] = list(self.result_list)
        ids = {rule.pk: parse_number(rule.value) for rule in rules if rule.of == CommenterRule.Target.ACCOUNT}
        accounts = User.objects.in_bulk(ids.values())
        for rule in rules:
            rule.account = accounts.get(ids.get(rule.pk, 0))
        self.result_list = rules


@admin.register(CommenterRule)
class CommenterRuleAdmin(ModeratorAdmin[CommenterRule]):
    form = CommenterRuleForm
    list_display = ("who", "of", "verdict", "reason", "until", "by")
    list_filter = ("of", "verdict")
    list_select_related = ("by",)
    search_fields = ("value", "reason")

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return CommenterRuleList

    @admin.display(description=_("commenter"), ordering="value")
    def who(self, rule: RuleRow) -> str:
        return str(rule.account or rule.value)

    def save_model(self, request: HttpRequest, obj: CommenterRule, form: Any, change: bool) -> None:
        obj.by = request.user if isinstance(request.user, User) else None
        super().save_model(request, obj, form, change)
