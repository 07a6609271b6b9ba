"""Told to stop at any moment, the supervisor stops; and none of its processes goes on without it."""

import json
import os
import signal
import subprocess
import sys
import threading

import pytest

from config.log_formatters import make_formatter
from config.runtime.parent_watchdog import PARENT_VARIABLE
from config.runtime.supervisor import Log, Supervisor
from tests.config.conftest import ROOT


@pytest.fixture
def supervisor(tmp_path, monkeypatch):
    monkeypatch.setattr("signal.signal", lambda number, handler: None)
    monkeypatch.setattr("config.runtime.supervisor.POLL_INTERVAL", 0.01)
    return Supervisor(Log(tmp_path / "log", make_formatter("text")))


@pytest.mark.parametrize("step", range(1, 31))
def test_a_signal_between_any_two_steps_of_waiting_is_obeyed(supervisor, step):
    """Python runs the handler in the thread that waits: a lock that both take is never let go."""
    steps = iter(range(1, step))

    def trace(frame, event, argument):
        if next(steps, None) is None:
            sys.settrace(None)
            supervisor.handle_signal(signal.SIGINT, frame)
            return None
        return trace

    def wait():
        sys.settrace(trace)
        supervisor.run()

    waiting = threading.Thread(target=wait, daemon=True)
    waiting.start()
    waiting.join(20)
    assert not waiting.is_alive()


def test_its_own_lines_are_json_as_those_of_its_children(tmp_path, capsys):
    log = Log(tmp_path / "log", make_formatter("json"))
    log.say("The web server ended with code 1; starting it again in 1 s.")
    log.file.close()
    for text in (capsys.readouterr().out, (tmp_path / "log").read_text()):
        line = json.loads(text)
        assert line["message"].startswith("The web server ended with code 1")
        assert (line["level"], line["logger"]) == ("WARNING", "config.runtime.supervisor")


def test_a_process_whose_parent_died_while_it_started_ends_too():
    started = (
        "import time; from config.runtime.parent_watchdog import exit_with_parent; exit_with_parent(); time.sleep(60)"
    )
    gone = str(os.getppid())  # somebody else's number: not the one that starts this process
    ended = subprocess.run(
        [sys.executable, "-c", started], cwd=ROOT, env={**os.environ, PARENT_VARIABLE: gone}, timeout=50
    )
    assert ended.returncode == -signal.SIGTERM
