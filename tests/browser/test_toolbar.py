"""The toolbar and the shortcuts of the article editor. Every action is one undo step."""

import pytest
from django.templatetags.static import static
from playwright.sync_api import expect

from tests.browser.axe import violations_in_both_schemes
from tests.browser.marked_text import GET, SET, body, mistakes

NOT_OURS = ["empty-table-header"]  # Django's table of bylines


def button(page, name):
    return page.get_by_role("toolbar").get_by_role("button", name=name, exact=True)


BUTTONS = [
    ("a ⟨word⟩ here", "Bold", "a **⟨word⟩** here"),
    ("a **⟨word⟩** here", "Bold", "a ⟨word⟩ here"),
    ("a ⟨**word**⟩ here", "Bold", "a ⟨word⟩ here"),
    ("a __wo‸rd__ here", "Bold", "a wo‸rd here"),
    ("**two ⟨words⟩**", "Bold", "two ⟨words⟩"),
    ("wo‸rd", "Bold", "**wo‸rd**"),
    ("don’t‸", "Bold", "**don’t‸**"),
    ("**word‸** next", "Bold", "**word**‸ next"),
    ("a ‸", "Bold", "a **‸**"),
    ("a **‸**", "Bold", "a ‸"),
    ("a⟨ word ⟩here", "Bold", "a **⟨word⟩** here"),
    ("⟨one **two** three⟩", "Bold", "**⟨one two three⟩**"),
    ("*⟨word⟩*", "Bold", "***⟨word⟩***"),
    ("***⟨word⟩***", "Bold", "*⟨word⟩*"),
    ("⟨- one\n\n> ## two⟩", "Bold", "- ⟨**one**\n\n> ## **two**⟩"),
    ("- ⟨**one**\n- **two**⟩", "Bold", "- ⟨one\n- two⟩"),
    ("⟨كلمة⟩", "Bold", "**⟨كلمة⟩**"),
    ("a ⟨word⟩", "Italic", "a *⟨word⟩*"),
    ("a *⟨word⟩*", "Italic", "a ⟨word⟩"),
    ("a _wo‸rd_", "Italic", "a wo‸rd"),
    ("**⟨word⟩**", "Italic", "***⟨word⟩***"),
    ("***⟨word⟩***", "Italic", "**⟨word⟩**"),
    ("a snake_‸case", "Italic", "a *snake_‸case*"),
    ("a ⟨word⟩", "Link", "a [word](‸)"),
    ("a wo‸rd", "Link", "a [word](‸)"),
    ("a ‸", "Link", "a [‸]()"),
    ("⟨https://example.org/⟩", "Link", "[‸](https://example.org/)"),
    ("see [the ⟨word⟩](/x/) here", "Link", "see the ⟨word⟩ here"),
    ("see [the wo‸rd](/x/) here", "Link", "see the wo‸rd here"),
    ("one\ntw‸o", "Heading 2", "one\n## tw‸o"),
    ("## tw‸o", "Heading 2", "tw‸o"),
    ("### ⟨two⟩", "Heading 2", "## ⟨two⟩"),
    ("- tw‸o", "Heading 3", "### tw‸o"),
    ("‸", "Heading 3", "### ‸"),
    ("one\n⟨two\nthree⟩\nfour", "Bulleted list", "one\n\n- ⟨two\n- three⟩\n\nfour"),
    ("- ⟨two\n- [x] three⟩", "Bulleted list", "⟨two\nthree⟩"),
    ("1. ⟨two\n2. three⟩", "Bulleted list", "- ⟨two\n- three⟩"),
    ("- one\ntw‸o", "Bulleted list", "- one\n- tw‸o"),
    ("‸", "Bulleted list", "- ‸"),
    ("⟨one\n\ntwo⟩", "Numbered list", "1. ⟨one\n\n2. two⟩"),
    ("3. one\n⟨two\n- three⟩", "Numbered list", "3. one\n4. ⟨two\n5. three⟩"),
    ("1. ⟨one\n2. two⟩", "Numbered list", "⟨one\ntwo⟩"),
    ("> on‸e", "Numbered list", "> 1. on‸e"),
    ("⟨one\n\ntwo⟩\nthree", "Quote", "> ⟨one\n> \n> two⟩\n\nthree"),
    ("> ⟨one\n> \n> two⟩", "Quote", "⟨one\n\ntwo⟩"),
    ("a ⟨word⟩", "Code", "a `⟨word⟩`"),
    ("a `⟨word⟩`", "Code", "a ⟨word⟩"),
    ("⟨a`b⟩", "Code", "`` ⟨a`b⟩ ``"),
    ("`` ⟨a`b⟩ ``", "Code", "⟨a`b⟩"),
    ("x\n⟨a\nb⟩\ny", "Code", "x\n\n```\n⟨a\nb⟩\n```\n\ny"),
    ("```\n⟨a\nb⟩\n```", "Code", "⟨a\nb⟩"),
    ("⟨```js\na\n```⟩", "Code", "⟨a⟩"),
    ("⟨a\n```\nb⟩", "Code", "````\n⟨a\n```\nb⟩\n````"),
    ("One‸ two.\n\nThree.", "Footnote", "One[^1] two.\n\n[^1]: ‸\n\nThree."),
    ("One[^4] two‸.\n\n[^4]: Note.\n\nThree.", "Footnote", "One[^4] two[^5].\n\n[^4]: Note.\n\n[^5]: ‸\n\nThree."),
    ("- one‸\n\n    more\n- two\n\nThree.", "Footnote", "- one[^1]\n\n    more\n- two\n\n[^1]: ‸\n\nThree."),
    ("‸", "Table", "| ⟨Column 1⟩ | Column 2 |\n| --- | --- |\n|  |  |"),
    ("On‸e.\n\nTwo.", "Table", "One.\n\n| ⟨Column 1⟩ | Column 2 |\n| --- | --- |\n|  |  |\n\nTwo."),
    ("⟨Tea\tPot\n1\ta|b⟩", "Table", "| ⟨Tea⟩ | Pot |\n| --- | --- |\n| 1 | a\\|b |"),
]

SHORTCUTS = [
    ("a ⟨word⟩", "Control+b", "a **⟨word⟩**"),
    ("a ⟨word⟩", "Control+i", "a *⟨word⟩*"),
    ("a ⟨word⟩", "Control+k", "a [word](‸)"),
    ("wo‸rd", "Control+Alt+Digit1", "# wo‸rd"),
    ("wo‸rd", "Control+Alt+Digit2", "## wo‸rd"),
    ("wo‸rd", "Control+Alt+Digit3", "### wo‸rd"),
    ("wo‸rd", "Control+Shift+Digit7", "1. wo‸rd"),
    ("wo‸rd", "Control+Shift+Digit8", "- wo‸rd"),
]


def test_every_button_changes_the_text_in_one_undo_step(open_editor):
    page = open_editor()
    assert mistakes(page, BUTTONS, lambda name: button(page, name).click()) == ""


def test_every_shortcut_changes_the_text_in_one_undo_step(open_editor):
    page = open_editor()
    assert mistakes(page, SHORTCUTS, page.keyboard.press) == ""


@pytest.mark.parametrize(("direction", "onward"), [("ltr", "ArrowRight"), ("rtl", "ArrowLeft")])
def test_the_toolbar_is_one_tab_stop_with_arrow_keys_inside(open_editor, direction, onward):
    page = open_editor()
    page.evaluate("direction => document.documentElement.dir = direction", direction)
    page.evaluate(SET, ["a ⟨word⟩"])
    page.keyboard.press("Shift+Tab")
    expect(button(page, "Bold")).to_be_focused()
    for key, name in (
        (onward, "Italic"),
        ("End", "Keyboard shortcuts"),
        (onward, "Bold"),
        ({"ArrowRight": "ArrowLeft", "ArrowLeft": "ArrowRight"}[onward], "Keyboard shortcuts"),
        ("Home", "Bold"),
        (onward, "Italic"),
    ):
        page.keyboard.press(key)
        expect(button(page, name)).to_be_focused()
    page.keyboard.press("Tab")
    expect(body(page)).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(button(page, "Italic")).to_be_focused()
    page.keyboard.press("Enter")
    expect(body(page)).to_be_focused()
    assert page.evaluate(GET) == "a *⟨word⟩*"


def test_titles_name_the_shortcuts(open_editor):
    page = open_editor()
    expect(button(page, "Bold")).to_have_attribute("title", "Bold (Ctrl+B)")
    expect(button(page, "Numbered list")).to_have_attribute("title", "Numbered list (Ctrl+Shift+7)")
    expect(button(page, "Quote")).to_have_attribute("title", "Quote")


PRESSED = """async ([address, keys, options]) => {
  const { isPressed, readable } = await import(address);
  const { onMac = false, ...event } = options;
  return [isPressed(keys, new KeyboardEvent("keydown", event), onMac), readable(keys, { control: "Strg" }, onMac)];
}"""


def test_shortcuts_fit_the_device_and_the_layout_of_the_keyboard(open_editor):
    page = open_editor()

    def is_pressed(keys, **options):
        return page.evaluate(PRESSED, [static("admin/editor/toolbar.js"), keys, options])

    assert is_pressed("Control+B", key="b", ctrlKey=True) == [True, "Strg+B"]
    assert is_pressed("Control+B", key="b", metaKey=True, onMac=True) == [True, "⌘B"]
    assert is_pressed("Control+B", key="b", ctrlKey=True, onMac=True) == [False, "⌘B"]
    assert is_pressed("Control+B", key="и", code="KeyB", ctrlKey=True)[0]
    assert not is_pressed("Control+B", key="n", code="KeyB", ctrlKey=True)[0]
    assert not is_pressed("Control+B", key="B", ctrlKey=True, shiftKey=True)[0]
    assert is_pressed("Control+Shift+7", key="/", code="Digit7", ctrlKey=True, shiftKey=True)[0]
    altgr = {"key": "²", "code": "Digit2", "ctrlKey": True, "altKey": True}
    assert is_pressed("Control+Alt+2", **altgr)[0]
    assert not is_pressed("Control+Alt+2", **altgr, modifierAltGraph=True)[0]


def test_a_question_mark_outside_of_fields_lists_the_shortcuts(open_editor):
    page = open_editor()
    dialog = page.get_by_role("dialog", name="Keyboard shortcuts")
    body(page).press("?")
    expect(dialog).to_be_hidden()
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("?")
    expect(dialog).to_contain_text("Ctrl+B")
    assert violations_in_both_schemes(page, without=NOT_OURS) == []
    page.keyboard.press("Escape")
    expect(dialog).to_be_hidden()
    button(page, "Keyboard shortcuts").click()
    dialog.get_by_role("button", name="Close").click()
    expect(dialog).to_be_hidden()


def test_the_editor_has_no_accessibility_violations(open_editor):
    assert violations_in_both_schemes(open_editor(), without=NOT_OURS) == []


def test_the_toolbar_works_on_a_phone(open_editor):
    page = open_editor(viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True)
    page.evaluate(SET, ["one\n" * 200 + "⟨word⟩"])
    page.evaluate("document.querySelector('#id_body').scrollIntoView({block: 'end'})")
    for each in page.get_by_role("toolbar").get_by_role("button").all():
        box = each.bounding_box()
        assert box["width"] >= 44
        assert box["height"] >= 44
    button(page, "Table").scroll_into_view_if_needed()
    button(page, "Footnote").tap()
    assert body(page).input_value().endswith("word[^1]\n\n[^1]: ")
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_toolbar_stays_below_the_bar(open_editor):
    page = open_editor(viewport={"width": 1280, "height": 600})
    page.evaluate("window.scrollTo(0, document.querySelector('#id_body').getBoundingClientRect().top + scrollY + 100)")
    bar = page.locator(".editor-bar").bounding_box()
    toolbar = page.get_by_role("toolbar").bounding_box()
    assert bar["y"] == 0
    assert toolbar["y"] == pytest.approx(bar["height"], abs=1)


def test_without_javascript_there_is_no_toolbar(open_editor):
    page = open_editor(scripts=False)
    expect(body(page)).to_have_value("Water boils.")
    expect(page.locator(".toolbar")).to_be_hidden()
    expect(page.locator(".shortcuts")).to_be_hidden()
