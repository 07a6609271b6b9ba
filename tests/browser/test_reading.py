"""Reading an article, with and without scripts."""

import re

import pytest
from playwright.sync_api import expect

from blog.images import process_upload, store_processed
from blog.models import Series
from blog.posts import save_post
from demo.drawings import draw
from tests.factories import make_post
from tests.uploads import as_file, make_raster

WORDS = "Water boils slowly in a kettle that nobody watches. " * 60
BODY = f"""Lead.[^why]

## First part

{WORDS}

```python
print("tea")
```

## Second part

{WORDS}

## Third part

{WORDS}

[^why]: Because of **limescale**.
"""
PATH = "/articles/the-kettle/"


@pytest.fixture
def article(transactional_db):
    return make_post("The Kettle", body=BODY, tags=["tea"])


@pytest.fixture
def reader(make_page, article):
    """A browser with scripts whose clipboard can be read."""

    def reader(**options):
        page = make_page(True, permissions=["clipboard-read", "clipboard-write"], **options)
        page.goto(PATH)
        return page

    return reader


# --- table of contents ---
def test_the_table_of_contents_links_to_every_section(page, article):
    page.goto(PATH)
    if not page.get_by_role("link", name="Third part", exact=True).is_visible():
        page.get_by_text("Contents", exact=True).click()
    page.get_by_role("link", name="Third part", exact=True).click()
    page.wait_for_url("**#s-third-part")
    expect(page.get_by_role("heading", name="Third part")).to_be_in_viewport()


@pytest.mark.parametrize(("width", "is_open"), [(1440, True), (390, False)])
def test_the_table_of_contents_is_open_next_to_the_text_and_collapsed_above_it(
    make_page, scripts, article, width, is_open
):
    page = make_page(scripts, viewport={"width": width, "height": 800})
    page.goto(PATH)
    expect(page.locator(".contents").get_by_text("Second part")).to_be_visible(visible=is_open)


def test_the_current_section_is_marked(reader):
    page = reader(viewport={"width": 1440, "height": 800})
    expect(page.locator(".contents [aria-current]")).to_have_count(0)
    for name in ("Second part", "First part"):
        page.get_by_role("heading", name=name).evaluate("heading => heading.scrollIntoView({behavior: 'instant'})")
        page.wait_for_function(
            "name => [...document.querySelectorAll('.contents [aria-current=true]')].map(a => a.textContent) == name",
            arg=name,
        )


def test_reading_progress_is_shown_unless_motion_is_reduced(make_page, article):
    calm, other = make_page(False), make_page(False, reduced_motion="no-preference")
    shown = "getComputedStyle(document.querySelector('.reading'), '::before').content"
    for page, content in [(calm, "none"), (other, '""')]:
        page.goto(PATH)
        assert page.evaluate(shown) == content


# --- anchors ---
def test_the_pilcrow_copies_its_url_and_follows_the_link(reader):
    page = reader()
    page.get_by_role("link", name="Link to “Second part”").click()
    page.wait_for_url("**#s-second-part")
    page.get_by_role("status").filter(has_text="Link copied").wait_for(state="attached")
    assert page.evaluate("navigator.clipboard.readText()") == page.url


def test_the_pilcrow_is_a_link_without_scripts(make_page, article):
    page = make_page(False)
    page.goto(PATH)
    page.get_by_role("link", name="Link to “Second part”").click()
    page.wait_for_url("**#s-second-part")


def test_the_pilcrow_is_in_the_margin_if_there_is_one(reader):
    page = reader(viewport={"width": 1280, "height": 900})
    heading = page.locator(".prose h2").first
    mark = heading.locator(".anchor")
    assert mark.bounding_box()["x"] + mark.bounding_box()["width"] <= heading.bounding_box()["x"] + 1
    page.set_viewport_size({"width": 360, "height": 900})
    assert mark.bounding_box()["x"] > heading.bounding_box()["x"]


@pytest.mark.parametrize("width", [360, 1280])
def test_headings_do_not_move_when_their_url_is_copied(reader, width):
    page = reader(viewport={"width": width, "height": 900})
    heading = page.locator(".prose h2").first
    before = heading.bounding_box()["height"]
    heading.locator(".anchor").click()
    expect(heading.locator(".anchor")).to_have_attribute("data-copied", "Link copied")
    assert heading.bounding_box()["height"] == before
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


# --- code ---
def test_code_shows_its_language_and_can_be_copied_by_keyboard(reader):
    page = reader()
    bar = page.locator(".code-bar")
    assert bar.locator("span").inner_text() == "python"
    bar.get_by_role("button", name="Copy").focus()
    page.keyboard.press("Enter")
    page.get_by_role("status").filter(has_text="Copied").wait_for(state="attached")
    assert page.evaluate("navigator.clipboard.readText()") == 'print("tea")'


def test_code_is_shown_without_scripts(make_page, article):
    page = make_page(False)
    page.goto(PATH)
    assert page.locator("pre").inner_text().strip() == 'print("tea")'
    expect(page.get_by_role("button", name="Copy")).to_have_count(0)


# --- footnotes ---
def test_a_footnote_opens_next_to_its_number_and_escape_closes_it(reader):
    page = reader()
    number = page.locator(".footnote-ref")
    number.focus()
    page.keyboard.press("Enter")
    note = page.get_by_role("dialog", name="Note 1")
    assert note.inner_text().strip() == "Because of limescale."
    assert note.locator("strong").inner_text() == "limescale"
    expect(note.locator("[id], .footnote-backref")).to_have_count(0)
    assert "#" not in page.url
    page.keyboard.press("Escape")
    expect(note).to_have_count(0)
    assert number.evaluate("link => link === document.activeElement")


def test_a_footnote_stays_inside_a_narrow_screen(reader):
    page = reader(viewport={"width": 320, "height": 700})
    page.locator(".footnote-ref").click()
    box = page.get_by_role("dialog", name="Note 1").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 320


def test_a_click_elsewhere_closes_the_footnote(reader):
    page = reader()
    page.locator(".footnote-ref").click()
    page.get_by_role("heading", level=1).click()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_the_number_is_a_link_to_the_footnote_without_scripts(make_page, article):
    page = make_page(False)
    page.goto(PATH)
    page.locator(".footnote-ref").click()
    page.wait_for_url(re.compile(r"#p\d+-fn-why$"))
    expect(page.locator(".footnote li")).to_be_visible()


# --- images ---
@pytest.fixture
def image_in_article(article, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    image = store_processed(process_upload(draw("timer-board")), alt="A red field", uploaded_by=None)
    article.cover = image
    article.body = f"![A red square]({image.file.url})\n\n{BODY}"
    save_post(article)
    return image


def test_an_image_can_be_enlarged_and_closed(reader, image_in_article):
    page = reader(viewport={"width": 800, "height": 700})
    for name in ("A red field", "A red square"):
        button = page.get_by_role("button", name=name)
        button.focus()
        page.keyboard.press("Enter")
        dialog = page.get_by_role("dialog", name=name)
        large = dialog.get_by_role("img", name=name)
        widest = max(variant["width"] for variant in image_in_article.variants if variant["format"] == "webp")
        page.wait_for_function(
            "width => document.querySelector('.lightbox img').naturalWidth === width",
            arg=widest,
        )
        assert large.bounding_box()["width"] <= 800
        page.keyboard.press("Escape")
        expect(dialog).to_have_count(0)
        assert button.evaluate("button => button === document.activeElement")
        button.click()
        page.get_by_role("button", name="Close").click()
        expect(dialog).to_have_count(0)


def test_images_are_shown_without_scripts(make_page, image_in_article):
    page = make_page(False)
    page.goto(PATH)
    expect(page.get_by_role("img", name="A red field")).to_be_visible()
    expect(page.get_by_role("button", name="A red field")).to_have_count(0)


def test_a_small_image_keeps_its_size(page, article, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    image = store_processed(process_upload(as_file(make_raster((120, 60)))), alt="A badge", uploaded_by=None)
    article.body = f'![A badge]({image.file.url})\n\n![A stamp]({image.file.url} "Its caption")'
    save_post(article)
    page.goto(PATH)
    for name in ("A badge", "A stamp"):
        box = page.get_by_role("img", name=name).bounding_box()
        assert (box["width"], box["height"]) == (120, 60)


# --- share ---
def test_the_share_button_is_shown_if_the_device_supports_it(make_page, article):
    page = make_page()
    page.add_init_script("navigator.share = async (what) => { window.shared = what; };")
    page.goto(PATH)
    page.get_by_role("button", name="Share…").click()
    shared = page.evaluate("window.shared")
    assert shared["title"] == "The Kettle"
    assert shared["url"].endswith(PATH)


def test_on_other_devices_there_are_only_links(page, article):
    page.add_init_script("delete Navigator.prototype.share;")
    page.goto(PATH)
    expect(page.get_by_role("button", name="Share…")).to_be_hidden()
    expect(page.get_by_role("link", name="Mastodon")).to_be_visible()


# --- series and printing ---
def test_the_parts_of_a_series_link_to_each_other(page, transactional_db):
    series = Series.objects.create(title="On tea", slug="on-tea")
    for number, title in enumerate(["Leaves", "Water", "Cups"]):
        make_post(title, age=9 - number, series=series, series_position=number)
    page.goto("/articles/leaves/")
    page.locator(".series").get_by_role("link", name="Water").click()
    page.wait_for_url("**/articles/water/")
    expect(page.get_by_text("Part 2 of 3")).to_be_visible()
    page.get_by_role("link", name="Next article Cups").click()
    page.wait_for_url("**/articles/cups/")
    page.get_by_role("link", name="On tea").click()
    page.wait_for_url("**/series/on-tea/")
    assert page.locator("main h2").all_inner_texts() == ["Leaves", "Water", "Cups"]


def test_only_the_article_is_printed(page, article):
    make_post("Another", tags=["tea"])
    page.goto(PATH)
    page.emulate_media(media="print")
    expect(page.get_by_text("Water boils slowly").first).to_be_visible()
    for part in (
        ".series",
        ".neighbours",
        ".author-box",
        ".article-foot",
        ".comments",
        ".related",
        ".contents",
        ".code-bar",
    ):
        expect(page.locator(part).filter(visible=True)).to_have_count(0)


def test_nothing_is_cut_off_in_print(page, transactional_db):
    wide = "|".join(["a-long-word-in-a-cell"] * 12)
    rule = "|".join(["---"] * 12)
    make_post("The Kettle", body=f"```\n{'boil()' * 60}\n```\n\n|{wide}|\n|{rule}|\n|{wide}|\n")
    page.set_viewport_size({"width": 700, "height": 900})  # a sheet of A4 without its margins
    page.emulate_media(media="print")
    page.goto(PATH)
    for part in (".prose pre", ".prose .table"):
        assert page.locator(part).evaluate("element => element.scrollWidth <= element.clientWidth")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize(("opening", "has_drop_cap"), [("Hi.", False), ("Water boils slowly. " * 20, True)])
def test_a_drop_cap_needs_a_long_first_paragraph(page, transactional_db, opening, has_drop_cap):
    make_post("The Kettle", body=f"{opening}\n\nMore about it.")
    page.goto(PATH)
    size = page.locator(".prose > p").first.evaluate(
        "paragraph => parseFloat(getComputedStyle(paragraph, '::first-letter').initialLetter) || 1"
    )
    assert (size > 1) is has_drop_cap
