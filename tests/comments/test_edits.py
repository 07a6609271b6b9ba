"""Editing and deleting one's own comment while that is possible, and the status page."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import override as time_zone

from blog.models import BlogSettings, CommentPolicy
from comments.commenters.author import CommentAuthor
from comments.models import Comment, CommentSettings, Decision, WordFilter
from comments.submission.edit import delete_comment
from comments.submission.my_comments import STATUS_SIGNER, status_path
from tests.comments.posting import edit, later, submitted
from tests.comments.reading import article_page
from tests.comments.submission import submit
from tests.factories import make_comment, make_post, moderate
from tests.html import read

pytestmark = pytest.mark.django_db
Status = Comment.Status


@pytest.fixture
def publish_at_once(db):
    site = BlogSettings.current()
    site.comment_policy = CommentPolicy.PUBLISH
    site.save()


def test_a_guest_edits_a_pending_comment_without_javascript(client):
    comment = submitted(client)
    assert f"/comments/{comment.pk}/edit/" in read(article_page(client, comment.post)).hrefs
    form = read(client.get(f"/comments/{comment.pk}/edit/")).one("main form")
    assert form.field("Comment").value == "First words"
    assert form.hidden_fields["text_version"] == "1"
    answer = edit(client, comment, "Other **words**")
    assert (answer.status_code, answer.url) == (303, comment.get_absolute_url())
    comment.refresh_from_db()
    assert comment.body == "Other **words**"
    assert "<strong>words</strong>" in comment.html
    assert (comment.text_version, comment.status) == (2, Status.HELD)
    assert comment.edited_at
    assert "edited" in read(article_page(client, comment.post)).one(f"#comment-{comment.pk} header").text


def test_the_status_page_says_until_when_a_comment_can_be_edited(client):
    comment = submitted(client)
    with time_zone("Asia/Tokyo"):
        until = timezone.localtime(comment.created_at + timedelta(minutes=CommentSettings.current().edit_minutes))
        text = " ".join(client.get(status_path(comment)).text.split())
        assert f"Until {date_format(until, 'TIME_FORMAT')} (JST)" in text


def test_a_member_edits_by_account_on_any_device(bob, signed_in):
    post = make_post()
    comment = make_comment(post, author=bob)
    client = signed_in(bob)
    assert f"/comments/{comment.pk}/edit/" in article_page(client, post)
    assert edit(client, comment, "Bob's second thought").status_code == 303
    comment.refresh_from_db()
    assert comment.body == "Bob's second thought"


@pytest.mark.parametrize("action", ["edit", "delete"])
def test_nobody_else_can_open_the_page(client, bob, mona, action):
    comment = make_comment(make_post(), author=bob)
    guests = make_comment(comment.post)
    forged = Client()
    forged.cookies["colophon_comments"] = f"[{guests.pk}]"
    moderator = Client()
    moderator.force_login(mona)
    for other in (client, forged, moderator):
        for found in (comment, guests):
            assert other.get(f"/comments/{found.pk}/{action}/").status_code == 404
            assert other.post(f"/comments/{found.pk}/{action}/", {"body": "x", "text_version": 1}).status_code == 404
    assert set(Comment.objects.values_list("body", "status")) == {("A fair point.", "approved")}


def test_the_cookie_of_a_guest_does_not_open_a_claimed_comment(client, bob):
    comment = submitted(client)
    Comment.objects.update(author=bob, email="")
    assert client.get(f"/comments/{comment.pk}/edit/").status_code == 404


def test_after_fifteen_minutes_an_edit_is_rejected_and_its_text_shown(client):
    comment = submitted(client)
    with later(minutes=16):
        assert f"/comments/{comment.pk}/edit/" not in article_page(client, comment.post)
        assert client.get(f"/comments/{comment.pk}/edit/").status_code == 403
        answer = edit(client, comment, "Too late, I know")
        assert answer.status_code == 403
        assert [text.value for text in read(answer).all("main textarea")] == ["Too late, I know"]
        assert client.post(f"/comments/{comment.pk}/delete/").status_code == 403
    comment.refresh_from_db()
    assert (comment.body, comment.status) == ("First words", Status.HELD)


def test_the_time_for_edits_is_a_comment_setting(client):
    CommentSettings(pk=1, edit_minutes=60).save()
    comment = submitted(client)
    with later(minutes=50):
        assert edit(client, comment, "In time").status_code == 303
        assert edit(client, comment, "Again", 2).status_code == 303
    with later(minutes=61):
        assert edit(client, comment, "No more", 3).status_code == 403


def test_an_edited_public_comment_is_screened_again(client, publish_at_once, bob, signed_in):
    WordFilter(pattern="casino", effect=WordFilter.Effect.HOLD).save()
    client = signed_in(bob)
    comment = submitted(client)
    assert comment.status == Status.APPROVED
    assert edit(client, comment, "A better word").status_code == 303
    comment.refresh_from_db()
    assert comment.status == Status.APPROVED
    assert "A better word" in article_page(Client(), comment.post)
    edit(client, comment, "Come to my casino", 2)
    comment.refresh_from_db()
    assert (comment.status, comment.text_version) == (Status.HELD, 3)
    assert "casino" not in article_page(Client(), comment.post)
    assert "No comments yet" in article_page(Client(), comment.post)
    decisions = Decision.objects.filter(comment=comment, via=Decision.Via.EDIT).order_by("pk")
    assert [(one.before, one.after) for one in decisions] == [("approved", "approved"), ("approved", "held")]
    assert "casino" in decisions[1].why


def test_a_pending_comment_stays_pending_whatever_its_new_text(client, publish_at_once, bob, signed_in):
    """Otherwise changing one word would republish a reported comment."""
    comment = make_comment(make_post(), author=bob, status="held")
    assert edit(signed_in(bob), comment, "All is well").status_code == 303
    comment.refresh_from_db()
    assert comment.status == Status.HELD


def test_the_author_of_the_article_edits_freely(alice, signed_in):
    post = make_post(author=alice)
    comment = submit(post, "Thank you", CommentAuthor(alice))
    edit(
        signed_in(alice), comment, "Thank you [all](https://a.example) [of](https://b.example) [you](https://c.example)"
    )
    comment.refresh_from_db()
    assert comment.status == Status.APPROVED


def test_a_conflicting_edit_is_rejected_and_both_versions_are_shown(client):
    comment = submitted(client)
    edit(client, comment, "From the telephone")
    answer = edit(client, comment, "From the desk", 1)
    shown = read(answer)
    assert answer.status_code == 409
    assert shown.field("The stored text").value == "From the telephone"
    assert shown.field("Comment").value == "From the desk"
    assert shown.one("main form").hidden_fields["text_version"] == "2"
    assert Comment.objects.get().body == "From the telephone"
    assert edit(client, comment, "From the desk", 2).status_code == 303
    assert Comment.objects.get().body == "From the desk"


def test_saving_the_same_text_is_not_an_edit(client):
    comment = submitted(client)
    assert edit(client, comment, "First words").status_code == 303
    comment.refresh_from_db()
    assert (comment.text_version, comment.edited_at) == (1, None)
    assert not Decision.objects.filter(via=Decision.Via.EDIT).exists()


@pytest.mark.parametrize(
    ("body", "message"),
    [("", "Write your comment first"), ("x" * 4_001, "at most 4000"), ("[" * 400, "too many brackets"), ("**", "")],
)
def test_an_invalid_text_is_explained_and_kept(client, body, message):
    comment = submitted(client)
    answer = edit(client, comment, body)
    if body == "**":
        assert answer.status_code == 303
    else:
        assert answer.status_code == 422
        field = read(answer).field("Comment")
        assert message in " ".join(field.errors)
        assert field.value == body
        assert Comment.objects.get().body == "First words"


@pytest.mark.parametrize("version", ["", "x", "0", "-1", "9" * 30])
def test_an_invalid_version_is_rejected(client, version):
    comment = submitted(client)
    assert edit(client, comment, "Words", version).status_code in (409, 422)
    assert Comment.objects.get().body == "First words"


def test_deleting_asks_first_and_leaves_a_placeholder_for_replies(client, publish_at_once, bob, signed_in):
    client = signed_in(bob)
    comment = submitted(client)
    make_comment(comment.post, "An answer", parent=comment)
    question = client.get(f"/comments/{comment.pk}/delete/").content.decode()
    assert "First words" in question
    assert Comment.objects.get(pk=comment.pk).status == Status.APPROVED
    answer = client.post(f"/comments/{comment.pk}/delete/")
    assert (answer.status_code, answer.url) == (303, status_path(comment))
    html = article_page(Client(), comment.post)
    assert "First words" not in html
    assert "This comment was removed." in html
    assert "An answer" in html
    decision = Decision.objects.latest("pk")
    assert (decision.after, decision.via, decision.by) == (Status.REMOVED, Decision.Via.WRITER, bob)


def test_a_deletion_is_logged_at_the_time_of_the_request():
    comment = make_comment(make_post())
    now = comment.created_at + timedelta(minutes=5)
    delete_comment(comment, now)
    comment.refresh_from_db()
    assert comment.decided_at == comment.decisions.get().at == now


def test_a_comment_removed_by_moderators_cannot_be_edited(client):
    comment = submitted(client)
    moderate(comment, "spam")
    assert edit(client, comment, "Harmless").status_code == 403
    assert client.post(f"/comments/{comment.pk}/delete/").status_code == 403
    comment.refresh_from_db()
    assert comment.status == Status.SPAM


def test_the_status_page_shows_the_status_of_a_comment(client):
    comment = submitted(client)
    assert status_path(comment) in article_page(client, comment.post)
    for status, words in [
        (Status.HELD, "Your comment is awaiting approval."),
        (Status.APPROVED, "Your comment is published."),
        (Status.SPAM, "decided not to publish your comment"),
        (Status.REMOVED, "decided not to publish your comment"),
    ]:
        Comment.objects.update(status=status)
        html = Client().get(status_path(comment)).content.decode()
        assert words in html
        assert ("First words" in html) == (status in (Status.HELD, Status.APPROVED))
        assert "spam" not in html.lower()


def test_the_status_page_mentions_the_email_the_deadline_and_the_deletion(client):
    CommentSettings(pk=1, purge_days=12).save()
    comment = submitted(client)
    Comment.objects.update(wants_mail=True)
    html = Client().get(status_path(comment)).content.decode()
    assert "We will e-mail you" in html
    assert "within 12 days" in html
    assert f"/comments/{comment.pk}/edit/" in html
    with later(minutes=20):
        assert f"/comments/{comment.pk}/edit/" not in Client().get(status_path(comment)).content.decode()
    client.post(f"/comments/{comment.pk}/delete/")
    assert "You deleted this comment" in Client().get(status_path(comment)).content.decode()


def test_the_status_page_announces_no_deletion_of_a_comment_that_was_public(client, mona):
    comment = submitted(client)
    moderate(comment, "approved", mona)
    moderate(comment, "held", via=Decision.Via.REPORT)
    html = Client().get(status_path(comment)).content.decode()
    assert "A reader reported your comment" in html
    assert "it will be deleted" not in html


def test_a_double_click_on_save_redirects_to_the_comment(client):
    comment = submitted(client)
    for _click in range(2):
        answer = edit(client, comment, "Other words")
        assert (answer.status_code, answer.url) == (303, comment.get_absolute_url())
    comment.refresh_from_db()
    assert comment.text_version == 2


def test_a_double_click_on_delete_redirects_to_the_status_page(client):
    comment = submitted(client)
    answers = [client.post(f"/comments/{comment.pk}/delete/") for _click in range(2)]
    assert {(answer.status_code, answer.url) for answer in answers} == {(303, status_path(comment))}
    assert Decision.objects.filter(via=Decision.Via.WRITER).count() == 1


@pytest.mark.parametrize("action", ["edit", "delete"])
def test_the_page_says_why_a_removed_comment_cannot_be_edited(client, mona, action):
    by_writer, by_moderator = submitted(client), submitted(client, body="Second words")
    client.post(f"/comments/{by_writer.pk}/delete/")
    moderate(by_moderator, "spam", mona)
    for comment, words in [
        (by_writer, "You have already deleted this comment."),
        (by_moderator, "The moderators didn’t publish this comment."),
    ]:
        answer = client.get(f"/comments/{comment.pk}/{action}/")
        assert answer.status_code == 403
        assert words in read(answer).text
        assert "It was not changed" not in answer.content.decode()
    answer = edit(client, by_writer, "From the other window")
    assert answer.status_code == 403
    assert [text.value for text in read(answer).all("main textarea")] == ["From the other window"]


def test_a_guest_can_edit_on_another_device_through_the_status_link(client):
    comment, other = submitted(client), Client()
    assert other.get(f"/comments/{comment.pk}/edit/").status_code == 404
    other.get(status_path(comment))
    assert edit(other, comment, "From the other device").status_code == 303


def test_the_status_link_of_a_member_gives_no_right_to_edit(bob):
    comment, client = make_comment(make_post(), author=bob, status="held"), Client()
    answer = client.get(status_path(comment))
    assert "A fair point." in answer.content.decode()
    assert answer.cookies == {}
    assert edit(client, comment, "Not Bob").status_code == 404


@pytest.mark.parametrize("token", ["5", "5:forged", "x:y", ":"])
def test_a_forged_status_link_is_not_found(client, token):
    make_comment(make_post())
    assert client.get(f"/comments/status/key/{token}/").status_code == 404


def test_the_status_page_is_not_cached_and_shows_no_hidden_article(client):
    post = make_post("A secret title")
    comment = make_comment(post)
    post.withdraw()
    answer = client.get(f"/comments/status/key/{STATUS_SIGNER.sign(str(comment.pk))}/")
    assert "no-store" in answer.headers["Cache-Control"]
    assert "A secret title" not in answer.content.decode()
    assert "noindex" in answer.content.decode()
