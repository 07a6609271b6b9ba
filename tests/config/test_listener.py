"""With a socket of systemd, no connection is refused or reset while the blog restarts."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections import Counter
from pathlib import Path

import pytest

from config.runtime.listener import UnusableListener, inherited_listener, stop_accepting
from tests.config.processes import ROOT, children_of, eventually, fetch_health

# systemd starts services with the descriptor 3 and the process id in the environment.
AS_SYSTEMD = (
    "import os, sys; fd = int(sys.argv[1]); os.dup2(fd, 3, inheritable=True);"
    "os.environ |= {'LISTEN_PID': str(os.getpid()), 'LISTEN_FDS': '1'}; os.execv(sys.argv[2], sys.argv[2:])"
)


@pytest.fixture
def listener():
    with socket.create_server(("127.0.0.1", 0), backlog=1024) as listening:
        yield listening


@pytest.fixture
def start(environment, listener):
    started = []

    def start_as_systemd(*command):
        arguments = [sys.executable, "-c", AS_SYSTEMD, str(listener.fileno()), sys.executable, *command]
        process = subprocess.Popen(
            arguments, cwd=ROOT, env=environment, pass_fds=[listener.fileno()], stdout=subprocess.DEVNULL
        )
        started.append(process)
        return process

    yield start_as_systemd
    for process in started:  # a web server that is killed would leave its workers behind
        process.terminate()
        process.wait(60)


class Readers:
    """Send requests all the time, each on a new connection."""

    def __init__(self, port):
        self.port, self.results, self.done = port, Counter(), False
        self.threads = [threading.Thread(target=self.read) for _ in range(3)]

    def read(self):
        while not self.done:
            link = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
            try:
                link.request("GET", "/healthz", headers={"Connection": "close"})
                self.results[link.getresponse().status] += 1
            except OSError as error:
                self.results[repr(error)] += 1
            finally:
                link.close()

    def __enter__(self):
        for thread in self.threads:
            thread.start()
        return self

    def __exit__(self, *error):
        self.done = True
        for thread in self.threads:
            thread.join()


def restart_while_reading(start, port, *command):
    first = start(*command)
    assert fetch_health(port) == b"ok"
    with Readers(port) as readers:
        time.sleep(0.5)
        first.send_signal(signal.SIGTERM)
        assert first.wait(60) == 0
        start(*command)
        before = readers.results.total()
        assert eventually(lambda: readers.results.total() > before + 30)
    return readers.results


def test_a_restarted_web_server_loses_no_request(start, listener):
    port = listener.getsockname()[1]
    results = restart_while_reading(start, port, "-m", "config.web_server", "127.0.0.1", "1", "2", "2")
    assert results.keys() == {200}


def test_a_restarted_blog_loses_no_request(start, listener):
    port = listener.getsockname()[1]
    assert restart_while_reading(start, port, "manage.py", "serve").keys() == {200}


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc to find the processes")
def test_connections_wait_while_the_supervisor_restarts_the_web_server(start, listener):
    port = listener.getsockname()[1]
    process = start("manage.py", "serve")
    assert fetch_health(port) == b"ok"
    for child in children_of(process.pid):
        if b"config.web_server" in Path(f"/proc/{child}/cmdline").read_bytes():
            os.kill(child, signal.SIGKILL)
    assert fetch_health(port, seconds=0) == b"ok", "at the first attempt"


def test_a_process_stops_accepting_and_others_go_on(listener):
    copy = os.dup(listener.fileno())
    stop_accepting(copy)
    with socket.create_connection(listener.getsockname()):
        with socket.socket(fileno=copy) as stopped, pytest.raises(BlockingIOError):
            stopped.accept()
        listener.accept()[0].close()
    stop_accepting(None)


def test_without_systemd_there_is_none():
    assert inherited_listener({}) is None
    assert inherited_listener({"LISTEN_PID": "1", "LISTEN_FDS": "1"}) is None


def test_the_supervisor_passes_it_on_once():
    environment = {"COLOPHON_LISTENER": "7", "HOME": "/"}
    assert inherited_listener(environment) == 7
    assert environment == {"HOME": "/"}


def test_several_sockets_are_refused():
    with pytest.raises(UnusableListener, match="one ListenStream"):
        inherited_listener({"LISTEN_PID": str(os.getpid()), "LISTEN_FDS": "2"})
