"""The image library in the article form: the dialog, the cover, and both without JavaScript and without a mouse."""

import re

import pytest
from playwright.sync_api import expect

from blog.models import Image, Post
from tests.browser.axe import violations
from tests.browser.images.steps import is_uploaded, make_images, open_article, png, row, send, text
from tests.browser.steps import publish_changes

pytestmark = pytest.mark.browser

DJANGOS_OWN = ["empty-table-header"]


def test_the_library_is_used_by_keyboard_alone(page):
    kettle, _cup, _spoon = make_images("A kettle", "A cup", "A spoon")
    page.get_by_role("button", name="Insert image…").focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Insert image")
    expect(dialog.get_by_label("Search images")).to_be_focused()
    expect(dialog.get_by_role("listitem")).to_have_count(3)
    page.keyboard.press("ArrowDown")
    expect(dialog.get_by_role("button", name="A spoon")).to_be_focused()
    page.keyboard.press("ArrowRight")
    expect(dialog.get_by_role("button", name="A cup")).to_be_focused()
    page.keyboard.press("ArrowUp")
    page.keyboard.type("kett")
    expect(dialog.get_by_role("listitem")).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(dialog).to_be_hidden()
    expect(page.locator("#id_body")).to_be_focused()
    assert text(page) == f"Water boils.\n\n{kettle.markdown()}\n\n"


def test_escape_closes_the_library_and_changes_nothing(page):
    page.get_by_role("button", name="Insert image…").click()
    expect(page.get_by_text("No images found.")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.locator("#id_body")).to_be_focused()
    assert text(page) == "Water boils."


def test_a_reused_image_gets_a_caption_and_a_description_for_this_article(page):
    [kettle] = make_images("A kettle")
    page.get_by_role("button", name="Insert image…").click()
    page.get_by_role("dialog").get_by_role("button", name="A kettle").click()
    row(page, "A kettle").get_by_label("Description (alt text)").fill("The kettle of the Queen")
    row(page, "A kettle").get_by_role("button", name="Done").click()
    expect(page.locator("#id_body")).to_have_value(re.compile("The kettle of the Queen"))
    assert Image.objects.get() == kettle
    assert Image.objects.get().alt == "A kettle"


def test_the_library_loads_more_images(page):
    images = [Image(file="images/0123456789abcdef.png", width=1, height=1, alt=f"Image {n}") for n in range(26)]
    Image.objects.bulk_create(images)
    page.get_by_role("button", name="Insert image…").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("listitem")).to_have_count(24)
    dialog.get_by_role("button", name="Show more").click()
    expect(dialog.get_by_role("listitem")).to_have_count(26)
    expect(dialog.get_by_role("button", name="Image 1", exact=True)).to_be_focused()


def test_the_cover_is_chosen_from_the_library(page, post):
    [kettle] = make_images("A kettle")
    page.get_by_role("button", name="Choose a cover").click()
    page.get_by_role("dialog").get_by_role("button", name="A kettle").click()
    expect(page.locator(".field-cover .select2-selection__rendered")).to_contain_text("A kettle")
    publish_changes(page)
    assert Post.objects.get().cover == kettle


def test_a_cover_is_uploaded_and_described(page, post):
    page.get_by_role("button", name="Choose a cover").click()
    page.locator("dialog [type=file]").set_input_files({"name": "cover.png", "mimeType": "image/png", "buffer": png()})
    is_uploaded(page, "cover.png")
    row(page, "cover.png").get_by_label("Description (alt text)").fill("A kettle")
    row(page, "cover.png").get_by_role("button", name="Done").click()
    assert text(page) == "Water boils."
    publish_changes(page)
    assert Post.objects.get().cover.alt == "A kettle"


def test_without_javascript_there_is_a_link_to_the_library(signed_in_page, editor, post):
    page = signed_in_page(editor, scripts=False)
    page.goto(f"/admin/blog/post/{post.pk}/change/")
    expect(page.get_by_role("link", name="Image library")).to_be_visible()
    expect(page.get_by_role("button", name="Insert image…")).to_be_hidden()


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (360, "light"), (1440, "dark"), (1440, "light")])
def test_uploads_and_the_library_are_accessible_and_fit(page, width, scheme):
    make_images("A kettle", "A cup")
    page.emulate_media(color_scheme=scheme)
    page.set_viewport_size({"width": width, "height": 800})
    open_article(page)
    send(page, "drop", "kettle.png")
    send(page, "drop", "notes.pdf", mime="application/pdf")
    is_uploaded(page)
    assert violations(page, without=DJANGOS_OWN) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("button", name="Insert image…").click()
    expect(page.get_by_role("dialog").get_by_role("listitem")).to_have_count(3)
    assert violations(page, without=DJANGOS_OWN) == []
