"""Merging tags: an action of the list of tags, with a page that asks for the tag that stays."""

from __future__ import annotations

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.models import CHANGE, DELETION, LogEntry
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.template.response import TemplateResponse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from blog.models import Tag
from blog.taxonomy import merge_tags

MAX_MERGED = 50
CONFIRMED = "confirmed"


class MergeForm(forms.Form):
    """Which of the selected tags stays."""

    into = forms.TypedChoiceField(label=_("Keep"), coerce=int, widget=forms.RadioSelect)

    def __init__(self, tags: list[Tag], data: QueryDict | None = None) -> None:
        super().__init__(data)
        self.tags = {tag.pk: tag for tag in tags}
        self.fields["into"].choices = [(tag.pk, tag.name) for tag in tags]  # type: ignore[attr-defined]

    @property
    def chosen(self) -> Tag:
        return self.tags[self.cleaned_data["into"]]


class TagMergeMixin(admin.ModelAdmin[Tag]):
    actions = ["merge"]

    def has_merge_permission(self, request: HttpRequest) -> bool:
        return self.has_change_permission(request) and self.has_delete_permission(request)

    @admin.action(description=_("Merge selected tags"), permissions=["merge"])
    def merge(self, request: HttpRequest, queryset: QuerySet[Tag]) -> HttpResponse | None:
        """The old pages redirect to that of the tag that stays. Logged for every tag."""
        tags = list(Tag.objects.filter(pk__in=list(queryset.values_list("pk", flat=True)[: MAX_MERGED + 1])))
        if not 2 <= len(tags) <= MAX_MERGED:
            text = gettext("Select 2 to %d tags. Nothing was changed.") % MAX_MERGED
            self.message_user(request, text, messages.ERROR)
            return None
        form = MergeForm(tags, request.POST if CONFIRMED in request.POST else None)
        if not form.is_valid():
            return self.ask(request, form, tags)
        self.merge_into(request, form.chosen, tags)
        return None

    def ask(self, request: HttpRequest, form: MergeForm, tags: list[Tag]) -> HttpResponse:
        context = self.admin_site.each_context(request) | {
            "title": _("Merge tags"),
            "opts": self.opts,
            "form": form,
            "tags": tags,
            "checkbox": ACTION_CHECKBOX_NAME,
            "confirmed": CONFIRMED,
        }
        return TemplateResponse(request, "admin/blog/tag/merge.html", context)

    def merge_into(self, request: HttpRequest, into: Tag, tags: list[Tag]) -> None:
        merged = [tag for tag in tags if tag != into]
        names = ", ".join(tag.name for tag in merged)
        if request.user.pk is None:
            raise PermissionDenied
        LogEntry.objects.log_actions(request.user.pk, merged, DELETION, gettext("Merged into %s.") % into)
        LogEntry.objects.log_actions(request.user.pk, [into], CHANGE, gettext("Merged with %s.") % names)
        number = merge_tags(merged, into)
        text = gettext("%(names)s merged into %(tag)s. Articles changed: %(number)d.")
        self.message_user(request, text % {"names": names, "tag": into, "number": number}, messages.SUCCESS)
