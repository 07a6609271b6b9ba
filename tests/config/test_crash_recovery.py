"""Comments that the server has acknowledged survive a kill of web server and worker, and are stored once."""

import http.client
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from threading import Event
from urllib.parse import urlencode

import pytest
from django.core.signing import Signer

from comments.forms import TIMESTAMP
from tests.comments.posting import GUEST, hidden_fields
from tests.config.processes import ROOT, children_of, eventually, fetch_health

PATH = "/articles/the-kettle/"
READERS, EACH = 4, 5
PREPARE = """
import django; django.setup()
from tests.factories import make_post, make_user
make_post("The Kettle"); make_user("mona@example.org", groups=["Moderator"], is_staff=True)
"""


@pytest.fixture
def new_environment(new_environment, tmp_path):
    # With a proxy, so that each comment can come from a different network.
    return new_environment | {"TRUSTED_PROXY_COUNT": "1", "MAIL_URL": f"file://{tmp_path}/mail"}


@pytest.fixture
def environment(environment):
    subprocess.run([sys.executable, "-c", PREPARE], cwd=ROOT, env=environment, check=True)
    return environment


def ask(port, method, path, body=None, headers=None):
    """Status and text of the response; status 0 if the server died before it responded."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"X-Forwarded-Proto": "http", "X-Forwarded-For": "10.9.9.9"} | (headers or {})
    try:
        connection.request(method, path, body, headers)
        response = connection.getresponse()
        return response.status, response.read().decode()
    except (OSError, http.client.HTTPException):
        return 0, ""
    finally:
        connection.close()


def send(port, fields, number):
    """Each comment comes from another network: ten per network is the limit."""
    data = urlencode(fields | GUEST | {"body": f"comment-{number:03}-here"})
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Sec-Fetch-Site": "same-origin",
        "X-Forwarded-For": f"10.1.{number}.1",
    }
    return ask(port, "POST", f"{PATH}comments/", data, headers)[0]


def a_minute_ago(environment):
    """The timestamp of a comment form that was rendered a minute ago."""
    key = Path(environment["DATA_DIR"], "secret_key").read_text()
    return Signer(key=key, salt=TIMESTAMP.salt).sign(f"{time.time() - 60:.3f}")


def stored(environment):
    [database] = Path(environment["DATA_DIR"]).glob("*.sqlite3")
    with closing(sqlite3.connect(database)) as rows:
        return Counter(body for (body,) in rows.execute("SELECT body FROM comments_comment"))


def mailed(environment):
    """The number of mails that contain the text of each comment."""
    mails = [mail.read_text() for mail in (Path(environment["DATA_DIR"]).parent / "mail").glob("*")]
    letters = [letter for mail in mails for letter in mail.split("-" * 79)]
    return Counter(body for body in stored(environment) for letter in letters if body in letter)


def kill_all(pid):
    """Kill all processes that the supervisor has started."""
    for child in children_of(pid):
        kill_all(child)
        os.kill(child, signal.SIGKILL)


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc to find the processes")
def test_no_acknowledged_comment_is_lost_or_stored_twice(environment, serve, port):
    process = serve()
    fetch_health(port)
    fields = hidden_fields(ask(port, "GET", PATH)[1])
    fields["started"] = a_minute_ago(environment)  # faster submissions would be held as spam
    well_begun, answers = Event(), {}

    def read_and_write(reader):
        for number in range(reader * EACH, (reader + 1) * EACH):
            answers[number] = send(port, fields, number)
            if len(answers) >= READERS * EACH // 4:
                well_begun.set()

    with ThreadPoolExecutor(READERS) as readers:
        done = [readers.submit(read_and_write, reader) for reader in range(READERS)]
        assert well_begun.wait(60)
        kill_all(process.pid)
        for reader in done:
            reader.result()
    answered = [number for number, status in answers.items() if status == 303]
    assert answered
    assert len(answered) < len(answers), "nothing was on its way when the processes died"
    rows = stored(environment)
    assert all(rows[f"comment-{number:03}-here"] == 1 for number in answered)

    fetch_health(port)
    again = [number for number, status in answers.items() if status != 303]
    # 200 for comments that were stored although the server died before it could acknowledge them
    assert {send(port, fields, number) for number in again} <= {303, 200}
    assert stored(environment) == {f"comment-{number:03}-here": 1 for number in answers}
    assert eventually(lambda: len(mailed(environment)) == len(answers), seconds=60)
    assert max(mailed(environment).values()) <= 2
