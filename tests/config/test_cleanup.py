"""The daily task deletes expired rows, and no others."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.utils import timezone

from config.tasks import delete_expired

pytestmark = pytest.mark.django_db


def test_only_expired_sessions_are_deleted():
    for days in (-1, 1):
        session = SessionStore()
        session["day"] = days
        session.set_expiry(timezone.now() + timedelta(days=days))
        session.create()
    delete_expired.enqueue()
    assert [row.get_decoded()["day"] for row in Session.objects.all()] == [1]


def keys():
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM cache_entries")
        return {key.rpartition(":")[2] for (key,) in cursor.fetchall()}


@pytest.mark.skipif(bool(settings.REDIS_URL), reason="Redis forgets by itself")
def test_only_expired_cache_entries_are_deleted():
    cache.set("good", 1, timeout=60)
    cache.set("over", 1, timeout=-60)
    cache.set("ever", 1, timeout=None)
    assert keys() == {"good", "over", "ever"}
    delete_expired.enqueue()
    assert keys() == {"good", "ever"}
