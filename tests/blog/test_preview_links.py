"""Secret links to drafts: what their readers see and send, and who else may see it."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.core import mail
from django.test import Client
from django.utils import timezone

from blog.drafts import Autosave, save_draft
from blog.editorial.preview_notes import MAX_NOTES, mail_note
from blog.models import Post, PreviewLink, PreviewNote
from blog.tasks import delete_ended_preview_links
from blog.views.preview_link import NOTES, OPENINGS
from tests.factories import make_post, make_user
from tests.html import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def post(alice):
    return make_post("The Secret", author=alice, status=Post.Status.DRAFT, body="Stored words.")


@pytest.fixture
def link(post, alice):
    return PreviewLink.objects.make(post, alice, 7, "Ada")


def write_draft(post, user, **fields):
    texts = {"title": post.title, "body": post.body} | fields
    edit = Autosave("a-tab-name", 1, post.version, {name: [text] for name, text in texts.items()})
    return save_draft(post, user, edit)


def admin_url(post):
    return f"/admin/blog/post/{post.pk}/preview-links/"


def send(client, link, name="Ada", note="Lovely.", **headers):
    return client.post(f"{link.get_absolute_url()}notes/", {"name": name, "note": note}, **headers)


def test_an_author_creates_a_link_that_shows_their_draft_to_anyone(signed_in, alice, post):
    write_draft(post, alice, title="A better title", body="Draft **words**.")
    page = read(signed_in(alice).post(admin_url(post), {"label": "Ada", "days": "7"}, follow=True))
    [url] = [field.value for field in page.all("input.shared-url")]
    answer = Client().get(url.removeprefix("http://127.0.0.1:8000"))
    shown = read(answer)
    assert "Preview, not published" in shown.text
    assert "Alice Author sent you this draft" in shown.text
    assert shown.heading("A better title")
    assert shown.one(".prose strong").text == "words"
    assert "Stored words." not in shown.text


def test_without_a_draft_the_link_shows_what_is_stored(client, link):
    assert "Stored words." in read(client.get(link.get_absolute_url())).text


def test_the_drafts_of_others_are_not_shown(client, link, post, edith):
    write_draft(post, edith, body="Edith’s words.")
    assert "Edith’s" not in read(client.get(link.get_absolute_url())).text


def test_changes_of_a_published_article_are_shown_next_to_a_link_to_it(client, alice):
    post = make_post("Out", author=alice, body="Public words.")
    write_draft(post, alice, body="New words.")
    link = PreviewLink.objects.make(post, alice, 1)
    page = read(client.get(link.get_absolute_url()))
    assert "New words." in page.text
    assert page.link("Read the published version")["href"] == "/articles/out/"
    assert "New words." not in client.get("/articles/out/").content.decode()


def test_the_page_is_kept_out_of_search_engines_caches_and_referrers(client, link):
    answer = client.get(link.get_absolute_url())
    assert answer.headers["Cache-Control"] == "no-store, private"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in answer.headers["X-Robots-Tag"]
    page = read(answer)
    assert "noindex" in page.meta("robots")
    assert page.all("link[rel=canonical]", "meta[property]", "script[type='application/ld+json']") == []
    assert not answer.cookies


def test_the_page_leads_to_no_comments_bookmarks_or_sharing(signed_in, bob, link):
    page = read(signed_in(bob).get(link.get_absolute_url()))
    assert page.all("#comment-form", ".bookmark", ".share") == []
    assert "/articles/the-secret/" not in page.hrefs


@pytest.mark.parametrize("path", ["/", "/feed/", "/sitemap.xml", "/search/?q=secret", "/archive/"])
def test_lists_feeds_and_search_know_nothing_of_it(client, link, path):
    client.get(link.get_absolute_url())
    page = client.get(path).content.decode()
    assert "the-secret" not in page
    assert "/preview/" not in page


def test_unknown_expired_and_revoked_links_look_the_same(client, link, post, alice):
    expired = PreviewLink.objects.make(post, alice, 1)
    PreviewLink.objects.filter(pk=expired.pk).update(expires_at=timezone.now() - timedelta(seconds=1))
    revoked = PreviewLink.objects.make(post, alice, 1)
    revoked.revoke()
    altered = f"{link.get_absolute_url()[:-2]}x/"
    pages = []
    for url in (expired.get_absolute_url(), revoked.get_absolute_url(), altered, "/preview/nothing/"):
        answer = client.get(url)
        assert answer.status_code == 404
        pages.append(read(answer).text)
    assert len(set(pages)) == 1
    assert "Stored words." not in pages[0]


def test_the_nonce_in_the_database_is_not_enough(client, link):
    assert client.get(f"/preview/{link.nonce}/").status_code == 404


@pytest.mark.parametrize("change", [{"is_active": False}, {"is_staff": False, "groups": []}])
def test_links_end_with_the_right_to_edit_the_article(client, link, alice, change):
    alice.groups.set(change.pop("groups", alice.groups.all()))
    for name, value in change.items():
        setattr(alice, name, value)
    alice.save()
    assert client.get(link.get_absolute_url()).status_code == 404


def test_deleting_the_article_deletes_its_links_and_notes(signed_in, alice, link, post):
    send(Client(), link)
    signed_in(alice).post(f"/admin/blog/post/{post.pk}/delete/", {"post": "yes"})
    assert (PreviewLink.objects.count(), PreviewNote.objects.count()) == (0, 0)
    assert Client().get(link.get_absolute_url()).status_code == 404


def test_the_list_shows_when_a_link_was_last_opened(signed_in, alice, link, post):
    assert "not opened yet" in read(signed_in(alice).get(admin_url(post))).text
    Client().get(link.get_absolute_url())
    assert "last opened" in read(signed_in(alice).get(admin_url(post))).text


def test_revoking_ends_a_link_at_once_and_is_in_the_history(signed_in, alice, link, post):
    client = signed_in(alice)
    page = read(client.post(f"{admin_url(post)}{link.pk}/revoke/", follow=True))
    assert "Revoked" in page.text
    assert page.all("input.shared-url") == []
    assert Client().get(link.get_absolute_url()).status_code == 404
    assert LogEntry.objects.get(object_id=str(post.pk)).change_message == "Revoked a preview link."


# --- notes ---
def test_a_note_reaches_the_editors_of_the_article_and_the_inbox_of_the_creator(signed_in, alice, edith, link, post):
    answer = send(Client(), link, "Ada Lovelace", "Line one.\r\n<b>Line two</b>")
    assert (answer.status_code, answer.headers["Referrer-Policy"]) == (302, "no-referrer")
    assert "Your note was saved for Alice Author" in read(Client().get(answer.url.partition("#")[0])).status
    page = signed_in(edith).get(admin_url(post)).content.decode()
    assert "Ada Lovelace" in page
    assert "&lt;b&gt;Line two&lt;/b&gt;" in page
    [letter] = mail.outbox
    assert letter.to == [alice.email]
    assert letter.subject == "A note on “The Secret”"
    assert "> Line one.\n> <b>Line two</b>" in letter.body
    assert f"http://127.0.0.1:8000{admin_url(post)}" in letter.body


def test_a_note_needs_no_token_and_no_account_but_the_secret_url(link):
    browser = Client(enforce_csrf_checks=True)
    assert send(browser, link, headers={"Origin": "null"}).status_code == 302
    assert browser.post("/preview/guess/notes/", {"name": "Eve", "note": "Hello"}).status_code == 404


def test_the_same_note_is_stored_once(client, link):
    send(client, link)
    assert send(client, link).status_code == 302
    assert PreviewNote.objects.count() == 1


def test_notes_end_with_the_link(client, link):
    link.revoke()
    assert send(client, link).status_code == 404
    assert PreviewNote.objects.count() == 0


def test_the_mail_about_a_note_is_sent_once_and_not_after_the_note_was_deleted(client, link):
    send(client, link)
    note = PreviewNote.objects.get()
    mail_note.enqueue(note.pk)
    assert len(mail.outbox) == 1
    note.delete()
    mail_note.enqueue(note.pk)
    assert len(mail.outbox) == 1


@pytest.mark.parametrize(
    ("name", "note", "label"),
    [("", "Fine.", "Your name"), ("\u200b", "Fine.", "Your name"), ("Ada", " ", "Note"), ("Ada", "x" * 2001, "Note")],
)
def test_an_invalid_note_is_shown_again_with_the_reason(client, link, name, note, label):
    answer = send(client, link, name, note)
    assert answer.status_code == 422
    page = read(answer)
    assert "was not sent" in page.alert
    fields = {"Your name": page.field("Your name"), "Note": page.field("Note")}
    assert fields[label].errors
    assert fields["Note"].value.strip() == note.strip()
    assert PreviewNote.objects.count() == 0


def test_a_link_takes_a_limited_number_of_notes(client, link, post):
    PreviewNote.objects.bulk_create(
        PreviewNote(post=post, link=link, name="Ada", body=str(number)) for number in range(MAX_NOTES)
    )
    answer = send(client, link, note="One more.")
    assert (answer.status_code, read(answer).field("Note").value) == (429, "One more.")


def test_a_network_sends_a_limited_number_of_notes(client, link):
    statuses = [send(client, link, note=str(number)).status_code for number in range(NOTES.most + 1)]
    assert statuses == [302] * NOTES.most + [429]


def test_a_network_tries_a_limited_number_of_links(client, link, monkeypatch):
    monkeypatch.setattr("blog.views.preview_link.OPENINGS", OPENINGS.__class__("few", 2, OPENINGS.within))
    statuses = [client.get(url).status_code for url in ("/preview/a/", "/preview/b/", link.get_absolute_url())]
    assert statuses == [404, 404, 429]


def test_an_editor_deletes_a_note(signed_in, edith, link, post):
    send(Client(), link)
    note = PreviewNote.objects.get()
    signed_in(edith).post(f"/admin/blog/post/{post.pk}/preview-notes/{note.pk}/delete/")
    assert PreviewNote.objects.count() == 0


# --- permissions and limits of the admin page ---
def test_others_see_neither_the_page_nor_its_actions(signed_in, link, post, mona):
    other = make_user(groups=["Author"], is_staff=True)
    for person in (other, mona):
        client = signed_in(person)
        assert client.get(admin_url(post)).status_code == 404
        assert client.post(admin_url(post), {"days": "7"}).status_code == 404
        assert client.post(f"{admin_url(post)}{link.pk}/revoke/").status_code == 404
    assert PreviewLink.objects.valid().count() == 1


def test_links_of_other_articles_are_not_revoked(signed_in, alice, edith, link):
    other = make_post(author=alice)
    assert signed_in(edith).post(f"{admin_url(other)}{link.pk}/revoke/").status_code == 404
    assert PreviewLink.objects.valid().count() == 1


def test_editors_revoke_the_links_of_others_but_do_not_see_their_urls(signed_in, edith, link, post):
    page = read(signed_in(edith).get(admin_url(post)))
    assert page.button("Revoke")
    assert link.token not in str(page.text)
    assert page.all("input.shared-url") == []


def test_an_article_has_a_limited_number_of_links_that_work(signed_in, alice, post):
    for _ in range(20):
        PreviewLink.objects.make(post, alice, 1)
    page = read(signed_in(alice).post(admin_url(post), {"days": "7"}))
    assert "Revoke one before you create another." in page.text
    assert PreviewLink.objects.count() == 20


@pytest.mark.parametrize("days", ["", "2", "-1", "9999999999"])
def test_links_work_for_one_of_the_offered_times(signed_in, alice, post, days):
    assert signed_in(alice).post(admin_url(post), {"days": days}).status_code == 200
    assert PreviewLink.objects.count() == 0


def test_the_page_takes_the_same_queries_for_many_links_and_notes(
    signed_in, alice, link, post, django_assert_max_num_queries
):
    client = signed_in(alice)
    client.get(admin_url(post))
    for number in range(19):
        other = PreviewLink.objects.make(post, alice, 1)
        PreviewNote.objects.create(post=post, link=other, name="Ada", body=str(number))
    with django_assert_max_num_queries(9):
        client.get(admin_url(post))


def test_a_malformed_cover_in_a_draft_is_ignored(client, link, post, alice):
    write_draft(post, alice, cover="9" * 30, cta_url="javascript:alert(1)", cta_label="Go")
    page = client.get(link.get_absolute_url())
    assert page.status_code == 200
    assert "javascript:" not in page.content.decode()


def test_links_are_deleted_a_month_after_they_ended_and_their_notes_kept(client, link, post, alice):
    send(client, link)
    kept = PreviewLink.objects.make(post, alice, 1)
    now = timezone.now()
    PreviewLink.objects.filter(pk=link.pk).update(expires_at=now - timedelta(days=31))
    PreviewLink.objects.filter(pk=kept.pk).update(expires_at=now - timedelta(days=29))
    delete_ended_preview_links.enqueue()
    assert list(PreviewLink.objects.all()) == [kept]
    assert PreviewNote.objects.get().link is None


def test_the_form_of_the_article_says_how_many_notes_there_are(signed_in, alice, link, post):
    url = f"/admin/blog/post/{post.pk}/change/"
    assert read(signed_in(alice).get(url)).link("Preview links and notes")
    send(Client(), link)
    assert read(signed_in(alice).get(url)).link("Preview links and notes (1)")["href"] == admin_url(post)
