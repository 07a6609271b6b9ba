"""Migrating percent-encoded redirects and decomposed slugs."""

import importlib
import unicodedata

import pytest
from django.apps import apps
from django.db import connection

from blog.models import Post, Redirect
from tests.factories import make_post

pytestmark = pytest.mark.django_db

migration = importlib.import_module("blog.migrations.0009_one_normal_form")
DECOMPOSED = unicodedata.normalize("NFD", "café")


def test_percent_encoded_redirects_work_after_the_upgrade(client):
    post = make_post("New")
    for path in ("/articles/tokyo-%E6%97%A5%E6%9C%AC/", "/tags/caf%C3%A9/", "/plain/", "/old/?p=1", "/100%25/"):
        Redirect.objects.create(path=path, post=post)
    migration.normalize_redirects(apps, None)
    stored = set(Redirect.objects.values_list("path", flat=True))
    assert stored == {"/articles/tokyo-日本/", "/tags/café/", "/plain/", "/old/?p=1", "/100%25/"}
    for path in ("/articles/tokyo-日本/", "/tags/café/", "/plain/", "/old/?p=1", "/100%25/"):
        assert client.get(path).status_code == 301


def test_the_newer_of_two_redirects_for_a_url_is_kept():
    first, second = make_post("First"), make_post("Second")
    Redirect.objects.create(path="/caf%C3%A9/", post=first)
    Redirect.objects.create(path="/café/", post=second)
    Redirect.objects.create(path="/" + DECOMPOSED + "/", post=second)
    migration.normalize_redirects(apps, None)
    assert list(Redirect.objects.values_list("path", "post")) == [("/café/", second.pk)]


def test_decomposed_slugs_are_composed_and_stay_unique(client):
    posts = [make_post("One", slug="café"), make_post("Two", slug="two"), make_post("Three", slug="three")]
    with connection.cursor() as cursor:
        cursor.execute("UPDATE blog_post SET slug = %s WHERE id = %s", [DECOMPOSED, posts[1].pk])
        cursor.execute("UPDATE blog_post SET slug = %s WHERE id = %s", [DECOMPOSED + "-x", posts[2].pk])
    migration.normalize_slugs(apps, None)
    assert dict(Post.objects.values_list("title", "slug")) == {"One": "café", "Two": "café-2", "Three": "café-x"}
    assert client.get(f"/articles/{DECOMPOSED}-x/").status_code == 200
