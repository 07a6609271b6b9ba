"""Rate limits count by network or account in the cache, for a limited time."""

from datetime import timedelta
from unittest.mock import patch

import pytest
from django.utils import timezone

from accounts.abuse.rate_limits import RateLimit, allow

pytestmark = pytest.mark.django_db
HERE, THERE = "192.0.2.0/24", "198.51.100.0/24"
LIMIT = RateLimit("previews", 2, timedelta(minutes=10))


def at(moment):
    return patch("django.utils.timezone.now", lambda: moment)


def test_limits_are_counted_per_action_and_network():
    assert [allow(LIMIT, HERE) for _ in range(4)] == [True, True, False, False]
    assert allow(LIMIT, THERE)
    assert allow(RateLimit("likes", 1, LIMIT.within), HERE)


def test_the_count_starts_again_with_the_next_window():
    start = timezone.now().replace(minute=0, second=1)
    with at(start):
        assert [allow(LIMIT, HERE) for _ in range(3)] == [True, True, False]
    with at(start + timedelta(minutes=9)):
        assert not allow(LIMIT, HERE)
    with at(start + timedelta(minutes=10)):
        assert allow(LIMIT, HERE)


def test_without_a_cache_everything_is_allowed(settings, caplog):
    settings.CACHES = {name: {"BACKEND": "tests.comments.broken_cache.BrokenCache"} for name in ("default", "pages")}
    assert allow(RateLimit("previews", 0, LIMIT.within), HERE)
    assert "previews" in caplog.text
