from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, ForeignKey, OuterRef
from django.forms import Script
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from blog.admin.base import FIELD_NAMES, BlogModelAdmin
from blog.importing.redirects import import_redirects
from blog.models import Authorship, Redirect
from blog.redirects import clean_former_url, clean_target

MAX_BYTES = 1_000_000
MAX_LINES = 5_000


class RedirectForm(forms.ModelForm[Redirect]):
    class Meta:
        model = Redirect
        fields = ["path", "post", "tag", "series", "author", "page"]
        widgets = {"path": forms.TextInput({"size": 80}), "page": forms.TextInput({"size": 40})}

    def clean_path(self) -> str:
        return clean_former_url(self.cleaned_data["path"])

    def clean(self) -> dict[str, Any] | None:
        """Store the URL of an article, tag, series or author as a foreign key, so that it can be renamed."""
        cleaned = super().clean() or self.cleaned_data
        if typed := cleaned.get("page"):
            try:
                target = clean_target(typed)
            except forms.ValidationError as error:
                self.add_error("page", error)
            else:
                cleaned["page"] = ""
                cleaned |= {name: value for name, value in target.items() if value}
        return cleaned


class ImportForm(forms.Form):
    file = forms.FileField(
        label=_("CSV file"),
        help_text=_(
            "Two columns, the old and the new URL: /2019/05/hello-world/,/articles/hello-world/. "
            "Enter 410 as the new URL of a deleted page."
        ),
    )
    text = ""

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        content = file.read(MAX_BYTES + 1)
        try:
            self.text = content.decode("utf-8-sig")
        except UnicodeDecodeError:
            raise forms.ValidationError(_("The file is not UTF-8. Save it as UTF-8 and try again.")) from None
        if len(content) > MAX_BYTES or self.text.count("\n") > MAX_LINES:
            raise forms.ValidationError(
                _("The file is too long. It can have up to %(most)d lines; for more, use manage.py import_redirects.")
                % {"most": MAX_LINES}
            )
        return file


@admin.register(Redirect)
class RedirectAdmin(BlogModelAdmin[Redirect]):
    form = RedirectForm
    list_display = ["path", "leads_to", "created_at"]
    list_select_related = ["post", "tag", "series", "author"]
    search_fields = ["path"]
    autocomplete_fields = ["tag", "series"]
    raw_id_fields = ["post"]  # can be filled in without JavaScript, and its look-up searches the list of articles
    unique_field = "path"
    fieldsets = [
        (None, {"fields": ["path"]}),
        (
            _("Redirects to"),
            {
                "fields": ["post", "tag", "series", "author", "page"],
                "description": _("Choose one. If all are empty, readers are told that the page was deleted (410)."),
            },
        ),
    ]
    change_list_template = "admin/blog/redirect/change_list.html"

    class Media:
        js: ClassVar[list[Script]] = [FIELD_NAMES]

    def formfield_for_foreignkey(self, db_field: ForeignKey[Any, Any], request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "author":
            written = Authorship.objects.filter(author=OuterRef("pk"))
            kwargs["queryset"] = User.objects.filter(Exists(written)).order_by("display_name")
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    @admin.display(description=_("redirects to"))
    def leads_to(self, redirect: Redirect) -> str:
        if redirect.is_gone:
            return str(_("410: deleted"))
        url = redirect.target.get_absolute_url() if redirect.target else redirect.page
        return format_html('<a href="{}">{}</a>', url, redirect.target or redirect.page)

    def get_urls(self) -> list[URLPattern]:
        view = self.admin_site.admin_view(self.import_view)
        return [path("import/", view, name="blog_redirect_import"), *super().get_urls()]

    def import_view(self, request: HttpRequest) -> HttpResponse:
        """Import the valid lines and show the rejected ones."""
        if not (self.has_add_permission(request) and self.has_change_permission(request)):
            raise PermissionDenied
        form = ImportForm(request.POST or None, request.FILES or None)
        report = import_redirects(form.text) if request.method == "POST" and form.is_valid() else None
        context = self.admin_site.each_context(request) | {
            "title": _("Import redirects"),
            "form": form,
            "report": report,
            "opts": self.opts,
        }
        return render(request, "admin/blog/redirect/import.html", context)
