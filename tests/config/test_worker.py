import pytest
from django.db import OperationalError

from config.management.commands import worker as command


class Rounds:
    """A worker that stops after so many rounds."""

    worker_id = "here:1:0000"

    def __init__(self, rounds):
        self.rounds = rounds

    @property
    def running(self):
        self.rounds -= 1
        return self.rounds >= 0


@pytest.fixture
def pauses(monkeypatch):
    pauses = []
    monkeypatch.setattr(command.time, "sleep", pauses.append)
    monkeypatch.setattr(command, "recover", lambda worker_id, now: None)
    monkeypatch.setattr(command, "enqueue_due", lambda now: 0)
    monkeypatch.setattr(command, "close_old_connections", lambda: None)
    monkeypatch.setattr(command.connection, "close", lambda: None)
    return pauses


def test_a_locked_database_is_waited_for_longer_each_time(monkeypatch, pauses, caplog):
    def locked(worker):
        raise OperationalError("database is locked")

    monkeypatch.setattr(command, "work_once", locked)
    command.work(Rounds(7))
    assert pauses == [2, 4, 8, 16, 30, 30, 30]
    assert "database is locked" in caplog.text


def test_the_wait_is_short_again_when_the_database_is_back(monkeypatch, pauses):
    answers = iter([OperationalError("locked"), OperationalError("locked"), None, None])

    def work_once(worker):
        if error := next(answers):
            raise error

    monkeypatch.setattr(command, "work_once", work_once)
    command.work(Rounds(4))
    assert pauses == [2, 4, 1, 1]
