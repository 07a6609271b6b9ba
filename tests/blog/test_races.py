"""Concurrent requests, on PostgreSQL."""

from functools import partial

import pytest
from django.apps import apps
from django.test import Client

from accounts.roles import grant
from blog.models import Post, Series, Tag
from tests.blog.article_forms import change_url, current_data, form_data
from tests.factories import make_post
from tests.races import at_once

pytestmark = pytest.mark.django_db(transaction=True)
ROUNDS = 6


@pytest.fixture(autouse=True)
def _groups(transactional_db):
    """Previous tests have emptied all tables, including the groups."""
    grant(apps.get_model)


def browser_of(user):
    client = Client()
    client.force_login(user)
    return client


def test_one_of_two_concurrent_saves_is_kept_and_the_other_shows_it(edith, alice):
    for number in range(ROUNDS):
        post = make_post(f"Round {number}", author=alice, slug=f"round-{number}")
        answers = at_once(
            partial(browser_of(edith).post, change_url(post), current_data(post, body="The text of Edith.")),
            partial(browser_of(alice).post, change_url(post), current_data(post, body="The text of Alice.")),
        )
        assert sorted(answer.status_code for answer in answers) == [200, 302]
        refused = next(answer for answer in answers if answer.status_code == 200).content.decode()
        assert "The text of Edith." in refused
        assert "The text of Alice." in refused
        assert Post.objects.get(pk=post.pk).version == post.version + 1


@pytest.mark.parametrize(
    ("path", "data"),
    [
        ("/admin/blog/post/add/", form_data(tags=[])),
        ("/admin/blog/tag/add/", {"name": "Radio", "slug": "radio"}),
        ("/admin/blog/series/add/", {"title": "Radio", "slug": "radio"}),
    ],
)
def test_concurrent_submissions_of_a_form_add_one_object(edith, path, data):
    model = {"post": Post, "tag": Tag, "series": Series}[path.split("/")[3]]
    for number in range(ROUNDS):
        sent = data | {"slug": f"round-{number}", "title": f"Round {number}", "name": f"Round {number}"}
        answers = at_once(*(partial(browser_of(edith).post, path, sent) for _ in range(3)))
        assert [answer.status_code for answer in answers] == [302] * 3
        assert model.objects.filter(slug=f"round-{number}").count() == 1
