"""Loads the demo blog into an empty installation, in one transaction."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime

from django.core.files.base import ContentFile
from django.db import connection, transaction
from django.tasks import DEFAULT_TASK_BACKEND_ALIAS, task_backends
from django.tasks.backends.dummy import DummyBackend
from django.utils import timezone

from accounts.models import User
from blog.images import ProcessedImage, delete_files, file_names, process_avatar, process_upload, store_processed
from blog.models import BlogSettings, Image, Post
from blog.related.lists import rebuild_all
from demo.comments import create_comments
from demo.drawings import PORTRAITS, draw
from demo.manuscripts import Manuscript, read_manuscripts
from demo.posts import create_post
from demo.tags import create_tags
from demo.users import ADMINISTRATOR, create_users

LOCK = 6_101_453  # any number that nothing else locks


def has_content() -> bool:
    return User.objects.exists() or Post.objects.exists()


def was_loaded() -> bool:
    return User.objects.filter(email=ADMINISTRATOR).exists()


def load_demo(now: datetime | None = None) -> bool:
    """Load the demo. False if there is content, which is left alone.

    The images are drawn before the transaction begins, so that other processes don't have to wait for its lock.
    """
    if has_content():
        return False
    now = now or timezone.now()
    manuscripts = read_manuscripts()
    drawn = draw_all(manuscripts)
    portraits = {key: process_avatar(draw(key)) for key in PORTRAITS}
    stored: list[str] = []
    try:
        with transaction.atomic(), one_at_a_time(), without_tasks():
            if has_content():
                return False
            fill(manuscripts, drawn, portraits, stored, now)
    except BaseException:
        delete_files(stored)
        raise
    return True


@contextmanager
def one_at_a_time() -> Iterator[None]:
    """Wait for other loads. SQLite needs no lock, because its transactions are IMMEDIATE."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
    yield


@contextmanager
def without_tasks() -> Iterator[None]:
    """Enqueue no tasks: nobody gets e-mails about what happened last year, and ``fill`` relates the articles itself."""
    backend = task_backends[DEFAULT_TASK_BACKEND_ALIAS]
    task_backends[DEFAULT_TASK_BACKEND_ALIAS] = DummyBackend(DEFAULT_TASK_BACKEND_ALIAS, {})
    try:
        yield
    finally:
        task_backends[DEFAULT_TASK_BACKEND_ALIAS] = backend


def draw_all(manuscripts: list[Manuscript]) -> dict[str, ProcessedImage]:
    """All covers and inline images by name, drawn in threads: image encoders release the GIL."""
    names = [manuscript.slug for manuscript in manuscripts if manuscript.cover_alt]
    names += [name for manuscript in manuscripts for name in manuscript.images]
    with ThreadPoolExecutor() as pool:
        return dict(zip(names, pool.map(lambda name: process_upload(draw(name)), names), strict=True))


def fill(
    manuscripts: list[Manuscript],
    drawn: dict[str, ProcessedImage],
    portraits: dict[str, ContentFile[bytes]],
    stored: list[str],
    now: datetime,
) -> None:
    """Create all rows. Adds the names of stored files to ``stored``, so that they can be deleted after a failure."""
    BlogSettings(
        pk=1,
        name="Unboxify",
        tagline="Technology and everyday life",
        description="A small magazine about the devices that we live with: how they are made, how they fail, "
        "and what happens around the kitchen table when they do.",
        footer_text="Unboxify is the demo blog of Colophon. Its people and its stories are invented.",
    ).save()
    users, tags = create_users(portraits), create_tags()
    stored.extend(str(user.avatar.name) for user in users.values() if user.avatar)

    def keep(name: str, alt: str, author: User) -> Image:
        image = store_processed(drawn[name], alt=alt, uploaded_by=author)
        stored.extend(file_names(image))
        return image

    posts = {}
    for manuscript in manuscripts:
        article = manuscript.article
        authors = [users[key] for key in article.authors]
        cover = keep(article.slug, manuscript.cover_alt, authors[0]) if manuscript.cover_alt else None
        body = article.body
        for name, alt in manuscript.images.items():
            body = body.replace(f"](demo:{name}", f"]({keep(name, alt, authors[0]).permanent_url()}")
        posts[article.slug] = create_post(manuscript, body, cover, authors, [tags[tag] for tag in article.tags], now)
    create_comments(posts, users, now)
    rebuild_all()
