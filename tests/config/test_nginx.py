"""deploy/nginx.conf in a running nginx, with a server that stands in for the blog. Takes about a second."""

import gzip
import http.client
import os
import re
import shutil
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from blog.cache.http import PRIVATE_COOKIES
from tests.config.processes import ROOT, eventually, free_port, is_free

pytestmark = pytest.mark.skipif(not shutil.which("nginx"), reason="needs nginx")

CONFIGURATION = (ROOT / "deploy" / "nginx.conf").read_text()
PUBLIC = "public, max-age=0, s-maxage=60, stale-while-revalidate=60"


class Blog(ThreadingHTTPServer):
    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.begin()

    def begin(self):
        self.text, self.status, self.drops, self.requests = "First text", 200, 0, []


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        self.rfile.read(int(self.headers.get("Content-Length", 0)))
        blog = self.server
        blog.requests.append((self.command, self.headers))
        if blog.drops:
            blog.drops -= 1
            self.close_connection = True
            return
        is_private = "sessionid" in self.headers.get("Cookie", "") or self.command == "POST" or blog.status != 200
        coding = "gzip" if "gzip" in self.headers.get("Accept-Encoding", "") else ""
        body = gzip.compress(blog.text.encode(), mtime=0) if coding else blog.text.encode()
        etag = f'"{hash(blog.text)}{coding}"'
        is_current = blog.status == 200 and self.headers.get("If-None-Match") == etag
        self.send_response(304 if is_current else blog.status)
        self.send_header("Cache-Control", "no-store, private" if is_private else PUBLIC)
        self.send_header("Vary", "Accept-Encoding, Cookie")
        self.send_header("ETag", etag)
        if coding:
            self.send_header("Content-Encoding", coding)
        if not is_current:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if not is_current:
            self.wfile.write(body)

    do_POST = do_GET

    def log_message(self, *args):
        pass


@pytest.fixture(scope="module")
def server():
    with Blog() as server:
        threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture(scope="module")
def port(server, tmp_path_factory):
    folder, port, relay = tmp_path_factory.mktemp("nginx"), free_port(), free_port()
    changes = {
        "127.0.0.1:8000": f"127.0.0.1:{server.server_port}",
        "127.0.0.1:8079": f"127.0.0.1:{relay}",
        "    listen 80;\n    # listen 443": f"    listen 127.0.0.1:{port};\n    # listen 443",
        "/var/cache/nginx/colophon": f"{folder}/cache",
    }
    text = CONFIGURATION
    for old, new in changes.items():
        assert old in text
        text = text.replace(old, new)
    kinds = ("client_body", "proxy", "fastcgi", "scgi", "uwsgi")
    folders = "".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    user = "user root;" if os.getuid() == 0 else ""
    main = f"daemon off; {user} pid {folder}/pid; events {{}} http {{ access_log off; {folders}\n{text}\n}}"
    (folder / "nginx.conf").write_text(main)
    command = ["nginx", "-p", folder, "-c", folder / "nginx.conf", "-e", folder / "errors"]
    checked = subprocess.run([*command, "-t"], capture_output=True, text=True)
    assert checked.returncode == 0, checked.stderr
    with subprocess.Popen(command) as process:
        assert eventually(lambda: not is_free(port), 30)
        yield port
        process.terminate()


@pytest.fixture
def blog(server):
    server.begin()
    return server


@pytest.fixture
def ask(port):
    def ask(path, method="GET", **headers):
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
        connection.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        response = connection.getresponse()
        response.body = response.read()
        connection.close()
        return response

    return ask


def test_the_cookies_are_those_of_the_blog():
    [names] = re.findall(r"\(\?:([\w|]+)\)=", CONFIGURATION)
    assert set(names.split("|")) == PRIVATE_COOKIES


def test_a_change_is_visible_with_the_next_request(blog, ask):
    assert ask("/changes/").body == b"First text"
    again = ask("/changes/")
    assert again.body == b"First text"
    assert again.headers["Cache-Status"] == "nginx; hit; detail=REVALIDATED"
    assert "If-None-Match" in blog.requests[-1][1]
    blog.text = "Second text"
    assert ask("/changes/").body == b"Second text"


def test_readers_get_304_and_each_encoding(blog, ask):
    plain, packed = ask("/codings/"), ask("/codings/", Accept_Encoding="zstd, gzip;q=0.5")
    refused = ask("/codings/", Accept_Encoding="br;q=0, gzip;q=0")
    assert plain.body == refused.body == b"First text"
    assert gzip.decompress(packed.body) == b"First text"
    assert packed.headers["Vary"] == "Accept-Encoding, Cookie"
    assert ask("/codings/", If_None_Match=plain.headers["ETag"]).status == 304


@pytest.mark.parametrize("status", [500, 503])
def test_the_stored_page_is_served_while_the_blog_fails(blog, ask, status):
    ask("/fails/")
    blog.status, blog.text = status, "Error"
    response = ask("/fails/")
    assert (response.status, response.body) == (200, b"First text")
    assert response.headers["Cache-Status"] == "nginx; hit; detail=STALE"
    assert ask("/never-read/").status == status


def test_private_pages_are_neither_stored_nor_served_from_the_cache(blog, ask):
    blog.text = "Private text"
    assert ask("/private/", Cookie="a=b; sessionid=1").body == b"Private text"
    blog.text = "Public text"
    assert ask("/private/", Cookie="theme=sessionid=1").body == b"Public text"
    assert ask("/private/").body == b"Public text"
    blog.text = "Private text"
    assert ask("/private/", Cookie="colophon_reader=1").body == b"Private text"


def test_the_blog_learns_the_address_and_the_protocol(blog, ask):
    ask("/forwarded/", X_Forwarded_For="192.0.2.9", X_Forwarded_Host="evil.example")
    headers = blog.requests[-1][1]
    assert headers["X-Forwarded-For"] == "192.0.2.9, 127.0.0.1"
    assert headers["X-Forwarded-Proto"] == "http"
    assert "X-Forwarded-Host" not in headers


def test_without_any_web_server_there_is_a_page_that_says_when_to_try_again(blog, ask):
    blog.drops = 9
    response = ask("/articles/a/", method="POST")
    assert response.status == 503
    assert response.headers["Retry-After"] == "30"
    assert b"unavailable" in response.body
    assert len(blog.requests) == 1  # a form is not sent twice


def test_long_bodies_are_rejected(ask):
    assert ask("/", method="POST", Content_Length=str(2 * 1024 * 1024)).status == 413
