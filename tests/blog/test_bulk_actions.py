"""Actions on several articles at once."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext

from blog import search
from blog.admin import bulk_actions
from blog.models import Post
from tests.factories import make_post, make_tag
from tests.html import read

pytestmark = pytest.mark.django_db

LIST = "/admin/blog/post/"


@pytest.fixture
def run(signed_in):
    """Run an action as a user on posts. Returns what is said afterwards."""

    def run(user, action, posts, **data):
        chosen = {"action": action, "_selected_action": [post.pk for post in posts]}
        answer = signed_in(user).post(LIST, chosen | data)
        assert answer.status_code == 302
        return [str(message) for message in get_messages(answer.wsgi_request)]

    return run


def test_a_tag_is_added_and_removed_without_scripts(run, edith, client):
    radio, posts = make_tag("Radio"), [make_post("One"), make_post("Two", tags=["Radio"])]
    versions = [post.version for post in posts]
    assert "Radio" not in read(client.get("/articles/one/")).text
    assert run(edith, "add_tag", posts, tag=" radio ") == ["1 article changed."]
    client.logout()
    assert "Radio" in read(client.get("/articles/one/")).text
    assert search.find(search.Query.parse("radio")) != []
    assert [post.version for post in Post.objects.order_by("pk")] == [versions[0] + 1, versions[1]]
    assert run(edith, "remove_tag", posts, tag="Radio") == ["2 articles changed."]
    client.logout()
    assert "Radio" not in read(client.get("/articles/one/")).text
    assert radio.posts.count() == 0
    assert search.find(search.Query.parse("radio")) == []


def test_the_history_of_each_article_has_the_tag(run, edith):
    make_tag("Radio")
    posts = [make_post(), make_post()]
    run(edith, "add_tag", posts, tag="Radio")
    run(edith, "remove_tag", posts, tag="Radio")
    notes = LogEntry.objects.order_by("pk").values_list("object_id", "change_message", "user")
    keys = [str(post.pk) for post in posts]
    added, removed = ([(key, f"Tag {what}: Radio.", edith.pk) for key in keys] for what in ("added", "removed"))
    assert list(notes) == added + removed


def test_authors_change_only_their_own_articles(run, alice, edith):
    make_tag("Radio")
    mine, theirs = make_post(author=alice), make_post(author=edith, status="draft")
    assert run(alice, "add_tag", [mine, theirs], tag="Radio") == ["1 article changed."]
    run(alice, "archive", [mine, theirs])
    assert list(Post.objects.filter(tags__name="Radio")) == list(Post.objects.filter(status="archived")) == [mine]


def test_users_who_may_not_publish_cannot_publish_in_bulk(run, alice):
    alice.groups.get().permissions.get(codename="publish_post").group_set.clear()
    post = make_post(author=alice, status="draft")
    run(alice, "publish_now", [post])
    assert not Post.objects.published().exists()


@pytest.mark.parametrize(
    ("typed", "said"),
    [("", "Enter a tag next to the action."), ("  ", "Enter a tag"), ("Nothing", "There is no tag “Nothing”.")],
)
def test_a_missing_or_unknown_tag_is_explained(run, edith, typed, said):
    post = make_post()
    [message] = run(edith, "remove_tag", [post], tag=typed)
    assert message.startswith(said)
    assert not post.tags.exists()


@pytest.mark.parametrize(("name", "typed"), [("Radio", "RADIO"), ("Kräuter", "KRÄUTER"), ("Чай", "чай")])
def test_a_tag_is_found_whatever_its_case(run, edith, name, typed):
    tag, post = make_tag(name), make_post()
    run(edith, "add_tag", [post], tag=typed)
    assert list(post.tags.all()) == [tag]


def test_a_new_tag_is_created_unless_there_is_a_similar_one(run, edith, alice):
    post = make_post(author=alice)
    assert run(edith, "add_tag", [post], tag="Kettle") == ["1 article changed."]
    assert LogEntry.objects.filter(object_repr="Kettle", change_message="Created for articles.").exists()
    assert (
        run(edith, "add_tag", [post], tag="Kettles")[-1]
        == "There is no tag “Kettles”, but there is Kettle. Nothing was changed."
    )
    alice.groups.get().permissions.get(codename="add_tag").group_set.clear()
    assert run(alice, "add_tag", [post], tag="Tea")[-1] == "There is no tag “Tea”. Nothing was changed."
    assert [tag.name for tag in post.tags.all()] == ["Kettle"]


def test_too_many_articles_are_not_changed(run, edith, monkeypatch):
    monkeypatch.setattr(bulk_actions, "MAX_AT_ONCE", 1)
    assert run(edith, "archive", [make_post(), make_post()]) == ["Select at most 1 articles. Nothing was changed."]
    assert not Post.objects.filter(status="archived").exists()


def test_the_history_is_written_with_one_query(run, edith):
    make_tag("Radio")
    posts = [make_post() for _ in range(3)]
    with CaptureQueriesContext(connection) as queries:
        run(edith, "add_tag", posts, tag="Radio")
        run(edith, "archive", posts)
    assert len([query for query in queries if 'INTO "django_admin_log"' in query["sql"]]) == 2
