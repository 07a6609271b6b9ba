"""Stored HTML that an older pipeline made is made anew after an upgrade, while the site runs."""

from django.tasks import task

from blog.models import Post
from blog.rendering import FINGERPRINT
from blog.saving import derive_stale
from comments.models import Comment
from comments.rerender import rerender_stale


def is_stale() -> bool:
    return any(model.objects.exclude(render_fingerprint=FINGERPRINT).exists() for model in (Post, Comment))


@task()
def rerender() -> None:
    derive_stale()
    rerender_stale()
