"""Measures one size for ``bench.growth``: fills the database, or uses one that was kept, and prints JSON."""

import json
import logging
import statistics
import sys
import time
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Any

import django

logging.disable(logging.WARNING)  # of pages that don't exist
django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402

from accounts.models import User  # noqa: E402
from bench.bulk_blog import BulkBlog  # noqa: E402
from bench.bulk_check import check_copies  # noqa: E402
from blog.cache.versions import invalidate  # noqa: E402
from blog.models import Post  # noqa: E402
from comments.commenters.author import CommentAuthor, SubmissionContext  # noqa: E402
from comments.models import Comment  # noqa: E402
from comments.submission.submit import submit_comment  # noqa: E402

PER_PAGE, TIMES = 12, 9


def pages(size: int) -> dict[str, str]:
    listed = Post.objects.published().newest_first()
    number = listed.count()
    newest, middle = listed.order_by("-published_at")[1], listed[number // 2]
    last = (number - 1) // PER_PAGE
    return {
        "home": "/",
        "home, page 2": "/?page=2",
        "home, middle page": f"/?page={last // 2}",
        "home, last page": f"/?page={last}",
        "article with 50 comments": newest.get_absolute_url(),
        "article of 10 years ago": listed.last().get_absolute_url(),
        "tag of all articles": "/tags/all/",
        "tag of all articles, middle page": f"/tags/all/?page={last // 2}",
        "tag": "/tags/tag-5/",
        "tag of 3 old articles": "/tags/few/",
        "author": "/authors/writer-5/",
        "author of 3 old articles": "/authors/alice/",
        "series": "/series/long/",
        "tags": "/tags/",
        "archive": "/archive/",
        "month": f"/archive/{middle.published_at:%Y/%m}/",
        "year": f"/archive/{middle.published_at:%Y}/",
        "search, rare word": f"/search/?q=zq{size // 2 + 1:07d}",
        "search, common word": "/search/?q=common",
        "search, two common words": "/search/?q=common+ordinary",
        "search, common phrase": "/search/?q=%22common+reader%22",
        "search, beginning of a word": "/search/?q=comm",
        "search, misspelt": "/search/?q=ordinarry",
        "search for a tag": "/search/?q=tag",
        "feed": "/feed/",
        "feed of a tag": "/tags/tag-5/feed/",
        "feed of an author": "/authors/writer-5/feed/",
        "sitemap index": "/sitemap.xml",
        "sitemap part": "/sitemap-articles.xml",
        "sitemap of tags": "/sitemap-tags.xml",
        "sitemap of authors": "/sitemap-authors.xml",
        "feed of comments": "/comments/feed/",
        "feed of an article's comments": f"{newest.get_absolute_url()}comments/feed/",
        "page that doesn't exist": "/2019/05/old/",
    }  # fmt: skip


PUBLISHED = ["home", "home, middle page", "tag", "tag of all articles", "author", "tags", "archive", "feed"]
ADMIN = {
    "admin, first page": "/admin/",
    "admin, moderation queue": "/admin/comments/comment/",
    "admin, all comments": "/admin/comments/comment/?state=all",
    "admin, comments found": "/admin/comments/comment/?state=all&q=guest+0000012",
    "admin, spam report": "/admin/comments/comment/figures/",
    "admin, articles": "/admin/blog/post/",
    "admin, drafts": "/admin/blog/post/?state=draft",
    "admin, published": "/admin/blog/post/?state=published",
    "admin, expired": "/admin/blog/post/?state=expired",
    "admin, articles with a tag": "/admin/blog/post/?tag=tag-5",
    "admin, articles of an author": "/admin/blog/post/?author=writer-5",
    "admin, articles of a year": "/admin/blog/post/?published_at__year=2024",
    "admin, search rare": "/admin/blog/post/?q=zq0000042",
    "admin, search common": "/admin/blog/post/?q=common",
}


def fill(size: int) -> None:
    started = time.perf_counter()
    with transaction.atomic():
        blog = BulkBlog(size)
        blog.fill()
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    filled = time.perf_counter()
    check_copies(blog)
    print(f"{size} articles in {filled - started:.0f} s, 40 rows checked", file=sys.stderr, flush=True)


def measure(size: int, only: str) -> dict[str, float]:
    results: dict[str, float] = {}
    reader, moderator = Client(), Client()
    moderator.force_login(User.objects.get(email="root@example.org"))

    def note(name: str, action: Callable[[], Any], before: Callable[[], Any] = lambda: None) -> None:
        if only in name:
            results[name] = median_time(action, before)
            print(f"{results[name]:8.1f} ms  {name}", file=sys.stderr, flush=True)

    def opened(client: Client, address: str) -> Callable[[], Any]:
        expected = {404} if "2019" in address else {200}

        def open_page() -> None:
            assert client.get(address).status_code in expected, address

        return open_page

    found = pages(size)
    for name, address in found.items():
        note(name, opened(reader, address), lambda: invalidate("site"))
    for name in PUBLISHED:
        note(f"{name}: published", opened(reader, found[name]), lambda: invalidate("posts"))
    note("submit a comment", submitter(guest=True))
    note("submit a member's comment", submitter(guest=False))
    for name, address in ADMIN.items():
        note(name, opened(moderator, address))
    return results


def median_time(action: Callable[[], Any], before: Callable[[], Any]) -> float:
    """Of the processor, in milliseconds. Two runs don't count."""
    took = []
    for _ in range(TIMES + 2):
        before()
        started = processor_time()
        action()
        took.append((processor_time() - started) * 1000)
    return statistics.median(took[2:])


def processor_time() -> float:
    """Of this process and of the server process of its connection, if that is on the same machine."""
    own = time.process_time()
    if connection.vendor != "postgresql":
        return own
    connection.ensure_connection()
    server = Path(f"/proc/{connection.connection.info.backend_pid}/schedstat")
    return own + int(server.read_text().split()[0]) / 1_000_000_000


def submitter(*, guest: bool) -> Callable[[], Any]:
    """Another article, network and member each time, because of the rate limits. The text differs, too."""
    post = Post.objects.published().newest_first()[20]
    busy = Comment.objects.filter(author__email__startswith="member").order_by("-pk").values_list("author", flat=True)
    members = User.objects.in_bulk(list(dict.fromkeys(busy[:200])))
    numbers, people = count(int(time.time() * 10) % 1_000_000), iter(members.values())

    def submit() -> None:
        number = next(numbers)
        text, network = f"Some thoughts, number {number}.", f"10.9.{number % 250}.0/24"
        author = (
            CommentAuthor(guest_name="Gina", guest_email=f"gina{number}@example.org")
            if guest
            else CommentAuthor(next(people))
        )
        submit_comment(post, author, text, SubmissionContext(network, seconds=60))

    return submit


def main() -> None:
    size, only = int(sys.argv[1]), sys.argv[2]
    setup_test_environment()
    settings.ALLOWED_HOSTS = ["*"]
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    if not Post.objects.exists():
        User.objects.create_superuser("root@example.org", "x", display_name="Root")
        fill(size)
    print(json.dumps(measure(size, only)))


if __name__ == "__main__":
    main()
