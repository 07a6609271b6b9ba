"""A draft is sent to somebody without an account, and an article is planned, taken out and copied."""

from urllib.parse import urlsplit

from playwright.sync_api import expect

from blog.models import Post
from tests.browser.axe import violations_in_both_schemes
from tests.browser.steps import click, fill, follow, heading, press
from tests.factories import make_post

PHONE = {"width": 360, "height": 740}


def open_settings(page):
    """The panel of the editor, which is closed on small screens."""
    if not page.locator("#panel").is_visible():
        page.locator(".panel-toggle").click()


def test_a_draft_is_read_and_annotated_by_its_secret_link_until_it_is_revoked(signed_in_page, make_page, editor):
    post = make_post("The Kettle", author=editor, status="draft", body="Water boils.\n\n## Steam\n\nIt rises.")
    page = signed_in_page(editor, viewport=PHONE, permissions=["clipboard-read", "clipboard-write"])
    page.goto(f"/admin/blog/post/{post.pk}/change/")
    page.locator("form[data-autosaved]").wait_for(state="attached")
    page.locator("#id_body").press("Control+End")
    page.keyboard.type(" Slowly.")
    expect(page.locator(".save-status")).to_contain_text("Draft saved")
    open_settings(page)
    click(page.get_by_role("link", name="Preview links and notes"))
    fill(page, {"For whom:": "Ada"})
    press(page, "Create a preview link")
    assert violations_in_both_schemes(page) == []
    press(page, "Copy")
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    address = urlsplit(page.get_by_label("URL").input_value()).path

    reader = make_page(viewport=PHONE)
    reader.goto(address)
    heading(reader, "The Kettle")
    expect(reader.get_by_text("Preview, not published")).to_be_visible()
    expect(reader.get_by_text("It rises. Slowly.")).to_be_visible()
    fill(reader, {"Your name": "Ada", "Note": "Does it?\nNot in *summer*."})
    assert violations_in_both_schemes(reader) == []
    press(reader, "Send note")
    expect(reader.get_by_text("Your note was saved for Ruth.")).to_be_visible()

    page.reload()
    expect(page.get_by_text("Not in *summer*.")).to_be_visible()
    assert violations_in_both_schemes(page) == []
    press(page, "Revoke")
    assert reader.goto(address).status == 404


def test_an_article_is_planned_in_the_authors_own_zone_then_copied_and_taken_out(signed_in_page, editor):
    post = make_post("The Kettle", author=editor, age=-3)
    page = signed_in_page(editor, viewport=PHONE, timezone_id="Asia/Tokyo")
    page.goto("/accounts/profile/")
    press(page, "Use Asia/Tokyo, as this device does")
    expect(page.get_by_label("Time zone")).to_have_value("Asia/Tokyo")
    assert violations_in_both_schemes(page) == []
    press(page, "Save profile")
    page.goto("/admin/blog/post/")
    follow(page, "Calendar")
    if not page.get_by_role("link", name="The Kettle").count():
        click(page.locator("[rel=next]"))
    expect(page.get_by_text("Times in Asia/Tokyo, UTC+09:00.")).to_be_visible()
    assert violations_in_both_schemes(page) == []
    follow(page, "The Kettle")
    expect(page.locator(".field-published_at")).to_contain_text("Asia/Tokyo, UTC+09:00")

    page.goto(post.get_absolute_url())
    follow(page, "Edit")
    page.locator(".more-menu summary").click()
    click(page.get_by_role("link", name="Unpublish…"))
    expect(page.get_by_text("It will not be published on")).to_be_visible()
    assert violations_in_both_schemes(page) == []
    press(page, "Make it a draft")
    expect(page.get_by_text("is a draft now. Readers can’t see it.")).to_be_visible()
    page.locator(".more-menu summary").click()
    click(page.get_by_role("link", name="Duplicate…"))
    press(page, "Duplicate")
    expect(page.get_by_text("This is the copy.")).to_be_visible()
    assert sorted(Post.objects.values_list("title", "status")) == [
        ("Copy of The Kettle", "draft"),
        ("The Kettle", "draft"),
    ]
