"""The list of checks in the bar of the article form: it leads to the place, and never gets in the way of typing."""

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations_in_both_schemes
from tests.factories import make_post, make_tag, make_user

pytestmark = pytest.mark.browser

PARTS = "".join(f"Paragraph {number} about water.\n\n" for number in range(60))
OF_DJANGO = ["empty-table-header"]  # the inline form for authors


def test_checks_lead_to_their_places_while_writing(signed_in_page):
    editor = make_user("root@example.org", display_name="Ruth", is_staff=True, is_superuser=True)
    tags = [make_tag(name) for name in ("Kettle", "Kettles")]
    body = f"Water 😀 boils.\n\n{PARTS}A [link](#) here."
    post = make_post("The Kettle", author=editor, body=body, standfirst="About.", tags=tags, status="draft")
    page = signed_in_page(editor, viewport={"width": 1280, "height": 800})
    page.goto(f"/admin/blog/post/{post.pk}/change/")
    text, menu = page.locator("#id_body"), page.locator(".checks summary")
    expect(menu).to_have_text("2 things to check")
    assert page.locator(".checks-status").text_content() == ""

    menu.click()
    assert violations_in_both_schemes(page, without=OF_DJANGO) == []
    page.get_by_role("button", name="This looks like a placeholder: #").click()
    expect(text).to_be_focused()
    assert selected(text) == "[link](#)"
    assert text.evaluate("area => area.scrollTop > 0 || scrollY > 0")
    expect(page.locator(".checks")).not_to_have_attribute("open", "")

    page.keyboard.type("![](nowhere.jpg) and ")
    page.keyboard.type("more words ")
    expect(page.locator(".checks-status")).to_have_text("")
    page.keyboard.type("[again](#)")
    expect(menu).to_have_text("3 things to check", timeout=15_000)
    expect(page.locator(".checks-status")).to_have_text("3 things to check")
    expect(text).to_be_focused()

    menu.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="The tag “Kettle”")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator(".field-tags :focus")).to_have_count(1)

    page.keyboard.press("Escape")
    page.get_by_role("button", name="Publish", exact=False).first.click()
    inside = page.get_by_role("dialog").locator(".check-list")
    expect(inside.get_by_role("button")).to_have_count(3)
    inside.get_by_role("button", name="This looks like a placeholder: #").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(text).to_be_focused()
    assert selected(text) == "[again](#)"

    page.set_viewport_size({"width": 360, "height": 740})
    menu.click()
    assert violations_in_both_schemes(page, without=OF_DJANGO) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def selected(text):
    return text.evaluate("area => area.value.slice(area.selectionStart, area.selectionEnd)")
