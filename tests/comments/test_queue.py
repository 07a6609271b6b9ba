"""The moderation queue: permissions, rows, decisions."""

from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from blog.models import PageVersion
from comments.models import Comment, Decision
from comments.moderation.decide import decide
from comments.notifications import tasks
from tests.comments.deciding import QUEUE, act, button
from tests.factories import make_comment, make_post, make_user, moderate
from tests.html import read

pytestmark = pytest.mark.django_db
Status = Comment.Status


def test_moderators_may_open_the_queue_but_no_articles(moderator):
    assert read(moderator.get(QUEUE)).one("h1").text == "Moderation queue"
    assert moderator.get("/admin/blog/post/").status_code == 403


@pytest.mark.parametrize("person", ["alice", "bob"])
def test_only_moderators_may_open_the_queue_and_decide(client, request, person):
    client.force_login(request.getfixturevalue(person))
    comment = make_comment(make_post(), status="held")
    assert client.get(QUEUE).status_code in {302, 403}
    assert client.get(f"{QUEUE}{comment.pk}/change/").status_code in {302, 403}
    assert client.post(button(comment), {"approve": "Approve"}).status_code in {302, 403}
    comment.refresh_from_db()
    assert comment.status == "held"


def test_anonymous_visitors_are_asked_to_log_in(client):
    assert client.get(QUEUE).status_code == 302


def test_the_queue_shows_pending_comments_by_default(moderator):
    post = make_post()
    for status in Comment.Status.values:
        make_comment(post, f"A {status} comment", status=status)
    assert "A held comment" in moderator.get(QUEUE).content.decode()
    assert "A approved comment" not in moderator.get(QUEUE).content.decode()
    assert "A spam comment" in moderator.get(f"{QUEUE}?state=spam").content.decode()
    everything = moderator.get(f"{QUEUE}?state=all").content.decode()
    assert all(f"A {status} comment" in everything for status in Comment.Status.values)
    assert "A held comment" in moderator.get(f"{QUEUE}?state=nonsense").content.decode()


def test_a_row_shows_author_article_text_and_reasons(moderator):
    post = make_post("On boxes")
    make_comment(post, "<script>alert(1)</script>", status="held", name="Gustav", reasons=["many-links"])
    html = moderator.get(QUEUE).content.decode()
    [row] = read(html).all("#result_list tbody tr")
    for words in ("Gustav (guest)", "On boxes", "more links than the comment settings allow", "<script>alert(1)"):
        assert words in row.text
    assert "<script>alert(1)" not in html


def test_a_long_comment_is_folded_but_complete(moderator):
    make_comment(make_post(), "<b>word</b> " + "and more words " * 40 + "the end", status="held")
    html = moderator.get(QUEUE).content.decode()
    text = read(html).one("#result_list .queue-text")
    assert text.one("details summary").text.startswith("<b>word")
    assert "the end" in text.text
    assert "<b>word" not in html


def test_search_covers_texts_names_and_titles_and_accepts_any_input(moderator):
    make_comment(make_post("On boxes"), "Cardboard", status="held", name="Gustav")
    make_comment(make_post("On tea"), "Earl Grey", status="held", name="Petra", email="petra@example.org")
    for words in ("cardboard", "gustav", "boxes"):
        html = moderator.get(QUEUE, {"q": words}).content.decode()
        assert "Cardboard" in html
        assert "Earl Grey" not in html
    for odd in ('"', "'", "%", "\\", "x" * 6_000):
        assert moderator.get(QUEUE, {"q": odd}).status_code == 200


@pytest.mark.parametrize(
    ("action", "status", "message"),
    [
        ("approve_selected", "approved", "2 comments were approved."),
        ("mark_selected_as_spam", "spam", "2 comments were marked as spam."),
        ("remove_selected", "removed", "2 comments were removed."),
    ],
)
def test_selected_comments_are_decided_together(moderator, mona, action, status, message):
    post = make_post()
    comments = [make_comment(post, f"Comment {number}", status="held") for number in range(2)]
    untouched = make_comment(post, "Another", status="held")
    assert message in act(moderator, action, *comments)
    for comment in comments:
        comment.refresh_from_db()
        assert (comment.status, comment.decided_by) == (status, mona)
        assert comment.decided_at is not None
    untouched.refresh_from_db()
    post.refresh_from_db()
    assert untouched.status == "held"
    assert post.comment_count == (2 if status == "approved" else 0)


def test_all_comments_that_match_the_filters_can_be_decided_together(moderator):
    post = make_post()
    comments = [make_comment(post, f"Comment {number}", status="held") for number in range(60)]
    act(moderator, "approve_selected", comments[0], select_across=1)
    assert Comment.objects.approved().count() == 60


def test_a_single_comment_can_be_decided_on_its_page(moderator, mona):
    post = make_post()
    comment = make_comment(post, "**Long** " * 200, status="held", network="203.0.113.0/24")
    page = read(moderator.get(f"{QUEUE}{comment.pk}/change/"))
    assert [strong.text for strong in page.all("#content strong")].count("Long") == 200
    assert "203.0.113.0/24" in page.text
    assert [text["name"] for text in page.all("textarea")] == [f"why-{comment.pk}"], "only a reason can be typed"
    assert page.all("[name=_save]") == []
    answer = moderator.post(button(comment), {"approve": "Approve"}, follow=True)
    assert "1 comment was approved." in answer.content.decode()
    comment.refresh_from_db()
    assert (comment.status, comment.decided_by) == ("approved", mona)


def test_a_decision_can_be_undone(moderator):
    post = make_post()
    comment = make_comment(post)
    buttons = [button["name"] for button in read(moderator.get(f"{QUEUE}{comment.pk}/change/")).all("[formaction]")]
    assert "spam" in buttons
    assert "approve" not in buttons
    for decision, count in (("spam", 0), ("approve", 1), ("remove", 0)):
        moderator.post(button(comment), {decision: "1"})
        post.refresh_from_db()
        assert post.comment_count == count


@pytest.mark.parametrize("decision", ["x", "delete", "held"])
def test_an_unknown_decision_changes_nothing(moderator, decision):
    comment = make_comment(make_post(), status="held")
    moderator.post(button(comment), {decision: "1"})
    comment.refresh_from_db()
    assert comment.status == "held"


def test_comments_cannot_be_edited_or_added_in_the_admin(moderator):
    comment = make_comment(make_post(), "My words")
    moderator.post(f"{QUEUE}{comment.pk}/change/", {"body": "Other words", "status": "removed"})
    comment.refresh_from_db()
    assert (comment.body, comment.status) == ("My words", "approved")
    assert moderator.get(f"{QUEUE}add/").status_code == 403


def test_the_number_of_queries_of_a_bulk_decision_does_not_depend_on_its_size(monkeypatch):
    told = []
    monkeypatch.setattr(tasks, "comment_approved", SimpleNamespace(enqueue=told.append))
    posts = [make_post() for _ in range(3)]
    for post in posts:
        for number in range(10):
            make_comment(post, f"Comment {number}", status="held")
    first = Comment.objects.held().filter(pk=Comment.objects.held().first().pk)
    with CaptureQueriesContext(connection) as one:
        assert decide(first, Status.APPROVED, by=None, via=Decision.Via.QUEUE) == 1
    before = dict(PageVersion.objects.values_list())
    with CaptureQueriesContext(connection) as all_of_them:
        assert decide(Comment.objects.held(), Status.APPROVED, by=None, via=Decision.Via.QUEUE) == 29
    assert len(all_of_them) <= len(one) + 2  # words are learned in groups of equal counts
    assert len(told) == 30
    for post in posts:
        post.refresh_from_db()
        assert post.comment_count == 10
        assert PageVersion.objects.get(tag=f"post:{post.pk}").version > before[f"post:{post.pk}"]


def test_repeating_a_decision_changes_nothing(mona):
    comment = make_comment(make_post(), status="held")
    moderate(comment, "approved", by=mona)
    assert decide(Comment.objects.all(), Status.APPROVED, by=None, via=Decision.Via.QUEUE) == 0
    comment.refresh_from_db()
    assert comment.decided_by == mona


def test_the_number_of_queries_of_the_queue_does_not_depend_on_its_length(moderator):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            assert moderator.get(QUEUE).status_code == 200
        return len(captured)

    post = make_post()
    for number in range(5):
        make_comment(post, f"Comment {number}", status="held", author=make_user())
    queries()
    few = queries()
    for number in range(45):
        make_comment(make_post(), f"Comment {number}", status="held", author=make_user())
    assert queries() == few
