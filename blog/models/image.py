from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import quote, unquote

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import models
from django.utils.translation import gettext_lazy as _

MARKDOWN_CHARACTERS = re.compile(r"[\\\[\]`*_<]")


class ImageQuerySet(models.QuerySet["Image"]):
    def by_url(self, urls: Iterable[str]) -> dict[str, Image]:
        """The images that articles refer to with these URLs, whatever the storage. One query, none without any."""
        names = {url: name for url in urls if (name := stored_name(url))}
        found = {image.file.name: image for image in self.filter(file__in=names.values())} if names else {}
        return {url: found[name] for url, name in names.items() if name in found}


def stored_name(url: str) -> str:
    """The name in the storage of the file behind a URL: /media/…, or its address in the bucket. Empty for others."""
    for prefix in (settings.MEDIA_URL, f"{settings.S3_PUBLIC_URL}/"):
        if len(prefix) > 1 and url.startswith(prefix):
            return unquote(url.removeprefix(prefix))
    return ""


class Image(models.Model):
    """An uploaded image, re-encoded by blog/images without metadata and in several widths.

    ``variants`` lists ``{"format": "webp", "width": 480, "path": "images/…"}``, narrow to wide.
    """

    file = models.ImageField(_("file"), upload_to="images/", width_field="width", height_field="height")
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    variants = models.JSONField(default=list, editable=False)
    alt = models.CharField(_("description (alt text)"), max_length=300, blank=True)
    decorative = models.BooleanField(_("decorative: adds nothing that isn’t in the text"), default=False)
    credit = models.CharField(_("credit"), max_length=200, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("uploaded by"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )
    uploaded_at = models.DateTimeField(_("uploaded"), auto_now_add=True)

    objects = ImageQuerySet.as_manager()

    class Meta:
        verbose_name = _("image")
        verbose_name_plural = _("images")
        ordering = ["-uploaded_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decorative=True) | ~models.Q(alt=""),
                name="images_are_described_or_decorative",
                violation_error_message=_("Describe the image, or mark it as decorative."),
            )
        ]

    def __str__(self) -> str:
        return self.alt or str(self.file.name)

    def permanent_url(self) -> str:
        """The URL in articles. It is the same for every storage; with a bucket it redirects there."""
        return f"{settings.MEDIA_URL}{quote(str(self.file.name))}"

    def markdown(self) -> str:
        """The Markdown that inserts the image into an article."""
        return f"![{MARKDOWN_CHARACTERS.sub(r'\\\g<0>', self.alt)}]({self.permanent_url()})"

    def smallest_url(self) -> str:
        return default_storage.url(self.variants[0]["path"]) if self.variants else self.file.url

    def srcset(self, image_format: str = "webp") -> str:
        return ", ".join(
            f"{default_storage.url(variant['path'])} {variant['width']}w"
            for variant in self.variants
            if variant["format"] == image_format
        )
