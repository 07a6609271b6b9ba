"""The moderation queue by keyboard and by its buttons."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from comments.models import Comment, Decision
from tests.factories import make_comment, make_post, make_user

QUEUE = "/admin/comments/comment/"


@pytest.fixture
def waiting(transactional_db):
    post = make_post("On boxes")
    return [make_comment(post, f"Number {number}", status="held") for number in range(3)]


@pytest.fixture
def moderate(signed_in_page, waiting):
    def moderate(scripts):
        mona = make_user("mona@example.org", display_name="Mona", groups=["Moderator"], is_staff=True)
        page = signed_in_page(mona, scripts=scripts)
        page.goto(QUEUE)
        return page

    return moderate


def states():
    return dict(Comment.objects.values_list("body", "status"))


def test_keyboard_shortcuts_decide_and_undo(moderate):
    page = moderate(scripts=True)
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("s")
    page.get_by_text("1 comment was marked as spam.").wait_for()
    assert states() == {"Number 0": "held", "Number 1": "spam", "Number 2": "held"}
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("1 comment was restored to its previous state.").wait_for()
    assert set(states().values()) == {"held"}


def test_after_a_decision_the_next_comment_is_selected(moderate):
    """Who leaves a comment undecided does not come by it again after each decision."""
    page = moderate(scripts=True)
    current = page.locator("tr[aria-current]")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("s")
    page.get_by_text("1 comment was marked as spam.").wait_for()
    expect(current).to_contain_text("Number 0")
    expect(current).to_be_focused()
    page.keyboard.press("a")
    page.get_by_text("1 comment was approved.").wait_for()
    expect(current).to_contain_text("Number 2")
    assert states() == {"Number 0": "approved", "Number 1": "spam", "Number 2": "held"}


def test_undo_returns_to_its_comment(moderate):
    page = moderate(scripts=True)
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("s")
    page.get_by_text("1 comment was marked as spam.").wait_for()
    page.keyboard.press("u")
    page.get_by_text("1 comment was restored to its previous state.").wait_for()
    expect(page.locator("tr[aria-current]")).to_contain_text("Number 1")
    assert set(states().values()) == {"held"}


def test_the_next_comment_is_selected_if_decided_comments_stay_in_the_list(moderate):
    page = moderate(scripts=True)
    page.goto(f"{QUEUE}?state=all")
    page.keyboard.press("j")
    page.keyboard.press("a")
    page.get_by_text("1 comment was approved.").wait_for()
    expect(page.locator("tr[aria-current]")).to_contain_text("Number 1")


def test_a_decision_about_a_changed_comment_keeps_it_selected(moderate):
    page = moderate(scripts=True)
    Comment.objects.filter(body="Number 2").update(text_version=2, edited_at=timezone.now())
    page.keyboard.press("j")
    page.keyboard.press("s")
    page.get_by_text("so your decision was not applied").wait_for()
    expect(page.locator("tr[aria-current]")).to_contain_text("Number 2")
    assert set(states().values()) == {"held"}


def test_the_message_of_a_decision_has_the_focus_without_javascript(moderate):
    page = moderate(scripts=False)
    page.get_by_role("button", name="Approve").first.click()
    page.get_by_text("1 comment was approved.").wait_for()
    expect(page.get_by_role("status")).to_be_focused()


def test_the_message_is_announced_while_the_focus_is_on_the_next_comment(moderate):
    page = moderate(scripts=True)
    page.keyboard.press("j")
    page.add_init_script(
        """addEventListener("DOMContentLoaded", () => new MutationObserver((changes) => {
            window.announced = changes.flatMap((change) => [...change.addedNodes]).map((node) => node.textContent).join("");
        }).observe(document.querySelector("#queue-messages"), { childList: true }))"""
    )
    page.keyboard.press("a")
    page.wait_for_function("() => (window.announced ?? '').includes('1 comment was approved.')")
    expect(page.locator("tr[aria-current]")).to_be_focused()


def test_typing_a_reply_triggers_no_shortcuts(moderate):
    page = moderate(scripts=True)
    page.keyboard.press("j")
    page.keyboard.press("r")
    page.keyboard.type("as ask xsa")
    page.get_by_role("button", name="Approve and reply").first.click()
    page.get_by_text("Your reply is published.").wait_for()
    assert states() == {"Number 0": "held", "Number 1": "held", "Number 2": "approved", "as ask xsa": "approved"}


def test_buttons_decide_with_and_without_javascript(moderate, scripts):
    page = moderate(scripts)
    page.get_by_role("button", name="Approve").first.click()
    page.get_by_text("1 comment was approved.").wait_for()
    assert states()["Number 2"] == "approved"


def test_a_bulk_decision_is_made_and_undone_with_and_without_javascript(moderate, scripts):
    page = moderate(scripts)
    for number in (0, 1):
        page.locator("input[name=_selected_action]").nth(number).check()
    page.locator("select[name=action]").select_option("mark_selected_as_spam")
    page.locator("button[name=index]").click()
    page.get_by_text("2 comments were marked as spam.").wait_for()
    assert sorted(states().values()) == ["held", "spam", "spam"]
    page.get_by_role("button", name="Undo").click()
    page.get_by_text("2 comments were restored to their previous state.").wait_for()
    assert set(states().values()) == {"held"}


def test_a_moderator_replies_in_the_queue_with_and_without_javascript(moderate, make_page, scripts):
    page = moderate(scripts)
    row = page.locator("#result_list tbody tr").filter(has_text="Number 1")
    row.locator("summary", has_text="Reply").click()
    row.get_by_role("textbox", name="Your reply").fill("Because it keeps **its shape**.")
    row.get_by_role("button", name="Approve and reply").click()
    page.get_by_text("Your reply is published.").wait_for()
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


def test_a_rejected_reply_shows_its_text_with_and_without_javascript(moderate, scripts):
    page = moderate(scripts)
    row = page.locator("#result_list tbody tr").filter(has_text="Number 1")
    row.locator("summary", has_text="Reply").click()
    row.get_by_role("textbox", name="Your reply").fill("[" * 400 + " my words")
    row.get_by_role("button", name="Approve and reply").click()
    page.get_by_text("Your reply was not saved").wait_for()
    expect(page.get_by_text("my words")).to_have_count(1)
    assert set(states().values()) == {"held"}


@pytest.mark.parametrize("width", [1280, 800, 390])
def test_comments_have_the_widest_column_and_nothing_overflows(moderate, width):
    page = moderate(scripts=True)
    page.set_viewport_size({"width": width, "height": 900})
    cells = page.locator("#result_list tbody tr").first.locator("td, th")
    widths = [box["width"] for box in (cells.nth(place).bounding_box() for place in range(cells.count())) if box]
    assert page.locator(".field-content").first.bounding_box()["width"] == max(widths) >= 250


def test_a_decision_has_a_reason_and_enter_does_not_submit_with_and_without_javascript(moderate, scripts):
    page = moderate(scripts)
    row = page.locator("#result_list tbody tr").filter(has_text="Number 1")
    row.locator("summary", has_text="Add a reason").click()
    reason = row.get_by_role("textbox", name="Reason (optional")
    reason.fill("Not about boxes")
    reason.press("Enter")
    assert set(states().values()) == {"held"}
    row.get_by_role("button", name="Remove").click()
    page.get_by_text("1 comment was removed.").wait_for()
    assert Decision.objects.get().why == "Not about boxes"
    page.goto(f"{QUEUE}{Comment.objects.get(body='Number 0').pk}/change/")
    page.get_by_role("textbox", name="Reason (optional").press("Enter")
    page.get_by_role("textbox", name="Reason (optional").fill("Sold twice")
    page.get_by_role("button", name="Mark as spam").click()
    page.get_by_text("1 comment was marked as spam.").wait_for()
    assert Decision.objects.latest("pk").why == "Sold twice"
