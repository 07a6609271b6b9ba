"""A guest comments without JavaScript and without any cookie."""

from datetime import timedelta
from time import time
from unittest.mock import patch

import pytest
from django.http import HttpResponse
from django.test import Client

from blog.posts import save_post
from comments.commenters.guest_cookies import own_comment_ids, remember_own_comment
from comments.models import Comment
from tests.comments.deciding import button
from tests.comments.posting import form_of, later, send
from tests.comments.reasons import rules_with_points
from tests.factories import make_comment, make_post
from tests.html import read

pytestmark = pytest.mark.django_db


def page(client, post, query=""):
    return client.get(post.get_absolute_url() + query).content.decode()


def test_a_guest_comment_is_held_until_it_is_approved(client, mona):
    post = make_post("On boxes")
    before = page(client, post)
    assert "No comments yet" in before
    assert "Comments are moderated" in before
    assert "Never shown to readers." in before
    answer = send(client, post, "I keep **every** box.")
    assert answer.status_code == 303
    comment = Comment.objects.get()
    landed = client.get(answer.url, follow=True)
    assert landed.redirect_chain[-1][0] == f"{post.get_absolute_url()}#comment-{comment.pk}"
    mine = landed.content.decode()
    assert "I keep <strong>every</strong> box." in mine
    assert "Only you can see it" in mine
    assert "every</strong> box" not in page(Client(), post)

    moderator = Client()
    moderator.force_login(mona)
    moderator.post(button(comment), {"approve": "Approve"})

    public = page(Client(), post)
    assert "I keep <strong>every</strong> box." in public
    assert "1 comment" in public
    assert "gustav@example.org" not in public
    assert "Only you can see it" not in page(client, post)


def test_anonymous_visitors_get_the_same_page_without_cookie_or_token(client):
    post = make_post()
    make_comment(post)
    make_comment(post, "Held words", status="held")
    answer = client.get(post.get_absolute_url())
    assert answer.cookies == {}
    assert "csrfmiddlewaretoken" not in answer.content.decode()
    assert "Held words" not in answer.content.decode()
    assert "public" in answer.headers["Cache-Control"]
    assert Client().get(post.get_absolute_url()).content == answer.content


def test_the_form_of_a_cached_page_works_hours_later_without_cookies():
    post = make_post()
    data = form_of(Client(), post) | {"name": "Late", "email": "late@example.org", "body": "Hours later."}
    with later(hours=9):
        answer = Client(enforce_csrf_checks=True).post(
            f"{post.get_absolute_url()}comments/", data, headers={"Sec-Fetch-Site": "same-origin"}
        )
    assert answer.status_code == 303
    assert rules_with_points(Comment.objects.get()) == []


def test_a_cross_site_post_is_rejected_and_its_text_is_shown():
    client = Client(enforce_csrf_checks=True)
    post = make_post()
    answer = send(client, post, "Words from elsewhere", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403
    assert "Words from elsewhere" in answer.content.decode()
    assert not Comment.objects.exists()


def test_the_cookie_of_a_guest_is_signed_short_and_http_only(client):
    post = make_post()
    cookie = send(client, post).cookies["colophon_comments"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == timedelta(days=30).total_seconds()
    assert len(cookie.value) < 1_000


def test_a_forged_cookie_shows_no_pending_comments():
    post = make_post()
    comment = make_comment(post, "Held words", status="held")
    client = Client()
    client.cookies["colophon_comments"] = f"[{comment.pk}]"
    assert "Held words" not in page(client, post)
    assert client.get(comment.get_absolute_url()).status_code == 404


def test_the_cookie_expires_after_thirty_days(client):
    post = make_post()
    send(client, post, "My held words")
    assert "My held words" in page(client, post)
    with patch("django.core.signing.time.time", lambda: time() + timedelta(days=31).total_seconds()):
        assert "My held words" not in page(client, post)


def test_the_cookie_stores_the_newest_fifty_comments(rf):
    request = rf.get("/")
    for number in range(60):
        response = HttpResponse()
        remember_own_comment(request, response, number)
        request.COOKIES["colophon_comments"] = response.cookies["colophon_comments"].value
    assert own_comment_ids(request) == list(range(10, 60))


def test_a_double_click_creates_one_comment(client):
    post = make_post()
    data = form_of(client, post) | {"name": "Gustav", "email": "gustav@example.org", "body": "Twice?"}
    addresses = {client.post(f"{post.get_absolute_url()}comments/", data).url for _ in range(2)}
    assert len(addresses) == 1
    assert Comment.objects.count() == 1


def test_repeating_someone_elses_text_gives_no_access_to_their_comment(client):
    """Name, address and text may be known to others, even in the same network and within minutes."""
    post = make_post()
    send(client, post, "My held words")
    comment = Comment.objects.get()
    thief = Client()
    answer = send(thief, post, "My held words")
    assert answer.status_code == 200
    assert "My held words" in answer.text
    assert "was not stored again" in answer.text
    assert Comment.objects.count() == 1
    assert "colophon_comments" not in answer.cookies
    assert thief.get(comment.get_absolute_url()).status_code == 404
    for action in ("edit", "delete"):
        assert thief.get(f"/comments/{comment.pk}/{action}/").status_code == 404
    assert "/comments/status/" not in answer.text


def test_a_filled_honeypot_holds_the_comment_without_telling_the_author(client):
    post = make_post()
    answer = send(client, post, homepage="https://pills.example")
    assert answer.status_code == 303
    assert rules_with_points(Comment.objects.get()) == ["trap"]


def test_a_form_that_is_sent_immediately_holds_the_comment(client):
    send(client, make_post(), after=1)
    assert rules_with_points(Comment.objects.get()) == ["too-fast"]


@pytest.mark.parametrize(
    ("elapsed", "reasons"), [("0.4", ["too-fast"]), ("40.2", []), ("", []), ("-1", []), ("nan", [])]
)
def test_the_form_of_a_cached_page_reports_how_long_it_was_open(client, elapsed, reasons):
    """Its timestamp is that of the article, so a script counts the seconds. Without the script, no points are added."""
    send(client, make_post(), elapsed=elapsed)
    assert rules_with_points(Comment.objects.get()) == reasons


def test_an_identified_visitor_gets_the_time_of_their_own_page(client):
    """Their page isn't cached, so the form has the time when it was rendered."""
    post = make_post()
    with later(minutes=5):
        client.cookies["colophon_reader"] = "somebody"
        send(client, post, after=1)
    assert rules_with_points(Comment.objects.get()) == ["too-fast"]


@pytest.mark.parametrize("stamp", ["", "yesterday", "0.000:forged"])
def test_a_missing_or_forged_timestamp_holds_the_comment(client, stamp):
    send(client, make_post(), started=stamp)
    assert rules_with_points(Comment.objects.get()) == ["no-stamp"]


def test_the_honeypot_is_hidden_from_people(client):
    trap = read(page(client, make_post())).one("#comment-form .comment-form-trap")
    assert (trap["aria-hidden"], trap.text) == ("true", "Leave this empty")
    field = trap.one("input")
    assert (field["tabindex"], field["autocomplete"]) == ("-1", "off")


def test_a_reply_works_without_javascript(client):
    post = make_post()
    parent = make_comment(post, name="Petra")
    html = page(client, post, f"?reply={parent.pk}")
    assert "You are replying to Petra." in html
    assert "Cancel reply" in html
    send(client, post, "I agree.", query=f"?reply={parent.pk}")
    reply = Comment.objects.get(body="I agree.")
    assert (reply.parent, reply.depth) == (parent, 1)
    assert "In reply to Petra" in page(client, post)


def test_there_is_one_comment_form(client):
    post = make_post()
    make_comment(post)
    assert page(client, post).count("Leave a comment") == 1


def test_opening_the_address_of_the_form_redirects_to_the_article(client):
    post = make_post()
    assert client.get(f"{post.get_absolute_url()}comments/").url == post.get_absolute_url()


def test_a_comment_sent_to_a_former_address_is_stored(client):
    post = make_post("Old name", slug="old-name")
    data = form_of(client, post) | {"name": "Gustav", "email": "gustav@example.org", "body": "Still here."}
    post.slug = "new-name"
    save_post(post)
    assert client.post("/articles/old-name/comments/", data).status_code == 303
    assert Comment.objects.get().post == post
