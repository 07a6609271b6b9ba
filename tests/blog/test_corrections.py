"""Notes about updates: readers see that an article was changed, when, and why."""

from datetime import timedelta

import pytest
from django.utils import timezone

from blog.models import Post
from tests.blog.article_forms import change_url, current_data
from tests.factories import make_post

pytestmark = pytest.mark.django_db

NOTE = "The bridge was built in 1905, not in 1950."


def page(client, post):
    return " ".join(client.get(post.get_absolute_url()).content.decode().split())


def test_a_note_is_shown_with_the_date_of_the_update(client):
    post = make_post("Bridges", revised_at=timezone.now(), correction=NOTE)
    html = page(client, post)
    assert NOTE in html
    assert html.count("Updated") == 1


def test_a_note_in_admin_dates_the_update(signed_in, edith):
    post = make_post("Bridges")
    form = current_data(post, status="published", published_at_0="2026-01-01", correction=NOTE)
    signed_in(edith).post(change_url(post), form)
    post = Post.objects.get()
    assert timezone.now() - post.revised_at < timedelta(minutes=1)
    assert f"<updated>{post.revised_at:%Y-%m-%d}" in signed_in(edith).get("/feed/").content.decode()


def test_the_date_of_an_update_can_be_set_by_hand(signed_in, edith):
    post = make_post("Bridges")
    dates = {"published_at_0": "2026-01-01", "revised_at_0": "2026-02-03"}
    signed_in(edith).post(change_url(post), current_data(post, status="published", correction=NOTE, **dates))
    assert Post.objects.get().revised_at.date().isoformat() == "2026-02-03"


def test_an_unchanged_note_keeps_its_date(signed_in, edith):
    post = make_post("Bridges", revised_at=timezone.now() - timedelta(days=9), correction=NOTE)
    local = timezone.localtime(post.revised_at)
    dates = {"revised_at_0": f"{local:%Y-%m-%d}", "revised_at_1": f"{local:%H:%M:%S}"}
    signed_in(edith).post(change_url(post), current_data(post, status="published", correction=NOTE, **dates))
    assert timezone.now() - Post.objects.get().revised_at > timedelta(days=8)


def test_markup_in_a_note_is_escaped(client):
    post = make_post("Bridges", revised_at=timezone.now(), correction="<b>bold</b>")
    assert "&lt;b&gt;bold" in page(client, post)
