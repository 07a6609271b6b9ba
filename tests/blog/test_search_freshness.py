"""Search finds articles by the current names of tags and authors."""

import pytest

from accounts.models import User
from blog import tasks
from blog.models import Post, Tag
from blog.personal_data import hand_over
from tests.factories import make_post, make_tag

pytestmark = pytest.mark.django_db


def found(client, query):
    return [post.title for post, _ in client.get("/search/", {"q": query}).context["hits"]]


def test_articles_of_a_renamed_tag_are_only_found_by_its_new_name(signed_in, edith, client):
    make_post("Post", tags=["Radio"])
    tag = Tag.objects.get()
    client = signed_in(edith)
    client.post(f"/admin/blog/tag/{tag.pk}/change/", {"name": "Wireless", "slug": "radio", "description": ""})
    assert (found(client, "radio"), found(client, "wireless")) == ([], ["Post"])


@pytest.mark.parametrize("in_bulk", [False, True])
def test_an_article_is_not_found_by_a_deleted_tag(signed_in, edith, in_bulk):
    make_post("Post", tags=["Radio", "Kettles"])
    tag, client = Tag.objects.get(name="Radio"), signed_in(edith)
    if in_bulk:
        data = {"action": "delete_selected", "_selected_action": [tag.pk], "post": "yes"}
        client.post("/admin/blog/tag/", data)
    else:
        client.post(f"/admin/blog/tag/{tag.pk}/delete/", {"post": "yes"})
    assert (found(client, "radio"), found(client, "kettles")) == ([], ["Post"])


@pytest.mark.parametrize("fields", [None, ["display_name"]])
def test_articles_of_a_renamed_author_are_only_found_by_the_new_name(client, alice, fields):
    make_post("Post", author=alice)
    alice.display_name = "Philippa Quill"
    alice.save(update_fields=fields)
    assert (found(client, "alice"), found(client, "quill")) == ([], ["Post"])


def test_an_article_with_a_new_author_is_found_by_their_name(client, alice, edith):
    make_post("Post", author=alice)
    hand_over(alice, edith)
    assert (found(client, "alice"), found(client, "edith")) == ([], ["Post"])


def test_saving_an_author_without_renaming_them_indexes_nothing(client, alice, monkeypatch):
    make_post("Post", author=alice)
    monkeypatch.setattr("blog.search.index", lambda post: pytest.fail("indexed"))
    alice.set_password("another long password")
    alice.save()
    User.objects.get(pk=alice.pk).save(update_fields=["last_login"])


def test_articles_of_a_renamed_tag_are_indexed_in_batches(monkeypatch):
    posts = [make_post(tags=["Radio"]) for _ in range(5)]
    portions = []
    monkeypatch.setattr("blog.tasks.INDEXED_AT_ONCE", 2)
    monkeypatch.setattr("blog.tasks.search.index", lambda post: portions.append(post.pk))
    tasks.index_later(Post.objects.tagged(make_tag("Radio")))
    assert portions == [post.pk for post in posts]


def test_an_article_that_was_deleted_meanwhile_is_not_indexed(client):
    tasks.index.enqueue([999])
    assert not client.get("/search/?q=x").context["hits"]
