from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.abuse.rate_limits import allow
from accounts.models import User, user_key
from blog.admin.image_uploads import TOO_MANY, UPLOADS, ImageUploadsMixin
from blog.admin.malformed_keys import MalformedKeysMixin
from blog.cache.versions import invalidate
from blog.images import ProcessedImage, delete_files, file_names, process_upload, store_processed
from blog.images.uses import posts_using
from blog.models import Image, Post


class ImageForm(forms.ModelForm[Image]):
    upload = forms.FileField(label=_("Image"), help_text=_("JPEG, PNG, GIF, WebP or AVIF, up to 20 MB."))
    processed: ProcessedImage

    class Meta:
        model = Image
        fields = ["alt", "decorative", "credit"]

    def clean_upload(self) -> Any:
        upload = self.cleaned_data["upload"]
        if self.uploaded_by and not allow(UPLOADS, user_key(self.uploaded_by.pk)):
            raise forms.ValidationError(TOO_MANY)
        self.processed = process_upload(upload)
        return upload

    def save(self, commit: bool = True) -> Image:
        """Ignores ``commit``, because the row and its files are stored together."""
        return store_processed(
            self.processed,
            alt=self.cleaned_data["alt"],
            credit=self.cleaned_data["credit"],
            decorative=self.cleaned_data["decorative"],
            uploaded_by=self.uploaded_by,
        )

    uploaded_by: User | None = None

    def save_m2m(self) -> None:
        """Images have no many-to-many relations."""


@admin.register(Image)
class ImageAdmin(ImageUploadsMixin, MalformedKeysMixin[Image], admin.ModelAdmin[Image]):
    list_display = ["thumbnail", "alt", "size", "credit", "uploaded_at"]
    list_display_links = ["thumbnail", "alt"]
    search_fields = ["alt", "credit"]
    readonly_fields = ["thumbnail", "size", "markdown", "used_in"]

    def get_form(self, request: HttpRequest, obj: Image | None = None, change: bool = False, **kwargs: Any) -> Any:
        if obj is None:
            form = type("UploadForm", (ImageForm,), {"uploaded_by": request.user})
            return super().get_form(request, obj, change=change, form=form, **kwargs)
        return super().get_form(request, obj, change=change, **kwargs)

    def get_fields(self, request: HttpRequest, obj: Image | None = None) -> Any:
        texts = ["alt", "decorative", "credit"]
        return ["upload", *texts] if obj is None else ["thumbnail", *texts, "size", "markdown", "used_in"]

    def save_model(self, request: HttpRequest, obj: Image, form: Any, change: bool) -> None:
        if change:
            obj.needs_description = not obj.alt and not obj.decorative
            obj.save(update_fields=["alt", "decorative", "needs_description", "credit"])
        invalidate("posts")

    def delete_model(self, request: HttpRequest, obj: Image) -> None:
        files = file_names(obj)
        super().delete_model(request, obj)
        delete_files(files)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet[Image]) -> None:
        files = [name for image in queryset for name in file_names(image)]
        super().delete_queryset(request, queryset)
        delete_files(files)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Images that articles use can't be deleted. The confirmation page links to these articles."""
        deleted, counts, missing, _protected = super().get_deleted_objects(objs, request)
        return deleted, counts, missing, list(links_to(posts_using(objs)))

    @admin.display(description=_("used in"))
    def used_in(self, image: Image) -> str:
        return format_html_join(", ", "{}", ((link,) for link in links_to(posts_using([image])))) or gettext(
            "no article"
        )

    @admin.display(description=_("image"))
    def thumbnail(self, image: Image) -> str:
        return format_html('<img src="{}" width="160" alt="" loading="lazy">', image.smallest_url())

    @admin.display(description=_("size"))
    def size(self, image: Image) -> str:
        return f"{image.width} × {image.height}"

    @admin.display(description=_("Markdown to paste into an article"))
    def markdown(self, image: Image) -> str:
        return format_html("<code>{}</code>", image.markdown())


def links_to(posts: Iterable[Post]) -> Iterator[SafeString]:
    for post in posts:
        yield format_html('<a href="{}">{}</a>', reverse("admin:blog_post_change", args=[post.pk]), post.title)
