"""The same article from the blog, nginx and plain Django: python -m bench.compare

Needs wrk, nginx and taskset, two processors with nothing else to do, and up to five minutes. All servers share
processor 0, wrk has processor 1. Servers take turns within each round, so that a slower moment of the machine slows
all of them, and tables show medians of the rounds. The article is the heaviest one of the demo.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from urllib.parse import urlsplit

from bench.nginx import nginx
from bench.processes import pin, processor_time, proportional_memory, tree
from bench.served_demo import ROOT, Browser, Served, served_demo, wait_for
from bench.site_pages import fetch, heaviest_article
from bench.wrk import Report, wrk

CONNECTIONS = (1, 16, 64)
WORKERS, THREADS = "2", "4"
BASELINE = "bare Django view of the same bytes"
UNCACHED = "?order=newest&new=1"  # pages with an unknown parameter are never stored
READER = {"login": "paula@unboxify.example", "password": "open the box and look"}


@dataclass(frozen=True)
class Target:
    name: str
    address: str
    pids: tuple[int, ...]
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Result:
    report: Report
    processor_milliseconds: float


@contextmanager
def baseline(name: str, port: int, path: str, **variables: str) -> Iterator[int]:
    command = [sys.executable, "-m", "bench.baselines", name, str(port), WORKERS, THREADS]
    server = subprocess.Popen(
        command, cwd=ROOT, env=os.environ | variables, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        wait_for(f"http://127.0.0.1:{port}{path}", server)
        yield server.pid
    finally:
        server.terminate()
        server.wait(10)


@contextmanager
def targets(port: int) -> Iterator[list[Target]]:
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        blog = stack.enter_context(served_demo(port, WEB_WORKERS=WORKERS, WEB_THREADS=THREADS))
        article = heaviest_article(blog.site)
        path = urlsplit(article).path
        (folder / "files").mkdir()
        page = folder / "files" / "page.html"
        page.write_bytes(fetch(article).body)
        print(f"{path}, {len(page.read_bytes()):,} bytes, not compressed.\n", flush=True)
        exact = stack.enter_context(nginx(folder / "exact", blog=port, port=port + 3, static=page.parent))
        relaxed = stack.enter_context(nginx(folder / "relaxed", blog=port, port=port + 6, fresh=False))
        bare = stack.enter_context(baseline("bare_view", port + 1, "/", PAGE=str(page)))
        plain = stack.enter_context(baseline("plain_template", port + 2, path, DATA_DIR=blog.folder))
        site = "http://127.0.0.1:"
        yield [
            Target("cached page", article, (blog.pid,)),
            Target("cached page behind nginx, which asks each time", f"{site}{port + 3}{path}", (blog.pid, exact)),
            Target(
                "cached page behind nginx, which asks once a minute", f"{site}{port + 6}{path}", (blog.pid, relaxed)
            ),
            Target("nginx, file of the same bytes", f"{site}{port + 5}/page.html", (exact,)),
            Target(BASELINE, f"{site}{port + 1}/", (bare,)),
            Target("page that isn't cached", article + UNCACHED, (blog.pid,)),
            Target("page for a member", article, (blog.pid,), {"Cookie": member_cookie(blog)}),
            Target("plain Django template of the same article", f"{site}{port + 2}{path}", (plain,)),
        ]


def member_cookie(blog: Served) -> str:
    member = Browser(blog.site)
    member.log_in(READER)
    return member.cookie_header


def check(found: list[Target]) -> None:
    """Each address has to be served as its name says, once each worker of the blog has stored its copy."""
    for target in found:
        statuses = [fetch(target.address).headers.get("cache-status", "") for _attempt in range(20)]
        if target.name.startswith("cached") and "hit" not in statuses[-1]:
            raise SystemExit(f"{target.name} has Cache-Status: {statuses[-1]}")
        if target.address.endswith(UNCACHED) and not all("fwd=miss" in status for status in statuses):
            raise SystemExit(f"{target.name} is cached.")
        wrk(target.address, 4, 1, target.headers, core=1)
        settle(target)


def measure(target: Target, connections: int, seconds: float) -> Result:
    before = sum(map(processor_time, target.pids))
    report = wrk(target.address, connections, seconds, target.headers, core=1)
    used = sum(map(processor_time, target.pids)) - before
    settle(target)
    return Result(report, used * 1000 / report.requests)


def settle(target: Target) -> None:
    """Wait until the workers have finished the requests that wrk didn't wait for: they respond in order."""
    for _attempt in range(8):
        fetch(target.address)


def print_table(connections: int, results: dict[str, list[Result]]) -> None:
    rates = {name: median(one.report.rate for one in some) for name, some in results.items()}
    print(f"\n{connections} connection{'s' if connections > 1 else ''}\n")
    print("| | requests/s | × bare view | p50 ms | p99 ms | CPU ms/request |\n|---|---:|---:|---:|---:|---:|")
    for name, some in results.items():
        p50, p99 = (median(getattr(one.report, key) for one in some) for key in ("p50", "p99"))
        processor = median(one.processor_milliseconds for one in some)
        ratio = rates[name] / rates[BASELINE]
        print(f"| {name} | {rates[name]:,.0f} | {ratio:.2f} | {p50:.2f} | {p99:.2f} | {processor:.3f} |")


def print_memory(found: list[Target]) -> None:
    print("\n| processes | memory, PSS |\n|---|---:|")
    names = {"cached page": "blog: supervisor, web server with 2 workers, task worker", BASELINE: BASELINE}
    names |= {"nginx, file of the same bytes": "nginx, 1 worker", "plain Django template of the same article": ""}
    for target in found:
        if target.name in names:
            memory = sum(proportional_memory(pid) for root in target.pids for pid in tree(root))
            print(f"| {names[target.name] or target.name} | {memory / 1e6:.0f} MB |")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seconds", type=float, default=3, help="of each measurement")
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--port", type=int, default=8380, help="the first of nine ports")
    given = options.parse_args()
    results: dict[int, dict[str, list[Result]]] = {number: defaultdict(list) for number in CONNECTIONS}
    with targets(given.port) as found:
        for pid in {pid for target in found for pid in target.pids}:
            pin(pid, core=0)
        check(found)
        for _round in range(given.rounds):
            for connections in CONNECTIONS:
                for target in found:
                    results[connections][target.name].append(measure(target, connections, given.seconds))
        for connections in CONNECTIONS:
            print_table(connections, results[connections])
        print_memory(found)


if __name__ == "__main__":
    main()
