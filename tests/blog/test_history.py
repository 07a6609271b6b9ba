"""Everything that is done to an article in the admin is in its history."""

import json

import pytest
from django.contrib.admin.models import LogEntry

from blog.drafts import Autosave, save_draft
from blog.models import EditorNote, Post, PreviewLink, PreviewNote, Revision
from tests.blog.article_forms import ADD, change_url, current_data, form_data
from tests.factories import make_post, make_tag
from tests.html import read

pytestmark = pytest.mark.django_db
LIST = "/admin/blog/post/"


@pytest.fixture
def post(alice):
    return make_post("The Kettle", author=alice, status=Post.Status.DRAFT, body="Water boils.")


@pytest.fixture
def client(signed_in, edith):
    """Edith, who may do everything."""
    return signed_in(edith)


def history(post):
    return [str(entry.get_change_message()) for entry in LogEntry.objects.filter(object_id=str(post.pk)).order_by("pk")]


def page(post, name):
    return f"{LIST}{post.pk}/{name}/"


def bulk(action, **data):
    return lambda client, post: client.post(LIST, {"action": action, "_selected_action": [post.pk]} | data)


def save(**changes):
    return lambda client, post: client.post(change_url(post), current_data(post, series_position="0", **changes))


def step(name):
    return lambda client, post: client.post(page(post, f"review/{name}"), {"version": post.version})


def action(name):
    return lambda client, post: client.post(page(post, name), {"version": post.version})


def restore(client, post):
    client.post(page(post, "revisions/1/restore"))


def discard(client, post):
    restore(client, post)
    LogEntry.objects.all().delete()
    client.post(change_url(post), {"_discard_draft": "1"})


def name_revision(client, post):
    for _ in range(2):
        client.post(page(post, "revisions/1/name"), {"name": "First"})


def make_link(client, post):
    client.post(page(post, "preview-links"), {"days": "7"})


def revoke_link(client, post):
    link = PreviewLink.objects.make(post, post.authors.get(), 7)
    for _ in range(2):
        client.post(page(post, f"preview-links/{link.pk}/revoke"))


def delete_note(client, post):
    note = PreviewNote.objects.create(post=post, name="Ada", body="Fine.")
    client.post(page(post, f"preview-notes/{note.pk}/delete"))


def discuss(client, post):
    client.post(page(post, "notes"), {"quote": "Water boils.", "position": "0", "body": "Always?"})
    note = EditorNote.objects.get()
    client.post(page(post, f"notes/{note.pk}/replies"), {"body": "At sea level."})
    for _ in range(2):
        client.post(page(post, f"notes/{note.pk}/resolution"))
    client.post(page(post, f"notes/{note.pk}/resolution/withdraw"))


def run_into_a_conflict(client, post):
    stale = current_data(post, body="Mine.")
    Post.objects.filter(pk=post.pk).update(body="Theirs.", version=post.version + 1)
    client.post(change_url(post), stale)


TAG = {"tag": "radio"}
DONE = [
    (save(body="Water sings."), ["Changed Text."]),
    (save(status="published", published_at_0="2041-01-01"), ["Status: Scheduled.", "Changed Status and Published."]),
    (save(status="published", published_at_0="2020-01-01", expires_at_0="2020-02-01"), ["Status: Expired.", None]),
    (bulk("publish_now"), ["Status: Published."]),
    (bulk("archive"), ["Status: Archived."]),
    (bulk("add_tag", **TAG), ["Tag added: radio."]),
    (step("submission"), ["Review: Submitted for review."]),
    (action("archive"), ["Status: Archived."]),
    (action("duplicate"), ["Duplicated."]),
    (restore, ["Restored revision 1 into a draft."]),
    (discard, ["Discarded a draft."]),
    (name_revision, ["Named revision 1 “First”."]),
    (make_link, ["Created a preview link."]),
    (revoke_link, ["Revoked a preview link."]),
    (delete_note, ["Deleted a note on a preview."]),
    (
        discuss,
        [
            "Added a private note.",
            "Replied to a private note.",
            "Resolved a private note.",
            "Reopened a private note.",
        ],
    ),
    (run_into_a_conflict, ["Conflict: kept the other text as a revision."]),
]


@pytest.mark.parametrize(("do", "messages"), DONE, ids=[str(messages[0]) for _do, messages in DONE])
def test_what_is_done_is_in_the_history(client, post, do, messages):
    make_tag("radio")
    do(client, post)
    found = history(post)
    assert [message if expected else None for message, expected in zip(found, messages, strict=True)] == messages
    assert set(LogEntry.objects.values_list("user__display_name", flat=True)) == {"Edith Editor"}


def test_the_history_page_lists_it(client, post):
    make_link(client, post)
    assert "Created a preview link." in read(client.get(page(post, "history"))).text


def test_a_new_article_is_in_the_history_once_however_it_was_begun(client):
    text = {"tab": "a-tab-name", "seq": 1, "base": 0, "fields": {"title": ["New"], "body": ["Words."]}}
    for _ in range(2):
        client.post(f"{ADD}draft/", json.dumps(text), content_type="application/json")
    begun = Post.objects.get()
    client.post(ADD, form_data(title="Other", slug="other"))
    saved = Post.objects.get(slug="other")
    assert [history(post) for post in (begun, saved)] == [["Added."], ["Added."]]


def test_autosave_does_not_fill_the_history(client, edith, post):
    save_draft(post, edith, Autosave("a-tab-name", 1, post.version, {"title": ["New"]}))
    assert history(post) == []


def test_who_saved_the_article_is_not_confused_with_who_made_a_link(client, alice, post):
    editor_form = current_data(post, body="Stale.")
    client.post(change_url(post), current_data(post, body="Saved by Edith."))
    client.logout()
    client.force_login(alice)
    make_link(client, Post.objects.get())
    answer = client.post(change_url(post), editor_form)
    assert "Edith Editor saved this article" in read(answer).text
    assert Revision.objects.filter(kind=Revision.Kind.CONFLICT).exists()
