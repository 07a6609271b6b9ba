"""Unpublish, archive and duplicate in the editor of one article."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.utils import timezone

from blog.drafts import Autosave, save_draft
from blog.models import Draft, Post, ReviewStep, Revision, Series
from blog.posts import save_post
from tests.blog.article_forms import change_url, current_data
from tests.factories import make_post, make_user
from tests.html import read

pytestmark = pytest.mark.django_db
ACTIONS = ("withdraw", "archive", "duplicate")


@pytest.fixture
def post(alice):
    return make_post("The Kettle", author=alice, tags=["radio"], body="Water boils.")


def url(post, action):
    return f"/admin/blog/post/{post.pk}/{action}/"


def confirm(client, post, action):
    """Open the page of the action and press its button."""
    page = read(client.get(url(post, action)))
    return client.post(url(post, action), page.hidden_fields, follow=True)


def write_draft(post, user, **fields):
    texts = {"title": post.title, "body": post.body, "status": post.status} | fields
    return save_draft(
        post, user, Autosave("a-tab-name", 1, post.version, {name: [text] for name, text in texts.items()})
    )


@pytest.mark.parametrize(
    ("action", "status", "said"), [("withdraw", "draft", "is a draft now"), ("archive", "archived", "is archived now")]
)
def test_readers_cannot_see_an_article_that_was_taken_out(signed_in, client, alice, post, action, status, said):
    assert client.get(post.get_absolute_url()).status_code == 200
    page = read(confirm(signed_in(alice), post, action))
    assert f"“The Kettle” {said}. Readers can’t see it." in page.text
    client.logout()
    assert client.get(post.get_absolute_url()).status_code == 404
    assert "The Kettle" not in client.get("/").content.decode()
    assert Post.objects.get(pk=post.pk).status == status


def test_the_question_says_what_changes_for_readers(signed_in, alice, post):
    client = signed_in(alice)
    assert "will see that there is no such page" in read(client.get(url(post, "withdraw"))).text
    scheduled = make_post(author=alice, age=-2)
    page = read(client.get(url(scheduled, "withdraw"))).text
    assert "Now: Scheduled." in page
    assert "It will not be published on" in page
    expired = make_post(author=alice, age=3, expires_at=timezone.now() - timedelta(days=1))
    page = read(client.get(url(expired, "archive"))).text
    assert "Now: Expired." in page
    assert "Readers can’t see it now either." in page


def test_asking_changes_nothing(signed_in, alice, post):
    for action in ACTIONS:
        signed_in(alice).get(url(post, action))
    assert Post.objects.get().version == post.version


def test_an_article_that_was_saved_in_the_meantime_is_not_taken_out(signed_in, alice, edith, post):
    client = signed_in(alice)
    page = read(client.get(url(post, "withdraw")))
    editor = Client()
    editor.force_login(edith)
    dates = {"published_at_0": "2026-01-01", "published_at_1": "08:00"}
    editor.post(change_url(post), current_data(post, status="published", body="Corrected.") | dates)
    answer = client.post(url(post, "withdraw"), page.hidden_fields)
    assert answer.status_code == 409
    assert "Nothing was changed: Edith Editor saved this article in the meantime." in read(answer).alert
    assert Post.objects.get().status == Post.Status.PUBLISHED
    assert client.post(url(post, "withdraw"), read(answer).hidden_fields).status_code == 302
    assert Post.objects.get().status == Post.Status.DRAFT


@pytest.mark.parametrize("version", ["", "x", "-1", "9" * 30])
def test_a_malformed_version_changes_nothing(signed_in, alice, post, version):
    assert signed_in(alice).post(url(post, "archive"), {"version": version}).status_code == 409
    assert Post.objects.get().status == Post.Status.PUBLISHED


def test_repeating_an_action_changes_nothing(signed_in, alice, post):
    client = signed_in(alice)
    confirm(client, post, "archive")
    answer = client.post(url(post, "archive"), {"version": post.version}, follow=True)
    assert "in this state already" in read(answer).text
    assert LogEntry.objects.filter(object_id=str(post.pk)).count() == 1


def test_unsaved_changes_are_kept_and_do_not_publish_it_again(signed_in, alice, post):
    client = signed_in(alice)
    write_draft(post, alice, body="Half a sentence")
    page = read(confirm(client, post, "withdraw"))
    assert page.field("Text:").value == "Half a sentence"
    assert page.field("Status:").value == "draft"
    assert "saving shows you both versions" not in page.text
    draft = Draft.objects.get()
    stored = Post.objects.get()
    client.post(change_url(post), current_data(stored, body="Half a sentence", base_version=draft.base_version))
    assert (Post.objects.get().body, Post.objects.get().status) == ("Half a sentence", "draft")


def test_the_same_is_true_for_the_actions_of_the_list(signed_in, alice, post):
    write_draft(post, alice)
    data = {"action": "archive", "_selected_action": [post.pk]}
    signed_in(alice).post("/admin/blog/post/", data)
    assert Draft.objects.get().fields["status"] == ["archived"]


# --- duplicate ---
def test_a_copy_is_a_draft_of_the_person_who_made_it(signed_in, edith, post):
    series = Series.objects.create(title="Tea", slug="tea")
    post.series, post.series_position, post.correction, post.revised_at = series, 3, "Boiled.", timezone.now()
    save_post(post)
    page = read(confirm(signed_in(edith), post, "duplicate"))
    assert "Readers see nothing of it until you publish it." in page.text
    copy = Post.objects.exclude(pk=post.pk).get()
    assert page.field("Title:").value == "Copy of The Kettle"
    assert (copy.slug, copy.status, copy.published_at) == ("copy-of-the-kettle", "draft", None)
    assert (copy.body, copy.series, copy.series_position) == ("Water boils.", series, 3)
    assert (copy.correction, copy.revised_at) == ("", None)
    assert [tag.name for tag in copy.tags.all()] == ["radio"]
    assert [author.display_name for author in copy.authors.all()] == ["Edith Editor"]
    assert Revision.objects.filter(post=copy, user=edith).exists()
    assert list(copy.sections.values_list("text", flat=True))


def test_two_copies_have_different_slugs_and_long_titles_fit(signed_in, alice):
    post = make_post("Long " * 40, slug="long", author=alice)
    for _ in range(2):
        confirm(signed_in(alice), post, "duplicate")
    slugs = set(Post.objects.values_list("slug", flat=True))
    assert len(slugs) == 3
    assert max(len(title) for title in Post.objects.values_list("title", flat=True)) <= 200


def test_a_copy_has_the_text_that_its_author_sees_in_the_editor(signed_in, alice, post):
    write_draft(post, alice, title="The Pot", body="Unsaved words.")
    confirm(signed_in(alice), post, "duplicate")
    copy = Post.objects.exclude(pk=post.pk).get()
    assert (copy.title, copy.body) == ("Copy of The Pot", "Unsaved words.")
    assert Post.objects.get(pk=post.pk).body == "Water boils."


# --- history and permissions ---
def test_the_history_names_every_action(signed_in, alice, post):
    client = signed_in(alice)
    for action in ("duplicate", "archive", "withdraw"):
        confirm(client, post, action)
    messages = [entry.change_message for entry in LogEntry.objects.filter(object_id=str(post.pk)).order_by("pk")]
    assert messages == ["Duplicated.", "Status: Archived.", "Status: Draft."]
    copy = Post.objects.exclude(pk=post.pk).get()
    [entry] = LogEntry.objects.filter(object_id=str(copy.pk))
    assert (entry.is_addition(), entry.change_message) == (True, "Copied from “The Kettle”.")


@pytest.mark.parametrize("action", ACTIONS)
def test_others_find_none_of_the_actions(signed_in, bob, mona, post, action):
    for person in (mona, make_user(groups=["Author"], is_staff=True)):
        assert signed_in(person).get(url(post, action)).status_code == 404
        assert signed_in(person).post(url(post, action), {"version": post.version}).status_code == 404
    assert signed_in(bob).post(url(post, action), {"version": post.version}).status_code == 302  # to the login
    assert Post.objects.get().status == Post.Status.PUBLISHED


def test_the_form_leads_to_the_actions_that_change_something(signed_in, alice, post):
    client = signed_in(alice)
    offered = read(client.get(change_url(post))).links()
    assert {"Unpublish…", "Archive…", "Duplicate…"} <= offered.keys()
    confirm(client, post, "withdraw")
    assert "Unpublish…" not in read(client.get(change_url(post))).links()


def test_taking_an_article_out_ends_its_review(signed_in, alice):
    post = make_post(author=alice, status=Post.Status.REVIEW)
    confirm(signed_in(alice), post, "archive")
    assert ReviewStep.objects.get(post=post).kind == ReviewStep.Kind.WITHDRAWN


def test_unsaved_changes_do_not_become_stale_by_submitting_the_article(signed_in, alice):
    post = make_post(author=alice, status=Post.Status.DRAFT)
    write_draft(post, alice)
    signed_in(alice).post(f"/admin/blog/post/{post.pk}/review/submission/", {"version": post.version})
    draft, stored = Draft.objects.get(), Post.objects.get()
    assert (draft.fields["status"], draft.base_version) == (["review"], stored.version)


def test_contributors_neither_take_out_public_articles_nor_are_offered_it(signed_in, client):
    cora = make_user(groups=["Contributor"], is_staff=True)
    post = make_post(author=cora)
    client = signed_in(cora)
    offered = read(client.get(change_url(post))).links()
    assert "Duplicate…" in offered
    assert not {"Unpublish…", "Archive…"} & offered.keys()
    for action in ("withdraw", "archive"):
        assert client.post(url(post, action), {"version": post.version}).status_code == 404
    assert Post.objects.get().status == Post.Status.PUBLISHED
