"""The moderation queue by keyboard, and by the buttons that the keys press."""

import pytest
from playwright.sync_api import expect

from comments.models import Comment, Decision
from tests.factories import make_comment, make_post, make_user

QUEUE = "/admin/comments/comment/"


@pytest.fixture
def waiting(transactional_db):
    post = make_post("On boxes")
    return [make_comment(post, f"Number {number}", status="held") for number in range(3)]


@pytest.fixture
def moderate(make_page, log_in, waiting):
    def moderate(scripts):
        page = make_page(scripts)
        log_in(page, make_user("mona@example.org", display_name="Mona", groups=["Moderator"], is_staff=True))
        page.goto(QUEUE)
        return page

    return moderate


def states():
    return dict(Comment.objects.values_list("body", "status"))


def test_keys_decide_and_undo_takes_back(moderate):
    page = moderate(scripts=True)
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("s")
    page.get_by_text("1 comment was marked as spam.").wait_for()
    assert states() == {"Number 0": "held", "Number 1": "spam", "Number 2": "held"}
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("1 comment is back as it was.").wait_for()
    assert set(states().values()) == {"held"}


def test_keys_go_on_where_the_last_decision_was(moderate):
    """Who leaves a comment undecided does not come by it again after each decision."""
    page = moderate(scripts=True)
    current = page.locator("tr[aria-current]")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("s")
    page.get_by_text("1 comment was marked as spam.").wait_for()
    page.keyboard.press("a")
    current.wait_for(state="detached")
    page.keyboard.press("j")
    current.get_by_text("Number 0").wait_for()
    page.keyboard.press("k")
    current.get_by_text("Number 2").wait_for()
    assert states() == {"Number 0": "held", "Number 1": "spam", "Number 2": "held"}


def test_keys_typed_into_an_answer_decide_nothing(moderate):
    page = moderate(scripts=True)
    page.keyboard.press("j")
    page.keyboard.press("r")
    page.keyboard.type("as ask xsa")
    page.get_by_role("button", name="Approve and answer").first.click()
    page.get_by_text("Your answer is published.").wait_for()
    assert states() == {"Number 0": "held", "Number 1": "held", "Number 2": "approved", "as ask xsa": "approved"}


def test_buttons_decide_with_and_without_javascript(moderate, scripts):
    page = moderate(scripts)
    page.get_by_role("button", name="Approve").first.click()
    page.get_by_text("1 comment was approved.").wait_for()
    assert states()["Number 2"] == "approved"


def test_many_are_decided_at_once_and_taken_back_with_and_without_javascript(moderate, scripts):
    page = moderate(scripts)
    for number in (0, 1):
        page.locator("input[name=_selected_action]").nth(number).check()
    page.locator("select[name=action]").select_option("mark_chosen_as_spam")
    page.locator("button[name=index]").click()
    page.get_by_text("2 comments were marked as spam.").wait_for()
    assert sorted(states().values()) == ["held", "spam", "spam"]
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("2 comments are back as they were.").wait_for()
    assert set(states().values()) == {"held"}


def test_a_moderator_answers_in_place_with_and_without_javascript(moderate, make_page, scripts):
    page = moderate(scripts)
    row = page.locator("#result_list tbody tr").filter(has_text="Number 1")
    row.locator("summary", has_text="Answer").click()
    row.get_by_role("textbox", name="Your answer").fill("Because it keeps **its shape**.")
    row.get_by_role("button", name="Approve and answer").click()
    page.get_by_text("Your answer is published.").wait_for()
    page.wait_for_url(f"**{QUEUE}")
    expect(page.locator("#result_list tbody tr")).to_have_count(2)
    assert states() == {
        "Number 0": "held",
        "Number 1": "approved",
        "Number 2": "held",
        "Because it keeps **its shape**.": "approved",
    }
    reader = make_page(scripts)
    reader.goto("/articles/on-boxes/")
    answer = reader.locator(f"#comment-{Comment.objects.get(parent__body='Number 1').pk}")
    assert answer.locator("strong").inner_text() == "its shape"
    assert "Mona" in answer.inner_text()


def test_an_answer_that_is_refused_leaves_the_words_to_copy_with_and_without_javascript(moderate, scripts):
    page = moderate(scripts)
    row = page.locator("#result_list tbody tr").filter(has_text="Number 1")
    row.locator("summary", has_text="Answer").click()
    row.get_by_role("textbox", name="Your answer").fill("[" * 400 + " my words")
    row.get_by_role("button", name="Approve and answer").click()
    page.get_by_text("Your answer was not stored").wait_for()
    expect(page.get_by_text("my words")).to_have_count(1)
    assert set(states().values()) == {"held"}


@pytest.mark.parametrize("width", [1280, 800, 390])
def test_the_words_have_the_widest_column_and_nothing_overflows(moderate, width):
    page = moderate(scripts=True)
    page.set_viewport_size({"width": width, "height": 900})
    cells = page.locator("#result_list tbody tr").first.locator("td, th")
    widths = [box["width"] for box in (cells.nth(place).bounding_box() for place in range(cells.count())) if box]
    assert page.locator(".field-words").first.bounding_box()["width"] == max(widths) >= 250


def test_a_decision_says_why_and_enter_decides_nothing_with_and_without_javascript(moderate, scripts):
    page = moderate(scripts)
    row = page.locator("#result_list tbody tr").filter(has_text="Number 1")
    row.locator("summary", has_text="Say why").click()
    reason = row.get_by_role("textbox", name="Reason, if you like.")
    reason.fill("Not about boxes")
    reason.press("Enter")
    assert set(states().values()) == {"held"}
    row.get_by_role("button", name="Remove").click()
    page.get_by_text("1 comment was removed.").wait_for()
    assert Decision.objects.get().why == "Not about boxes"
    page.goto(f"{QUEUE}{Comment.objects.get(body='Number 0').pk}/change/")
    page.get_by_role("textbox", name="Reason, if you like.").press("Enter")
    page.get_by_role("textbox", name="Reason, if you like.").fill("Sold twice")
    page.get_by_role("button", name="Mark as spam").click()
    page.get_by_text("1 comment was marked as spam.").wait_for()
    assert Decision.objects.latest("pk").why == "Sold twice"
