"""How soon readers behind Varnish see a change: python -m bench.varnish

Serves the demo behind deploy/colophon.vcl (needs varnishd and the vmod xkey), approves held comments one by one, and
measures the time from the commit until the cache serves the new page. Between changes, all requests must be hits.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.served_demo import ROOT, served_demo

BLOG, PAGES, PURGE = 8240, 8241, 8242
APPROVE = """
import time
from comments.models import Comment, Decision
from comments.moderation.decide import decide
for comment in Comment.objects.filter(status="held").select_related("post").order_by("pk")[:5]:
    print(comment.post.get_absolute_url(), f"comment-{comment.pk}", flush=True)
    input()
    decide(Comment.objects.filter(pk=comment.pk), Comment.Status.APPROVED, by=None, via=Decision.Via.QUEUE)
    print(time.time(), flush=True)
"""


@contextmanager
def varnish(folder: str) -> Iterator[None]:
    vcl = (ROOT / "deploy" / "colophon.vcl").read_text().replace('.port = "8000"', f'.port = "{BLOG}"')
    (Path(folder) / "colophon.vcl").write_text(vcl)
    listen = ["-a", f"pages=127.0.0.1:{PAGES}", "-a", f"purge=127.0.0.1:{PURGE}"]
    files = ["-n", f"{folder}/run", "-f", f"{folder}/colophon.vcl", "-s", "malloc,64m"]
    server = subprocess.Popen(["varnishd", "-j", "none", "-F", *files, *listen], stderr=subprocess.DEVNULL)
    try:
        time.sleep(3)
        yield
    finally:
        server.terminate()
        server.wait(10)


def get(path: str) -> tuple[str, str]:
    request = urllib.request.Request(f"http://127.0.0.1:{PAGES}{path}", headers={"Host": f"127.0.0.1:{BLOG}"})
    with urllib.request.urlopen(request, timeout=10) as response:
        return response.headers["Cache-Status"].rpartition(", ")[2].partition(" ttl")[0], response.read().decode()


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        variables = {"DATABASE_URL": f"sqlite:///{folder}/blog.sqlite3", "PURGE_URLS": f"http://127.0.0.1:{PURGE}/"}
        with served_demo(BLOG, **variables, TRUSTED_PROXY_COUNT="1"), varnish(folder):
            shell = subprocess.Popen(
                [sys.executable, "manage.py", "shell", "--no-imports", "-c", APPROVE],
                cwd=ROOT,
                env={**os.environ, **variables, "DATA_DIR": folder},
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            assert shell.stdin
            assert shell.stdout
            delays = []
            while line := shell.stdout.readline():
                path, anchor = line.split()
                before = [get(path) for _ in range(3)]
                assert all(status == "varnish; hit;" for status, _ in before[1:]), before[1][0]
                assert all(anchor not in text for _, text in before)
                shell.stdin.write("\n")
                shell.stdin.flush()
                committed = float(shell.stdout.readline())
                while anchor not in get(path)[1]:
                    assert time.time() < committed + 30, "The page is still the old one."
                    time.sleep(0.01)
                delays.append(time.time() - committed)
                print(f"{path} {anchor}: hit, approved, the new page after {delays[-1]:.2f} s, then {get(path)[0]}")
            print(f"median {statistics.median(delays):.2f} s, longest {max(delays):.2f} s")


if __name__ == "__main__":
    main()
