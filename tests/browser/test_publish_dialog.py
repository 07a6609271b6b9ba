"""The dialog that asks before an article is published."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from blog.models import Post
from tests.browser.axe import violations_in_both_schemes
from tests.factories import make_post

pytestmark = pytest.mark.browser


@pytest.fixture
def open_form(signed_in_page, editor):
    def open_form(post, **options):
        page = signed_in_page(editor, **options)
        page.goto(f"/admin/blog/post/{post.pk}/change/")
        page.locator("#publish-dialog[data-ready]").wait_for(state="attached")
        return page

    return open_form


def test_an_article_is_scheduled_in_the_authors_time_zone_by_keyboard(open_form, editor, settings):
    settings.TIME_ZONE = "Europe/Zurich"
    post = make_post("The Kettle", author=editor, status="draft", body="Water boils.")
    page = open_form(post, timezone_id="America/New_York", viewport={"width": 360, "height": 740})
    page.locator("#id_body").press("Control+End")
    page.keyboard.type(" Slowly.")
    page.keyboard.press("Control+Enter")
    dialog = page.get_by_role("dialog", name="Publish the article")
    expect(dialog.get_by_label("Now")).to_be_focused()
    expect(dialog.get_by_text("Readers haven’t seen this article yet.")).to_be_visible()
    page.keyboard.press("ArrowRight")
    dialog.get_by_label("Date and time").fill("2041-07-01T09:30")
    told = dialog.get_by_role("status")
    expect(told).to_contain_text("Monday, July 1, 2041 at 9:30 AM GMT-4 (America/New York)")
    expect(told).to_contain_text("3:30 PM GMT+2 (Europe/Zurich)")
    assert violations_in_both_schemes(page) == []
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    page.get_by_role("button", name="Publish…").click()
    expect(dialog.get_by_label("Now")).to_be_checked()
    dialog.get_by_label("At a time").check()
    dialog.get_by_label("Date and time").fill("2041-07-01T09:30")
    dialog.get_by_role("button", name="Publish").click()
    page.get_by_text("“The Kettle” will be published on July 1, 2041, 3:30 p.m.").wait_for()
    stored = Post.objects.get()
    assert (stored.published_at, stored.body) == (datetime(2041, 7, 1, 13, 30, tzinfo=UTC), "Water boils. Slowly.")
    # What is scheduled is proposed again.
    page.locator("#publish-dialog[data-ready]").wait_for(state="attached")
    page.get_by_role("button", name="Publish…").click()
    expect(dialog.get_by_label("Date and time")).to_have_value("2041-07-01T09:30")
    dialog.get_by_label("Now").check()
    dialog.get_by_role("button", name="Publish").click()
    page.get_by_text("“The Kettle” is published.").wait_for()
    assert Post.objects.get().published_at <= timezone.now()


def test_changes_are_shown_before_readers_see_them_and_can_be_explained(open_form, editor):
    post = make_post("The Kettle", author=editor, body="Water boils.")
    page = open_form(post, viewport={"width": 1440, "height": 900})
    page.locator("#id_body").fill("Hot water boils.")
    page.get_by_role("button", name="Publish changes", exact=True).first.click()
    dialog = page.get_by_role("dialog", name="Publish changes")
    expect(dialog.locator("ins")).to_have_text("2 words added,")
    expect(dialog.locator("del")).to_have_text("1 word removed")
    assert violations_in_both_schemes(page) == []
    with page.context.expect_page() as comparison:
        dialog.get_by_role("link", name="Show what changed").click()
    expect(comparison.value.locator("ins").first).to_be_visible()
    comparison.value.close()
    assert Post.objects.get().body == "Water boils."
    dialog.get_by_label("Note about the update").fill("The water is hot.")
    dialog.get_by_role("button", name="Publish changes").click()
    page.get_by_text("was changed successfully").wait_for()
    stored = Post.objects.get()
    assert (stored.body, stored.correction) == ("Hot water boils.", "The water is hot.")
    assert stored.revised_at is not None


def test_without_javascript_the_button_publishes_at_the_date_of_the_form(signed_in_page, editor, settings):
    settings.TIME_ZONE = "Europe/Zurich"
    post = make_post("The Kettle", author=editor, status="draft")
    page = signed_in_page(editor, scripts=False)
    page.goto(f"/admin/blog/post/{post.pk}/change/")
    expect(page.locator(".field-published_at")).to_contain_text("Europe/Zurich, UTC+")
    page.locator("#id_published_at_0").fill("2041-07-01")
    page.locator("#id_published_at_1").fill("15:30")
    page.get_by_role("button", name="Publish…").click()
    page.get_by_text("will be published on").wait_for()
    assert Post.objects.get().published_at == datetime(2041, 7, 1, 13, 30, tzinfo=UTC)
