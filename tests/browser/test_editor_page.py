"""The article form as an editor: its bar, its panel and its fields, on wide and small screens and without JavaScript."""

import pytest
from django.templatetags.static import static
from playwright.sync_api import expect

from blog.admin.preview import preview_data
from blog.models import Post
from blog.posts import save_post
from tests.browser.axe import violations, violations_in_both_schemes
from tests.browser.steps import save_and_close
from tests.factories import make_post

pytestmark = pytest.mark.browser

ADD = "/admin/blog/post/add/"
WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 360, "height": 740}
OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
NAME = "document.activeElement.name || document.activeElement.dataset.format || document.activeElement.id"
# Chromium has no on-screen keyboard here: this is how it would tell that one covers 320 pixels.
KEYBOARD = """() => {
  Object.defineProperty(visualViewport, "height", { get: () => innerHeight - 320, configurable: true });
  visualViewport.dispatchEvent(new Event("resize"));
}"""
TEXTS = [
    "",
    "Water boils.",
    "# Heading\n\nOne *two* **three** [four](https://example.org/five) https://example.org/six.",
    "1. One\n2. Two\n\n- [ ] Three\n\n> Four's *five*",
    "Code `one two` here.\n\n```python\nfor kettle in kitchen:\n    boil(kettle)\n```\n\nAfter.",
    '![Not counted](/media/x.png "A caption")\n\nText.',
    "Note[^1].\n\n[^1]: The note itself.\n\nH<sub>2</sub>O <!-- hidden words -->",
    "| Cup | Tea |\n|---|---|\n| One | Two words |",
    "やかんは赤い。水が沸く。 Tea 茶",
    "Word " * 600,
]


@pytest.fixture
def open_form(signed_in_page, editor):
    def open_form(post=None, **options):
        page = signed_in_page(editor, **({"viewport": WIDE} | options))
        page.goto(f"/admin/blog/post/{post.pk}/change/" if post else ADD)
        if options.get("scripts", True):
            page.locator("form[data-panel]").wait_for()
            page.locator(".toolbar").wait_for(state="attached")
        return page

    return open_form


@pytest.fixture
def post(editor):
    return make_post("The Kettle", author=editor, standfirst="It is hot.", body="Water boils.")


def panel(page):
    return page.locator("#panel")


def toggle(page):
    return page.get_by_role("button", name="Settings")


def test_an_article_is_written_by_keyboard_from_the_title_to_the_panel(open_form):
    page = open_form()
    expect(page.get_by_label("Title")).to_be_focused()
    page.keyboard.type("A long title")
    page.keyboard.press("Enter")
    expect(page.get_by_label("Standfirst")).to_be_focused()
    one_line = page.get_by_label("Standfirst").bounding_box()["height"]
    page.keyboard.type("It grows with its text, which is much longer than one line of the column. " * 2)
    assert page.get_by_label("Standfirst").bounding_box()["height"] > one_line
    page.keyboard.press("Tab")
    assert page.evaluate(NAME) == "bold"
    page.keyboard.press("Tab")
    assert page.evaluate(NAME) == "body"
    page.keyboard.type("Water boils in the kettle.")
    expect(page.locator(".bar-length")).to_have_text("5 words · 1 min")
    page.locator("#id_status").focus()
    page.keyboard.press("Shift+Tab")
    assert page.evaluate("document.querySelector('.canvas').contains(document.activeElement)")
    width = page.locator("#id_body").evaluate(
        "area => (area.clientWidth - 40) / (parseFloat(getComputedStyle(area).fontSize) * 0.6)"
    )
    assert 60 < width < 70  # characters of a monospaced font
    assert violations_in_both_schemes(page) == []


def test_the_panel_is_remembered_and_opens_at_errors(open_form, post):
    page = open_form(post)
    page.locator("#panel summary", has_text="Comments").click()
    expect(page.get_by_label("New comments")).to_be_visible()
    toggle(page).click()
    expect(panel(page)).to_be_hidden()
    expect(toggle(page)).to_have_attribute("aria-expanded", "false")
    page.reload()
    page.locator("form[data-panel]").wait_for()
    expect(panel(page)).to_be_hidden()
    toggle(page).click()
    expect(page.get_by_label("New comments")).to_be_visible()
    page.locator("#panel summary", has_text="Call to action").click()
    page.get_by_label("Call to action: URL").fill("javascript:alert(1)")
    page.locator("#panel summary", has_text="Call to action").click()
    toggle(page).click()
    save_and_close(page)
    page.locator("form[data-panel]").wait_for()
    expect(page.get_by_label("Call to action: URL")).to_be_focused()
    assert violations(page) == []


@pytest.mark.parametrize("language", ["en", "ar"])
def test_on_a_phone_there_is_the_text_and_the_panel_is_a_sheet(open_form, post, settings, language):
    settings.LANGUAGE_CODE = language
    page = open_form(post, viewport=PHONE, has_touch=True)
    assert page.evaluate("document.dir") == ("rtl" if language == "ar" else "ltr")
    expect(panel(page)).to_be_hidden()
    assert page.locator("#id_body").evaluate("area => getComputedStyle(area).fontSize") == "16px"
    assert page.evaluate(OVERFLOW) <= 0
    assert violations_in_both_schemes(page) == []
    page.locator(".panel-toggle").tap()
    expect(page.locator("#panel-title")).to_be_focused()
    assert page.evaluate(OVERFLOW) <= 0
    assert violations_in_both_schemes(page) == []
    page.keyboard.press("Escape")
    expect(panel(page)).to_be_hidden()
    expect(page.locator(".panel-toggle")).to_be_focused()
    page.locator("#id_body").tap()
    page.evaluate(KEYBOARD)
    toolbar = page.locator(".toolbar")
    expect(toolbar).to_have_class("toolbar is-above-keyboard")
    box, text = toolbar.bounding_box(), page.locator("#id_body").bounding_box()
    assert box["y"] + box["height"] == pytest.approx(420, abs=1)
    assert text["y"] == pytest.approx(page.locator(".editor-bar").bounding_box()["height"], abs=2)
    assert text["y"] + text["height"] <= box["y"]


def test_the_length_is_counted_as_on_the_server(open_form):
    page = open_form()
    module = static("admin/editor/word-count.js")
    counted = page.evaluate("([url, texts]) => import(url).then(({ count }) => texts.map(count))", [module, TEXTS])
    server = [preview_data(Post(body=text)) for text in TEXTS]
    assert counted == [{"words": each["words"], "minutes": each["minutes"]} for each in server]


def test_focus_mode_shows_one_paragraph_in_the_middle_and_is_remembered(open_form, editor):
    body = "\n\n".join(f"Paragraph {number}. " + "Water boils. " * 20 for number in range(30))
    page = open_form(make_post("The Kettle", author=editor, body=body))
    text = page.locator("#id_body")
    page.locator(".more-menu summary").click()
    page.get_by_role("button", name="Focus mode").click()
    expect(text).to_be_focused()
    expect(page.get_by_role("toolbar")).to_be_hidden()
    expect(panel(page)).to_be_hidden()
    for key in ("Control+Home", "Control+End", "ArrowUp", "ArrowUp"):
        page.keyboard.press(key)
        place = page.evaluate(
            "url => import(url).then(({ placeOf }) => placeOf(document.activeElement, document.activeElement.selectionEnd))",
            static("admin/editor/visible-position.js"),
        )
        box = text.bounding_box()
        assert box["height"] / 3 - 2 <= place["top"] - box["y"]
        assert place["bottom"] - box["y"] <= box["height"] * 2 / 3 + 2
    lit = text.evaluate("area => ['--lit-from', '--lit-to'].map(name => parseFloat(area.style.getPropertyValue(name)))")
    assert lit[0] < place["top"] - box["y"] < lit[1]
    assert lit[1] - lit[0] < box["height"] / 3
    assert violations(page) == []
    page.reload()
    page.locator("form[data-panel]").wait_for()
    expect(page.get_by_label("Title")).to_be_visible()
    text.click()
    expect(page.get_by_label("Title")).to_be_hidden()
    page.keyboard.press("Escape")
    expect(page.get_by_label("Title")).to_be_visible()
    page.keyboard.press("Control+Alt+f")
    page.get_by_role("button", name="Leave focus mode").click()
    expect(page.get_by_role("toolbar")).to_be_visible()


def test_without_javascript_it_is_a_plain_form(open_form, post):
    page = open_form(post, scripts=False)
    for group in page.locator("#panel summary").all():
        group.click()
    fields = page.locator(
        "#post_form :is(input, select, textarea):not([type=hidden], .image-row *, [name*=__prefix__])"
    )
    hidden = [field.get_attribute("name") for field in fields.all() if not field.is_visible()]
    assert [name for name in hidden if name] == []
    page.get_by_label("Title").fill("Two\nlines")
    page.get_by_role("button", name="Publish changes", exact=True).click()
    page.get_by_text("was changed successfully").wait_for()
    assert Post.objects.get().title == "Two lines"


def test_menus_notices_and_conflicts_are_accessible_and_fit(open_form, post):
    page = open_form(post)
    page.locator("#id_body").fill("![](/media/x.png)\n\nWater boils and whistles.")
    page.keyboard.press("Control+s")
    expect(page.locator(".save-sentence")).to_contain_text("Draft saved")
    stored = Post.objects.get()
    stored.body = "Tea is ready."
    save_post(stored)
    page.reload()
    page.locator("form[data-panel]").wait_for()
    expect(page.get_by_role("note")).to_contain_text("The article has been changed since")
    page.locator(".more-menu summary").click()
    found = violations_in_both_schemes(page)
    page.get_by_role("button", name="Keyboard shortcuts").first.click()
    found += violations_in_both_schemes(page)
    page.keyboard.press("Escape")
    save_and_close(page)
    page.get_by_role("heading", name="Merge both texts").wait_for()
    page.locator("#id_body").press_sequentially("Hot.")
    page.keyboard.press("Control+s")
    expect(page.locator(".save-sentence")).to_contain_text("Draft saved")
    found += violations_in_both_schemes(page)
    page.set_viewport_size(PHONE)
    expect(panel(page)).to_be_hidden()
    found += violations(page)
    assert found == []
    assert page.evaluate(OVERFLOW) <= 0


def test_each_field_has_the_direction_of_its_text(open_form, editor):
    page = open_form(make_post("غلاية الشاي", author=editor, body="الماء يغلي.", standfirst="It is hot."))
    direction = "area => getComputedStyle(area).direction"
    fields = {name: page.locator(f"#id_{name}").evaluate(direction) for name in ("title", "standfirst", "body")}
    assert fields == {"title": "rtl", "standfirst": "ltr", "body": "rtl"}
