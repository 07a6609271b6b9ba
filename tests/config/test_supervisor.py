"""Told to stop at any moment, the supervisor stops."""

import signal
import sys
import threading

import pytest

from config.supervisor import Log, Supervisor


@pytest.fixture
def supervisor(tmp_path, monkeypatch):
    monkeypatch.setattr("signal.signal", lambda number, handler: None)
    monkeypatch.setattr("config.supervisor.SECONDS_BETWEEN_LOOKS", 0.01)
    return Supervisor(Log(tmp_path / "log"))


@pytest.mark.parametrize("step", range(1, 31))
def test_a_signal_between_any_two_steps_of_waiting_is_obeyed(supervisor, step):
    """Python runs the handler in the thread that waits: a lock that both take is never let go."""
    steps = iter(range(1, step))

    def trace(frame, event, argument):
        if next(steps, None) is None:
            sys.settrace(None)
            supervisor.told_to_stop(signal.SIGINT, frame)
            return None
        return trace

    def wait():
        sys.settrace(trace)
        supervisor.run()

    waiting = threading.Thread(target=wait, daemon=True)
    waiting.start()
    waiting.join(20)
    assert not waiting.is_alive()
