"""The running product: real processes on a real port. These tests take seconds."""

import json
import os
import signal
import socket
import subprocess
import sys
from itertools import takewhile
from pathlib import Path

import pytest

from tests.config.processes import ROOT, children_of, eventually, fetch_health, is_free


def test_it_serves_prints_its_url_and_stops_cleanly(environment, serve, port):
    process = serve(COLOPHON_PARENT=str(os.getpid()))  # as `make run` does
    greeting = "".join(takewhile(lambda line: "Ctrl-C" not in line, process.stdout))
    assert fetch_health(port) == b"ok"
    process.send_signal(signal.SIGINT)
    out, _ = process.communicate(timeout=60)
    assert process.returncode == 0
    assert f"http://localhost:{port}/admin/" in greeting, "where passkeys work"
    assert "createsuperuser" in greeting
    assert out.endswith("Stopped.\n")
    assert eventually(lambda: is_free(port))
    assert (Path(environment["DATA_DIR"]) / "logs").is_dir()


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc to find the processes")
def test_dead_children_are_restarted_and_end_with_the_supervisor(environment, serve, port):
    process = serve()
    while "Stop both with Ctrl-C" not in process.stdout.readline():
        assert process.poll() is None
    killed = children_of(process.pid)
    for child in killed:
        os.kill(child, signal.SIGKILL)
    assert eventually(lambda: len(set(children_of(process.pid)) - set(killed)) == 2)
    assert fetch_health(port) == b"ok"
    process.kill()
    assert eventually(lambda: is_free(port))


def test_every_line_is_json_with_log_format_json(environment, start_and_stop):
    out, code = start_and_stop(LOG_FORMAT="json")
    assert code == 0
    messages = [json.loads(line)["message"] for line in out.splitlines()]
    assert messages[-1] == "Stopped."
    assert any(message.startswith("The blog   http://") for message in messages)


def test_a_port_in_use_is_reported_in_one_sentence(serve, port):
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        process = serve()
        out, _ = process.communicate(timeout=60)
    assert process.returncode == 2
    assert out.count("\n") == 1
    assert f"PORT={port}: address already in use" in out


def test_an_unwritable_data_folder_is_reported_in_one_sentence(serve, tmp_path):
    (tmp_path / "file").touch()
    process = serve(DATA_DIR=str(tmp_path / "file" / "data"))
    out, _ = process.communicate(timeout=60)
    assert process.returncode == 2
    assert "Traceback" not in out
    assert "DATA_DIR=" in out


def test_a_production_site_passes_the_deployment_checks(new_environment):
    production = {
        "SITE_URL": "https://blog.example.org",
        "TRUSTED_PROXY_COUNT": "1",
        "MAIL_URL": "smtp+tls://me:secret@mail.example.org",
    }
    done = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env={**new_environment, **production},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
