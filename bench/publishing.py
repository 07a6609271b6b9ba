"""What readers notice of published comments: python -m bench.publishing

16 connections read six articles of the demo, first in peace, then while six comments a second are approved on these
articles, in turn. Needs wrk. Prints requests per second and the 99th percentile, and their ratios.
"""

import os
import re
import subprocess
import sys
import tempfile
import threading
import time
from dataclasses import dataclass
from statistics import median

from bench.served_demo import served_demo

PORT, ROUNDS, SECONDS = int(os.environ.get("PORT", "8379")), 3, int(os.environ.get("SECONDS", "6"))
READERS, ARTICLES, PER_SECOND = 16, 6, 6
SCRIPT = """
local paths, next_path = {%s}, 0
function request()
    next_path = next_path %% #paths + 1
    return wrk.format("GET", paths[next_path])
end
"""


@dataclass(frozen=True)
class Reading:
    per_second: float
    p99: float  # milliseconds
    errors: bool


def read(site: str, script: str) -> Reading:
    command = ["wrk", "-t1", f"-c{READERS}", f"-d{SECONDS}s", "--latency", "-s", script, site]
    report = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    rate, latency = re.search(r"Requests/sec:\s+([\d.]+)", report), re.search(r"99%\s+([\d.]+)(us|ms|s)", report)
    if not rate or not latency:
        raise SystemExit(report)
    unit = {"us": 0.001, "ms": 1, "s": 1000}[latency[2]]
    return Reading(float(rate[1]), float(latency[1]) * unit, "Non-2xx" in report or "Socket errors" in report)


class Publisher(threading.Thread):
    """Approves comments until it is stopped, each in the process of a moderator."""

    def __init__(self, keys: list[int]) -> None:
        super().__init__()
        self.keys, self.published, self.is_stopped = keys, 0, threading.Event()

    def run(self) -> None:
        from comments.models import Comment, Decision
        from comments.moderation.decide import decide

        begin = time.monotonic()
        while not self.is_stopped.wait(max(0, begin + self.published / PER_SECOND - time.monotonic())):
            held = Comment.objects.filter(pk=self.keys.pop())
            decide(held, Comment.Status.APPROVED, by=None, via=Decision.Via.QUEUE)
            self.published += 1


def main() -> None:
    with served_demo(PORT) as served, tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        os.environ |= {"DATA_DIR": served.folder, "DJANGO_SETTINGS_MODULE": "config.settings", "PORT": str(PORT)}
        import django

        django.setup()
        from blog.models import Post
        from comments.models import Comment

        posts = list(Post.objects.published().order_by("-comment_count")[:ARTICLES])
        held = [
            Comment(post=posts[number % ARTICLES], name="Reader", body="Fair.", html="<p>Fair.</p>", status="held")
            for number in range(ROUNDS * SECONDS * PER_SECOND * 2)
        ]
        keys = [comment.pk for comment in Comment.objects.bulk_create(held)]
        script.write(SCRIPT % ", ".join(f'"{post.get_absolute_url()}"' for post in posts))
        script.flush()
        read(served.site, script.name)
        quiet, busy, published = [], [], 0
        for _ in range(ROUNDS):
            quiet.append(read(served.site, script.name))
            publisher = Publisher(keys)
            publisher.start()
            busy.append(read(served.site, script.name))
            publisher.is_stopped.set()
            publisher.join()
            published += publisher.published
    print("| | requests/s | p99 in ms |\n|---|--:|--:|")
    rates, latencies = [], []
    for name, readings in (("nothing published", quiet), (f"{published / SECONDS / ROUNDS:.1f} comments/s", busy)):
        rates.append(median(reading.per_second for reading in readings))
        latencies.append(median(reading.p99 for reading in readings))
        print(f"| {name} | {rates[-1]:,.0f} | {latencies[-1]:.2f} |")
    print(f"| ratio | {rates[1] / rates[0]:.2f} | {latencies[1] / latencies[0]:.2f} |")
    if any(reading.errors for reading in quiet + busy):
        sys.exit("Some requests failed.")


if __name__ == "__main__":
    main()
