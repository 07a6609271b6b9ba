import pytest


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch):
    """Responses aren't delayed to a constant time; test_timing_work.py tests that."""
    monkeypatch.setattr("accounts.middleware.STEP_SECONDS", 0)
