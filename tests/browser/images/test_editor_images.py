"""Images while writing, in a browser: drop, paste, choose; what fails, and what happens to the text meanwhile."""

import re

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from blog.models import Image, Post
from tests.browser.images.steps import is_uploaded, png, row, send, text, url
from tests.browser.steps import save_and_close

pytestmark = pytest.mark.browser

UPLOAD = "**/admin/blog/image/upload/"


class Gate:
    """Holds uploads back until they are let through."""

    def __init__(self, page):
        self.page, self.routes = page, []
        page.route(UPLOAD, lambda route: self.routes.append(route))

    def let_through(self):
        self.page.wait_for_function("document.querySelector('.image-rows').children.length > 0")
        while not self.routes:
            self.page.wait_for_timeout(20)
        self.routes.pop(0).continue_()


# --- drop, paste, choose ---


def test_a_dropped_image_gets_a_paragraph_of_its_own(page):
    assert send(page, "drop", "kettle.png")
    is_uploaded(page)
    assert text(page) == f"Water boils.\n\n![]({url()})\n\n"
    assert Image.objects.get().needs_description
    expect(row(page).get_by_label("Description")).to_be_in_viewport()  # although the text is as high as the window


def test_a_pasted_image_is_uploaded(page):
    assert send(page, "paste", "image.png", texts=[("text/html", "<img src='kettle.png'>")])
    is_uploaded(page, "image.png")
    assert url() in text(page)


def test_pasted_and_dropped_text_is_left_to_the_browser(page):
    assert not send(page, "paste", "cells.png", texts=[("text/plain", "1 2")])
    assert not send(page, "drop", texts=[("text/plain", "https://example.org/")])
    assert not Image.objects.exists()


def test_an_image_is_chosen_from_this_device(page):
    page.get_by_role("button", name="Insert image…").click()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="Upload from this device…").click()
    chooser.value.set_files({"name": "kettle.png", "mimeType": "image/png", "buffer": png()})
    is_uploaded(page)
    expect(page.locator("#id_body")).to_be_focused()
    assert text(page) == f"Water boils.\n\n![]({url()})\n\n"


def test_several_images_are_uploaded_one_after_another_in_their_order(page):
    gate = Gate(page)
    send(page, "drop", "one.png", "two.png")
    assert text(page).endswith("![Uploading one.png…]()\n\n![Uploading two.png…]()\n\n")
    expect(row(page, "two.png")).to_contain_text("Waiting for the images before it")
    page.wait_for_timeout(200)
    assert len(gate.routes) == 1
    gate.let_through()
    is_uploaded(page, "one.png")
    gate.let_through()
    is_uploaded(page, "two.png")
    assert text(page).endswith(f"![]({url(0)})\n\n![]({url(1)})\n\n")


def test_two_images_with_the_same_name_are_told_apart(page):
    gate = Gate(page)
    send(page, "drop", "image.png", "image.png")
    assert "![Uploading image.png (2)…]()" in text(page)
    gate.let_through()
    gate.let_through()
    expect(page.locator("#id_body")).to_have_value(re.compile(r"!\[\]\(\S+\)\n\n!\[\]\(\S+\)"))


# --- the text meanwhile ---


def test_typing_before_an_image_moves_it_and_keeps_the_cursor(page):
    gate = Gate(page)
    send(page, "drop", "kettle.png")
    page.locator("#id_body").press("Control+Home")
    page.keyboard.type("Hot ")
    gate.let_through()
    is_uploaded(page)
    page.keyboard.type("w")
    assert text(page) == f"Hot wWater boils.\n\n![]({url()})\n\n"


def test_the_upload_never_takes_the_focus(page):
    gate = Gate(page)
    send(page, "drop", "kettle.png")
    page.locator("#id_title").focus()
    gate.let_through()
    is_uploaded(page)
    expect(page.locator("#id_title")).to_be_focused()


def test_inserting_an_image_is_one_step_of_undo(page):
    send(page, "drop", "kettle.png")
    is_uploaded(page)
    page.locator("#id_body").press("Control+z")
    expect(page.locator("#id_body")).to_have_value("Water boils.")
    page.locator("#id_body").press("Control+Shift+z")
    expect(page.locator("#id_body")).to_have_value(f"Water boils.\n\n![]({url()})\n\n")


def test_a_cancelled_upload_leaves_no_trace_in_the_text(page):
    Gate(page)
    send(page, "drop", "kettle.png")
    row(page).get_by_role("button", name="Cancel").click()
    expect(row(page)).to_have_count(0)
    assert text(page).strip() == "Water boils."


def test_an_image_whose_placeholder_was_deleted_is_not_inserted(page):
    gate = Gate(page)
    send(page, "drop", "kettle.png")
    page.locator("#id_body").fill("Something else.")
    gate.let_through()
    expect(row(page)).to_contain_text("It is in the image library")
    assert text(page) == "Something else."


def test_saving_waits_for_the_uploads(page, post):
    gate = Gate(page)
    send(page, "drop", "kettle.png")
    save_and_close(page)
    expect(page.locator(".image-status")).to_contain_text("saving continues when the images are uploaded")
    gate.let_through()
    page.get_by_text("was changed successfully").wait_for()
    assert Post.objects.get().body.split() == ["Water", "boils.", f"![]({url()})"]


# --- failures ---


def test_a_failed_upload_is_tried_again(page):
    page.route(UPLOAD, lambda route: route.abort(), times=1)
    send(page, "drop", "kettle.png")
    expect(row(page)).to_contain_text("Not uploaded: no connection")
    assert "![Uploading kettle.png…]()" in text(page)
    row(page).get_by_role("button", name="Try again").click()
    is_uploaded(page)
    assert text(page) == f"Water boils.\n\n![]({url()})\n\n"


def test_uploads_go_on_after_a_login_in_another_tab(page, editor, signed_in_page):
    kept = page.context.cookies()
    Session.objects.all().delete()
    send(page, "drop", "kettle.png")
    expect(row(page)).to_contain_text("You are logged out")
    expect(row(page).get_by_role("link", name="Log in in a new tab")).to_be_visible()
    session = signed_in_page(editor).context.cookies()
    page.context.add_cookies([cookie for cookie in session if cookie["name"] == "sessionid"] or kept)
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    is_uploaded(page)


@pytest.mark.parametrize(
    ("name", "mime", "content", "message"),
    [
        ("notes.pdf", "application/pdf", b"%PDF", "Use a JPEG, PNG, GIF, WebP or AVIF file"),
        ("broken.png", "image/png", b"\x89PNG", "Save it as one of these and try again"),
        ("large.png", "image/png", b"0" * (20 * 1024 * 1024 + 1), "Reduce its size"),
    ],
)
def test_a_refused_file_leaves_a_message_and_no_placeholder(page, name, mime, content, message):
    send(page, "drop", name, mime=mime, content=content)
    expect(row(page, name)).to_contain_text(message)
    assert text(page).strip() == "Water boils."
    row(page, name).get_by_role("button", name="Remove").click()
    expect(row(page, name)).to_have_count(0)


# --- description and caption ---


def test_description_and_caption_change_the_markdown_and_the_image(page):
    send(page, "drop", "kettle.png")
    is_uploaded(page)
    row(page).get_by_label("Description (alt text)").fill("A [red] kettle")
    page.keyboard.press("Enter")
    expect(row(page)).to_contain_text("Description saved")
    expect(page.locator("#id_body")).to_have_value(f"Water boils.\n\n![A \\[red\\] kettle]({url()})\n\n")
    expect(row(page).get_by_label("Description (alt text)")).to_be_focused()
    row(page).get_by_label("Caption").fill('My "best" kettle')
    page.keyboard.press("Tab")
    expect(page.locator("#id_body")).to_have_value(re.compile(r'kettle\]\(\S+ "My “best” kettle"\)'))
    expect(row(page).get_by_role("button", name="Done")).to_be_focused()
    image = Image.objects.get()
    assert (image.alt, image.needs_description) == ("A [red] kettle", False)


def test_a_decorative_image_has_no_description(page):
    send(page, "drop", "kettle.png")
    is_uploaded(page)
    row(page).get_by_label("Decorative").check()
    expect(row(page)).to_contain_text("Description saved")
    expect(row(page).get_by_label("Description (alt text)")).to_be_disabled()
    assert Image.objects.get().decorative
