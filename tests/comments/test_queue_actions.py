"""The moderation queue: filters, commenters' records, undo, replies, history, filter report."""

from datetime import timedelta

import pytest
from django.utils import timezone

from comments.models import Comment, Decision, Report
from comments.moderation.decide import UNDO_WITHIN, decide, undo
from comments.spam.reasons import Reason
from tests.comments.deciding import QUEUE, act, button
from tests.factories import make_comment, make_post, make_user
from tests.html import read

pytestmark = pytest.mark.django_db
Status, Via = Comment.Status, Decision.Via


def states(*comments):
    return [Comment.objects.get(pk=comment.pk).status for comment in comments]


def held(*bodies, **fields):
    post = make_post()
    return [make_comment(post, body, status="held", **fields) for body in bodies]


def choose(comments, status, by):
    return decide(Comment.objects.filter(pk__in=[c.pk for c in comments]), status, by=by, via=Via.QUEUE)


def test_a_decision_records_who_when_why_and_how(moderator, mona):
    comment, other = held("One", "Two")
    act(moderator, "mark_selected_as_spam", comment)
    decision = Decision.objects.get()
    assert (decision.comment, decision.by, decision.via) == (comment, mona, "queue")
    assert (decision.before, decision.after) == ("held", "spam")
    log = moderator.get("/admin/comments/decision/").content.decode()
    assert "Mona Moderator" in log
    assert "One" in log
    page = moderator.get(f"{QUEUE}{comment.pk}/change/").content.decode()
    assert "Mona Moderator" in page


def test_a_bulk_decision_has_one_reason(moderator):
    one, two = held("One", "Two")
    act(moderator, "remove_selected", one, two, why="Off  topic." + "!" * 400)
    assert states(one, two) == ["removed", "removed"]
    assert {decision.why for decision in Decision.objects.all()} == {("Off topic." + "!" * 400)[:300]}
    assert read(moderator.get(QUEUE)).one("#changelist-form [name=why]")


def test_the_log_of_decisions_is_read_only(moderator, mona):
    (comment,) = held("One")
    choose([comment], Status.SPAM, mona)
    decision = Decision.objects.get()
    assert moderator.get("/admin/comments/decision/add/").status_code == 403
    assert moderator.post(f"/admin/comments/decision/{decision.pk}/delete/", {"post": "yes"}).status_code == 403
    moderator.post(f"/admin/comments/decision/{decision.pk}/change/", {"why": "changed"})
    decision.refresh_from_db()
    assert decision.why == ""


def test_undo_reverts_only_the_last_batch(moderator):
    first, second, third = held("One", "Two", "Three")
    act(moderator, "remove_selected", first)
    page = read(act(moderator, "mark_selected_as_spam", second, third))
    assert page.one('button[formaction="/admin/comments/comment/undo/"]')
    answer = moderator.post(f"{QUEUE}undo/", follow=True).content.decode()
    assert "2 comments were restored to their previous state." in answer
    assert states(first, second, third) == ["removed", "held", "held"]
    assert "nothing to undo" in moderator.post(f"{QUEUE}undo/", follow=True).content.decode()
    assert states(first) == ["removed"]


def test_undo_restores_the_previous_status_of_each_comment(mona):
    waiting, public = *held("One"), make_comment(make_post(), "Two")
    choose([waiting, public], Status.SPAM, mona)
    assert undo(mona) == 2
    assert states(waiting, public) == ["held", "approved"]
    public.post.refresh_from_db()
    assert public.post.comment_count == 1


def test_undo_skips_comments_that_a_colleague_has_decided_since(mona):
    one, two = held("One", "Two")
    choose([one, two], Status.SPAM, mona)
    choose([two], Status.APPROVED, make_user(groups=["Moderator"]))
    assert undo(mona) == 1
    assert states(one, two) == ["held", "approved"]


def test_undo_covers_only_recent_decisions_of_the_same_moderator(mona):
    comments = held("One")
    choose(comments, Status.SPAM, mona)
    assert undo(make_user(groups=["Moderator"])) == 0
    Decision.objects.update(at=timezone.now() - UNDO_WITHIN - timedelta(seconds=1))
    assert undo(mona) == 0


@pytest.mark.parametrize("person", ["alice", "bob"])
def test_pages_of_the_queue_require_a_moderator(client, request, person):
    client.force_login(request.getfixturevalue(person))
    (comment,) = held("One")
    for path in ("figures/", "../wordfilter/", "../wordfilter/trial/?pattern=x", "../commenterrule/", "../decision/"):
        assert client.get(QUEUE + path).status_code in {302, 403, 404}
    for path in ("undo/", f"{comment.pk}/answer/"):
        assert client.post(QUEUE + path, {f"reply-{comment.pk}": "x"}).status_code in {302, 403}
    assert Comment.objects.count() == 1


def test_a_reply_in_the_queue_approves_its_parent(moderator, mona):
    (comment,) = held("A question?")
    assert read(moderator.get(QUEUE)).one(f"textarea[name=reply-{comment.pk}]")
    answer = moderator.post(button(comment, "answer"), {f"reply-{comment.pk}": "Yes."}, follow=True)
    assert "Your reply is published." in answer.content.decode()
    reply = Comment.objects.get(parent=comment)
    assert (reply.author, reply.status, reply.body) == (mona, "approved", "Yes.")
    assert states(comment) == ["approved"]
    assert Decision.objects.get(comment=comment).by == mona


def test_a_rejected_reply_changes_nothing_and_shows_its_text(moderator):
    post = make_post(comments_open=False)
    comment = make_comment(post, "A question?", status="held")
    answer = moderator.post(button(comment, "answer"), {f"reply-{comment.pk}": "My <long> answer"}, follow=True)
    assert "My &lt;long&gt; answer" in answer.content.decode()
    assert states(comment) == ["held"]
    assert Comment.objects.count() == 1


def test_the_queue_can_be_filtered_by_spam_score_reports_and_article(moderator):
    harmless, bad = held("Harmless words", "Suspicious words")
    Comment.objects.filter(pk=bad.pk).update(score=3)
    other = make_comment(make_post("Elsewhere"), "Other words", status="held")
    Report.objects.create(comment=other, reader="guest:1", reason="abuse", text="He insults me")
    for query, shown in (
        ("?suspicious=yes", "Suspicious words"),
        ("?suspicious=no&article=" + str(harmless.post_id), "Harmless words"),
        ("?reported=yes", "Other words"),
        (f"?article={other.post_id}", "Other words"),
    ):
        html = moderator.get(QUEUE + query).content.decode()
        found = [words for words in ("Harmless words", "Suspicious words", "Other words") if words in html]
        assert found == [shown]
    assert "He insults me" in moderator.get(QUEUE + "?reported=yes").content.decode()
    for odd in ("?article=x", "?article=" + "9" * 30, "?suspicious=maybe", "?reported=%00"):
        assert moderator.get(QUEUE + odd).status_code in {200, 302, 400}


def test_a_row_shows_parent_record_links_and_score(moderator, bob):
    post = make_post("On boxes")
    parent = make_comment(post, "Boxes are square", name="Petra")
    make_comment(post, "Before", author=bob)
    make_comment(post, "Spam before", author=bob, status="spam")
    reasons = [Reason("link", 1.5).stored(), Reason("words", 2.4, "cheap, pills").stored()]
    make_comment(post, "See https://a.example/x <b>", status="held", author=bob, parent=parent, reasons=reasons)
    [row] = read(moderator.get(QUEUE)).all("#result_list tbody tr")
    for words in (
        "in reply to Petra: “Boxes are square”",
        "1 approved, 1 spam",
        "See https://a.example/x <b>",
        "contains a link (+1.5)",
        "cheap, pills (+2.4)",
    ):
        assert words in row.text
    assert [mark.text for mark in row.all(".queue-text mark")] == ["https://a.example/x"]


def test_the_queue_lists_its_keyboard_shortcuts(moderator):
    held("One")
    html = moderator.get(QUEUE).content.decode()
    page = read(html)
    assert "a approves it" in page.text
    assert "u undoes the last decision" in page.text
    assert {"a", "u"} <= {key.text for key in page.all("kbd")}
    assert "admin/queue.js" in html
    assert page.one("#result_list [data-shortcut=a]")
    assert "onclick" not in html


def test_the_front_page_of_the_admin_shows_how_many_comments_are_awaiting_review(moderator, client, alice):
    held("One", "Two")
    assert "2 comments are awaiting review" in read(moderator.get("/admin/")).text
    client.force_login(alice)
    assert "awaiting review" not in client.get("/admin/").content.decode()


def test_the_filter_report_shows_precision_and_recall_of_each_rule_and_the_score(moderator, mona):
    spam = held(*[f"Spam {number}" for number in range(4)], reasons=[Reason("link", 1.5).stored()], score=1.5)
    Comment.objects.filter(pk__in=[c.pk for c in spam[:3]]).update(
        score=3.5, reasons=[Reason("link", 1.5).stored(), Reason("asks-look", 2).stored()]
    )
    good = held("Good 1", "Good 2", reasons=[Reason("link", 1.5).stored()], score=1.5)
    choose(spam, Status.SPAM, mona)
    choose(good, Status.APPROVED, mona)
    page = read(moderator.get(f"{QUEUE}figures/"))
    assert "4 spam comments, 2 approved comments" in page.text
    assert row_of(page, "All rules") == ["3", "0", "100.0 %", "75.0 %"]
    assert row_of(page, "contains a link") == ["4", "2", "66.7 %", "100.0 %"]
    assert row_of(page, "asks readers to look at") == ["3", "0", "100.0 %", "75.0 %"]


def row_of(page, name):
    row = next(row for row in page.all("tr") if name in row.text)
    return [cell.text for cell in row.all("td")]


def test_the_filter_report_works_without_decisions(moderator):
    assert "0 spam comments" in moderator.get(f"{QUEUE}figures/").content.decode()


def test_a_decision_returns_to_the_queue_with_its_filters(moderator):
    (comment,) = held("One")
    address = button(comment)
    narrowed = moderator.post(address, {"spam": "1"}, headers={"referer": f"https://x.example{QUEUE}?state=held&q=a"})
    assert narrowed.url == f"{QUEUE}?state=held&q=a"
    elsewhere = moderator.post(button(comment), {"approve": "1"}, headers={"referer": "https://x.example/evil/?q=a"})
    assert elsewhere.url == QUEUE


def test_the_page_of_a_comment_links_to_rules_for_its_author(moderator):
    (comment,) = held("One", network="203.0.113.0/24")
    links = read(moderator.get(f"{QUEUE}{comment.pk}/change/")).hrefs
    assert "/admin/comments/commenterrule/add/?of=address&value=gustav%40example.org" in links
    assert "/admin/comments/commenterrule/add/?of=network&value=203.0.113.0%2F24" in links
