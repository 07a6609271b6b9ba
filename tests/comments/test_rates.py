"""Likes and previews are counted by network, in the cache, and end with their time."""

from dataclasses import replace
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.utils import timezone

from comments.rates import LIKES, PREVIEWS, once_more
from comments.views import submission
from tests.comments.sending import GUEST
from tests.factories import make_post

pytestmark = pytest.mark.django_db
HERE, THERE = "192.0.2.0/24", "198.51.100.0/24"
RATE = replace(PREVIEWS, most=2)


def at(moment):
    return patch("django.utils.timezone.now", lambda: moment)


def test_one_too_many_is_one_too_many_for_that_network_and_that_thing():
    assert [once_more(RATE, HERE) for _ in range(4)] == [True, True, False, False]
    assert once_more(RATE, THERE)
    assert once_more(replace(LIKES, most=1), HERE)


def test_the_count_ends_with_its_time_and_not_before():
    start = timezone.now().replace(minute=0, second=1)
    with at(start):
        assert [once_more(RATE, HERE) for _ in range(3)] == [True, True, False]
    with at(start + timedelta(minutes=9)):
        assert not once_more(RATE, HERE)
    with at(start + timedelta(minutes=10)):
        assert once_more(RATE, HERE)


def test_without_a_cache_nobody_is_hindered(settings, caplog):
    settings.CACHES = {name: {"BACKEND": "tests.comments.broken_cache.BrokenCache"} for name in ("default", "pages")}
    assert once_more(replace(RATE, most=0), HERE)
    assert "previews" in caplog.text


@pytest.mark.parametrize("how", ["page", "alone"])
def test_previews_without_end_are_refused_and_the_words_are_kept(client, how):
    post, typed = make_post(), GUEST | {"body": "**My** words", "preview": how}
    with patch.object(submission, "PREVIEWS", RATE):
        answers = [client.post(f"{post.get_absolute_url()}comments/", typed) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    refused = answers[-1].content.decode()
    assert "These were many previews in a short time." in refused
    assert "<strong>My</strong>" not in refused
    assert how == "alone" or "**My** words</textarea>" in refused
