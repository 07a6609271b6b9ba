"""Drafts: what authors type is stored, and changes nothing until they save it."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from blog.models import Draft, Post, Revision
from blog.posts import delete_posts, save_post
from tests.blog.article_forms import ADD, change_url, current_data, form_data
from tests.factories import make_post

pytestmark = pytest.mark.django_db

NEW = "/admin/blog/post/add/draft/"
TAB, OTHER_TAB = "0f3a5c1e-tab-one", "9b7d2e4f-tab-two"


def url(post):
    return f"/admin/blog/post/{post.pk}/draft/"


def autosave(client, to, body="Words.", *, tab=TAB, seq=1, base=1, title="A title", **more):
    fields = {"title": [title], "body": [body], "base_version": [str(base)]}
    data = {"tab": tab, "seq": seq, "base": base, "fields": fields} | more
    return client.post(to, json.dumps(data), content_type="application/json")


def editor(client, post):
    """The text that the form shows."""
    return client.get(change_url(post)).context["adminform"].form["body"].value()


@pytest.fixture
def post(alice):
    return make_post("Shared", author=alice, body="Public.")


def test_an_autosave_is_shown_in_the_form_and_not_to_readers(signed_in, alice, post):
    client = signed_in(alice)
    answer = autosave(client, url(post), "Not public yet.")
    assert answer.status_code == 200
    assert answer.json()["seq"] == 1
    assert editor(client, post) == "Not public yet."
    assert "Not public yet." not in client.get(post.get_absolute_url()).content.decode()
    post.refresh_from_db()
    assert (post.body, post.version) == ("Public.", 1)


def test_the_first_words_of_a_new_article_make_one(signed_in, alice):
    client = signed_in(alice)
    answer = autosave(client, NEW, "First words.", title="", base=0).json()
    post = Post.objects.get()
    assert answer["url"] == change_url(post)
    assert (post.title, post.status, post.ordered_authors) == ("Untitled", "draft", [alice])
    assert editor(client, post) == "First words."


def test_opening_the_form_for_a_new_article_makes_none(signed_in, alice):
    signed_in(alice).get(ADD)
    assert not Post.objects.exists()


def test_a_repeated_request_makes_no_second_article(signed_in, alice):
    client = signed_in(alice)
    first, second = (autosave(client, NEW, "First words.", base=0).json() for _ in range(2))
    assert first["url"] == second["url"]
    assert Post.objects.count() == 1


@pytest.mark.parametrize("seq", [2, 1])
def test_repeated_and_late_requests_change_nothing(signed_in, alice, post, seq):
    client = signed_in(alice)
    autosave(client, url(post), "Newest.", seq=2)
    answer = autosave(client, url(post), "Older.", seq=seq)
    assert (answer.status_code, answer.json()["seq"]) == (200, 2)
    assert Draft.objects.get().fields["body"] == ["Newest."]


def test_another_tab_cannot_replace_a_draft_that_it_has_not_seen(signed_in, alice, post):
    client = signed_in(alice)
    autosave(client, url(post), "Of the first tab.")
    refused = autosave(client, url(post), "Of the second tab.", tab=OTHER_TAB)
    assert refused.status_code == 409
    assert refused.json()["saved"] is False
    assert editor(client, post) == "Of the first tab."


def test_another_tab_may_go_on_with_the_draft_that_it_shows(signed_in, alice, post):
    client = signed_in(alice)
    autosave(client, url(post), "Of the first tab.")
    seen = client.get(change_url(post)).context["draft"].token
    assert autosave(client, url(post), "More.", tab=OTHER_TAB, seen=seen).status_code == 200


def test_a_draft_that_is_replaced_deliberately_is_kept_as_a_revision(signed_in, alice, post):
    client = signed_in(alice)
    autosave(client, url(post), "Of the first tab.")
    assert autosave(client, url(post), "Of the second tab.", tab=OTHER_TAB, replace=True).status_code == 200
    assert Revision.objects.get(kind="conflict").content["body"] == "Of the first tab."
    assert editor(client, post) == "Of the second tab."


def test_a_draft_of_an_older_version_is_stored_and_the_tab_is_told(signed_in, alice, edith, post):
    client = signed_in(alice)
    autosave(client, url(post), "Alice's.")
    save_post(Post.objects.get(pk=post.pk), user=edith)
    answer = autosave(client, url(post), "Alice's, longer.", seq=2)
    assert answer.status_code == 409
    assert answer.json()["saved"] is True
    assert editor(client, post) == "Alice's, longer."


def test_authors_see_who_else_is_editing(signed_in, client, alice, edith, post):
    autosave(signed_in(edith), url(post), "Edith's.")
    answer = autosave(signed_in(alice), url(post), "Alice's.")
    assert answer.json()["others"] == ["Edith Editor"]
    assert "Edith Editor is editing this article, too." in client.get(change_url(post)).content.decode()
    Draft.objects.filter(user=edith).update(updated_at=timezone.now() - timedelta(minutes=3))
    assert autosave(client, url(post), "Alice's.", seq=2).json()["others"] == []


def test_saving_the_form_ends_the_draft(signed_in, alice, post):
    client = signed_in(alice)
    autosave(client, url(post), "New text.")
    assert client.post(change_url(post), current_data(post, body="New text.", status="published")).status_code == 302
    assert not Draft.objects.exists()


def test_a_draft_can_be_saved_without_javascript(signed_in, alice, post):
    client = signed_in(alice)
    answer = client.post(change_url(post), current_data(post, body="", title="", _savedraft="1"), follow=True)
    assert "Draft saved." in answer.content.decode()
    assert answer.context["adminform"].form["title"].value() == ""
    post.refresh_from_db()
    assert (post.title, post.body) == ("Shared", "Public.")


def test_a_draft_of_a_form_keeps_unchecked_boxes_and_dates(signed_in, alice, post):
    client = signed_in(alice)
    data = current_data(
        post, published_at_0="2031-05-06", published_at_1="07:08:00", status="published", _savedraft="1"
    )
    del data["comments_open"]
    client.post(change_url(post), data)
    form = client.get(change_url(post)).context["adminform"].form
    assert form["comments_open"].value() is False
    assert form["published_at"].value() == ["2031-05-06", "07:08:00"]


def test_a_form_that_has_not_seen_a_draft_keeps_it_as_a_revision(signed_in, alice, post):
    client = signed_in(alice)
    autosave(client, url(post), "Of another tab.")
    client.post(change_url(post), current_data(post, body="Of this form.", _savedraft="1"))
    assert Revision.objects.get(kind="conflict").content["body"] == "Of another tab."
    assert editor(client, post) == "Of this form."


def test_a_discarded_draft_is_kept_as_a_revision(signed_in, alice, post):
    client = signed_in(alice)
    autosave(client, url(post), "Thrown away.")
    client.post(change_url(post), current_data(post, _discard_draft="1"))
    assert editor(client, post) == "Public."
    assert Revision.objects.get(kind="snapshot").content["body"] == "Thrown away."


def test_drafts_become_snapshots_after_a_pause_and_in_long_sessions(signed_in, alice, post):
    client = signed_in(alice)
    autosave(client, url(post), "One.")
    autosave(client, url(post), "Two.", seq=2)
    assert not Revision.objects.filter(kind="snapshot").exists()
    Draft.objects.update(updated_at=timezone.now() - timedelta(minutes=3))
    autosave(client, url(post), "Three.", seq=3)
    Draft.objects.update(snapshot_at=timezone.now() - timedelta(minutes=11))
    autosave(client, url(post), "Four.", seq=4)
    kept_texts = Revision.objects.filter(kind="snapshot").order_by("number").values_list("content__body", flat=True)
    assert list(kept_texts) == ["Two.", "Three."]


def test_the_draft_of_a_deleted_article_goes_on_as_a_new_one(signed_in, alice, post):
    client = signed_in(alice)
    autosave(client, url(post), "Mine.")
    delete_posts(Post.objects.filter(pk=post.pk))
    gone = autosave(client, url(post), "Mine, longer.", seq=2)
    assert gone.status_code == 410
    again = autosave(client, gone.json()["start"], "Mine, longer.", seq=2, base=0)
    assert again.status_code == 200
    assert editor(client, Post.objects.get()) == "Mine, longer."


def test_the_login_that_expired_is_reported(client, post):
    answer = autosave(client, url(post))
    assert answer.status_code == 401
    assert answer.json()["login"].startswith("/accounts/login/")


def test_users_who_may_not_edit_an_article_cannot_store_a_draft_of_it(signed_in, bob, mona, post):
    assert autosave(signed_in(bob), url(post)).status_code == 403
    assert autosave(signed_in(mona), url(post)).status_code == 410
    assert autosave(signed_in(mona), NEW).status_code == 403
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"{}",
        b'{"tab": "x", "seq": 1, "fields": {}}',
        b'{"tab": "0123456789", "seq": "no", "fields": {}}',
        b'{"tab": "0123456789", "seq": -1, "fields": {}}',
        b'{"tab": "0123456789", "seq": 1, "fields": {"a": 1}}',
        b'{"tab": "0123456789", "seq": 99999999999999, "fields": {}}',
        b"\xff",
    ],
)
def test_malformed_requests_are_rejected(signed_in, alice, post, body):
    answer = signed_in(alice).post(url(post), body, content_type="application/json")
    assert answer.status_code == 400


def test_an_autosave_costs_a_constant_number_of_queries(signed_in, alice, post, django_assert_num_queries):
    client = signed_in(alice)
    autosave(client, url(post))
    with django_assert_num_queries(11):
        autosave(client, url(post), "More words.", seq=2)


def test_the_list_shows_the_title_of_a_draft_to_its_user_only(signed_in, client, alice, edith, post):
    autosave(signed_in(alice), url(post), title="A better title")
    row = " ".join(client.get("/admin/blog/post/").content.decode().split())
    assert "A better title" in row
    assert "Published, with unsaved changes" in row
    assert "A better title" not in signed_in(edith).get("/admin/blog/post/").content.decode()


def test_each_new_article_that_is_saved_as_a_draft_without_javascript_is_one(signed_in, alice):
    client = signed_in(alice)
    for title in ("One", "Two"):
        client.post(ADD, form_data(title=title, slug=title.lower(), body=f"Text {title}.", _savedraft="1"))
    bodies = [editor(client, post) for post in Post.objects.order_by("pk")]
    assert bodies == ["Text One.", "Text Two."]


def test_a_malformed_version_in_a_form_counts_as_none(signed_in, alice, post):
    client = signed_in(alice)
    client.post(change_url(post), current_data(post, base_version="9" * 30, _savedraft="1"))
    assert Draft.objects.get().base_version == post.version


def test_characters_that_no_database_stores_are_left_out_or_rejected(signed_in, alice, post):
    client = signed_in(alice)
    autosave(client, url(post), "A\0B", title="\0Title")
    assert editor(client, post) == "AB"
    body = b'{"tab": "0123456789", "seq": 1, "fields": {"body": ["\\ud800"]}}'
    assert client.post(url(post), body, content_type="application/json").status_code == 400
