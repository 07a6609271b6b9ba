"""Whether any page that two nodes and nginx serve is ever out of date:

    python -m bench.never_stale [steps] [seed]

Makes random changes over HTTP on one of the nodes of bench.nodes. After each, every public page is read from both nodes
and through the proxy, and compared byte for byte with what a third node renders, which stores no pages.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from random import Random, SystemRandom

from bench.nodes.content import prepare_content
from bench.nodes.freshness import PLACES
from bench.nodes.outages import eventually, unfinished_tasks
from bench.nodes.processes import Service, is_healthy
from bench.nodes.site import FRESH, ROOT, Site
from bench.nodes.visitors import ask

LISTS = ["/", "/tags/", "/archive/", "/feed/", "/comments/feed/", "/sitemap-articles.xml", "/tags/tea/"]
MOST_ARTICLES = 8  # that are read after each step
RESTARTED = 10  # steps after which Redis is killed, and begins with nothing


def main(steps: str = "25", seed: str = "") -> None:
    number = int(seed or SystemRandom().randrange(10**6))
    with tempfile.TemporaryDirectory(prefix="never-stale-") as name:
        site = Site(Path(name))
        uncached = uncached_node(site)
        try:
            site.start()
            uncached.start()
            session = prepare_content(site)
            faults = walk(Random(number), session, int(steps), site)
        finally:
            uncached.end()
            site.end()
    print(f"{steps} steps from seed {number}: {faults} pages were out of date.")
    raise SystemExit(bool(faults))


def uncached_node(site: Site) -> Service:
    command = [sys.executable, "-m", "bench.nodes.uncached", str(FRESH)]
    environment = site.environment("b")
    return Service("uncached node", command, site.folder, lambda: is_healthy(FRESH), env=environment, cwd=ROOT)


def walk(random: Random, session: str, steps: int, site: Site) -> int:
    from bench.nodes.changes import Changes

    changes, faults, compared, started = Changes(random, session), 0, 0, time.monotonic()
    for step in range(steps + 1):
        if step % RESTARTED == RESTARTED - 1:
            site.redis.kill()
            site.redis.start()
        done = changes.make() if step else "the first articles"
        # Related articles are found by a task, and are a change of their own.
        if not eventually(lambda: unfinished_tasks() == 0):
            raise SystemExit("The workers don't finish their tasks.")
        paths = public_paths()
        found = list(differences(paths))
        faults, compared = faults + len(found), compared + 2 * len(paths) * len(PLACES)
        print(f"{step:4} {time.monotonic() - started:5.0f} s  {done}", *found, sep="\n        ", flush=True)
    print(f"{compared} pages were compared.")
    return faults


def public_paths() -> list[str]:
    from blog.models import Post

    articles = [post.get_absolute_url() for post in Post.objects.order_by("-pk")[:MOST_ARTICLES]]
    return [*LISTS, *(path + more for path in articles for more in ("", "?order=best", "comments/feed/"))]


def differences(paths: list[str]) -> Iterator[str]:
    """The pages that differ from fresh ones. Several are read at once, but each at one place after the other."""
    with ThreadPoolExecutor(4) as readers:
        for found in readers.map(compare, paths):
            yield from found


def compare(path: str) -> list[str]:
    codings = ("identity", "gzip")
    shown = {
        f"{name} ({coding})": ask(port, path, coding=coding) for name, port in PLACES.items() for coding in codings
    }
    fresh = ask(FRESH, path)
    expected = (fresh.status, fresh.text)
    return [
        f"{path} on {name}: {each.status} is not as a fresh {fresh.status}"
        for name, each in shown.items()
        if (each.status, each.text) != expected
    ]


if __name__ == "__main__":
    main(*sys.argv[1:])
