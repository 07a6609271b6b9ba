"""Public profiles, from the form to the page."""

import pytest
from playwright.sync_api import expect

from tests.browser.steps import complaint_about, fill, follow, main, press
from tests.factories import make_post, make_user
from tests.uploads import make_upload

MINE = "https://alice.example/"


@pytest.fixture
def ann(transactional_db, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    ann = make_user("ann@example.org", display_name="Élodie Ann", slug="ann", groups=["Author"], is_staff=True)
    make_post("The Kettle", author=ann)
    return ann


@pytest.fixture
def page(signed_in_page, scripts, ann):
    page = signed_in_page(ann, scripts=scripts)
    page.goto("/accounts/")
    follow(page, "Change profile")
    return page


def type_in(page, label, words):
    main(page).get_by_label(label).fill(words)


def author_page(page):
    page.goto("/authors/ann/")
    return main(page).locator(".author-head .avatar")


def test_an_image_is_cropped_to_a_square_and_the_initial_is_shown_without_one(page, make_page, scripts):
    reader = make_page(scripts)
    assert author_page(reader).inner_text() == "É"
    upload = make_upload("red", size=(640, 400))
    main(page).get_by_label("Image").set_input_files(
        {"name": "me.png", "mimeType": "image/png", "buffer": upload.read()}
    )
    press(page, "Save profile")
    page.get_by_text("Your profile was saved.").wait_for()
    shown = author_page(reader)
    size = shown.evaluate("async image => { await image.decode(); return [image.naturalWidth, image.naturalHeight] }")
    assert size == [256, 256]
    page.goto("/accounts/profile/")
    main(page).get_by_label("Remove the image").check()
    press(page, "Save profile")
    page.get_by_text("Your profile was saved.").wait_for()
    assert author_page(reader).inner_text() == "É"


def test_a_file_that_is_not_an_image_is_rejected_and_the_text_is_kept(page):
    type_in(page, "About you", "Boils water.")
    main(page).get_by_label("Image").set_input_files(
        {"name": "me.png", "mimeType": "image/png", "buffer": b"no picture"}
    )
    press(page, "Save profile")
    assert complaint_about(main(page).get_by_label("Image"))
    assert main(page).get_by_label("About you").input_value() == "Boils water."


def test_name_bio_and_links_are_shown_on_the_public_page(page, make_page, scripts):
    fill(page, {"Display name": "Ann Kettle"})
    type_in(page, "About you", "Boils **water**.")
    type_in(page, "Links", "http://alice.example/")
    press(page, "Save profile")
    assert "https://" in complaint_about(main(page).get_by_label("Links"))
    type_in(page, "Links", f"{MINE}\nhttps://social.example/@alice")
    press(page, "Save profile")
    page.get_by_text("Your profile was saved.").wait_for()
    reader = make_page(scripts)
    author_page(reader)
    expect(reader.get_by_role("heading", level=1, name="Ann Kettle")).to_be_visible()
    assert reader.locator(".standfirst strong").inner_text() == "water"
    links = reader.locator("a[rel~=me]")
    assert [link.get_attribute("href") for link in links.all()] == [MINE, "https://social.example/@alice"]
    expect(reader.get_by_role("link", name="The Kettle").first).to_be_visible()
