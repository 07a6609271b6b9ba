"""Comments per second with 16 connections, and whether any is lost:

    python -m bench.submissions [postgres://postgres@127.0.0.1:5432/bench_submissions]

Uses a temporary installation, served as by `make run`. Without a URL it uses SQLite; a PostgreSQL database of that name
is dropped and created again. Every successful response must correspond to exactly one row.
"""

import http.client
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from html import unescape
from statistics import quantiles
from urllib.parse import urlencode, urlsplit

CONNECTIONS, EACH, PORT = 16, 50, int(os.environ.get("PORT", "8377"))
PATH = "/articles/submissions/"


def prepare(database: str, folder: str) -> None:
    """Set the environment, which the settings read, and start Django."""
    os.environ |= {
        "DATA_DIR": folder,
        "DATABASE_URL": database,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "HOST": "127.0.0.1",
        "LOAD_DEMO": "0",
        "PORT": str(PORT),
        "TRUSTED_PROXY_COUNT": "1",  # so that each comment comes from a different network
    }
    if database:
        import psycopg

        address = urlsplit(database)
        with psycopg.connect(address._replace(path="/postgres").geturl(), autocommit=True) as server:
            name = psycopg.sql.Identifier(address.path[1:])
            server.execute(psycopg.sql.SQL("DROP DATABASE IF EXISTS {}").format(name))
            server.execute(psycopg.sql.SQL("CREATE DATABASE {}").format(name))
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    from tests.factories import make_post

    make_post("Submissions")


def wait_for_server() -> None:
    for _try in range(300):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=5)
            connection.request("GET", "/healthz")
            if connection.getresponse().status == 200:
                return
        except OSError:
            pass
        time.sleep(0.2)
    raise SystemExit("The server did not start.")


def hidden_fields() -> dict[str, str]:
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=30)
    connection.request("GET", PATH)
    page = connection.getresponse().read().decode()
    form = re.search(r'<form[^>]*id="comment-form".*?</form>', page, re.DOTALL)
    fields = [tag for tag in re.findall(r"<input[^>]*>", form[0] if form else "") if 'type="hidden"' in tag]
    found = [(re.search(r'name="([^"]*)"', tag), re.search(r'value="([^"]*)"', tag)) for tag in fields]
    return {name[1]: unescape(value[1]) for name, value in found if name and value}


def send(number: int, fields: dict[str, str]) -> list[tuple[str, int, float]]:
    """Send EACH comments over one connection: body, status of the response, seconds."""
    connection, sent = http.client.HTTPConnection("127.0.0.1", PORT, timeout=60), []
    for turn in range(EACH):
        body = f"Comment {turn} of connection {number}, with a few words more."
        data = fields | {"name": f"Guest {number}", "email": f"guest{number}.{turn}@example.org", "body": body}
        headers = {
            "Content-Type": "application/x-www-form-urlencoded",
            "Origin": f"http://127.0.0.1:{PORT}",
            "Sec-Fetch-Site": "same-origin",
            "X-Forwarded-For": f"10.{number}.{turn}.1",
            "X-Forwarded-Proto": "http",
        }
        started = time.perf_counter()
        connection.request("POST", f"{PATH}comments/", urlencode(data), headers)
        response = connection.getresponse()
        response.read()
        sent.append((body, response.status, time.perf_counter() - started))
    return sent


def main() -> None:
    database = sys.argv[1] if len(sys.argv) > 1 else ""
    with tempfile.TemporaryDirectory() as folder:
        prepare(database, folder)
        from django.db import connections

        from comments.models import Comment

        connections.close_all()
        server = subprocess.Popen([sys.executable, "manage.py", "serve"], stdout=subprocess.DEVNULL)
        try:
            wait_for_server()
            fields = hidden_fields()
            time.sleep(4)  # faster submissions would be held as spam
            started = time.perf_counter()
            with ThreadPoolExecutor(CONNECTIONS) as pool:
                sent = [one for some in pool.map(lambda n: send(n, fields), range(CONNECTIONS)) for one in some]
            took = time.perf_counter() - started
            stored = Counter(Comment.objects.values_list("body", flat=True))
        finally:
            server.send_signal(signal.SIGINT)
            server.wait(30)
            connections.close_all()
    taken = [body for body, status, _seconds in sent if status == 303]
    times = quantiles([seconds for _body, _status, seconds in sent], n=20)
    lost, twice = sum(not stored[body] for body in taken), sum(count > 1 for count in stored.values())
    print(f"{'PostgreSQL' if database else 'SQLite'}: {len(sent)} sent at {CONNECTIONS} connections in {took:.1f} s")
    print(f"{len(taken) / took:.0f} a second; median {times[9] * 1000:.0f} ms, 95 % within {times[18] * 1000:.0f} ms")
    print(f"responses {dict(Counter(status for _body, status, _seconds in sent))}; lost {lost}, stored twice {twice}")
    raise SystemExit(1 if lost or twice or len(taken) < len(sent) else 0)


if __name__ == "__main__":
    main()
