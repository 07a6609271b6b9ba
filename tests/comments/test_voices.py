"""Likes and reports: one of each a person, with an account or without."""

from dataclasses import replace
from datetime import timedelta
from unittest.mock import patch

import pytest
from django.test import Client
from django.utils import timezone

from comments import voices
from comments.decisions import decide
from comments.models import Comment, Decision, Like, Report
from comments.status_links import status_path
from tests.comments.sending import later, send
from tests.comments.test_threads import page
from tests.factories import make_comment, make_post

pytestmark = pytest.mark.django_db
Status = Comment.Status


@pytest.fixture
def comment(db):
    return make_comment(make_post())


def like(client, comment, wish="like", **fields):
    return client.post(f"/comments/{comment.pk}/like/", {"wish": wish} | fields)


def likes(comment):
    return Comment.objects.get(pk=comment.pk).likes_count


def test_a_stranger_likes_without_an_account_and_everybody_sees_the_number(client, comment):
    assert f'formaction="/comments/{comment.pk}/like/"' in page(client, comment.post)
    answer = like(client, comment)
    assert (answer.status_code, answer.url) == (303, comment.get_absolute_url())
    assert 'class="comment-likes">1<' in page(Client(), comment.post)
    assert 'aria-pressed="true"' in page(client, comment.post)
    assert 'aria-pressed="true"' not in page(Client(), comment.post)


def test_the_cookie_comes_with_the_first_like_and_is_signed(client, comment):
    assert client.get(comment.post.get_absolute_url()).cookies == {}
    cookie = like(client, comment).cookies["colophon_reader"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert len(cookie.value) < 200
    assert "colophon_reader" not in like(client, make_comment(comment.post)).cookies
    client.cookies["colophon_reader"] = "forged"
    assert "colophon_reader" in like(client, comment).cookies


def test_a_person_likes_once_and_can_take_it_back(client, comment, bob):
    member = Client()
    member.force_login(bob)
    for reader in (client, client, member, member):
        like(reader, comment)
    assert likes(comment) == 2
    assert set(Like.objects.values_list("reader", flat=True)) >= {f"user:{bob.pk}"}
    like(member, comment, "unlike")
    like(member, comment, "unlike")
    assert likes(comment) == 1
    like(Client(), comment, "unlike")
    assert likes(comment) == 1


def test_a_count_that_went_wrong_is_brought_back(client, comment):
    like(client, comment)
    Comment.objects.update(likes_count=40)
    voices.recount_likes(comment.pk)
    assert likes(comment) == 1


def test_nobody_likes_the_own_comment(client, bob, signed_in):
    post = make_post()
    send(client, post)
    Comment.objects.update(status="approved")
    own = Comment.objects.get()
    assert f"/comments/{own.pk}/like/" not in page(client, post)
    like(client, own)
    members = make_comment(post, author=bob)
    like(signed_in(bob), members)
    assert Like.objects.count() == 0


@pytest.mark.parametrize("status", ["held", "spam", "removed"])
@pytest.mark.parametrize("action", ["like", "report"])
def test_only_what_is_public_can_be_liked_or_reported(client, action, status):
    comment = make_comment(make_post(), status=status)
    assert client.post(f"/comments/{comment.pk}/{action}/", {"reason": "spam"}).status_code == 404


def test_a_like_is_a_post(client, comment):
    assert client.get(f"/comments/{comment.pk}/like/").status_code == 405


def test_a_like_from_another_site_is_refused(comment):
    client = Client(enforce_csrf_checks=True)
    answer = client.post(f"/comments/{comment.pk}/like/", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 403


def test_a_like_leads_back_in_the_same_order(client, comment):
    assert like(client, comment, order="newest").url.endswith("?order=newest")
    assert like(client, comment, order="//evil.example").url == comment.get_absolute_url()


def test_one_network_cannot_like_without_end(comment):
    comments = [make_comment(comment.post) for _ in range(3)]
    with patch.object(voices, "LIKES", replace(voices.LIKES, most=2)):
        answers = [like(Client(), found).status_code for found in comments]
        assert answers == [303, 303, 429]
        with patch("comments.views.voices.network_of", lambda request: "198.51.100.0/24"):
            assert like(Client(), comments[2]).status_code == 303


def test_a_liking_reader_is_asked_in_no_further_query(client, comment, django_assert_num_queries):
    from comments.people.reader import Reader
    from comments.thread.page import thread_page

    Like.objects.create(comment=comment, reader="guest:x")
    with django_assert_num_queries(2):
        [entry] = thread_page(comment.post, Reader(key="guest:x")).entries
        assert entry.comment.liked


def report(client, comment, reason="abuse", text="", **headers):
    return client.post(f"/comments/{comment.pk}/report/", {"reason": reason, "text": text}, headers=headers)


def approve(comment, by):
    decide(Comment.objects.filter(pk=comment.pk), Status.APPROVED, by=by, via=Decision.Via.QUEUE)


def status_of(comment):
    return Comment.objects.get(pk=comment.pk).status


def test_a_report_without_an_account_brings_the_comment_back_to_the_queue(client, comment):
    assert f'href="/comments/{comment.pk}/report/"' in page(client, comment.post)
    form = client.get(f"/comments/{comment.pk}/report/").content.decode()
    assert "A fair point." in form
    assert "It insults or threatens somebody" in form
    answer = report(client, comment, text="It names my brother.")
    assert "with the moderators" in answer.content.decode()
    assert status_of(comment) == Status.HELD
    decision = Decision.objects.latest("pk")
    assert decision.via == Decision.Via.REPORT
    assert decision.why == "It insults or threatens somebody: It names my brother."
    assert "A fair point." not in page(Client(), comment.post)


@pytest.mark.parametrize("reason", ["", "boring"])
def test_a_report_needs_a_reason(client, comment, reason):
    answer = report(client, comment, reason, "My words")
    assert answer.status_code == 422
    assert "My words" in answer.content.decode()
    assert not Report.objects.exists()


def test_a_reader_reports_a_comment_once(client, comment, mona):
    report(client, comment)
    approve(comment, mona)
    answer = report(client, comment, "spam")
    assert "reported this comment before" in answer.content.decode()
    assert status_of(comment) == Status.APPROVED


def test_what_a_moderator_settled_is_not_thrown_back_by_the_same_complaint_within_a_day(client, comment, mona):
    report(client, comment)
    approve(comment, mona)
    report(Client(), comment)
    assert status_of(comment) == Status.APPROVED
    assert Report.objects.count() == 2


@pytest.mark.parametrize(("reason", "hours"), [("private", 1), ("abuse", 25)])
def test_another_complaint_or_another_day_is_heard(client, comment, mona, reason, hours):
    report(client, comment)
    approve(comment, mona)
    with later(hours=hours):
        report(Client(), comment, reason)
    assert status_of(comment) == Status.HELD


def test_a_comment_that_was_approved_before_any_report_is_not_settled(client, mona):
    comment = make_comment(make_post(), status="held")
    approve(comment, mona)
    report(client, comment)
    assert status_of(comment) == Status.HELD


def test_the_words_of_author_and_staff_stay_while_a_report_is_looked_at(client, alice, mona):
    post = make_post(author=alice)
    for person in (alice, mona):
        comment = make_comment(post, author=person)
        report(Client(), comment)
        assert status_of(comment) == Status.APPROVED
    assert Report.objects.count() == 2


def test_one_network_cannot_empty_a_discussion(comment):
    comments = [make_comment(comment.post) for _ in range(6)]
    answers = [report(Client(), found, text="Kept words") for found in comments]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert "Kept words" in answers[-1].content.decode()
    assert status_of(comments[5]) == Status.APPROVED
    with later(hours=2):
        assert report(Client(), comments[5]).status_code == 200


def test_a_report_keeps_the_network_and_no_address(client, comment):
    report(client, comment)
    assert Report.objects.get().network == "127.0.0.0/24"
    assert Report.objects.get().created_at > timezone.now() - timedelta(minutes=1)


def test_a_second_click_on_report_is_thanked_like_the_first(client, comment):
    assert report(client, comment).status_code == 200
    assert "reported this comment before" in report(client, comment).content.decode()
    assert Report.objects.count() == 1


def test_a_report_that_another_one_overtook_is_kept_and_shows_nothing(client, comment):
    report(Client(), comment)
    answer = report(client, comment, text="My words")
    assert answer.status_code == 200
    assert comment.body not in answer.content.decode()
    assert Report.objects.filter(text="My words").exists()
    assert client.get(f"/comments/{comment.pk}/report/").status_code == 404
    assert report(client, comment, "").status_code == 404


def test_the_status_page_says_that_a_reader_reported(client, comment):
    report(client, comment)
    assert "A reader reported it" in Client().get(status_path(comment)).content.decode()
