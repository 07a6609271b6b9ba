"""Which articles use an image, so that an image in use can't be deleted."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from blog.models import Image, ImageUse, Post


def record_image_uses(post: Post) -> None:
    """Store which images the text of the post shows. One query without images, else three."""
    found = list(Image.objects.named_in(post.body))
    post.image_uses.exclude(image__in=found).delete()
    if found:
        ImageUse.objects.bulk_create((ImageUse(post=post, image=image) for image in found), ignore_conflicts=True)


def posts_using(images: Iterable[Image]) -> QuerySet[Post]:
    """Articles that show any of the images as cover or in the text, including drafts."""
    keys = [image.pk for image in images]
    in_text = ImageUse.objects.filter(image__in=keys).values("post")
    return Post.objects.filter(Q(cover__in=keys) | Q(pk__in=in_text)).order_by("title")
