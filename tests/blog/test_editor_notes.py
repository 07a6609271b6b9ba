"""Private notes on paragraphs: for those who may edit the article, and for nobody else."""

import pytest
from django.core import mail

from blog.editorial import tasks
from blog.editorial.notes import Paragraphs
from blog.models import Draft, EditorNote, Post
from blog.personal_data import collect
from tests.blog.article_forms import ADD, change_url
from tests.factories import make_post, make_user
from tests.html import read

pytestmark = pytest.mark.django_db
FIRST, SECOND = "Tea is made of leaves.", "Rain is made of water,\nwhich falls on roofs."


@pytest.fixture
def post(alice):
    return make_post("Tea and rain", author=alice, body=f"{FIRST}\n\n{SECOND}")


@pytest.fixture
def note(post, edith):
    return EditorNote.objects.create(post=post, author=edith, quote=SECOND, position=1, body="Which roofs?")


def notes_url(post, note=None, action=""):
    return f"/admin/blog/post/{post.pk}/notes/" + (f"{note.pk}/{action}/" if note else "")


def write(client, post, **changes):
    return client.post(notes_url(post), {"quote": SECOND, "position": "1", "body": "Which roofs?"} | changes)


def recipients():
    return [message.to[0] for message in mail.outbox]


def threads_by_paragraph(answer):
    parts = read(answer).all("section.note-paragraph")
    return {part["id"]: [note.text for note in part.all(".note")] for part in parts if part.all(".note")}


def test_an_editor_writes_a_note_the_author_replies_and_it_is_resolved(signed_in, post, alice, edith):
    page = read(signed_in(edith).get(notes_url(post)))
    page = read(
        signed_in(edith).get(notes_url(post) + page.link("Add a note to paragraph 2")["href"].partition("#")[0])
    )
    [form] = page.all("form.note-form")
    fields = {field["name"]: field["value"] for field in form.all("input[type=hidden]")}
    answer = signed_in(edith).post(form["action"], fields | {"body": "Which roofs?"})
    note = EditorNote.objects.get()
    assert answer["Location"] == f"{notes_url(post)}#note-{note.pk}"
    assert (note.quote, note.position) == (SECOND, 1)
    assert recipients() == [alice.email]
    assert mail.outbox[0].subject == "Note on “Tea and rain”"
    for part in ("Edith Editor wrote a note", "> Rain is made of water,", "Which roofs?", f"#note-{note.pk}"):
        assert part in mail.outbox[0].body

    client = signed_in(alice)
    assert list(threads_by_paragraph(client.get(notes_url(post)))) == ["p1"]
    client.post(notes_url(post, note, "replies"), {"body": "Those of the town."})
    assert recipients()[1:] == [edith.email]
    client.post(notes_url(post, note, "resolution"))
    assert "Resolved by Alice Author" in read(client.get(notes_url(post))).text
    assert (recipients()[2:], "resolved a note" in mail.outbox[2].body) == ([edith.email], True)

    signed_in(edith).post(notes_url(post, note, "resolution/withdraw"))
    assert EditorNote.objects.unresolved().get() == note
    assert (recipients()[3:], "reopened a note" in mail.outbox[3].body) == ([alice.email], True)


def test_the_form_of_the_article_shows_the_notes(signed_in, post, note, alice):
    panel = read(signed_in(alice).get(change_url(post))).one("[data-notes]")
    assert "Which roofs?" in panel.text
    assert panel.one("[data-quote]")["data-paragraph"] == "1"


def test_no_form_is_inside_the_form_of_the_article(signed_in, post, note, alice):
    """Browsers end the outer form at the end of the inner one."""
    for address in (change_url(post), ADD):
        page = read(signed_in(alice).get(address))
        assert page.one("form#post_form").all("form") == []


def test_scripts_get_the_list_as_the_answer_to_each_change(signed_in, post, edith):
    client = signed_in(edith)
    answer = write(client, post, fragment="1")
    assert (answer.status_code, [note.text for note in read(answer).all(".note p")][1:]) == (200, ["Which roofs?"])
    note = EditorNote.objects.get()
    answer = client.post(notes_url(post, note, "resolution"), {"fragment": "1"})
    assert "Resolved by Edith Editor" in read(answer).text
    assert "Which roofs?" in read(client.get(f"{notes_url(post)}?fragment=1")).text


def test_a_note_goes_with_its_paragraph(signed_in, post, note, alice):
    post.body = f"A new beginning.\n\n{FIRST}\n\nMore.\n\nRain is made of cold water,\nwhich falls on roofs."
    post.save_edits()
    assert list(threads_by_paragraph(signed_in(alice).get(notes_url(post)))) == ["p3"]


def test_a_note_on_a_removed_paragraph_is_shown_with_what_it_quotes(signed_in, post, note, alice):
    post.body = FIRST
    post.save_edits()
    page = read(signed_in(alice).get(notes_url(post)))
    assert "This paragraph was removed." in page.text
    assert "Rain is made of water" in page.text


def test_the_paragraphs_are_those_of_the_users_own_draft(signed_in, post, note, alice):
    Draft.objects.create(post=post, user=alice, fields={"body": [f"{SECOND}\n\n{FIRST}"]}, base_version=1)
    assert list(threads_by_paragraph(signed_in(alice).get(notes_url(post)))) == ["p0"]


@pytest.mark.parametrize(
    ("text", "position", "found"),
    [
        ("One two three.\n\nSomething else.", 0, 0),
        ("Something else.\n\nOne two three.", 0, 1),
        ("One two three.\n\nx\n\nOne two three.", 2, 2),
        ("x\n\nOne two four three.", 0, 1),
        ("Completely different words here.", 0, None),
        ("", 0, None),
    ],
)
def test_a_quoted_paragraph_is_found_in_a_changed_text(text, position, found):
    assert Paragraphs(text).find("One two three.", position) == found


def test_windows_line_ends_make_no_difference():
    assert Paragraphs("One  \ntwo").find("One\r\ntwo", 0) == 0


def test_a_reply_reopens_the_note(signed_in, post, note, alice, edith):
    note.resolve(edith)
    signed_in(alice).post(notes_url(post, note, "replies"), {"body": "Not yet."})
    assert EditorNote.objects.unresolved().get() == note


def test_resolving_twice_sends_one_mail_and_a_repeated_task_none(signed_in, post, note, alice, edith):
    client = signed_in(alice)
    for _ in range(2):
        client.post(notes_url(post, note, "resolution"))
    assert recipients() == [edith.email]
    for _ in range(2):
        tasks.notify_of_note.enqueue(note.pk, "resolved", alice.pk, "same")
    assert recipients() == [edith.email] * 2


@pytest.mark.parametrize("action", ["", "replies", "resolution", "resolution/withdraw"])
def test_notes_are_not_found_by_those_who_may_not_edit_the_article(signed_in, client, post, note, action, bob, mona):
    url = notes_url(post, note if action else None, action)
    other = make_user(groups=["Author"], is_staff=True)
    for person in (other, mona):
        assert signed_in(person).post(url, {"body": "x", "quote": "x", "position": 0}).status_code == 404
    for person in (bob, None):
        client.logout()
        if person:
            signed_in(person)
        assert client.post(url, {"body": "x", "quote": "x", "position": 0}).status_code in (302, 403)
    assert EditorNote.objects.get().resolved_at is None


def test_the_page_of_one_article_does_not_change_notes_on_another(signed_in, note, alice):
    other = make_post("Mine too", author=alice)
    assert signed_in(alice).post(notes_url(other, note, "resolution")).status_code == 404


def test_readers_see_no_notes(client, signed_in, post, note, alice):
    client.logout()
    for url in (post.get_absolute_url(), "/feed.xml", "/search/?q=roofs"):
        assert "Which roofs?" not in client.get(url, follow=True).content.decode()
    assert "Which roofs?" not in signed_in(alice).get(post.get_absolute_url()).content.decode()


def test_co_authors_who_cannot_open_the_admin_get_no_mail(signed_in, post, edith):
    post.authorships.create(author=make_user("guest@example.org"))
    write(signed_in(edith), post)
    assert recipients() == ["alice@example.org"]


def test_the_personal_data_of_a_user_contains_their_notes(post, note, edith, alice):
    assert [row["body"] for row in collect(edith)["notes"]] == ["Which roofs?"]
    assert collect(alice)["notes"] == []


def test_an_article_can_have_only_so_many_open_notes(signed_in, post, edith, monkeypatch):
    monkeypatch.setattr("blog.editorial.notes.MAX_OPEN", 1)
    client = signed_in(edith)
    write(client, post)
    answer = write(client, post, fragment="1")
    assert (answer.status_code, "too many open notes" in answer.json()["error"]) == (422, True)
    assert "too many open notes" in read(client.get(write(client, post)["Location"])).text
    assert EditorNote.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "error"),
    [
        ({"body": " "}, "Write a note first."),
        ({"body": "x" * 2001}, "at most 2000 characters"),
        ({"quote": " \n "}, "Put the cursor into the paragraph"),
        ({"position": "-1"}, "greater than or equal to 0"),
        ({"position": "x"}, "whole number"),
    ],
)
def test_malformed_notes_are_explained(signed_in, post, edith, changes, error):
    answer = write(signed_in(edith), post, fragment="1", **changes)
    assert (answer.status_code, error in answer.json()["error"]) == (422, True)
    answer = write(signed_in(edith), post, **changes)
    assert (answer.status_code, error in read(answer).text) == (422, True)
    assert not EditorNote.objects.exists()


@pytest.mark.parametrize("number", ["9", "x", "-1", "9" * 30])
def test_paragraphs_that_do_not_exist_have_no_form(signed_in, post, edith, number):
    page = read(signed_in(edith).get(f"{notes_url(post)}?paragraph={number}"))
    assert page.all("form.note-form") == []


def test_the_number_of_queries_does_not_depend_on_the_number_of_notes(
    signed_in, post, edith, django_assert_num_queries
):
    client = signed_in(edith)
    client.get(notes_url(post))
    EditorNote.objects.create(post=post, author=edith, quote=FIRST, body="One")
    with django_assert_num_queries(8):
        client.get(notes_url(post))
    for _ in range(20):
        root = EditorNote.objects.create(post=post, author=make_user(), quote=FIRST, body="One")
        EditorNote.objects.create(post=post, author=make_user(), parent=root, body="Two")
    with django_assert_num_queries(8):
        client.get(notes_url(post))


def test_deleting_an_article_deletes_its_notes(post, note):
    Post.objects.all().delete()
    assert not EditorNote.objects.exists()
