"""Queries and time of the main pages: python -m bench.query_counts (in a temporary installation)"""

import os
import time
from collections.abc import Callable

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
django.setup()

from django.conf import settings  # noqa: E402
from django.core.cache import caches  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.http import HttpResponse  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402

from comments.models import Comment  # noqa: E402
from comments.models.comment import count_comments  # noqa: E402
from tests.factories import make_comment, make_post, make_user  # noqa: E402

BODY = "Lead words.\n\n" + "".join(f"## Part {n}\n\n" + "Words of the part. " * 40 + "\n\n" for n in range(12))


def measure(name: str, ask: Callable[[], HttpResponse]) -> None:
    ask()
    caches["pages"].clear()
    with CaptureQueriesContext(connection) as first:
        started = time.perf_counter()
        assert ask().status_code == 200
        took = time.perf_counter() - started
    with CaptureQueriesContext(connection) as again:
        ask()
    print(f"{name:<44} {len(first):>3} queries {took * 1000:>7.1f} ms   again {len(again):>2}")


def main() -> None:
    settings.ALLOWED_HOSTS = ["*"]
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    alice = make_user(display_name="Alice", groups=["Author"], is_staff=True)
    edith = make_user(display_name="Edith", groups=["Editor"], is_staff=True)
    bob = make_user(display_name="Bob")
    for number in range(30):
        make_post(f"Post {number}", author=alice, tags=["radio", f"tag {number % 5}"], body=BODY)
    anonymous, reader, editor = Client(), Client(), Client()
    reader.force_login(bob)
    editor.force_login(edith)
    for number, comments in enumerate([0, 50, 1_000]):
        post = make_post(f"Article {number}", author=alice, tags=["radio"], body=BODY)
        first = make_comment(post) if comments else None
        Comment.objects.bulk_create(
            Comment(post=post, name="Gustav", body="Fair.", html="<p>Fair.</p>", status="approved")
            for _ in range(comments - 1)
        )
        count_comments(post.pk)
        for who, client in [("anonymous", anonymous), ("reader", reader)]:
            path = f"/articles/article-{number}/"
            measure(f"article, {comments} comments, {who}", lambda client=client, path=path: client.get(path))
        assert first is None or first.pk
    for name, path in [("home", "/"), ("tag", "/tags/radio/"), ("search", "/search/?q=words"), ("feed", "/feed/")]:
        measure(name, lambda path=path: anonymous.get(path))
    measure("admin list", lambda: editor.get("/admin/blog/post/"))
    measure("admin queue of comments", lambda: editor.get("/admin/comments/comment/"))


if __name__ == "__main__":
    main()
