from __future__ import annotations

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import models
from django.utils.translation import gettext_lazy as _


class Image(models.Model):
    """A picture that went through blog/images.py: re-encoded, without metadata, in several widths.

    ``variants`` lists ``{"format": "webp", "width": 480, "path": "images/…"}``, narrow to wide.
    """

    file = models.ImageField(_("file"), upload_to="images/", width_field="width", height_field="height")
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    variants = models.JSONField(default=list, editable=False)
    alt = models.CharField(_("what the picture shows"), max_length=300, blank=True)
    decorative = models.BooleanField(_("decorative: says nothing that the text does not"), default=False)
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

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        ordering = ["-uploaded_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decorative=True) | ~models.Q(alt=""),
                name="pictures_are_described_or_decorative",
                violation_error_message=_("Say what the picture shows, or mark it as decorative."),
            )
        ]

    def __str__(self) -> str:
        return self.alt or str(self.file.name)

    def smallest_url(self) -> str:
        return default_storage.url(self.variants[0]["path"]) if self.variants else self.file.url

    def srcset(self, image_format: str = "webp") -> str:
        return ", ".join(
            f"{default_storage.url(variant['path'])} {variant['width']}w"
            for variant in self.variants
            if variant["format"] == image_format
        )
