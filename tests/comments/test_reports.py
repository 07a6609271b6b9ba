"""Reports notify moderators, and enough of them take a comment offline until a moderator decides."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from comments.models import Comment, CommenterRule, CommentSettings, Decision, Report
from comments.moderation.decide import undo
from comments.submission.my_comments import status_path
from tests.comments.deciding import status_of
from tests.comments.mails import recipients
from tests.comments.posting import later
from tests.comments.reading import article_page
from tests.comments.reporting import report, report_from
from tests.factories import make_comment, make_post, make_user, moderate
from tests.html import read

pytestmark = pytest.mark.django_db
Status = Comment.Status
QUEUE = "/admin/comments/comment/"


@pytest.fixture
def one_is_enough(db):
    CommentSettings(pk=1, reports_to_hide=1).save()


@pytest.mark.usefixtures("one_is_enough")
def test_an_anonymous_report_returns_the_comment_to_the_queue(client, comment):
    assert f"/comments/{comment.pk}/report/" in read(article_page(client, comment.post)).hrefs
    form = client.get(f"/comments/{comment.pk}/report/").content.decode()
    assert "A fair point." in form
    assert "Insults or threats" in form
    answer = report(client, comment, text="It names my brother.")
    assert "Your report was sent to the moderators." in answer.content.decode()
    assert status_of(comment) == Status.HELD
    decision = Decision.objects.latest("pk")
    assert decision.via == Decision.Via.REPORT
    assert decision.why == "Insults or threats: It names my brother."
    assert "A fair point." not in article_page(Client(), comment.post)


@pytest.mark.parametrize("reason", ["", "boring"])
def test_a_report_needs_a_reason(client, comment, reason):
    answer = report(client, comment, reason, "My words")
    assert answer.status_code == 422
    assert "My words" in answer.content.decode()
    assert not Report.objects.exists()


def test_a_reader_can_report_a_comment_once(client, comment, mona):
    report(client, comment)
    moderate(comment, Status.APPROVED, mona)
    answer = report(client, comment, "spam")
    assert "already reported this comment" in answer.content.decode()
    assert status_of(comment) == Status.APPROVED


@pytest.mark.usefixtures("one_is_enough")
def test_reports_with_a_reason_that_a_moderator_resolved_have_no_effect_for_a_day(client, comment, mona):
    report(client, comment)
    moderate(comment, Status.APPROVED, mona)
    report(Client(), comment)
    assert status_of(comment) == Status.APPROVED
    assert Report.objects.count() == 2


@pytest.mark.usefixtures("one_is_enough")
@pytest.mark.parametrize(("reason", "hours"), [("private", 1), ("abuse", 25)])
def test_reports_with_another_reason_or_on_another_day_count(client, comment, mona, reason, hours):
    report(client, comment)
    moderate(comment, Status.APPROVED, mona)
    with later(hours=hours):
        report(Client(), comment, reason)
    assert status_of(comment) == Status.HELD


@pytest.mark.usefixtures("one_is_enough")
def test_approval_before_the_first_report_does_not_protect_a_comment(client, mona):
    comment = make_comment(make_post(), status="held")
    moderate(comment, Status.APPROVED, mona)
    report(client, comment)
    assert status_of(comment) == Status.HELD


@pytest.mark.usefixtures("one_is_enough")
def test_reported_comments_by_authors_and_staff_stay_public(client, alice, mona):
    post = make_post(author=alice)
    for person in (alice, mona):
        comment = make_comment(post, author=person)
        report(Client(), comment)
        assert status_of(comment) == Status.APPROVED
    assert Report.objects.count() == 2


def test_reports_are_limited_per_network(comment):
    comments = [make_comment(comment.post) for _ in range(6)]
    answers = [report(Client(), found, text="Kept words") for found in comments]
    assert [answer.status_code for answer in answers] == [200] * 5 + [429]
    assert "Kept words" in answers[-1].content.decode()
    assert status_of(comments[5]) == Status.APPROVED
    with later(hours=2):
        assert report(Client(), comments[5]).status_code == 200


def test_a_report_stores_the_network_but_no_ip_address(client, comment):
    report(client, comment)
    assert Report.objects.get().network == "127.0.0.0/24"
    assert Report.objects.get().created_at > timezone.now() - timedelta(minutes=1)


def test_a_double_click_on_report_succeeds(client, comment):
    assert report(client, comment).status_code == 200
    assert "already reported this comment" in report(client, comment).content.decode()
    assert Report.objects.count() == 1


@pytest.mark.usefixtures("one_is_enough")
def test_a_report_of_a_comment_that_was_just_taken_offline_is_stored(client, comment):
    report(Client(), comment)
    answer = report(client, comment, text="My words")
    assert answer.status_code == 200
    assert comment.body not in answer.content.decode()
    assert Report.objects.filter(text="My words").exists()
    assert client.get(f"/comments/{comment.pk}/report/").status_code == 404
    assert report(client, comment, "").status_code == 404


@pytest.mark.usefixtures("one_is_enough")
def test_the_status_page_says_that_a_reader_reported_the_comment(client, comment):
    report(client, comment)
    assert "A reader reported your comment" in Client().get(status_path(comment)).content.decode()


def press(moderator, comment, button):
    """A button in the queue, as the page shows the comment now."""
    comment.refresh_from_db()
    return moderator.post(f"{QUEUE}{comment.pk}/decision/?version={comment.state_version}", {button: "1"})


def test_one_anonymous_report_is_e_mailed_to_moderators_and_leaves_the_comment_public(client, comment, mona, edith):
    answer = report(client, comment, text="It names my brother.")
    assert "Your report was sent to the moderators." in answer.text
    assert status_of(comment) == Status.APPROVED
    assert "A fair point." in article_page(Client(), comment.post)
    assert recipients() == ["edith@example.org", "mona@example.org"]
    message = mail.outbox[0]
    assert message.subject == f"Reported comment on “{comment.post.title}”"
    assert "was reported. It is still public." in message.body
    assert "> Insults or threats: It names my brother." in message.body
    assert "Keep it published: " in message.body
    html = message.alternatives[0].content
    assert "It is still public." in html
    assert "It names my brother." in html


def test_a_reported_public_comment_is_listed_in_the_queue_and_counted(client, signed_in, comment, mona):
    report(client, comment, text="Look at this")
    moderator = signed_in(mona)
    queue = moderator.get(QUEUE).text
    assert "A fair point." in queue
    assert "Look at this" in queue
    assert "This comment is still public." in queue
    assert "1 comment is awaiting review" in read(moderator.get("/admin/")).text


@pytest.mark.parametrize("writer", ["alice", "mona"])
def test_reports_of_comments_by_authors_and_staff_are_e_mailed_and_listed(request, signed_in, alice, mona, writer):
    comment = make_comment(make_post(author=alice), "Staff words", author=request.getfixturevalue(writer))
    for number in range(4):
        report_from(number, comment)
    assert status_of(comment) == Status.APPROVED
    assert len(mail.outbox) == 4
    assert {message.subject for message in mail.outbox} == {f"Reported comment on “{comment.post.title}”"}
    assert "Staff words" in signed_in(mona).get(QUEUE).text


def test_reports_from_three_networks_take_a_comment_offline_and_notify_moderators(comment, mona):
    report_from(1, comment)
    report_from(2, comment)
    report_from(2, comment)
    assert status_of(comment) == Status.APPROVED
    report_from(3, comment)
    assert status_of(comment) == Status.HELD
    assert "A fair point." not in article_page(Client(), comment.post)
    assert "was reported. It is hidden until you decide." in mail.outbox[-1].body
    assert len(mail.outbox) == 4


def test_the_comment_settings_say_how_many_reports_are_needed(comment, signed_in, mona):
    form = read(signed_in(mona).get("/admin/comments/commentsettings/", follow=True))
    assert form.one("input[name=reports_to_hide]").value == "3"
    CommentSettings(pk=1, reports_to_hide=2).save()
    report_from(1, comment)
    assert status_of(comment) == Status.APPROVED
    report_from(2, comment)
    assert status_of(comment) == Status.HELD


def test_one_report_by_a_member_with_a_good_history_takes_a_comment_offline(comment, bob, signed_in):
    make_comment(make_post(), "Well said", author=bob)
    report_from(1, comment, signed_in(bob))
    assert status_of(comment) == Status.HELD


@pytest.mark.parametrize("why", ["no comment yet", "more spam", "unproven address", "held by moderators"])
def test_one_report_by_another_member_does_not_take_a_comment_offline(comment, signed_in, why):
    member = make_user(verified=why != "unproven address")
    if why != "no comment yet":
        make_comment(make_post(), "Well said", author=member)
    if why == "more spam":
        make_comment(make_post(), "Pills", author=member, status="spam")
    if why == "held by moderators":
        CommenterRule.objects.create(of="account", value=str(member.pk), verdict="held")
    report_from(1, comment, signed_in(member))
    assert status_of(comment) == Status.APPROVED


def test_one_report_by_a_moderator_takes_a_comment_offline(comment, mona, signed_in):
    report_from(1, comment, signed_in(mona))
    assert status_of(comment) == Status.HELD


def test_a_moderator_keeps_a_reported_comment_published(client, comment, mona, signed_in):
    report(client, comment)
    moderator = signed_in(mona)
    assert "Keep it published" in moderator.get(QUEUE).text
    press(moderator, comment, "approve")
    assert status_of(comment) == Status.APPROVED
    queue = moderator.get(QUEUE).text
    assert "A fair point." not in queue
    last = Decision.objects.latest("pk")
    assert (last.before, last.after, last.by, last.via) == ("approved", "approved", mona, Decision.Via.QUEUE)
    assert "Reported earlier, already resolved:" in moderator.get(f"{QUEUE}?state=approved").text


def test_keeping_a_comment_published_can_be_undone(client, comment, mona, signed_in):
    report(client, comment)
    moderator = signed_in(mona)
    press(moderator, comment, "approve")
    moderator.post(f"{QUEUE}undo/")
    assert status_of(comment) == Status.APPROVED
    assert "A fair point." in moderator.get(QUEUE).text
    mail.outbox.clear()
    assert not Decision.objects.exclude(after="approved").exists()


def test_a_moderator_removes_a_reported_comment(client, comment, mona, signed_in):
    report(client, comment)
    press(signed_in(mona), comment, "remove")
    assert status_of(comment) == Status.REMOVED
    assert not Report.objects.unresolved().exists()


def test_undoing_a_decision_reopens_its_reports(client, comment, mona):
    report(client, comment)
    moderate(comment, Status.REMOVED, mona)
    undo(mona)
    assert status_of(comment) == Status.APPROVED
    assert Report.objects.unresolved().count() == 1


def test_resolved_reasons_do_not_count_for_a_day(comment, mona):
    for number in range(3):
        report_from(number, comment)
    moderate(comment, Status.APPROVED, mona)
    for number in range(3, 7):
        report_from(number, comment)
    report_from(7, comment, reason="spam")
    assert status_of(comment) == Status.APPROVED
    report_from(8, comment, reason="spam")
    report_from(9, comment, reason="spam")
    assert status_of(comment) == Status.HELD
