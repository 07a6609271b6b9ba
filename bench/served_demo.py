"""The demo blog, served from a temporary folder as `make run` does, and a browser to log in with."""

import http.cookiejar
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urljoin

ROOT = Path(__file__).resolve().parent.parent
ADMINISTRATOR = {"login": "admin@unboxify.example", "password": "open the box and look"}


@dataclass(frozen=True)
class Served:
    site: str
    pid: int
    folder: str


@contextmanager
def served_demo(port: int, **variables: str) -> Iterator[Served]:
    """A first start in a new folder, until the process that was started has answered."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {**os.environ, "DATA_DIR": folder, "PORT": str(port), "LOAD_DEMO": "1", **variables}
        with (Path(folder) / "output").open("w") as output:
            server = subprocess.Popen(
                [sys.executable, "manage.py", "serve"], cwd=ROOT, env=environment, stdout=output, stderr=output
            )
        try:
            site = f"http://127.0.0.1:{port}"
            wait_for(f"{site}/healthz", server)
            yield Served(site, server.pid, folder)
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(30)


def wait_for(address: str, server: "subprocess.Popen[bytes]") -> None:
    for _attempt in range(1200):
        if server.poll() is not None:
            break
        try:
            urllib.request.urlopen(address, timeout=5).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"{address} doesn't answer.")


class Browser:
    """Keeps cookies and follows redirects. Sends the headers that browsers send with forms."""

    def __init__(self, site: str) -> None:
        self.site = site
        self.cookies = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def open(self, path: str, data: bytes | None = None, **headers: str) -> str:
        address = urljoin(self.site, path)
        own = {"Origin": self.site, "Referer": address, "Sec-Fetch-Site": "same-origin"}
        request = urllib.request.Request(
            address, data, own | {name.replace("_", "-"): headers[name] for name in headers}
        )
        try:
            with self.opener.open(request, timeout=60) as response:
                return str(response.read().decode())
        except urllib.error.HTTPError as error:
            raise SystemExit(f"{address} has status {error.code}.") from error

    def post(self, path: str, fields: dict[str, str]) -> str:
        return self.open(path, urlencode(fields).encode())

    def log_in(self, account: dict[str, str] = ADMINISTRATOR) -> None:
        self.post("/accounts/login/", account)
        if "sessionid" not in {cookie.name for cookie in self.cookies}:
            raise SystemExit("The login of the demo was refused.")

    @property
    def cookie_header(self) -> str:
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in self.cookies)
