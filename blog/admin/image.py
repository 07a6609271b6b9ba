from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from blog.cache.versions import invalidate
from blog.images import ProcessedImage, delete_files, process_upload, store_processed
from blog.models import Image


class ImageForm(forms.ModelForm[Image]):
    upload = forms.FileField(label=_("Picture"), help_text=_("JPEG, PNG, GIF, WebP or AVIF, up to 20 MB."))
    processed: ProcessedImage

    class Meta:
        model = Image
        fields = ["alt", "decorative", "credit"]

    def clean_upload(self) -> Any:
        upload = self.cleaned_data["upload"]
        self.processed = process_upload(upload)
        return upload

    def save(self, commit: bool = True) -> Image:
        """Always stores: the row and its files belong together."""
        return store_processed(
            self.processed,
            alt=self.cleaned_data["alt"],
            credit=self.cleaned_data["credit"],
            decorative=self.cleaned_data["decorative"],
            uploaded_by=self.uploaded_by,
        )

    uploaded_by: User | None = None

    def save_m2m(self) -> None:
        """Pictures have no relations of their own."""


@admin.register(Image)
class ImageAdmin(admin.ModelAdmin[Image]):
    list_display = ["thumbnail", "alt", "size", "credit", "uploaded_at"]
    list_display_links = ["thumbnail", "alt"]
    search_fields = ["alt", "credit"]
    readonly_fields = ["thumbnail", "size", "markdown"]

    def get_form(self, request: HttpRequest, obj: Image | None = None, change: bool = False, **kwargs: Any) -> Any:
        if obj is None:
            form = type("UploadForm", (ImageForm,), {"uploaded_by": request.user})
            return super().get_form(request, obj, change=change, form=form, **kwargs)
        return super().get_form(request, obj, change=change, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Image | None = None) -> Any:
        words = ["alt", "decorative", "credit"]
        return ["upload", *words] if obj is None else ["thumbnail", *words, "size", "markdown"]

    def save_model(self, request: HttpRequest, obj: Image, form: Any, change: bool) -> None:
        if change:
            obj.save(update_fields=["alt", "decorative", "credit"])
        invalidate("posts")

    def delete_model(self, request: HttpRequest, obj: Image) -> None:
        files = files_of(obj)
        super().delete_model(request, obj)
        delete_files(files)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Image]) -> None:
        files = [name for image in queryset for name in files_of(image)]
        super().delete_queryset(request, queryset)
        delete_files(files)

    @admin.display(description=_("picture"))
    def thumbnail(self, image: Image) -> str:
        return format_html('<img src="{}" width="160" alt="" loading="lazy">', image.smallest_url())

    @admin.display(description=_("size"))
    def size(self, image: Image) -> str:
        return f"{image.width} × {image.height}"

    @admin.display(description=_("to paste into a text"))
    def markdown(self, image: Image) -> str:
        return format_html("<code>![{}]({})</code>", image.alt, image.permanent_url())


def files_of(image: Image) -> list[str]:
    return [str(image.file.name), *(variant["path"] for variant in image.variants)]
