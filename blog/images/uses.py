"""Which articles use an image, so that an image in use can't be deleted."""

from __future__ import annotations

import re
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from blog.models import Image, ImageUse, Post

# The file name of an image or of one of its variants, independent of the storage and of the kind of URL.
FILE_NAME = re.compile(r"\bimages/([0-9a-f]{16})(?:-\d+)?\.(?:jpg|png|webp)")


def find_images_in(text: str) -> QuerySet[Image]:
    stems = set(FILE_NAME.findall(text))
    names = [f"images/{stem}.{extension}" for stem in stems for extension in ("jpg", "png")]
    return Image.objects.filter(file__in=names) if names else Image.objects.none()


def record_image_uses(post: Post) -> None:
    """Store which images the text of the post shows. One query without images, else three."""
    found = list(find_images_in(post.body))
    post.image_uses.exclude(image__in=found).delete()
    if found:
        ImageUse.objects.bulk_create((ImageUse(post=post, image=image) for image in found), ignore_conflicts=True)


def posts_using(images: Iterable[Image]) -> QuerySet[Post]:
    """Articles that show any of the images as cover or in the text, including drafts."""
    keys = [image.pk for image in images]
    in_text = ImageUse.objects.filter(image__in=keys).values("post")
    return Post.objects.filter(Q(cover__in=keys) | Q(pk__in=in_text)).order_by("title")
