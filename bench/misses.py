"""CPU time of pages that aren't cached, next to a plain Django template of the same article: python -m bench.misses

``bench/plain_blog`` is the baseline. All pages are requested in turn from the WSGI applications of one process, so
that a busy machine slows them alike; the table has medians. Uses a temporary installation; TEST_DATABASE_URL chooses
the database.
"""

import gc
import os
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from statistics import median

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
django.setup()

from django.core.management import call_command  # noqa: E402
from django.core.signals import request_started  # noqa: E402
from django.db import close_old_connections, connection  # noqa: E402
from django.test import RequestFactory  # noqa: E402
from django.utils import timezone  # noqa: E402

from bench.plain_blog.views import plain_application  # noqa: E402
from blog.cache.versions import invalidate  # noqa: E402
from blog.models import Post  # noqa: E402
from comments.models import Comment  # noqa: E402
from comments.models.comment import count_comments  # noqa: E402
from config.wsgi import application  # noqa: E402
from tests.factories import make_post, make_user  # noqa: E402
from tests.page_cache import forget_pages  # noqa: E402

ROUNDS = int(os.environ.get("ROUNDS", "60"))
ARTICLES, COMMENTS = 40, 50
WORDS = "Water boils in a kettle, and the part about bicycles has some words of its own. " * 6
BODY = "Lead words.\n\n" + "".join(f"## Part {n}\n\n{WORDS}\n\n{WORDS}\n\n" for n in range(12))
LIKES = [0, 0, 3, 0, 1]


def fill() -> Post:
    alice = make_user(display_name="Alice Author", groups=["Author"], bio="Writes about kettles.", is_staff=True)
    for number in range(ARTICLES):
        tags = ["tea", f"tag {number % 5}"]
        make_post(f"Kettle number {number}", author=alice, tags=tags, body=BODY, age=number + 1, standfirst="It boils.")
    tags = ["tea", "tag 2"]
    post = make_post("The kettle", author=alice, tags=tags, body=BODY, age=5, standfirst="Boils.", related=True)
    make_post("No comments", author=alice, tags=tags, body=BODY, age=6, standfirst="Silent.", related=True)
    bob, start = make_user(display_name="Bob Reader"), timezone.now() - timedelta(days=4)
    first = None
    for number in range(COMMENTS):
        parent = first if number % 5 == 4 else None
        comment = Comment.objects.create(
            post=post,
            name=f"Reader {number}",
            author=bob if number % 3 == 0 else None,
            body="Fair.",
            html="<p>A fair point, made in some words, and in some more of them to fill the line.</p>",
            status="approved",
            created_at=start + timedelta(minutes=number),
            likes_count=LIKES[number % len(LIKES)],
            parent=parent,
            root=parent,
            depth=1 if parent else 0,
        )
        first = comment if number == 0 else first
    count_comments(post.pk)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return post


def get(app: Callable, path: str) -> tuple[float, int]:
    """Milliseconds of CPU and the length of the page."""
    name, _, query = path.partition("?")
    environ = RequestFactory().get(name).environ | {
        "HTTP_HOST": "127.0.0.1:8000",
        "SERVER_NAME": "127.0.0.1",
        "QUERY_STRING": query,
        "HTTP_ACCEPT_ENCODING": "identity",
    }
    status: list[str] = []
    started = time.process_time()
    page = b"".join(app(environ, lambda line, *_: status.append(line)))
    took = (time.process_time() - started) * 1000
    assert status[0].startswith("200"), (path, status)
    return took, len(page)


def main() -> None:
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    post = fill()
    request_started.disconnect(close_old_connections)
    plain = plain_application()
    path = post.get_absolute_url()
    clear = forget_pages
    tags = [f"comments:{post.pk}", f"post:{post.pk}"]
    pages = {
        "plain template": (plain, path, lambda: None),
        "article, 50 comments": (application, path, clear),
        "article after a comment": (application, path, lambda: invalidate(*tags)),
        "article, no comments": (application, "/articles/no-comments/", clear),
        "home": (application, "/", clear),
        "home after a comment": (application, "/", lambda: invalidate(*tags)),
        "search": (application, "/search/?q=kettle", clear),
        "search, no hits": (application, "/search/?q=trombone", clear),
        "tag": (application, "/tags/tea/", clear),
        "feed": (application, "/feed/", clear),
    }
    if chosen := sys.argv[1:]:
        pages = {name: page for name, page in pages.items() if name == "plain template" or name in chosen}
    took: dict[str, list[float]] = {name: [] for name in pages}
    length = {}
    gc.freeze()
    for _ in range(ROUNDS + 5):
        for name, (app, address, before) in pages.items():
            before()
            milliseconds, length[name] = get(app, address)
            took[name].append(milliseconds)
    plainly = median(took["plain template"][5:])
    print(f"{connection.vendor}, median of {ROUNDS}")
    print(f"{'':<26}{'ms CPU':>8}{'bytes':>9}{'× plain':>9}")
    for name, times in took.items():
        middle = median(times[5:])
        print(f"{name:<26}{middle:>8.2f}{length[name]:>9,}{plainly / middle:>9.2f}")


if __name__ == "__main__":
    main()
