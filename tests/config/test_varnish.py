"""deploy/colophon.vcl in a running varnishd, with a server that stands in for the blog. Takes about five seconds."""

import http.client
import shutil
import subprocess
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.config.processes import ROOT, eventually, free_port, is_free

pytestmark = pytest.mark.skipif(not shutil.which("varnishd"), reason="needs varnishd and the vmod xkey")

PUBLIC = "public, max-age=0, s-maxage=3600, stale-while-revalidate=60"


class Blog(ThreadingHTTPServer):
    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.status, self.cache_control, self.delay, self.requests = 200, PUBLIC, 0.0, []


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        length = int(self.headers.get("Content-Length", 0))
        self.rfile.read(length)
        is_probe = self.path == "/static/favicon.svg"
        if not is_probe:
            self.server.requests.append((self.command, self.path, self.headers["Cookie"]))
            time.sleep(self.server.delay)
        is_private = self.headers["Cookie"] or self.command == "POST" or self.server.status != 200
        body = f"{self.path} {len(self.server.requests)}".encode()
        self.send_response(200 if is_probe else self.server.status)
        self.send_header("Cache-Control", "no-store, private" if is_private else self.server.cache_control)
        self.send_header("Cache-Status", "colophon; fwd=miss")
        self.send_header("Vary", "Accept-Encoding, Cookie")
        self.send_header("Surrogate-Key", f"site post:{self.path.strip('/')}")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def blog():
    with Blog() as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture(scope="module")
def varnish(blog, tmp_path_factory):
    """The ports for pages and for purges."""
    folder = tmp_path_factory.mktemp("varnish")
    vcl = (ROOT / "deploy" / "colophon.vcl").read_text()
    assert '.port = "8000"' in vcl
    (folder / "test.vcl").write_text(vcl.replace('.port = "8000"', f'.port = "{blog.server_port}"'))
    pages, purge = free_port(), free_port()
    listen = ["-a", f"pages=127.0.0.1:{pages}", "-a", f"purge=127.0.0.1:{purge}"]
    files = ["-n", str(folder / "run"), "-f", str(folder / "test.vcl"), "-s", "malloc,16m"]
    command = ["varnishd", "-j", "none", "-F", *files, *listen]
    with (folder / "log").open("w") as log, subprocess.Popen(command, stdout=log, stderr=log) as process:
        assert eventually(lambda: not is_free(pages) or process.poll() is not None, 30)
        assert process.poll() is None, (folder / "log").read_text()
        yield pages, purge
        process.terminate()


@pytest.fixture(autouse=True)
def _empty(blog, varnish):
    blog.status, blog.cache_control, blog.delay = 200, PUBLIC, 0.0
    purge(varnish, "site")
    blog.requests.clear()


def fetch(port, method, path, body=None, **headers):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    try:
        connection.request(method, path, body, {name.replace("_", "-"): value for name, value in headers.items()})
        response = connection.getresponse()
        return response.status, response.read().decode(), response.headers
    finally:
        connection.close()


def get(varnish, path, **headers):
    status, text, found = fetch(varnish[0], "GET", path, Host="blog.example.org", **headers)
    return status, text, found["Cache-Status"].removeprefix("colophon; fwd=miss, ").partition(" ttl")[0]


def purge(varnish, *tags):
    return fetch(varnish[1], "POST", "/", b"{}", Surrogate_Key=" ".join(tags))[:2]


def test_a_public_page_is_fetched_once_whatever_other_cookies_there_are(varnish, blog):
    assert get(varnish, "/7/") == (200, "/7/ 1", "varnish; fwd=miss")
    assert get(varnish, "/7/") == (200, "/7/ 1", "varnish; hit;")
    assert get(varnish, "/7/", Cookie="csrftoken=a; theme=dark") == (200, "/7/ 1", "varnish; hit;")
    assert blog.requests == [("GET", "/7/", None)]


@pytest.mark.parametrize("name", ["sessionid", "messages", "colophon_comments", "colophon_reader"])
def test_visitors_with_private_cookies_get_pages_of_their_own(varnish, blog, name):
    get(varnish, "/7/")
    assert get(varnish, "/7/", Cookie=f"a=b; {name}=x")[1:] == ("/7/ 2", "varnish; fwd=bypass")
    assert blog.requests[-1] == ("GET", "/7/", f"a=b; {name}=x")
    assert get(varnish, "/7/")[1] == "/7/ 1"


@pytest.mark.parametrize("path", ["/accounts/login/", "/admin/", "/search/?q=a", "/preview/x/", "/healthz"])
def test_personal_pages_are_not_stored_and_keep_their_cookies(varnish, blog, path):
    get(varnish, path, Cookie="csrftoken=a")
    get(varnish, path, Cookie="csrftoken=a")
    assert blog.requests == [("GET", path, "csrftoken=a")] * 2


def test_forms_are_forwarded(varnish, blog):
    status, text, _ = fetch(varnish[0], "POST", "/7/", b"text=a", Cookie="csrftoken=a")
    assert (status, text) == (200, "/7/ 1")
    assert blog.requests == [("POST", "/7/", "csrftoken=a")]


def test_a_purge_drops_the_pages_with_that_tag_and_no_others(varnish, blog):
    for path in ("/7/", "/8/"):
        get(varnish, path)
    assert purge(varnish, "comments", "post:7") == (200, "1 pages purged")
    assert get(varnish, "/7/")[1] == "/7/ 3"
    assert get(varnish, "/8/")[1] == "/8/ 2"


def test_readers_cannot_purge(varnish, blog):
    get(varnish, "/7/")
    fetch(varnish[0], "POST", "/", b"{}", Surrogate_Key="site")
    assert get(varnish, "/7/")[1] == "/7/ 1"
    assert fetch(varnish[1], "GET", "/7/", Surrogate_Key="site")[0] == 400


def test_simultaneous_readers_cost_one_request(varnish, blog):
    blog.delay = 0.5
    with ThreadPoolExecutor(8) as readers:
        found = list(readers.map(lambda _: get(varnish, "/7/")[1], range(8)))
    assert found == ["/7/ 1"] * 8


def test_an_expired_page_is_served_while_a_new_one_is_fetched(varnish, blog):
    blog.cache_control = PUBLIC.replace("3600", "1")
    get(varnish, "/7/")
    time.sleep(1.2)
    blog.delay = 0.5
    assert get(varnish, "/7/")[1] == "/7/ 1"
    assert eventually(lambda: get(varnish, "/7/")[1] == "/7/ 2", 5)


def test_while_the_blog_fails_stored_pages_are_served_and_others_get_its_response(varnish, blog):
    blog.cache_control = "public, max-age=0, s-maxage=1"
    get(varnish, "/7/")
    time.sleep(1.2)
    blog.status = 503
    for _ in range(2):
        assert get(varnish, "/7/")[:2] == (200, "/7/ 1")
    status, text, _ = get(varnish, "/8/")
    assert (status, text.split()[0]) == (503, "/8/")
    blog.status = 200
    assert get(varnish, "/8/")[0] == 200, "failures are not stored"
