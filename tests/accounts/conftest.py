import pytest


@pytest.fixture(autouse=True)
def _no_waiting(monkeypatch):
    """Pages that take the same time for everybody take none here; test_timing_work.py measures them."""
    monkeypatch.setattr("accounts.middleware.STEP_SECONDS", 0)
