"""Queries and time of an article with 50, 5,000 and 50,000 comments: python -m bench.comments_many

Uses a temporary installation."""

import os
import statistics
import time
from datetime import timedelta

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
django.setup()

from django.conf import settings  # noqa: E402
from django.core.cache import caches  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.utils import timezone  # noqa: E402

from blog.models import Post  # noqa: E402
from comments.models import Comment  # noqa: E402
from comments.models.comment import count_comments  # noqa: E402
from tests.factories import make_post, make_user  # noqa: E402

TIMES = 15


def fill(post: Post, count: int) -> list[Comment]:
    """Half of the comments are top-level; a third of the rest are replies to one of them. Some are removed.

    The comment with many replies is near the end, so that the first page has the same length for any count.
    """
    start = timezone.now() - timedelta(days=300)
    step = timedelta(days=299) / count

    def comment(number: int, root: Comment | None = None) -> Comment:
        return Comment(
            post=post,
            name=f"Reader {number}",
            body="Fair.",
            html="<p>A fair point, made in some words.</p>",
            status="removed" if number % 50 == 7 else "approved",
            created_at=start + step * number,
            likes_count=number * 7919 % 31,
            parent=root,
            root=root,
            depth=1 if root else 0,
        )

    roots = Comment.objects.bulk_create([comment(number) for number in range(count // 2)], batch_size=2_000)
    popular = popular_of(roots)
    answered = [popular if number % 3 == 0 else roots[number % len(roots)] for number in range(count - len(roots))]
    Comment.objects.bulk_create(
        [comment(len(roots) + number, root) for number, root in enumerate(answered)], batch_size=2_000
    )
    count_comments(post.pk)
    return roots


def popular_of(roots: list[Comment]) -> Comment:
    return roots[len(roots) * 9 // 10]


def measure(name: str, client: Client, address: str) -> None:
    took = []
    for _ in range(TIMES):
        caches["pages"].clear()
        with CaptureQueriesContext(connection) as queries:
            started = time.perf_counter()
            response = client.get(address, follow=True)
            took.append((time.perf_counter() - started) * 1000)
        assert response.status_code == 200, address
    slow = sum(float(query["time"]) for query in queries) * 1000
    print(f"  {name:<34} {len(queries):>3} queries {statistics.median(took):>7.1f} ms, of these {slow:>6.1f} ms in SQL")


def main() -> None:
    settings.ALLOWED_HOSTS = ["*"]
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    anonymous, member = Client(), Client()
    member.force_login(make_user(display_name="Bob"))
    measure("warming up", anonymous, make_post().get_absolute_url())
    for count in (50, 5_000, 50_000):
        post = make_post(f"With {count}", slug=f"with-{count}")
        roots = fill(post, count)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        print(f"{count} comments")
        path, middle = post.get_absolute_url(), roots[len(roots) // 2]
        after = f"{int(middle.created_at.timestamp() * 1_000_000)}-{middle.pk}"
        measure("first page", anonymous, path)
        measure("first page, member", member, path)
        for order in ("newest", "best"):
            measure(f"first page, {order}", anonymous, f"{path}?order={order}")
        measure("middle page", anonymous, f"{path}?after={after}")
        measure("middle page, newest", anonymous, f"{path}?after={after}&order=newest")
        measure("middle page, best", anonymous, f"{path}?after={after}-15&order=best")
        measure("permalink in the middle", anonymous, middle.get_absolute_url())
        reply = Comment.objects.approved().filter(root=popular_of(roots)).order_by("-created_at")[:1].get()
        measure("permalink of the last reply", anonymous, reply.get_absolute_url())


if __name__ == "__main__":
    main()
