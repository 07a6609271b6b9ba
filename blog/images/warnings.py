"""Warnings about the images of an article. They don't prevent saving it."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from blog.models import Image, Post
from blog.rendering import EXTERNAL_URL, images_in_source

MAX_WARNINGS = 5


def image_warnings(post: Post) -> list[str]:
    """A sentence for each image that is missing, is on another site, or has no description. At most one query."""
    typed = images_in_source(post.body)
    known = Image.objects.by_url(url for url, _alt in typed)
    found = [warning for url, alt in typed if (warning := warning_for(url, alt, known.get(url)))]
    rest = len(found) - MAX_WARNINGS
    if rest <= 0:
        return found
    return [
        *found[:MAX_WARNINGS],
        ngettext("%d more image has a problem.", "%d more images have problems.", rest) % rest,
    ]


def warning_for(url: str, alt: str, image: Image | None) -> str:
    if image is None and EXTERNAL_URL.match(url):
        return _("Readers see a link instead of this image, because it isn’t stored on this site: %s") % url
    if image is None:
        return _("This image is missing: %s") % url
    if not alt and not image.decorative:
        return _("This image has no description (alt text): %s") % url
    return ""
