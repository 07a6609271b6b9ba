"""Previewing a comment before it is submitted, and keeping a draft during the login."""

from dataclasses import replace
from unittest.mock import patch
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from comments.models import Comment
from comments.views import submission
from tests.comments.posting import GUEST, form_of, later, send
from tests.factories import PASSWORD, make_comment, make_post
from tests.html import read

pytestmark = pytest.mark.django_db


def post_form(client, post, headers=None, **fields):
    return client.post(f"{post.get_absolute_url()}comments/", GUEST | fields, headers=headers)


def preview_in(answer):
    return read(answer).one("#comment-preview")


def test_a_preview_keeps_everything_typed_in_the_form(client):
    post = make_post()
    parent = make_comment(post, name="Petra")
    stamp = form_of(client, post)["started"]
    answer = post_form(
        client, post, body="So **bold** <b>", preview="page", started=stamp, parent=parent.pk, follow="on"
    )
    assert answer.status_code == 200
    assert "So bold <b>" in preview_in(answer).text
    assert preview_in(answer).one(".comment-body strong").text == "bold"
    assert "Not sent yet." in read(answer).text
    form = read(answer).one("#comment-form")
    assert "You are replying to Petra." in form.text
    assert form.hidden_fields["started"] == stamp
    typed = {name: form.one(f"[name={name}]").value for name in ("body", "name", "email", "follow", "wants_mail")}
    assert typed == GUEST | {"body": "So **bold** <b>", "follow": "on", "wants_mail": None}
    assert Comment.objects.count() == 1
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_preview_validates_only_the_text(client):
    answer = post_form(client, make_post(), name="", email="x", body="Words", preview="page")
    assert read(answer).all("[aria-invalid=true]") == []
    assert preview_in(answer).one(".comment-body p").text == "Words"


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("", "Write your comment first."),
        ("  \r\n ", "Write your comment first."),
        ("x" * 4_001, "at most 4000 characters. Yours has 4001"),
        ("[" * 400, "too many brackets"),
        ("\u200b", "Your comment is empty."),
    ],
)
def test_a_preview_has_the_limits_of_a_comment(client, body, message):
    answer = post_form(client, make_post(), body=body, preview="page")
    assert answer.status_code == 200
    assert message in preview_in(answer).text


def test_a_preview_and_the_stored_comment_are_the_same(client):
    post = make_post()
    body = "A [link](https://a.example)\n\n> quote\n\n`code` <script>x</script>"
    previewed = post_form(client, post, body=body, preview="alone").text
    send(client, post, body)
    assert Comment.objects.get().html in previewed
    assert 'rel="' in Comment.objects.get().html


def test_a_script_gets_only_the_preview(client, django_assert_max_num_queries):
    post = make_post()
    with django_assert_max_num_queries(9):  # four for the article, the others count it in a cache that is a database
        answer = post_form(client, post, body="*Short*", preview="alone")
    assert "<em>Short</em>" in answer.content.decode()
    assert read(answer).all("html", "body", "form") == []


def test_there_is_no_preview_for_an_unreadable_article(client):
    post = make_post(status="draft")
    assert read(post_form(client, post, body="Words", preview="page")).one("main textarea").value == "Words"


def log_in(client, address, user):
    return client.post(address.partition("?")[0], {"login": user.email, "password": PASSWORD, "next": next_of(address)})


def next_of(address):
    return parse_qs(urlsplit(address).query)["next"][0]


def test_a_draft_survives_the_login_without_javascript(client, bob):
    post = make_post()
    parent = make_comment(post, name="Petra")
    assert "Log in and keep my text" in client.get(post.get_absolute_url()).content.decode()
    answer = post_form(client, post, body="Typed before\r\nthe login", login="1", parent=parent.pk)
    assert answer.status_code == 303
    assert answer.url.startswith("/accounts/login/?next=")
    back = log_in(client, answer.url, bob)
    assert back.url == f"{post.get_absolute_url()}#comment-form"
    form = read(client.get(back.url)).one("#comment-form")
    assert "You are commenting as Bob Reader." in form.text
    assert form.one("textarea").value.replace("\r\n", "\n") == "Typed before\nthe login"
    assert "You are replying to Petra." in form.text
    assert "Typed before" not in client.get(make_post().get_absolute_url()).content.decode()

    send(client, post, "Typed before, sent after", query=f"?reply={parent.pk}")
    assert "Typed before\nthe login" not in client.get(post.get_absolute_url()).content.decode()


@pytest.mark.parametrize("ticked", [{"wants_mail"}, {"follow"}, {"wants_mail", "follow"}, set()])
def test_checked_boxes_survive_the_login_without_javascript(client, bob, ticked):
    post = make_post()
    answer = post_form(client, post, body="Half a thought", login="1", **dict.fromkeys(ticked, "on"))
    form = read(client.get(log_in(client, answer.url, bob).url)).one("#comment-form")
    assert {name for name in ("wants_mail", "follow") if form.one(f"[name={name}]").value} == ticked


def test_the_draft_is_kept_without_a_login_for_this_browser_only(client):
    post = make_post()
    post_form(client, post, body="Half a thought", login="1")
    assert "Half a thought" in client.get(post.get_absolute_url()).content.decode()
    assert "Half a thought" not in Client().get(post.get_absolute_url()).content.decode()


def test_a_draft_expires_after_a_day(client):
    post = make_post()
    answer = post_form(client, post, body="Half a thought", login="1")
    assert answer.cookies["sessionid"]["max-age"] == 24 * 3600
    with later(hours=24, minutes=1):
        assert "Half a thought" not in client.get(post.get_absolute_url()).content.decode()


def test_a_text_that_is_too_long_is_kept_in_the_form_only(client):
    answer = post_form(client, make_post(), body="word " * 4_000, login="1")
    assert (answer.status_code, "sessionid" in answer.cookies) == (422, False)
    html = answer.content.decode()
    assert 4_000 <= html.count("word ") <= 4_010
    assert "Comments can have at most 4000 characters. Yours has" in html


def test_drafts_in_sessions_are_limited_per_network(client):
    post = make_post()
    fields = form_of(client, post) | {"body": "Half a thought", "login": "1"}
    answers = [Client().post(f"{post.get_absolute_url()}comments/", fields) for _ in range(21)]
    assert [answer.status_code for answer in answers] == [303] * 20 + [429]
    assert Session.objects.count() == 20
    assert read(answers[-1]).one("main textarea").value == "Half a thought"
    assert "Your text is still here" in answers[-1].text


def test_the_checkboxes_for_emails_are_stored(client):
    send(client, make_post(), wants_mail="on", follow="on")
    comment = Comment.objects.get()
    assert comment.wants_mail
    assert set(comment.post.subscriptions.values_list("kind", flat=True)) == {"replies", "thread"}


@pytest.mark.parametrize("how", ["page", "alone"])
def test_too_many_previews_are_rejected_and_the_text_is_kept(client, how):
    post, typed = make_post(), GUEST | {"body": "**My** words", "preview": how}
    with patch.object(submission, "PREVIEWS", replace(submission.PREVIEWS, most=2)):
        answers = [client.post(f"{post.get_absolute_url()}comments/", typed) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    refused = read(answers[-1])
    assert "You requested many previews in a short time." in refused.text
    assert "<strong>My</strong>" not in answers[-1].text
    assert how == "alone" or refused.one("main textarea").value == "**My** words"
