"""Images of an article that are missing, not on this site, or not described."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from blog.models import Image
from blog.rendering import EXTERNAL_URL, Part


def image_problems(images: Iterable[Part]) -> dict[Part, tuple[str, str]]:
    """The code and message for each image with a problem. One query, none without images of this site."""
    images = set(images)
    known = Image.objects.by_url(image.target for image in images)
    return {image: problem for image in images if (problem := problem_of(image, known.get(image.target)))}


def problem_of(image: Part, stored: Image | None) -> tuple[str, str] | None:
    if stored is None and EXTERNAL_URL.match(image.target):
        text = _("Readers see a link instead of this image, because it isn’t stored on this site: %s. Upload it.")
        return "image-external", text % image.target
    if stored is None:
        return "image-missing", _("This image is missing: %s. Choose another one, or remove it.") % image.target
    if not image.text and not stored.decorative:
        text = _("This image has no description (alt text): %s. Write it in the square brackets.")
        return "image-alt", text % image.target
    return None
