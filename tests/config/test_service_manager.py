"""What systemd is told, received on a socket as systemd does."""

import os
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from config.runtime import service_manager
from config.runtime.log_formatters import make_formatter
from config.runtime.output_log import Log
from config.runtime.service_manager import ServiceManager
from config.runtime.supervisor import Child, Supervisor
from tests.config.processes import children_of, fetch_health

TIMEOUT = {"WATCHDOG_USEC": "40000000", "WATCHDOG_PID": str(os.getpid())}


@pytest.fixture
def systemd(tmp_path):
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind(str(tmp_path / "notify"))
        listening.settimeout(60)
        yield listening


def variables(systemd):
    return {"NOTIFY_SOCKET": systemd.getsockname()}


def told(systemd):
    return systemd.recv(1000).decode()


def test_states_are_sent_and_children_do_not_inherit_the_socket(systemd):
    environment = {**variables(systemd), **TIMEOUT, "HOME": "/"}
    ServiceManager(environment).tell("READY=1")
    assert told(systemd) == "READY=1"
    assert environment == {"HOME": "/"}


def test_an_abstract_address():
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as listening:
        listening.bind(f"\0colophon-{os.getpid()}")
        ServiceManager({"NOTIFY_SOCKET": f"@colophon-{os.getpid()}"}).tell("READY=1")
        assert told(listening) == "READY=1"


@pytest.mark.parametrize("environment", [{}, {"NOTIFY_SOCKET": "/nowhere/notify"}])
def test_nothing_happens_without_a_service_manager(environment):
    ServiceManager(environment).tell("READY=1")


def test_the_watchdog_is_reset_four_times_per_timeout_while_the_blog_is_healthy(systemd, monkeypatch):
    clock = [1000.0]
    monkeypatch.setattr(service_manager.time, "monotonic", lambda: clock[-1])
    manager = ServiceManager(variables(systemd) | TIMEOUT)
    asked = []

    def is_healthy():
        asked.append(clock[-1])
        return clock[-1] != 1010.0

    for now in (1000.0, 1001.0, 1009.9, 1010.0, 1020.0):
        clock.append(now)
        manager.keep_alive(is_healthy)
    assert asked == [1000.0, 1010.0, 1020.0]
    systemd.setblocking(False)
    assert [told(systemd), told(systemd)] == ["WATCHDOG=1"] * 2
    with pytest.raises(BlockingIOError):
        told(systemd)


@pytest.mark.parametrize("watchdog", [{}, {"WATCHDOG_USEC": "1000000", "WATCHDOG_PID": "1"}])
def test_there_is_no_watchdog_unless_it_is_for_this_process(systemd, watchdog):
    manager = ServiceManager(variables(systemd) | watchdog)
    manager.keep_alive(lambda: pytest.fail("asked"))


@pytest.fixture
def supervisor(tmp_path, monkeypatch):
    monkeypatch.setattr("signal.signal", lambda number, handler: None)
    supervisor = Supervisor(Log(tmp_path / "log", make_formatter("text")))
    yield supervisor
    supervisor.stop()
    for child in supervisor.children:
        child.process.stdout.close()


@pytest.fixture
def web():
    """Accepts connections, and responds to none unless ``respond`` runs."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        yield listening


def respond(web):
    link = web.accept()[0]
    with link:
        link.recv(1000)
        link.sendall(b"HTTP/1.1 503 Service Unavailable\r\n\r\n")


def is_healthy(supervisor, web):
    return supervisor.is_healthy(*web.getsockname())


def test_a_blog_whose_database_is_down_is_healthy(supervisor, web):
    supervisor.add("A child", [sys.executable, "-c", "import time; time.sleep(60)"])
    threading.Thread(target=respond, args=(web,), daemon=True).start()
    assert is_healthy(supervisor, web)


def test_a_blog_with_a_dead_child_is_not_healthy(supervisor, web):
    child: Child = supervisor.add("A child", [sys.executable, "-c", ""])
    child.process.wait()
    assert not is_healthy(supervisor, web)


def test_a_blog_that_does_not_respond_is_not_healthy(supervisor, web, monkeypatch):
    monkeypatch.setattr("config.runtime.supervisor.ANSWER_TIMEOUT", 0.2)
    address = web.getsockname()
    assert not supervisor.is_healthy(*address)
    web.close()
    assert not supervisor.is_healthy(*address)


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="needs /proc to find the processes")
def test_a_served_blog_is_ready_then_watched_and_says_when_it_stops(environment, serve, port, systemd):
    process = serve(**variables(systemd), WATCHDOG_USEC="2000000")
    assert told(systemd) == "READY=1"
    assert fetch_health(port, 1) == b"ok"
    assert told(systemd) == "WATCHDOG=1"
    for child in children_of(process.pid):
        assert b"NOTIFY_SOCKET" not in Path(f"/proc/{child}/environ").read_bytes()
    process.send_signal(signal.SIGTERM)
    while (state := told(systemd)) == "WATCHDOG=1":
        pass
    assert state == "STOPPING=1"
    assert process.wait(60) == 0


def test_a_blog_that_cannot_start_is_never_ready(environment, serve, systemd):
    process = serve(**variables(systemd), PORT="1", HOST="192.0.2.1")
    assert process.wait(60) == 2
    systemd.setblocking(False)
    with pytest.raises(BlockingIOError):
        told(systemd)


def test_the_process_that_systemd_started_tells_it(environment, serve, systemd):
    """NotifyAccess=main: messages of other processes are ignored."""
    systemd.setsockopt(socket.SOL_SOCKET, socket.SO_PASSCRED, 1)
    process: subprocess.Popen[str] = serve(**variables(systemd))
    message, [(_, _, credentials)], *_ = systemd.recvmsg(1000, 1000)
    assert message == b"READY=1"
    assert int.from_bytes(credentials[:4], sys.byteorder) == process.pid
