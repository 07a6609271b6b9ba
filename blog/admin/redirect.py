from typing import ClassVar

from django.contrib import admin
from django.forms import Script

from blog.admin.field_names import FIELD_NAMES
from blog.models import Redirect


@admin.register(Redirect)
class RedirectAdmin(admin.ModelAdmin[Redirect]):
    list_display = ["path", "post", "tag", "created_at"]
    list_select_related = ["post", "tag"]
    search_fields = ["path"]
    autocomplete_fields = ["post", "tag"]

    class Media:
        js: ClassVar[list[Script]] = [FIELD_NAMES]
