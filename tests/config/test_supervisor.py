"""The supervisor stops at any moment, and its processes end with it."""

import json
import os
import signal
import subprocess
import sys
import threading

import pytest

from config.runtime.log_formatters import make_formatter
from config.runtime.output_log import Log
from config.runtime.parent_watchdog import PARENT_VARIABLE
from config.runtime.supervisor import Child, Supervisor
from tests.config.processes import ROOT


@pytest.fixture
def supervisor(tmp_path, monkeypatch):
    monkeypatch.setattr("signal.signal", lambda number, handler: None)
    monkeypatch.setattr("config.runtime.supervisor.POLL_INTERVAL", 0.01)
    return Supervisor(Log(tmp_path / "log", make_formatter("text")))


@pytest.mark.parametrize("step", range(1, 31))
def test_a_signal_at_any_moment_stops_the_supervisor(supervisor, step):
    """Python runs signal handlers in the main thread, so a lock that both take would deadlock."""
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


def test_lines_of_the_supervisor_can_be_json(tmp_path, capsys):
    log = Log(tmp_path / "log", make_formatter("json"))
    log.write_message("The web server ended with code 1; starting it again in 1 s.")
    log.file.close()
    for text in (capsys.readouterr().out, (tmp_path / "log").read_text()):
        line = json.loads(text)
        assert line["message"].startswith("The web server ended with code 1")
        assert (line["level"], line["logger"]) == ("WARNING", "config.runtime.supervisor")


def test_a_process_ends_if_its_parent_died_while_it_was_starting():
    started = (
        "import time; from config.runtime.parent_watchdog import exit_with_parent; exit_with_parent(); time.sleep(60)"
    )
    gone = str(os.getppid())  # not the id of the parent process
    ended = subprocess.run(
        [sys.executable, "-c", started], cwd=ROOT, env={**os.environ, PARENT_VARIABLE: gone}, timeout=50
    )
    assert ended.returncode == -signal.SIGTERM


def test_children_of_an_unsupervised_process_end_with_it():
    watching = "from config.runtime.parent_watchdog import exit_with_parent; exit_with_parent()"
    child = f"{watching}; import time; print('ready', flush=True); time.sleep(60)"
    parent = f"{watching}; import subprocess, sys; subprocess.run([sys.executable, '-c', {child!r}])"
    alone = {name: value for name, value in os.environ.items() if name != PARENT_VARIABLE}
    process = subprocess.Popen([sys.executable, "-c", parent], cwd=ROOT, env=alone, stdout=subprocess.PIPE, text=True)
    assert process.stdout.readline() == "ready\n"
    process.kill()
    assert process.stdout.read() == ""  # the end: the child, which has the same pipe, is gone
    process.communicate(timeout=20)


@pytest.mark.parametrize(("variables", "used"), [({}, "1048576"), ({"MALLOC_MMAP_THRESHOLD_": "65536"}, "65536")])
def test_processes_return_large_blocks_of_memory_to_the_system(tmp_path, capsys, monkeypatch, variables, used):
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    command = [sys.executable, "-c", "import os; print(os.environ['MALLOC_MMAP_THRESHOLD_'])"]
    log = Log(tmp_path / "log", make_formatter("text"))
    child = Child("The child", command, log)
    child.start()
    with child.process:
        child.reader.join(60)
    log.file.close()
    assert capsys.readouterr().out == f"{used}\n"
