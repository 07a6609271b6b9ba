"""Admin forms are restored after an expired session."""

from html import unescape
from importlib import import_module
from urllib.parse import parse_qs, urlsplit

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client

from blog.models import BlogSettings, Post, Tag
from blog.personal_data import hand_over
from tests.blog.article_forms import ADD, change_url, current_data, form_data
from tests.factories import PASSWORD, make_post, make_tag
from tests.html import read

pytestmark = pytest.mark.django_db
LONG = "Ein Wörterbuch, 日本語 und 🎈. " * 7_000


def expire(client):
    """End the session on the server; the browser keeps its cookie."""
    Session.objects.all().delete()
    return client


def log_in(client, user, answer):
    """Log in on the page that the response redirects to, and follow the redirect."""
    assert answer.url.startswith("/accounts/login/?next=")
    data = {"login": user.email, "password": PASSWORD, "next": parse_qs(urlsplit(answer.url).query)["next"][0]}
    return client.post(answer.url, data, follow=True)


def body_of(answer):
    return answer.context["adminform"].form["body"].value()


@pytest.fixture
def writer(signed_in, alice):
    return signed_in(alice)


def test_a_new_article_is_restored_after_the_login(writer, alice):
    tag = make_tag("radio")
    answer = expire(writer).post(ADD, form_data(title="Half an evening", body=LONG, tags=[tag.pk]))
    assert not Post.objects.exists()
    page = writer.get(answer.url)
    assert b"Your session has expired" in page.content
    back = log_in(writer, alice, answer)
    assert back.request["PATH_INFO"] == ADD
    shown = read(back)
    assert "Your changes are not saved yet." in shown.text
    assert shown.one("#post_form [name=title]").value == "Half an evening"
    assert [option.text for option in shown.all("#post_form select[name=tags] option[selected]")] == ["radio"]
    assert body_of(back) == LONG


def test_a_restored_form_can_be_saved_and_is_then_discarded(writer, alice):
    back = log_in(writer, alice, expire(writer).post(ADD, form_data(body=LONG)))
    token = back.context["unsaved"]
    assert writer.post(ADD, form_data(body=LONG, _unsaved=token)).status_code == 302
    assert Post.objects.get().body == LONG.strip()
    assert "unsaved" not in writer.get(ADD).content.decode().replace("unsaved-changes.js", "")


def test_a_restored_article_is_based_on_the_version_that_was_opened(writer, alice, edith):
    post = make_post("Shared", author=alice, body="Old.")
    answer = expire(writer).post(change_url(post), current_data(post, body="Mine."))
    other = Client()
    other.force_login(edith)
    other.post(change_url(post), current_data(post, body="Theirs."))
    back = log_in(writer, alice, answer)
    assert body_of(back) == "Mine."
    assert "Theirs." in back.content.decode()
    post.refresh_from_db()
    assert post.body == "Theirs."


def test_every_row_of_the_byline_is_restored(writer, alice, edith):
    post = make_post("Shared", author=alice)
    rows = {"authorships-TOTAL_FORMS": "2", "authorships-1-author": edith.pk, "authorships-1-position": "1"}
    back = log_in(writer, alice, expire(writer).post(change_url(post), current_data(post) | rows))
    formset = back.context["inline_admin_formsets"][0].formset
    assert [row["author"].value() for row in formset.forms] == [str(alice.pk), str(edith.pk)]


def test_two_pages_of_a_browser_are_restored(writer, alice):
    post = make_post("Old", author=alice)
    expire(writer).post(ADD, form_data(body="A new one."))
    answer = writer.post(change_url(post), current_data(post, body="A changed one."))
    assert body_of(log_in(writer, alice, answer)) == "A changed one."
    assert body_of(writer.get(ADD)) == "A new one."


def test_two_new_articles_are_restored_one_after_the_other(writer, alice):
    expire(writer).post(ADD, form_data(body="The first."))
    back = log_in(writer, alice, writer.post(ADD, form_data(body="The second.")))
    assert body_of(back) == "The second."
    writer.post(ADD, form_data(body="The second.", _unsaved=back.context["unsaved"]))
    assert body_of(writer.get(ADD)) == "The first."


def test_a_restored_form_can_be_discarded(writer, alice):
    back = log_in(writer, alice, expire(writer).post(ADD, form_data(body="No.")))
    assert "Discard what I typed" in back.content.decode()
    assert writer.post(ADD, {"_discard_unsaved": back.context["unsaved"]}).url == ADD
    assert not Post.objects.exists()
    assert body_of(writer.get(ADD)) is None


def test_an_article_that_was_deleted_meanwhile_can_be_added_again(writer, alice):
    post = make_post("Gone", author=alice)
    sent = current_data(post, body="An hour of work.", standfirst="In short.")
    post.delete()
    answer = writer.post(change_url(post), sent, follow=True)
    assert answer.redirect_chain == [(ADD, 302)]
    shown = unescape(answer.content.decode())
    assert "This article was deleted, or you may no longer change it." in shown
    assert "An hour of work." in shown
    sent = answer.context["adminform"].form.data.dict() | {"_unsaved": answer.context["unsaved"]}
    assert writer.post(ADD, sent | {"authorships-TOTAL_FORMS": "0"}).status_code == 302
    assert Post.objects.get().standfirst == "In short."


def test_a_form_is_kept_if_its_author_may_no_longer_change_the_article(writer, alice, edith):
    post = make_post("Taken", author=alice)
    sent = current_data(post, body="An hour of work.")
    hand_over(alice, edith)
    assert "An hour of work." in writer.post(change_url(post), sent, follow=True).content.decode()
    assert Post.objects.get().body == post.body


def test_other_browsers_do_not_get_the_form(writer, alice, edith):
    log_in(writer, alice, expire(writer).post(ADD, form_data(body="Private.")))
    for person in (alice, edith):
        other = Client()
        other.force_login(person)
        assert "Private." not in other.get(ADD).content.decode()


def test_unsaved_forms_are_kept_for_a_day(writer, alice):
    log_in(writer, alice, expire(writer).post(ADD, form_data(body="Old.")))
    store = import_module(settings.SESSION_ENGINE).SessionStore(writer.cookies["sessionid"].value)
    store["unsaved_forms"] = [kept | {"at": kept["at"] - 25 * 3600} for kept in store["unsaved_forms"]]
    store.save()
    assert "Old." not in writer.get(ADD).content.decode()


def test_forms_of_tags_and_blog_settings_are_restored(signed_in, edith):
    client = signed_in(edith)
    answer = expire(client).post("/admin/blog/tag/add/", {"name": "Radio", "slug": "radio", "description": "Waves."})
    assert b"Waves." in log_in(client, edith, answer).content
    assert not Tag.objects.exists()
    BlogSettings.objects.create(pk=1)
    answer = expire(client).post("/admin/blog/blogsettings/1/change/", {"description": "All about boxes."})
    assert b"All about boxes." in log_in(client, edith, answer).content


def test_anonymous_visitors_learn_nothing_and_can_store_little(client):
    answers = [client.post(ADD, form_data(body=f"Text {number}")) for number in range(8)]
    assert [answer.status_code for answer in answers[:5]] == [302] * 5
    refused = answers[-1]
    assert refused.status_code == 429
    assert b"Text 7" in refused.content
    assert client.post("/admin/blog/post/1/change/", form_data()).status_code == 429


def test_anonymous_forms_are_limited_per_network():
    statuses = [Client().post(ADD, form_data(body="x")).status_code for _ in range(40)]
    assert statuses.count(302) == 30
    assert Session.objects.count() == 30


def test_users_who_are_not_authors_store_nothing(signed_in, bob):
    answer = signed_in(bob).post(ADD, form_data())
    assert answer.status_code == 302
    assert "unsaved_forms" not in signed_in(bob).session
