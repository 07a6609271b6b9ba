"""The insert menu of the article editor: blocks after "/", own articles after "[[", tags after "#"."""

import pytest
from playwright.sync_api import expect

from tests.browser.axe import violations_in_both_schemes
from tests.browser.marked_text import GET, SET, body
from tests.factories import make_post, make_tag

NOT_OURS = ["empty-table-header"]  # Django's table of bylines


def menu(page):
    return page.get_by_role("listbox", name="Insert", exact=True)


def options(page):
    return page.locator(".insert-list").get_by_role("option")


def open_menu(open_editor, **options):
    page = open_editor(**options)
    page.locator(".insert-menu[data-ready]").wait_for(state="attached")
    return page


# fmt: off
BLOCKS = [
    ("one\n\n‸", "/h2", "one\n\n## ‸"),
    ("‸rest", "/heading 3", "### ‸rest"),
    ("one\n‸", "/bul", "one\n\n- ‸"),
    ("‸", "/ordered", "1. ‸"),
    ("one\n‸two", "/todo", "one\n\n- [ ] ‸two"),
    ("one\n\n‸\n\ntwo", "/quote", "one\n\n> ‸\n\ntwo"),
    ("‸x", "/code", "```\n⟨x⟩\n```"),
    ("‸", "/table", "| ⟨Column 1⟩ | Column 2 |\n| --- | --- |\n|  |  |"),
    ("One.\n‸two\n\nThree.", "/footn", "One.\n[^1]two\n\n[^1]: ‸\n\nThree."),
    ("one\n‸", "/alert", "one\n\n> [!NOTE]\n> ‸"),
    ("one\n‸two", "/divider", "one\n\n---\n\n‸two"),
    ("> ‸", "/h2", "> ## ‸"),
]
# fmt: on


def test_blocks_are_inserted_in_one_undo_step(open_editor):
    page = open_menu(open_editor)
    found = []
    for before, typed, after in BLOCKS:
        page.evaluate(SET, [before])
        page.keyboard.type(typed)
        expect(options(page).first).to_have_attribute("aria-selected", "true")
        with_typed = page.evaluate(GET)
        page.keyboard.press("Enter")
        if (now := page.evaluate(GET)) != after:
            found.append(f"{typed}: {before!r} → {now!r}, not {after!r}")
        page.keyboard.press("Control+z")
        if (now := page.evaluate(GET)) != with_typed:
            found.append(f"undo of {typed}: {now!r}, not {with_typed!r}")
        expect(options(page)).to_have_count(0)
    assert found == []


def test_the_menu_follows_the_combobox_pattern(open_editor):
    page = open_menu(open_editor)
    area = body(page)
    page.evaluate(SET, ["‸"])
    page.keyboard.type("/")
    expect(menu(page)).to_be_visible()
    expect(options(page)).to_have_count(13)
    expect(area).to_have_attribute("aria-controls", "insert-list")
    expect(area).to_be_focused()
    expect(page.locator(".insert-announcement")).to_contain_text("Suggestions: 13")
    assert area.get_attribute("aria-activedescendant") is None
    assert violations_in_both_schemes(page, without=NOT_OURS) == []
    below = page.locator(".insert-popup").bounding_box()["y"]
    page.evaluate("window.scrollBy(0, 40)")
    page.wait_for_function(
        "top => document.querySelector('.insert-popup').getBoundingClientRect().top === top - 40", arg=below
    )
    page.keyboard.press("Enter")  # nothing is selected: it starts a new line
    assert page.evaluate(GET) == "/\n‸"
    expect(menu(page)).to_be_hidden()

    page.evaluate(SET, ["‸"])
    page.keyboard.type("/")
    page.keyboard.press("ArrowDown")
    expect(area).to_have_attribute("aria-activedescendant", "insert-list-0")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(area).to_have_attribute("aria-activedescendant", "insert-list-12")
    assert violations_in_both_schemes(page, without=NOT_OURS) == []
    page.keyboard.press("Escape")
    expect(menu(page)).to_be_hidden()
    assert area.get_attribute("aria-activedescendant") is None
    page.keyboard.type("qu")  # closed stays closed
    expect(menu(page)).to_be_hidden()
    assert page.evaluate(GET) == "/qu‸"
    body(page).fill("")
    page.keyboard.type("/quo")
    page.keyboard.press("Tab")
    assert page.evaluate(GET) == "> ‸"
    page.evaluate(SET, ["‸"])
    page.keyboard.type("/xyz")
    expect(menu(page)).to_be_hidden()
    page.evaluate(SET, ["‸"])
    page.keyboard.type("/ima")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name="Insert image")).to_be_visible()
    assert body(page).input_value() == ""


@pytest.mark.parametrize(
    "text",
    ["```\n‸\n```", "one\n\n    ‸", "one `‸", "```\n[[\n‸", "a‸"],
    ids=["fence", "indented", "span", "open", "word"],
)
def test_the_menu_stays_closed_in_code(open_editor, text):
    page = open_menu(open_editor)
    make_tag("tea")
    for typed in ("/", " [[", " #te") if text != "a‸" else ("/", "#te"):
        page.evaluate(SET, [text])
        page.keyboard.type(typed)
        page.wait_for_timeout(300)
        expect(page.locator(".insert-popup")).to_be_hidden()


def test_links_to_own_articles_and_their_sections(open_editor):
    kettle = make_post("Kettles", body="Old.\n\n## History of *tea*\n\nLong.")
    make_post("Kettle secrets", status="draft")
    page = open_menu(open_editor)
    page.evaluate(SET, ["See ‸."])
    page.keyboard.type("[[kettles")
    articles = page.get_by_role("listbox", name="Link to an article")
    expect(articles.get_by_role("option", name="Kettles Published")).to_have_attribute("aria-selected", "true")
    assert violations_in_both_schemes(page, without=NOT_OURS) == []
    page.keyboard.press("Enter")
    assert page.evaluate(GET) == f"See [Kettles](post:{kettle.pk})‸."
    page.keyboard.press("Control+z")
    assert page.evaluate(GET) == "See [[kettles‸."
    page.evaluate(SET, ["See ‸]]."])
    page.keyboard.type("[[kettles#his")
    articles.get_by_role("option", name="# History of tea").click()
    assert page.evaluate(GET) == f"See [History of tea](post:{kettle.pk}#s-history-of-tea)‸."
    page.evaluate(SET, ["‸"])
    page.keyboard.type("[[secret")
    expect(articles.get_by_role("option")).to_contain_text("Draft")
    page.keyboard.type("xyz")
    expect(page.locator(".insert-note")).to_have_text("No article found.")
    page.keyboard.press("Enter")
    assert page.evaluate(GET) == "[[secretxyz\n‸"
    page.evaluate(SET, ["‸"])
    page.context.set_offline(True)
    page.keyboard.type("[[kett")
    expect(page.locator(".insert-note")).to_have_text("Articles can’t be searched: no connection.")
    page.context.set_offline(False)


def test_tags_are_added_to_the_article(open_editor):
    tag = make_tag("Green tea")
    make_tag("Teapots")
    page = open_menu(open_editor)
    page.evaluate(SET, ["I like it. ‸ Much."])
    page.keyboard.type("#tea")
    expect(options(page)).to_have_count(2)
    assert body(page).get_attribute("aria-activedescendant") is None
    page.keyboard.press("ArrowDown")
    assert violations_in_both_schemes(page, without=NOT_OURS) == []
    page.keyboard.press("Enter")
    assert page.evaluate(GET) == "I like it. ‸ Much."
    assert page.locator("#id_tags").evaluate("select => [...select.selectedOptions].map(({ value }) => value)") == [
        str(tag.pk)
    ]
    expect(page.locator(".insert-announcement")).to_have_text("Tag added: Green tea")
    page.keyboard.press("Control+z")
    assert page.evaluate(GET) == "I like it. #tea‸ Much."
    page.evaluate(SET, ["‸"])
    page.keyboard.type("#tea")  # the other tag is already there
    expect(options(page)).to_have_count(1)
    page.keyboard.press("Enter")
    assert page.evaluate(GET) == "#tea\n‸"
    page.keyboard.type("# tea")
    page.wait_for_timeout(300)
    expect(page.locator(".insert-popup")).to_be_hidden()


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_the_menu_fits_on_a_phone(open_editor, direction):
    page = open_menu(open_editor, viewport={"width": 360, "height": 640}, has_touch=True, is_mobile=True)
    page.evaluate("direction => document.documentElement.dir = direction", direction)
    page.evaluate(SET, ["one\n\n" * 3 + "‸"])
    page.keyboard.type("/")
    box = page.locator(".insert-popup").bounding_box()
    assert box["x"] >= 0
    assert box["x"] + box["width"] <= 360
    assert box["y"] >= 0
    assert box["y"] + box["height"] <= 640
    for each in options(page).all():
        assert each.bounding_box()["height"] >= 44
    options(page).get_by_text("Quote", exact=True).tap()
    assert body(page).input_value().endswith("\n\n> ")
    expect(body(page)).to_be_focused()
    expect(page.locator(".insert-popup")).to_be_hidden()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
