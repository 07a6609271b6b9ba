"""The preview next to the text: as readers will see it, without getting in the way of writing."""

import re

import pytest
from django.templatetags.static import static
from playwright.sync_api import expect

from blog.models import Draft
from tests.browser.axe import violations_in_both_schemes
from tests.factories import make_post, make_user

pytestmark = pytest.mark.browser

WIDE, NARROW = {"width": 1400, "height": 900}, {"width": 360, "height": 740}
OF_DJANGO = ["empty-table-header"]  # the inline form for authors
PARTS = "\n\n".join(f"## Part {number}\n\n" + "Water boils and whistles. " * 60 for number in range(1, 9))


@pytest.fixture
def post(editor):
    return make_post("The Kettle", author=editor, standfirst="It is hot.", body="Water *boils*.\n\n## Steam\n\nText.")


@pytest.fixture
def open_form(signed_in_page, editor):
    def open_form(post, *, page=None, **options):
        page = page or signed_in_page(editor, **({"viewport": WIDE} | options))
        page.goto(f"/admin/blog/post/{post.pk}/change/")
        page.locator("form[data-autosaved]").wait_for(state="attached")
        # Before its script has run, the button sends the form.
        page.locator("button[name=_preview][type=button]").wait_for(state="attached")
        return page

    return open_form


@pytest.fixture
def preview(open_form, post):
    """The form with its preview open."""
    page = open_form(post)
    switch(page).click()
    expect(shown(page).locator(".prose")).to_be_visible()
    return page


def switch(page):
    return page.get_by_role("button", name="Preview", exact=True)


def shown(page):
    return page.locator(".preview-page")


def text(page):
    return page.locator("#id_body")


def status(page):
    return page.locator(".preview-status")


def top_of(page, selector):
    """How far an element of the preview is below its upper edge."""
    return shown(page).evaluate(
        "(host, selector) => host.shadowRoot.querySelector(selector).getBoundingClientRect().top"
        " - host.getBoundingClientRect().top",
        selector,
    )


def test_the_preview_follows_what_is_typed_and_leaves_the_focus_alone(preview):
    text(preview).press("Control+Home")
    text(preview).press_sequentially("Hot **water**. ")
    expect(shown(preview).locator("strong")).to_have_text("water")
    expect(text(preview)).to_be_focused()
    preview.locator("#id_title").fill("The <Pot>")
    expect(shown(preview).locator("h1")).to_have_text("The <Pot>")
    expect(preview.locator("#id_title")).to_be_focused()
    expect(shown(preview).locator(".standfirst")).to_have_text("It is hot.")
    expect(preview.locator(".preview-length")).to_have_text("6 words · 1 minute read")


def test_what_is_shown_is_what_is_published(preview, make_page, post):
    reader = make_page()
    reader.goto(post.get_absolute_url())
    published = reader.locator(".prose").evaluate("element => element.outerHTML")
    assert shown(preview).locator(".prose").evaluate("element => element.outerHTML") == published


def test_styles_of_the_admin_and_of_the_site_do_not_mix(preview):
    assert preview.evaluate("document.querySelector('.prose')") is None
    family = "element => getComputedStyle(element).fontFamily"
    assert "serif" in shown(preview).locator(".prose p").first.evaluate(family)
    size = "element => getComputedStyle(element).fontSize"
    assert shown(preview).locator(".prose p").first.evaluate(size) == "18px"
    before = text(preview).evaluate(family)
    switch(preview).click()
    assert text(preview).evaluate(family) == before


def test_a_failure_keeps_the_last_preview_and_says_so(preview):
    preview.route("**/preview/", lambda route: route.abort())
    text(preview).press_sequentially("More. ")
    expect(status(preview)).to_contain_text("out of date")
    expect(shown(preview).locator("em")).to_have_text("boils")
    preview.unroute("**/preview/")
    text(preview).press_sequentially("And more. ")
    expect(shown(preview).locator(".prose")).to_contain_text("And more.")
    expect(status(preview)).to_be_empty()


def test_a_text_that_cannot_be_shown_is_explained(preview):
    text(preview).evaluate("area => { area.value = '['.repeat(60000); }")
    expect(status(preview)).to_contain_text("too many brackets")


def test_the_last_text_wins_over_an_answer_that_comes_late(preview):
    requests = []

    def slow(route):
        requests.append(route.request.post_data_json["body"])
        preview.wait_for_timeout(600)
        route.continue_()

    preview.route("**/preview/", slow)
    text(preview).press("Control+End")
    text(preview).press_sequentially(" One.")
    preview.wait_for_timeout(500)
    text(preview).press_sequentially(" Two.")
    expect(shown(preview).locator(".prose")).to_contain_text("One. Two.")
    preview.unroute("**/preview/")


def test_the_preview_scrolls_to_the_section_with_the_cursor_and_to_the_visible_one(open_form, editor):
    page = open_form(make_post("Long", author=editor, body=PARTS))
    switch(page).click()
    expect(shown(page).locator("#s-part-8")).to_be_attached()
    text(page).press("Control+End")
    expect(shown(page).locator("#s-part-8")).to_be_in_viewport()
    page.wait_for_timeout(600)
    text(page).evaluate("area => { area.scrollTop = 0; }")
    expect(shown(page).locator("#s-part-1")).to_be_in_viewport()
    assert page.evaluate("document.activeElement.id") == "id_body"


def test_typing_in_a_section_does_not_move_it(open_form, editor):
    page = open_form(make_post("Long", author=editor, body=PARTS))
    switch(page).click()
    expect(shown(page).locator("#s-part-8")).to_be_attached()
    text(page).press("Control+End")
    expect(shown(page).locator("#s-part-8")).to_be_in_viewport()
    before = top_of(page, "#s-part-8")
    text(page).press_sequentially("Tea.")
    expect(shown(page).locator(".prose")).to_contain_text("Tea.")
    assert abs(top_of(page, "#s-part-8") - before) < 2


def test_the_browser_remembers_whether_the_preview_is_open(preview, open_form, post):
    open_form(post, page=preview)
    expect(shown(preview).locator(".prose")).to_be_visible()
    preview.keyboard.press("Control+Alt+p")
    expect(shown(preview)).to_be_hidden()
    open_form(post, page=preview)
    expect(shown(preview)).to_be_hidden()


def test_links_do_not_leave_the_form(preview):
    text(preview).fill("[Elsewhere](/tags/) and a note.[^1]\n\n[^1]: Far below.")
    link = shown(preview).get_by_role("link", name="Elsewhere")
    expect(link).to_have_attribute("target", "_blank")
    address = preview.url
    shown(preview).locator(".footnote-ref").first.click()
    assert preview.url == address


def test_on_a_small_screen_a_switch_shows_the_text_or_the_preview(open_form, post):
    page = open_form(post, viewport=NARROW)
    text(page).click()
    page.keyboard.press("Control+Alt+p")
    expect(shown(page).locator(".prose")).to_be_visible()
    expect(text(page)).to_be_hidden()
    expect(switch(page)).to_be_focused()
    expect(switch(page)).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("document.documentElement.scrollWidth") == 360
    page.get_by_role("button", name="Write").click()
    expect(text(page)).to_be_visible()
    expect(shown(page)).to_be_hidden()


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
def test_the_open_preview_has_no_accessibility_violations(open_form, editor, viewport):
    page = open_form(make_post("Long", author=editor, body=PARTS), viewport=viewport)
    switch(page).click()
    expect(shown(page).locator(".prose")).to_be_visible()
    page.get_by_text("Outline", exact=True).click()
    assert violations_in_both_schemes(page, without=OF_DJANGO) == []


def test_without_javascript_the_button_shows_the_draft_only_to_its_author(signed_in_page, make_page, editor, post):
    page = signed_in_page(editor, scripts=False)
    page.goto(f"/admin/blog/post/{post.pk}/change/")
    text(page).fill("Not **public** yet.")
    switch(page).click()
    expect(page.locator(".prose strong")).to_have_text("public")
    assert Draft.objects.get().fields["body"] == ["Not **public** yet."]
    for other in (make_page(), signed_in_page(make_user("other@example.org", is_staff=True, is_superuser=True))):
        other.goto(page.url)
        assert "Not <strong>public" not in other.content()
    page.get_by_role("link", name="Keep editing").click()
    expect(text(page)).to_have_value("Not **public** yet.")


def test_a_section_moves_with_everything_below_it_in_one_step_of_undo(open_form, editor):
    body = "Lead.\n\n## One\n\nText.\n\n### Inner\n\nMore.\n\n\n## Two\n\n```\n## No heading\n```\n"
    page = open_form(make_post("Order", author=editor, body=body))
    switch(page).click()
    page.get_by_text("Outline", exact=True).click()
    page.get_by_role("button", name="Move “One” down").click()
    moved = "Lead.\n\n## Two\n\n```\n## No heading\n```\n\n\n## One\n\nText.\n\n### Inner\n\nMore."
    expect(text(page)).to_have_value(re.compile(re.escape(moved)))
    expect(page.get_by_role("button", name="Move “One” down")).to_be_focused()
    text(page).press("Control+z")
    expect(text(page)).to_have_value(re.compile(re.escape(body.strip())))
    text(page).press("Control+End")
    text(page).press("Alt+ArrowUp")
    expect(text(page)).to_have_value(re.compile(re.escape(moved)))
    page.get_by_role("button", name="Inner", exact=True).click()
    at = text(page).evaluate("area => area.value.slice(area.selectionStart).split('\\n')[0]")
    assert at == "### Inner"


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_a_section_is_dragged_to_its_place_in_one_step_of_undo(open_form, editor, direction):
    body = "Lead.\n\n## One\n\nA.\n\n### Inner\n\nB.\n\n## Two\n\nC.\n\n### Deep\n\nD.\n\n## Three\n\nE."
    page = open_form(make_post("Order", author=editor, body=body))
    page.evaluate("direction => { document.dir = direction }", direction)
    switch(page).click()
    page.get_by_text("Outline", exact=True).click()
    item = {name: page.locator(".outline li", has_text=name) for name in ("One", "Inner", "Two", "Deep", "Three")}
    # Below the second one, that is, below its part as well.
    item["One"].hover(position={"x": 40, "y": 16})
    page.mouse.down()
    box = item["Two"].bounding_box()
    page.mouse.move(box["x"] + 60, box["y"] + box["height"] - 4, steps=4)
    expect(item["Three"]).to_have_class(re.compile("is-target"))
    expect(page.locator(".is-target, .is-target-end")).to_have_count(1)
    page.mouse.up()
    moved = "Lead.\n\n## Two\n\nC.\n\n### Deep\n\nD.\n\n## One\n\nA.\n\n### Inner\n\nB.\n\n## Three\n\nE."
    expect(text(page)).to_have_value(moved)
    expect(page.locator(".is-target")).to_have_count(0)
    expect(item["One"].locator(".outline-jump")).to_be_focused()
    text(page).press("Control+z")
    expect(text(page)).to_have_value(body)
    # A part changes its section.
    item["Inner"].drag_to(item["Three"], target_position={"x": 60, "y": 30})
    inside = "Lead.\n\n## One\n\nA.\n\n## Two\n\nC.\n\n### Deep\n\nD.\n\n## Three\n\nE.\n\n### Inner\n\nB."
    expect(text(page)).to_have_value(inside)
    # Not above all sections, and not into itself or the text.
    item["Inner"].drag_to(item["One"], target_position={"x": 60, "y": 3})
    item["Two"].drag_to(item["Deep"])
    item["Two"].drag_to(text(page))
    expect(text(page)).to_have_value(inside)


def test_on_a_small_screen_the_outline_moves_sections_and_leads_to_the_text(open_form, editor):
    page = open_form(make_post("Order", author=editor, body="## One\n\nText.\n\n## Two\n\nMore."), viewport=NARROW)
    switch(page).click()
    expect(page.get_by_role("toolbar")).to_be_hidden()
    page.get_by_text("Outline", exact=True).click()
    page.get_by_role("button", name="Move “One” down").click()
    expect(shown(page).locator("h2").first).to_contain_text("Two")
    page.get_by_role("button", name="One", exact=True).click()
    expect(text(page)).to_be_focused()
    expect(text(page)).to_have_value("## Two\n\nMore.\n\n## One\n\nText.")
    text(page).press("Control+z")
    expect(text(page)).to_have_value("## One\n\nText.\n\n## Two\n\nMore.")


# Random texts: a move keeps every character and every heading, and the move back restores the text.
MOVES = """async ([address, seed]) => {
  const { headings, move } = await import(address);
  let random = seed;
  const choose = (n) => (random = (random * 1103515245 + 12345) % 2147483648, Math.floor(random / 65536) % n);
  const PIECES = ["## A", "### B", "# C", "D\\n===", "E\\n---", "```\\n## x\\n```", "~~~", "- i\\n---", "Text.", "", "    ## y",
    "###### Z ##", "> ## q", "```", "#no", "Two\\nlines"];
  let moves = 0;
  for (let round = 0; round < 300; round += 1) {
    let text = "";
    for (let piece = choose(14); piece >= 0; piece -= 1) text += PIECES[choose(PIECES.length)] + "\\n".repeat(1 + choose(3));
    if (choose(2)) text = text.trimEnd();
    const found = headings(text);
    for (let index = 0; index < found.length; index += 1) {
      const change = move(text, index, 1);
      if (!change) continue;
      const after = text.slice(0, change.start) + change.text + text.slice(change.end);
      const sorted = (value) => [...value].sort().join("");
      if (sorted(after) !== sorted(text)) throw new Error(`changed: ${JSON.stringify([text, after])}`);
      const again = headings(after).findIndex(({ start }) => start === found[index].start + change.by);
      const back = move(after, again, -1);
      const restored = back && after.slice(0, back.start) + back.text + after.slice(back.end);
      if (restored !== text) throw new Error(`not restored: ${JSON.stringify([text, after, restored])}`);
      moves += 1;
    }
  }
  return moves;
}"""


def test_moving_a_section_back_restores_the_text(preview):
    assert sum(preview.evaluate(MOVES, [static("admin/editor/sections.js"), seed]) for seed in range(5)) > 200


HEADINGS = """async ([address, text, sections]) => {
  const { headings, anchors } = await import(address);
  return anchors(headings(text), sections);
}"""


def test_headings_of_the_source_are_found_in_the_sections_of_the_server(preview):
    body = "## `Code` and *more*\n\n### Deep\n\n#### Deeper\n\nSet[^1]\n---\n\n```\n## No\n```\n\n## [Link](/x/)!\n\n[^1]: Note."
    with preview.expect_response("**/preview/") as answer:
        text(preview).fill(body)
    sections = answer.value.json()["sections"]
    found = preview.evaluate(HEADINGS, [static("admin/editor/sections.js"), body, sections])
    code, deep, underlined, link = [section["anchor"] for section in sections if section["level"]]
    assert found == [code, deep, deep, underlined, link]
