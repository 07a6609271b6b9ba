"""Commenters see the status of their comments: after sending, in the thread, and on the status page."""

import pytest
from django.test import Client
from django.utils import timezone

from blog.models import BlogSettings, CommentPolicy
from comments.models import Comment
from comments.submission.my_comments import status_path
from tests.comments.posting import later, send
from tests.comments.reading import article_page
from tests.factories import make_comment, make_post, moderate
from tests.html import read

pytestmark = pytest.mark.django_db
Status = Comment.Status


def policy(value):
    site = BlogSettings.current()
    site.comment_policy = value
    site.save()


def sent(client, post=None, body="First words"):
    response = send(client, post or make_post(), body)
    assert response.status_code == 303
    return Comment.objects.latest("pk")


def main_of(response):
    return read(response).landmark("main")


def article_of(html, comment):
    return read(html).one(f"article#comment-{comment.pk}")


@pytest.mark.parametrize("status", [Status.SPAM, Status.REMOVED])
def test_the_permalink_of_a_removed_comment_leads_its_guest_to_the_status_page(client, mona, status):
    comment = sent(client)
    moderate(comment, status, mona, why="Please stay on topic.")
    shown = client.get(comment.get_absolute_url(), follow=True)
    assert shown.status_code == 200
    assert "The moderators decided not to publish your comment." in main_of(shown).text
    assert "Reason: Please stay on topic." in main_of(shown).text
    for stranger in (Client(), client_of(mona)):
        assert "First words" not in stranger.get(comment.post.get_absolute_url()).text
    assert Client().get(comment.get_absolute_url()).status_code == 404


def client_of(user):
    client = Client()
    client.force_login(user)
    return client


def test_the_permalink_of_a_removed_comment_leads_its_member_to_the_status_page(bob, mona):
    comment = make_comment(make_post(), author=bob, status="held")
    moderate(comment, Status.APPROVED, mona)
    moderate(comment, Status.REMOVED, mona)
    shown = client_of(bob).get(comment.get_absolute_url(), follow=True)
    assert "Your comment was published and later removed by moderators." in main_of(shown).text


def test_the_article_shows_only_the_author_that_a_comment_is_not_published(client, mona):
    comment = sent(client)
    moderate(comment, Status.REMOVED, mona)
    html = article_page(client, comment.post)
    assert "Your comment is not published." in html
    assert status_path(comment) in read(html).hrefs
    assert "First words" not in html
    assert f"comment-{comment.pk}" not in article_page(Client(), comment.post)
    assert client.get(status_path(comment)).status_code == 200


def test_a_removed_reply_is_shown_to_its_author_as_a_placeholder(client, mona):
    post = make_post()
    parent = make_comment(post, "The question")
    send(client, post, "My answer", query=f"?reply={parent.pk}")
    reply = Comment.objects.latest("pk")
    assert reply.parent == parent
    moderate(reply, Status.SPAM, mona)
    assert "Your comment is not published." in article_page(client, post)
    assert "Your comment is not published." not in article_page(Client(), post)


def test_a_deleted_comment_is_not_shown_to_its_author(client):
    comment = sent(client)
    client.post(f"/comments/{comment.pk}/delete/")
    assert f"comment-{comment.pk}" not in article_page(client, comment.post)


def test_deleting_a_comment_leads_to_a_status_page_that_says_so(client):
    comment = sent(client)
    shown = client.post(f"/comments/{comment.pk}/delete/", follow=True)
    assert main_of(shown).status.startswith("You deleted this comment. It is no longer visible.")
    assert comment.post.get_absolute_url() in main_of(shown).hrefs


def test_an_approved_comment_keeps_its_status_link(client, mona):
    comment = sent(client)
    assert status_path(comment) in article_page(client, comment.post)
    moderate(comment, Status.APPROVED, mona)
    assert status_path(comment) in article_page(client, comment.post)
    assert "Your comment is published." in main_of(client.get(status_path(comment))).text
    assert status_path(comment) not in article_page(Client(), comment.post)


def test_the_status_page_of_a_purged_comment_says_that_it_is_deleted(client):
    comment = sent(client)
    path = status_path(comment)
    comment.delete()
    answer = client.get(path)
    assert answer.status_code == 410
    assert "Your comment is no longer stored. Unpublished comments are deleted after 90 days." in main_of(answer).text
    assert client.get("/comments/status/key/7:forged/").status_code == 404


def test_the_author_of_a_pending_comment_is_told_that_it_is_awaiting_approval(client):
    comment = sent(client)
    entry = article_of(article_page(client, comment.post), comment)
    assert entry.status.startswith("Awaiting approval. Only you can see it.")
    assert entry["tabindex"] == "-1"
    assert entry.description == entry.status
    with later(minutes=3):
        entry = article_of(article_page(client, comment.post), comment)
    assert "Awaiting approval" in entry.text
    assert entry.status == ""


def test_the_author_of_an_approved_comment_is_told_that_it_is_published(client):
    policy(CommentPolicy.PUBLISH)
    comment = sent(client)
    assert comment.status == Status.APPROVED
    assert article_of(article_page(client, comment.post), comment).status.startswith("Your comment is published.")
    assert "Your comment is published." not in article_page(Client(), comment.post)
    client.post(f"/comments/{comment.pk}/edit/", {"body": "Better words", "text_version": 1})
    assert "Your changes are published." in article_of(article_page(client, comment.post), comment).text
    with later(minutes=3):
        assert "Your changes are published." not in article_page(client, comment.post)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("all", "Comments are moderated: yours will be published when it is approved."),
        (
            "first",
            "Comments are moderated: yours need approval until you have confirmed your address and one of them has been approved.",
        ),
        ("suspicious", "Comments are published immediately unless they look like spam."),
        ("publish", "Comments are published immediately."),
    ],
)
def test_the_form_explains_the_moderation_policy(client, value, said):
    policy(value)
    html = article_page(client, make_post())
    assert said in " ".join(html.split())
    assert ("look like spam" in html) == (value in {"first", "suspicious"})


@pytest.mark.parametrize("who", ["alice", "mona"])
@pytest.mark.parametrize("value", ["all", "first"])
def test_authors_and_staff_are_told_that_their_comments_are_published_immediately(request, alice, mona, value, who):
    policy(value)
    client = client_of(request.getfixturevalue(who))
    post = make_post(author=alice)
    html = article_page(client, post)
    assert "Your comment will be published immediately." in html
    assert "need approval" not in html
    assert "when it is approved" not in html


def test_reply_like_and_report_have_unique_accessible_names(client):
    post = make_post()
    now = timezone.now()
    comments = [
        make_comment(post, name=name, created_at=now.replace(hour=hour))
        for name, hour in (("Ann", 1), ("Ann", 2), ("Ben", 3))
    ]
    html = article_page(client, post)
    controls = [
        control
        for comment in comments
        for control in article_of(html, comment).all("a", "button")
        if control.get("aria-labelledby")
    ]
    names = [control.name for control in controls]
    assert len(names) == 9
    assert len(set(names)) == 9
    assert any(name.startswith("Reply Ann ") and "1" in name for name in names)


def test_an_empty_report_shows_its_error_in_title_alert_and_focus(client):
    comment = make_comment(make_post())
    path = f"/comments/{comment.pk}/report/"
    page = read(client.post(path, {"reason": "", "text": ""}))
    assert page.title == "Error: report a comment"
    alert = page.one("[role=alert]")
    assert "autofocus" in alert
    assert alert["tabindex"] == "-1"
    assert "Choose a reason." in alert.text
    assert page.one("main #id_reason")
    assert alert.hrefs == ["#id_reason"]
    assert "Error" not in read(client.get(path)).title
