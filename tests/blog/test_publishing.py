"""The button that publishes from the form of an article."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from blog.models import Post
from tests.blog.article_forms import change_url, current_data
from tests.factories import make_post


@pytest.fixture
def draft(alice):
    return make_post("The Kettle", author=alice, status="draft")


def publish(client, post, **changes):
    client.post(change_url(post), current_data(post, _publish="1", **changes))
    return Post.objects.get(pk=post.pk)


def test_the_button_publishes_at_once(signed_in, edith, draft):
    post = publish(signed_in(edith), draft, body="Water boils.")
    assert post.is_published()
    assert timezone.now() - post.published_at < timedelta(minutes=1)
    assert post.body == "Water boils."


def test_a_time_with_an_offset_schedules_the_article(signed_in, edith, draft, settings):
    settings.TIME_ZONE = "Europe/Zurich"
    post = publish(signed_in(edith), draft, publish_at="2041-07-01T09:30:00-04:00")
    assert post.published_at == datetime(2041, 7, 1, 13, 30, tzinfo=UTC)
    assert post.is_scheduled()


def test_users_who_may_not_publish_save_the_article_unpublished(signed_in, alice, draft):
    alice.groups.get().permissions.get(codename="publish_post").group_set.clear()
    post = publish(signed_in(alice), draft, body="Water boils.")
    assert (post.status, post.body) == ("draft", "Water boils.")


@pytest.mark.parametrize("time", ["tomorrow", "2041-13-01T00:00:00Z", "2041-07-01T09:30:00", "2041"])
def test_a_malformed_time_is_ignored(signed_in, edith, draft, time):
    assert publish(signed_in(edith), draft, publish_at=time).is_published()
