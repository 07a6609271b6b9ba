"""The article without its comments is cached for signed-in readers until something changes."""

import pickle
import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from blog.models import Bookmark, Post, Section
from blog.posts import save_post
from tests.factories import make_comment, make_post, make_tag

pytestmark = pytest.mark.django_db
PATH = "/articles/the-kettle/"


@pytest.fixture
def reader(signed_in, bob):
    client = signed_in(bob)
    client.get("/")  # stores when the user was last seen
    return client


@pytest.fixture
def kettle(alice):
    return make_post("The Kettle", author=alice, tags=["radio"], body="Water boils.\n\n## Steam\n\nIt rises.")


def page(client, path=PATH):
    return client.get(path).content.decode()


def test_a_member_needs_at_most_seven_queries_for_any_number_of_comments(reader, kettle, django_assert_num_queries):
    for number in range(6):
        make_post(f"Other {number}", tags=["radio"])
    for more, queries in [(1, 6), (50, 6), (60, 7)]:  # small threads are read with one query
        for _ in range(more):
            make_comment(kettle)
        page(reader)
        with django_assert_num_queries(queries):
            assert "Other" in page(reader)


def test_the_cached_article_equals_the_rendered_one(reader, kettle):
    make_post("Teapots", tags=["radio"])
    made, kept = (re.sub(r'value="[^"]{20,}"', "", page(reader)) for _ in range(2))
    assert "Teapots" in made
    assert kept == made


def rewritten(post):
    post.body = "Water sings."
    save_post(post)


def tagged(post):
    save_post(post, tags=[make_tag("tea")])


def followed(post):
    make_post("Teapots", age=0)


def withdrawn(post):
    Post.objects.get(slug="neighbour").withdraw()


def renamed(post):
    author = post.ordered_authors[0]
    author.display_name = "Alix Autrice"
    author.save(update_fields=["display_name"])


@pytest.mark.parametrize(
    ("change", "gone", "there"),
    [
        (rewritten, "Water boils.", "Water sings."),
        (tagged, "/tags/radio/", "/tags/tea/"),
        (followed, None, "Teapots"),
        (withdrawn, "Neighbour", "Water boils."),
        (renamed, "Alice Author", "Alix Autrice"),
    ],
)
def test_changes_are_shown_immediately(reader, kettle, change, gone, there):
    make_post("Neighbour", age=3)
    before = page(reader)
    change(Post.objects.get(pk=kettle.pk))
    after = page(reader)
    assert there in after
    assert gone is None or (gone in before and gone not in after)


def test_a_scheduled_related_article_is_shown_when_it_is_published(reader, kettle, monkeypatch):
    later = timezone.now() + timedelta(minutes=5)
    make_post("Teapots", published_at=later)
    assert "Teapots" not in page(reader)
    for module in ("blog.article_page.build", "blog.models.post"):
        monkeypatch.setattr(f"{module}.timezone.now", lambda: later)
    assert "Teapots" in page(reader)


def test_nothing_personal_is_cached(reader, kettle, mona):
    other = Client()
    other.force_login(mona)
    Bookmark.objects.create(user=mona, post=kettle)
    make_comment(kettle, author=mona, status="held", body="Mine alone.")
    hers = page(other)
    assert "Mine alone." in hers
    assert "Remove bookmark" in hers
    his = page(reader)
    assert "Mine alone." not in his
    assert "Remove bookmark" not in his


def test_a_withdrawn_article_disappears_immediately(reader, kettle):
    page(reader)
    kettle.withdraw()
    assert reader.get(PATH).status_code == 404


def test_previews_are_not_cached(signed_in, alice):
    post, author = make_post("The Kettle", author=alice, status="draft", body="Water boils."), signed_in(alice)
    assert "Water boils." in page(author)
    Section.objects.filter(post=post).update(html="<p>Water sings.</p>")
    assert "Water sings." in page(author)


def test_private_fields_of_authors_are_not_cached(reader, kettle, monkeypatch):
    values = []
    monkeypatch.setattr("blog.cache.pages.store", lambda key, value: values.append(pickle.dumps(value)))
    page(reader)
    [value] = values
    assert b"Alice Author" in value
    assert b"alice@example.org" not in value
    assert b"argon2" not in value
