"""Two moderators have the same page open: whoever comes second is shown what the first one did, and changes nothing."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from comments.models import Comment, Decision
from comments.submission.edit import edit_comment
from tests.comments.deciding import QUEUE, status_of
from tests.comments.posting import later
from tests.factories import make_comment, make_post, make_user
from tests.html import read

pytestmark = pytest.mark.django_db

NOT_APPLIED = "changed after you opened the page, so your decision was not applied"


@pytest.fixture
def moderator(mona):
    browser = Client()
    browser.force_login(mona)
    return browser


@pytest.fixture
def colleague(db):
    browser = Client()
    browser.force_login(make_user(display_name="Edda", groups=["Moderator"], is_staff=True))
    return browser


def fields_of(page):
    """The hidden fields of the list, as a browser sends them with every button of it."""
    return read(page).hidden_fields


def press(browser, page, comment, key, **fields):
    """A button beside a comment, or the key for it, as the page has it."""
    buttons = read(page).all(f'[formaction^="{QUEUE}{comment.pk}/decision/"]')
    referer = {"referer": f"https://x.example{fields.pop('on', QUEUE)}"}
    return browser.post(buttons[0]["formaction"], fields_of(page) | {key: "1"} | fields, headers=referer, follow=True)


def run(browser, page, action, *comments, **fields):
    chosen = {"action": action, "_selected_action": [comment.pk for comment in comments], "index": 0}
    return browser.post(QUEUE, fields_of(page) | chosen | fields, follow=True).text


def test_the_second_of_two_moderators_is_shown_the_decision_of_the_first(moderator, colleague):
    comment = make_comment(make_post(), "A fair point.", status="held")
    page, same_page = colleague.get(QUEUE).text, moderator.get(QUEUE).text
    assert "1 comment was approved." in press(colleague, page, comment, "approve").text
    answer = press(moderator, same_page, comment, "spam").text
    assert NOT_APPLIED in answer
    assert "A fair point." in answer
    assert "(Approved, decided by Edda)" in answer
    assert status_of(comment) == "approved"
    assert Decision.objects.count() == 1


def test_what_is_shown_then_can_be_decided(moderator, colleague):
    comment = make_comment(make_post(), status="held")
    page, change = moderator.get(QUEUE).text, f"{QUEUE}{comment.pk}/change/"
    press(colleague, page, comment, "approve")
    press(moderator, page, comment, "spam")
    press(moderator, moderator.get(change).text, comment, "spam", on=change)
    assert status_of(comment) == "spam"


def test_on_the_page_of_a_comment_it_is_shown_there(moderator, colleague):
    comment = make_comment(make_post(), status="held")
    change = f"{QUEUE}{comment.pk}/change/"
    page = moderator.get(change).text
    press(colleague, page, comment, "remove", on=change)
    answer = press(moderator, page, comment, "approve", on=change)
    assert answer.redirect_chain[-1][0] == change
    assert NOT_APPLIED in answer.text
    assert "(Removed, decided by Edda)" in answer.text
    assert status_of(comment) == "removed"


def test_a_text_that_was_edited_meanwhile_is_read_first(moderator):
    comment = make_comment(make_post(), "A fair point.", status="held")
    page = moderator.get(QUEUE).text
    edit_comment(comment, "Buy my kettles.", 1, "192.0.2.0/24", timezone.now())
    answer = press(moderator, page, comment, "approve").text
    assert NOT_APPLIED in answer
    assert "(Pending, text edited)" in answer
    assert status_of(comment) == "held"


def test_of_many_only_those_are_decided_that_are_what_the_page_showed(moderator, colleague):
    post = make_post()
    one, two, three = (make_comment(post, f"Number {number}", status="held") for number in range(3))
    page = moderator.get(QUEUE).text
    press(colleague, page, two, "approve")
    answer = run(moderator, page, "mark_selected_as_spam", one, two, three)
    assert "2 comments were marked as spam." in answer
    assert f"1 comment {NOT_APPLIED} to it" in answer
    assert [status_of(comment) for comment in (one, two, three)] == ["spam", "approved", "spam"]


def test_all_pages_are_those_that_were_there_when_the_page_was_opened(moderator, colleague, mona):
    post = make_post()
    comments = [make_comment(post, f"Number {number}", status="held") for number in range(52)]
    page = moderator.get(f"{QUEUE}?state=all").text
    oldest = comments[0]
    assert f"version-{oldest.pk}" not in fields_of(page), "it is on the second page"
    press(colleague, moderator.get(f"{QUEUE}{oldest.pk}/change/").text, oldest, "approve")
    newer = make_comment(post, "Not seen yet", status="held", created_at=timezone.now() + timedelta(seconds=1))
    chosen = {
        "action": "mark_selected_as_spam",
        "_selected_action": [comments[-1].pk],
        "index": 0,
        "select_across": "1",
    }
    answer = moderator.post(f"{QUEUE}?state=all", fields_of(page) | chosen, follow=True).text
    assert "51 comments were marked as spam." in answer
    assert f"2 comments {NOT_APPLIED}" in answer
    assert (status_of(oldest), status_of(newer)) == ("approved", "held")


def test_an_answer_does_not_approve_what_was_decided_meanwhile(moderator, colleague):
    comment = make_comment(make_post(), "A question?", status="held")
    page = moderator.get(QUEUE).text
    press(colleague, page, comment, "spam")
    address = read(page).one(f'[formaction^="{QUEUE}{comment.pk}/answer/"]')["formaction"]
    answer = moderator.post(address, fields_of(page) | {f"reply-{comment.pk}": "My answer."}, follow=True).text
    assert "The comment changed after you opened the page. This is your text: “My answer.”" in answer
    assert status_of(comment) == "spam"
    assert Comment.objects.count() == 1


@pytest.mark.parametrize("version", ["", "?version=", "?version=held-1-1.0", "?version=%00"])
def test_a_decision_that_does_not_say_what_it_is_based_on_changes_nothing(moderator, version):
    comment = make_comment(make_post(), status="held")
    answer = moderator.post(f"{QUEUE}{comment.pk}/decision/{version}", {"approve": "1"}, follow=True)
    assert answer.status_code in {200, 400}
    assert status_of(comment) == "held"


@pytest.mark.parametrize("moment", ["", "x", "2026-13-45T00:00", "2026-01-01T00:00:00", "9" * 400])
def test_all_pages_of_an_odd_moment_are_none(moderator, moment):
    comment = make_comment(make_post(), status="held")
    chosen = {"action": "remove_selected", "_selected_action": [comment.pk], "index": 0, "select_across": "1"}
    with later(days=1):
        moderator.post(QUEUE, chosen | {"seen_at": moment}, follow=True)
    assert status_of(comment) == "held"


def test_the_same_decision_of_two_moderators_is_no_conflict(moderator, colleague):
    comment = make_comment(make_post(), status="held")
    page = moderator.get(QUEUE).text
    press(colleague, page, comment, "approve")
    assert "Nothing was changed: this had already been decided." in press(moderator, page, comment, "approve").text


def test_every_button_of_the_queue_says_which_comment_it_is_about(moderator):
    post = make_post()
    for number in range(2):
        make_comment(post, f"Number {number} of my points", status="held")
    table = read(moderator.get(QUEUE)).one("#result_list")
    for tag in ("button", "summary", "label"):
        names = [element.name for element in table.all(tag)]
        assert len(names) >= 2
        assert len(set(names)) == len(names), names


def test_what_became_of_a_decision_has_the_focus_and_is_announced(moderator):
    comment = make_comment(make_post(), status="held")
    page = moderator.get(QUEUE).text
    assert "autofocus" not in page
    messages = read(press(moderator, page, comment, "approve")).one("#queue-messages")
    assert "1 comment was approved." in messages.text
    assert (messages["role"], messages["tabindex"]) == ("status", "-1")
    assert "autofocus" in messages
