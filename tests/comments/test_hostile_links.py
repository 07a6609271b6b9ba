"""Links and cookies in the wrong hands: swapped, replayed, too late, of somebody else. They do nothing and tell nothing."""

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone

from blog.models import Post
from comments.commenters.guest_cookies import OWN_COMMENTS_MAX_AGE, READER_MAX_AGE
from comments.models import Comment, Decision, Like, Report, Subscription
from comments.notifications.links import DECIDE_SALT, Subscriber, unsubscribe_link
from comments.submission.my_comments import status_path
from tests.comments.mails import clock_at, confirmed, decision_path, follow
from tests.comments.posting import edit, later, send, submitted
from tests.comments.reading import article_page
from tests.factories import make_comment, make_post, moderate

pytestmark = pytest.mark.django_db
Status = Comment.Status


@pytest.fixture
def comment(mona):
    return make_comment(make_post("Tea"), "Milk or lemon?", status="held")


def parts_of(path):
    """What a link says and what proves it."""
    *_, token, _end = path.split("/")
    data, _, signature = token.partition(":")
    return data, signature


@pytest.mark.parametrize("place", ["action", "comment", "text version", "moderator", "decision"])
def test_no_part_of_an_action_link_can_be_swapped(client, mona, edith, comment, place):
    """Each part is taken from another valid link, the proof is left as it is."""
    other = make_comment(comment.post, "Other", status="held")
    right = decision_path("remove", comment, mona)
    data = {
        "action": ["approve", comment.pk, 1, mona.pk, 0],
        "comment": ["remove", other.pk, 1, mona.pk, 0],
        "text version": ["remove", comment.pk, 2, mona.pk, 0],
        "moderator": ["remove", comment.pk, 1, edith.pk, 0],
        "decision": ["remove", comment.pk, 1, mona.pk, 99],
    }[place]
    forged = signing.dumps(data, salt="something else").partition(":")[0]
    path = right.replace(parts_of(right)[0], forged).replace("/remove/", f"/{data[0]}/")
    assert path != right
    for answer in (client.get(path), client.post(path)):
        assert answer.status_code == 404
        assert "Milk or lemon?" not in answer.content.decode()
    assert set(Comment.objects.values_list("status", flat=True)) == {Status.HELD}


@pytest.mark.parametrize("data", ["text", [], {}, ["approve"], ["approve", "x", "y", None, []], None, 5])
def test_a_signed_thing_of_another_shape_decides_nothing(client, comment, data):
    token = signing.dumps(data, salt=DECIDE_SALT)
    assert client.post(f"/comments/moderation/approve/confirm/{token}/").status_code in {403, 404}
    comment.refresh_from_db()
    assert comment.status == Status.HELD


@pytest.mark.parametrize("gone", ["withdrawn", "expired", "deleted"])
def test_an_action_link_after_the_article_is_gone(client, mona, comment, gone):
    path = decision_path("approve", comment, mona)
    post = Post.objects.filter(pk=comment.post_id)
    if gone == "deleted":
        post.delete()
    elif gone == "expired":
        post.update(expires_at=timezone.now() - timedelta(hours=1))
    else:
        post.update(status=Post.Status.DRAFT)
    answers = [client.get(path), client.post(path), client.post(path)]
    if gone == "deleted":
        assert [answer.status_code for answer in answers] == [404, 409, 409]
    else:
        assert [answer.status_code for answer in answers] == [200, 200, 409]
        assert "Milk or lemon?" not in page_of_gone(comment)
    assert not Comment.objects.held().exists()


def page_of_gone(comment):
    answer = Client().get(comment.post.get_absolute_url())
    assert answer.status_code in {404, 410}
    return answer.content.decode()


def test_an_action_link_used_by_somebody_who_was_thrown_out_meanwhile_says_why(client, mona, comment):
    path = decision_path("approve", comment, mona)
    mona.groups.clear()
    answer = client.post(path)
    assert answer.status_code == 403
    assert "Milk or lemon?" not in answer.content.decode()
    assert not Decision.objects.exists()


def test_a_status_link_opens_its_own_comment_only(client):
    post = make_post()
    mine = submitted(client, post, "Mine")
    other = make_comment(post, "Of somebody else", status="held", email="other@example.org")
    number, _, signature = status_path(mine).strip("/").rpartition("/")[2].partition(":")
    assert number == str(mine.pk)
    stranger = Client()
    assert stranger.get(f"/comments/status/key/{other.pk}:{signature}/").status_code == 404
    assert stranger.cookies == {}
    assert stranger.get(status_path(mine)).status_code == 200
    assert stranger.get(f"/comments/{other.pk}/edit/").status_code == 404


@pytest.mark.parametrize("action", ["edit", "delete"])
@pytest.mark.parametrize("cookie", ["", "x", "[1]", "forged", "other salt", "a word", "expired"])
def test_without_the_right_cookie_nobody_changes_a_guests_comment(action, cookie):
    writer = Client()
    comment = submitted(writer)
    stranger, now = Client(), timezone.now()
    right = writer.cookies["colophon_comments"].value
    stranger.cookies["colophon_comments"] = {
        "forged": f"{signing.b64_encode(f'[{comment.pk}]'.encode()).decode()}:{right.partition(':')[2]}x",
        "other salt": signing.dumps([comment.pk], salt="comments.reader"),
        "a word": signing.dumps("everything", salt="comments.own"),
        "expired": right,
    }.get(cookie, cookie)
    if cookie == "expired":
        now += OWN_COMMENTS_MAX_AGE + timedelta(minutes=1)
    with clock_at(now):
        for answer in (
            stranger.get(f"/comments/{comment.pk}/{action}/"),
            stranger.post(f"/comments/{comment.pk}/{action}/", {"body": "Changed", "text_version": 1}),
        ):
            assert answer.status_code == 404
            assert "First words" not in answer.content.decode()
    comment.refresh_from_db()
    assert (comment.body, comment.status) == ("First words", Status.HELD)


@pytest.mark.parametrize("cookie", ["forged", "expired", "of comments"])
def test_a_like_or_report_under_a_bad_cookie_counts_for_a_new_stranger_and_for_nobody_else(cookie):
    comment = make_comment(make_post())
    writer = Client()
    writer.post(f"/comments/{comment.pk}/like/", {"wish": "like"})
    key = Like.objects.get().reader
    right, now = writer.cookies["colophon_reader"].value, timezone.now()
    stranger = Client()
    stranger.cookies["colophon_reader"] = {
        "forged": right[:-2] + ("aa" if right[-2:] != "aa" else "bb"),
        "expired": right,
        "of comments": signing.dumps(key.removeprefix("guest:"), salt="comments.own"),
    }[cookie]
    if cookie == "expired":
        now += READER_MAX_AGE + timedelta(minutes=1)
    with clock_at(now):
        stranger.post(f"/comments/{comment.pk}/like/", {"wish": "unlike"})
        assert Like.objects.get().reader == key
        stranger.post(f"/comments/{comment.pk}/report/", {"reason": "spam"})
    assert Report.objects.get().reader != key


def test_a_cookie_of_somebody_else_is_no_account(bob, client):
    """A guest cannot call itself «user:5»: the name of the guest stands behind «guest:»."""
    comment = make_comment(make_post())
    client.cookies["colophon_reader"] = signing.dumps(f"user:{bob.pk}", salt="comments.reader")
    client.post(f"/comments/{comment.pk}/like/", {"wish": "like"})
    assert Like.objects.get().reader == f"guest:user:{bob.pk}"


def test_an_unsubscribe_link_of_one_person_ends_nothing_of_another(bob, alice):
    post = make_post()
    for person in (bob, alice, confirmed("gustav@example.org")):
        follow(post, person)
    provider = Client(enforce_csrf_checks=True)
    path = urlsplit(unsubscribe_link(Subscriber.of(bob), post.pk, "thread")).path
    assert provider.head(path).status_code == 200
    assert provider.get(path).status_code == 200
    assert Subscription.objects.count() == 3
    answer = provider.post(path, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded")
    assert (answer.status_code, answer.cookies) == (200, {})
    assert not Subscription.objects.filter(user=bob).exists()
    assert Subscription.objects.count() == 2


def test_one_click_as_multipart_works_too(bob):
    """RFC 8058 lets the provider choose."""
    post = make_post()
    follow(post, bob)
    path = urlsplit(unsubscribe_link(Subscriber.of(bob), post.pk, "thread")).path
    assert Client(enforce_csrf_checks=True).post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Subscription.objects.exists()


@pytest.mark.parametrize("how", ["decided", "removed", "too late"])
def test_words_of_an_edit_that_came_too_late_are_given_back(client, how):
    comment = submitted(client)
    if how != "too late":
        moderate(comment, Status.SPAM if how == "decided" else Status.REMOVED)
    with later(minutes=16 if how == "too late" else 1):
        answer = edit(client, comment, "What I <wanted> to say instead")
    html = answer.content.decode()
    assert answer.status_code == 403
    assert "What I &lt;wanted&gt; to say instead</textarea>" in html
    comment.refresh_from_db()
    assert comment.body == "First words"


def test_a_held_comment_of_one_guest_is_never_served_to_another():
    """In whatever order the pages are asked for and stored."""
    post = make_post()
    Client().get(post.get_absolute_url())
    writer = Client()
    assert send(writer, post, "My held words").status_code == 303
    other = Client()
    assert send(other, post, "Held words of another", email="other@example.org", name="Other").status_code == 303
    for _ in range(2):
        assert "My held words" in article_page(writer, post)
        assert "Held words of another" not in article_page(writer, post)
        assert "Held words of another" in article_page(other, post)
        stranger = Client().get(post.get_absolute_url())
        assert "eld words" not in stranger.content.decode()
        assert "public" in stranger.headers["Cache-Control"]
    assert writer.get(post.get_absolute_url()).headers["Cache-Control"] == "no-store, private"
