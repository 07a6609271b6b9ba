"""Time and queries of the admin's first page and list of articles with 100,000 rows: python -m bench.articles_many

Uses a temporary installation."""

import os
import time
from datetime import timedelta

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext, setup_test_environment  # noqa: E402
from django.utils import timezone  # noqa: E402

from blog.models import Authorship, Post, Series  # noqa: E402
from blog.search import current_engine  # noqa: E402
from tests.factories import make_tag, make_user  # noqa: E402

ROWS = 100_000
STATUSES = ["published"] * 16 + ["review"] + ["draft", "unlisted", "archived"]
PAGES = [
    "", "p=100", "o=5", "o=-5", "q=word", "q=rare", "state=draft", "state=scheduled", "state=published",
    "state=expired", "tag=tag-3", "tag=all", "author=alice", "series=long", "published_at__year=2024",
    "q=word&state=archived&tag=tag-3",
]  # fmt: skip


def fill() -> None:
    alice = make_user("alice@example.org", display_name="Alice", groups=["Author"], is_staff=True)
    make_user("edith@example.org", display_name="Edith", groups=["Editor"], is_staff=True)
    others = [make_user(display_name=f"Writer {number}") for number in range(20)]
    tags = [make_tag(f"tag {number}") for number in range(50)]
    all_of_them, series = make_tag("all"), Series.objects.create(title="Long", slug="long")
    now = timezone.now()
    posts = [
        Post(
            title=f"Article {number}", slug=f"article-{number}", body="word " * 200, standfirst="About words.",
            status=STATUSES[number % 20], published_at=now - timedelta(hours=number - 20),
            updated_at=now - timedelta(minutes=number),
            expires_at=now if number % 1_000 == 0 else None, series=series if number % 500 == 0 else None,
        )
        for number in range(ROWS)
    ]  # fmt: skip
    Post.objects.bulk_create(posts, batch_size=1_000)
    Authorship.objects.bulk_create(
        (Authorship(post=post, author=alice if number % 100 == 0 else others[number % 20]) for number, post in
         enumerate(posts)), batch_size=1_000,
    )  # fmt: skip
    through = Post.tags.through
    rows = (through(post=post, tag=tag) for n, post in enumerate(posts) for tag in (tags[n % 50], all_of_them))
    through.objects.bulk_create(rows, batch_size=1_000)
    for number, post in enumerate(posts):
        current_engine().add(post.pk, post.title, "", "word rare" if number % 5_000 == 0 else "word text")


def main() -> None:
    setup_test_environment()
    settings.ALLOWED_HOSTS = ["*"]
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    with transaction.atomic():
        fill()
    for name in ("edith", "alice"):
        client = Client()
        client.force_login(django.contrib.auth.get_user_model().objects.get(email=f"{name}@example.org"))
        for address in ("/admin/", *(f"/admin/blog/post/?{parameters}" for parameters in PAGES)):
            client.get(address, follow=True)
            with CaptureQueriesContext(connection) as queries:
                started = time.perf_counter()
                answer = client.get(address, follow=True)
                took = time.perf_counter() - started
            rows = answer.context["cl"].result_count if "cl" in answer.context else "-"
            slowest = max(queries.captured_queries, key=lambda query: float(query["time"]))
            print(
                f"{name:<6} {address:<50} {answer.status_code} {rows:>6} rows "
                f"{len(queries):>3} queries {took * 1000:>7.1f} ms, slowest {slowest['time']}: {slowest['sql'][:150]}",
                flush=True,
            )


if __name__ == "__main__":
    main()
