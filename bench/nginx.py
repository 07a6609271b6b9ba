"""nginx with deploy/nginx.conf in front of the blog, and a folder of files beside it."""

import os
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bench.served_demo import ROOT

ASKS_EACH_TIME = '"~^(?:GET|HEAD) 0" colophon_revalidated;'
ASKS_EACH_MINUTE = '"~^(?:GET|HEAD) 0" colophon;'
TEMPORARY = ("client_body", "proxy", "fastcgi", "scgi", "uwsgi")


@contextmanager
def nginx(folder: Path, *, blog: int, port: int, static: Path | None = None, fresh: bool = True) -> Iterator[int]:
    """The process id of an nginx with one worker on ``port``; it also uses the next port, and 2 more for ``static``.

    ``fresh``: the variant that asks the blog at each request whether its page is current.
    """
    folder.mkdir()
    text = (ROOT / "deploy" / "nginx.conf").read_text()
    changes = {
        "127.0.0.1:8000": f"127.0.0.1:{blog}",
        "127.0.0.1:8079": f"127.0.0.1:{port + 1}",
        "    listen 80;\n    # listen 443": f"    listen 127.0.0.1:{port};\n    # listen 443",
        "/var/cache/nginx/colophon": f"{folder}/cache",
        ASKS_EACH_TIME: ASKS_EACH_TIME if fresh else ASKS_EACH_MINUTE,
    }
    for old, new in changes.items():
        if old not in text:
            raise SystemExit(f"deploy/nginx.conf has no {old!r} any more.")
        text = text.replace(old, new)
    if static:
        text += f"server {{ listen 127.0.0.1:{port + 2}; root {static}; default_type text/html; }}"
    user = "user root;" if os.getuid() == 0 else ""
    temporary = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in TEMPORARY)
    http = f"access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000; {temporary}"
    main = f"daemon off; {user} pid {folder}/pid; events {{}} http {{ {http}\n{text}\n}}"
    (folder / "nginx.conf").write_text(main)
    command = ["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf"), "-e", str(folder / "errors")]
    server = subprocess.Popen(command)
    try:
        time.sleep(1)
        urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5).close()
        yield server.pid
    finally:
        server.terminate()
        server.wait(10)
