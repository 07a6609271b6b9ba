from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Self
from urllib.parse import quote

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import models
from django.utils.translation import gettext_lazy as _

MARKDOWN_CHARACTERS = re.compile(r"[\\\[\]`*_<&~=]")


# The random name of an image or of one of its variants, in any storage and in any kind of URL.
FILE_NAME = re.compile(r"\bimages/([0-9a-f]{16})(?:-\d+)?\.(?:jpg|png|webp)")


class ImageQuerySet(models.QuerySet["Image"]):
    def named_in(self, text: str) -> Self:
        """The images whose files a text names. None of them is queried if there are no such names."""
        names = [f"images/{stem}.{extension}" for stem in set(FILE_NAME.findall(text)) for extension in ("jpg", "png")]
        return self.filter(file__in=names) if names else self.none()

    def search(self, words: str) -> Self:
        """The images that have all the words in their description, credit or file name."""
        found = self
        for word in words.split():
            named = models.Q(alt__icontains=word) | models.Q(credit__icontains=word) | models.Q(file__icontains=word)
            found = found.filter(named)
        return found

    def by_url(self, urls: Iterable[str]) -> dict[str, Image]:
        """The images with these URLs, or with variants that have them. One query, none without such URLs."""
        stems = {url: match[1] for url in urls if (match := FILE_NAME.search(url))}
        images = self.named_in("\n".join(stems))
        found = {stem: image for image in images for stem in FILE_NAME.findall(str(image.file.name))}
        return {url: found[stem] for url, stem in stems.items() if stem in found}


class Image(models.Model):
    """An uploaded image, re-encoded by blog/images without metadata and in several widths.

    ``variants`` lists ``{"format": "webp", "width": 480, "path": "images/…"}``, narrow to wide. ``needs_description``:
    it was uploaded while writing, and is described afterwards.
    """

    file = models.ImageField(_("file"), upload_to="images/", width_field="width", height_field="height")
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    variants = models.JSONField(default=list, editable=False)
    alt = models.CharField(_("description (alt text)"), max_length=300, blank=True)
    decorative = models.BooleanField(_("decorative: adds nothing that isn’t in the text"), default=False)
    needs_description = models.BooleanField(default=False, editable=False)
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
                condition=models.Q(decorative=True) | ~models.Q(alt="") | models.Q(needs_description=True),
                name="images_are_described_or_decorative",
            )
        ]

    def __str__(self) -> str:
        return self.alt or str(self.file.name)

    def clean(self) -> None:
        if not self.alt and not self.decorative:
            raise ValidationError(_("Describe the image, or mark it as decorative."))

    def describe(self, alt: str, *, decorative: bool) -> None:
        """Raises ValidationError unless there is a description or the image is decorative."""
        self.alt, self.decorative, self.needs_description = alt, decorative, False
        self.clean()
        self.save(update_fields=["alt", "decorative", "needs_description"])

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
