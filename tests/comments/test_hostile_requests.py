"""Addresses that nobody is led to: articles not yet or no more there, places that are none, lists that are too long."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from blog.models import Post
from comments.models import Comment, CommenterRule, Decision, Like, Report
from comments.moderation.decide import undo
from comments.threads.pagination import Order
from tests.comments.deciding import QUEUE, act
from tests.comments.posting import GUEST, later, send
from tests.comments.reading import comment_ids
from tests.factories import make_comment, make_comments, make_post
from tests.html import read

pytestmark = pytest.mark.django_db
Status = Comment.Status
HIDDEN = ["draft", "review", "archived", "scheduled", "expired"]


def hide(post, how):
    now = timezone.now()
    changes = {
        "scheduled": {"published_at": now + timedelta(days=1)},
        "expired": {"expires_at": now - timedelta(minutes=1)},
    }.get(how, {"status": how})
    Post.objects.filter(pk=post.pk).update(**changes)
    post.refresh_from_db()
    return post


@pytest.mark.parametrize("how", HIDDEN)
def test_an_article_that_is_not_public_takes_no_comment_by_its_guessed_address(client, how):
    post = make_post("Secret plans")
    with later(30):
        assert read(client.get(post.get_absolute_url())).one("form#comment-form")
    hide(post, how)
    with later(30):
        answer = client.post(f"{post.get_absolute_url()}comments/", GUEST | {"body": "First!"})
    assert answer.status_code == 404
    assert "Secret plans" not in answer.content.decode()
    assert read(answer).one("main textarea").value == "First!"
    assert not Comment.objects.exists()


@pytest.mark.parametrize("how", HIDDEN)
def test_nothing_leads_to_the_comments_of_an_article_that_is_not_public(client, how):
    post = make_post("Secret plans")
    comment = make_comment(post, "What was said")
    hide(post, how)
    for path in (
        comment.get_absolute_url(),
        f"/comments/{comment.pk}/report/",
        f"{post.get_absolute_url()}comments/feed/",
        f"{post.get_absolute_url()}?reply={comment.pk}",
        "/comments/feed/",
    ):
        answer = client.get(path, follow=True)
        assert "What was said" not in answer.content.decode(), path
        assert "Secret plans" not in answer.content.decode(), path
        assert answer.status_code == 200 if path == "/comments/feed/" else answer.status_code in {404, 410}
    for path, fields in (("like", {"wish": "like"}), ("report", {"reason": "spam"})):
        assert client.post(f"/comments/{comment.pk}/{path}/", fields).status_code == 404
    assert not Like.objects.exists()
    assert not Report.objects.exists()


def test_a_feed_holds_nothing_that_is_not_approved(client):
    post = make_post()
    for status in (Status.HELD, Status.SPAM, Status.REMOVED):
        make_comment(post, f"This is {status}", status=status)
    approved = make_comment(post, "This is approved")
    make_comment(post, "An answer that waits", status="held", parent=approved)
    unlisted = make_post(status=Post.Status.UNLISTED)
    make_comment(unlisted, "Under an unlisted article")
    everywhere = client.get("/comments/feed/").content.decode()
    assert everywhere.count("</entry>") == 1
    assert "This is approved" in everywhere
    assert client.get(f"{post.get_absolute_url()}comments/feed/").content.decode().count("</entry>") == 1


@pytest.mark.parametrize(
    "kind", ["held", "spam", "removed", "of another article", "hidden article", "a number too large"]
)
def test_a_reply_to_what_nobody_can_see_is_no_reply(client, kind):
    post = make_post()
    parent = {
        "of another article": lambda: make_comment(make_post(), "Not yours to see").pk,
        "hidden article": lambda: make_comment(make_post(status="draft"), "Not yours to see").pk,
        "a number too large": lambda: 10**14,
    }.get(kind, lambda: make_comment(post, "Not yours to see", status=kind, name="Hidden Hans").pk)()
    answer = send(client, post, "Hear me", parent=parent)
    html = answer.content.decode()
    assert answer.status_code == 422
    assert read(html).one("#comment-form textarea").value == "Hear me"
    assert "Not yours to see" not in html
    assert "Hidden Hans" not in html
    assert not Comment.objects.filter(body="Hear me").exists()


MADE_UP_PLACES = [
    "9" * 17 + "-" + "9" * 15 + "-" + "9" * 9,
    "0-0-0",
    "-1--1",
    "1e9-1",
    "1764000000000000-1'--",
    "1764000000000000-1-1 OR 1=1",
    "١٢٣-٤",
    "1764000000000000-999999999999999",
    "AAAA",
    "eyJhIjoxfQ==",
    "\U0001f600",
    "\u202e1-1",
    "1-1\r\nX: y",
    "x" * 5_000,
]


@pytest.mark.parametrize("order", Order)
def test_a_made_up_place_is_a_page_of_this_thread(client, order):
    post = make_post()
    mine = {comment.pk for comment in make_comments(post, 25)}
    other = make_comment(make_post(), "Elsewhere")
    for after in MADE_UP_PLACES:
        for query in ({"order": order, "after": after}, {"order": order, "replies": f"{other.pk}-{after}"}):
            answer = client.get(post.get_absolute_url(), query, follow=True)
            assert answer.status_code == 200, query
            found = comment_ids(answer.content.decode())
            assert found, query
            assert mine.issuperset(found), query


@pytest.mark.parametrize("order", Order)
def test_the_place_of_another_article_shows_nothing_of_it(client, order):
    post, other = make_post(), make_post()
    mine = {comment.pk for comment in make_comments(post, 25)}
    elsewhere = make_comment(other, "Elsewhere", created_at=timezone.now() - timedelta(days=30))
    moment = int(elsewhere.created_at.timestamp() * 1_000_000)
    for parameter in ({"after": f"{moment}-{elsewhere.pk}"}, {"replies": f"{elsewhere.pk}-{moment}-1"}):
        html = client.get(post.get_absolute_url(), parameter | {"order": order}).content.decode()
        assert mine.issuperset(comment_ids(html))
        assert "Elsewhere" not in html


def test_a_preview_renders_as_a_comment_and_as_nothing_else(client, alice):
    """No field chooses another policy, for authors neither: what only articles may hold stays text."""
    post = make_post(author=alice)
    body = '# Head\n\n![x](https://evil.example/x.png)\n\n<iframe src="//evil.example"></iframe>\n\n| a |\n|---|\n| b |'
    client.force_login(alice)
    for extra in ({}, {"policy": "POST"}, {"trust": "post"}, {"preview": ["page", "alone"]}):
        fields = {"body": body, "preview": "alone"} | extra
        preview = read(client.post(f"{post.get_absolute_url()}comments/", fields)).one("#comment-preview")
        assert "Head" in preview.text
        assert preview.all("h1", "h2", "img", "iframe", "table") == []


def test_a_preview_from_another_site_is_refused():
    post = make_post()
    foreign = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
    answer = Client(enforce_csrf_checks=True).post(
        f"{post.get_absolute_url()}comments/", GUEST | {"body": "**x**", "preview": "alone"}, headers=foreign
    )
    assert answer.status_code == 403
    assert "<strong>" not in answer.content.decode()


@pytest.mark.parametrize("pk", [0, 10**18, 10**30])
@pytest.mark.parametrize("action", ["", "edit/", "delete/", "like/", "report/"])
def test_a_comment_that_never_was_is_missing(client, pk, action):
    assert client.get(f"/comments/{pk}/{action}").status_code in {404, 405}
    assert client.post(f"/comments/{pk}/{action}", {"wish": "like"}).status_code in {404, 405}


def test_ten_thousand_numbers_in_one_request_are_refused_and_change_nothing(moderator):
    comment = make_comment(make_post(), status="held")
    chosen = {
        "action": "mark_selected_as_spam",
        "index": 0,
        "_selected_action": [comment.pk, *range(10**6, 10**6 + 10_000)],
    }
    assert moderator.post(QUEUE, chosen).status_code == 400
    comment.refresh_from_db()
    assert comment.status == Status.HELD


@pytest.mark.parametrize("chosen", [["x"], [""], [10**30], ["1 OR 1=1"], ["1\0"], []])
def test_odd_numbers_in_the_queue_decide_nothing(moderator, chosen):
    comment = make_comment(make_post(), status="held")
    answer = moderator.post(QUEUE, {"action": "remove_selected", "index": 0, "_selected_action": chosen}, follow=True)
    assert answer.status_code in {200, 400}
    comment.refresh_from_db()
    assert comment.status == Status.HELD


def test_thousands_of_comments_are_decided_at_once_and_taken_back_by_the_same_moderator_only(moderator, mona, edith):
    post = make_post()
    comments = Comment.objects.bulk_create(
        Comment(post=post, name="R", body=f"Buy {number}", html="<p>Buy</p>", status="held") for number in range(2_500)
    )
    html = act(moderator, "mark_selected_as_spam", comments[0], select_across=1)
    assert "2500 comments were marked as spam." in html
    assert Comment.objects.filter(status=Status.SPAM).count() == Decision.objects.count() == 2_500
    assert undo(edith) == 0
    assert undo(mona) == 2_500
    assert Comment.objects.held().count() == 2_500
    assert undo(mona) == 0


def test_a_ban_that_ended_a_moment_ago_is_over_and_one_that_ends_in_a_moment_holds(client):
    post, now = make_post(), timezone.now()
    CommenterRule.objects.create(
        of="address", value="gustav@example.org", verdict="banned", reason="Shouting", until=now + timedelta(minutes=5)
    )
    refused = send(client, post, "During the ban", after=30)
    assert refused.status_code == 422
    assert "Shouting" in refused.content.decode()
    assert send(client, post, "After the ban", after=301).status_code == 303
    assert Comment.objects.get().body == "After the ban"
