from django.contrib import admin

from blog.models import Redirect


@admin.register(Redirect)
class RedirectAdmin(admin.ModelAdmin[Redirect]):
    list_display = ["path", "post", "tag", "created_at"]
    list_select_related = ["post", "tag"]
    search_fields = ["path"]
    autocomplete_fields = ["post", "tag"]
