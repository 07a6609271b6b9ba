"""Pasting into the text of an article: rich text, URLs and plain text. Each paste is one undo step."""

from playwright.sync_api import expect

from tests.browser.marked_text import GET, PASTE, SET, UNMARKED, body, mistakes

KETTLE = "https://example.org/kettle"
PASTED = [
    ("a ⟨word⟩ here", KETTLE, f"a [word]({KETTLE})‸ here"),
    ("a ⟨word ⟩here", f" {KETTLE}\n", f"a [word]({KETTLE})‸ here"),
    ("a ⟨word⟩", "https://example.org/a_(b)", "a [word](<https://example.org/a_(b)>)‸"),
    ("a ⟨word⟩", "two words", "a two words‸"),
    ("a ⟨word⟩", "https:// x", "a https:// x‸"),
    ("a ‸", KETTLE, f"a {KETTLE}‸"),
    ("⟨https://example.org/⟩", KETTLE, f"{KETTLE}‸"),
    ("see https://⟨example⟩.org/", "https://x.org", "see https://https://x.org‸.org/"),
    ("[word](⟨/x/⟩)", KETTLE, f"[word]({KETTLE}‸)"),
    ("[wo⟨rd⟩](/x/)", KETTLE, f"[wo{KETTLE}‸](/x/)"),
    ("[note]: ⟨x⟩", KETTLE, f"[note]: {KETTLE}‸"),
    ("a `co⟨de⟩`", KETTLE, f"a `co{KETTLE}‸`"),
    ("```\n⟨a⟩\n```", KETTLE, f"```\n{KETTLE}‸\n```"),
    ("    ⟨a⟩", KETTLE, f"    {KETTLE}‸"),
    ("⟨one\n\ntwo⟩", KETTLE, f"{KETTLE}‸"),
]

PRESS_PLAIN = """document.querySelector("#id_body").dispatchEvent(
    new KeyboardEvent("keydown", { key: "V", ctrlKey: true, shiftKey: true, bubbles: true })
)"""
COPY = """([html, text]) => navigator.clipboard.write([new ClipboardItem({
  "text/html": new Blob([html], { type: "text/html" }),
  "text/plain": new Blob([text], { type: "text/plain" }),
})])"""
BOLD = "<p>is <b>hot</b></p>"
RICH = [
    ("Water ‸.", BOLD, "Water is **hot**‸."),
    ("Water ⟨`boils` [at](/100/)⟩.", BOLD, "Water is **hot**‸."),
    ("Water ⟨boils⟩.", BOLD, "Water is **hot**‸."),
    ("‸", f'<img src="data:image/png;base64,{"A" * 4_000_000}">{BOLD}', "is **hot**‸"),
    ("One‸two", "<h2>Tea</h2><ul><li>a<li>b</ul>", "One\n\n## Tea\n\n- a\n- b‸\n\ntwo"),
    ("One\n‸\ntwo", "<h2>Tea</h2>", "One\n\n## Tea‸\n\ntwo"),
    ("One\n\n‸\n\ntwo", "<h2>Tea</h2>", "One\n\n## Tea‸\n\ntwo"),
    ("‸", "<table><tr><td>a<td>b<tr><td>1<td>2</table>", "| a | b |\n| --- | --- |\n| 1 | 2 |‸"),
    ("- one\n- ‸", "<ul><li>a<li>b</ul>", "- one\n- a\n- b‸"),
    ("- one\n    - ‸", "<ul><li>a<li>b</ul>", "- one\n    - a\n    - b‸"),
    ("- one ‸", "<p><i>a</i></p><p>b</p>", "- one *a*\n\n  b‸"),
    ("> ‸", "<p><i>a</i></p><p>b</p>", "> *a*\n>\n> b‸"),
    ("| a ‸ | b |", "<p><i>x|y</i></p><p>z</p>", "| a *x\\|y*<br>z‸ | b |"),
    (
        "‸ [^4]",
        '<p>a<sup><a href="#n" id="r">1</a></sup></p><p id="n"><a href="#r">1</a> b</p>',
        "a[^5]\n\n[^5]: b‸\n\n [^4]",
    ),
]
# The browser inserts the plain text.
PLAIN = [
    ("```\n‸\n```", BOLD, "", "```\nPLAIN‸\n```"),
    ("a `co‸de`", BOLD, "", "a `coPLAIN‸de`"),
    ("a [word](‸)", '<a href="https://example.org/">x</a>', "", "a [word](PLAIN‸)"),
    ("a [wo‸rd](/x/)", BOLD, "", "a [woPLAIN‸rd](/x/)"),
    ("    co‸de", BOLD, "", "    coPLAIN‸de"),
    ("a ‸", "<meta charset='utf-8'><span style='color: red'>is hot</span>", "", "a PLAIN‸"),
    (
        "a ‸",
        "<div style=\"font-family: 'Fira Code', monospace;white-space: pre;\"><div><b>x</b></div></div>",
        "",
        "a PLAIN‸",
    ),
    ("a ‸", BOLD, "vscode-editor-data", "a PLAIN‸"),
]


def test_a_pasted_address_makes_a_link_of_the_selection(open_editor):
    page = open_editor()
    assert mistakes(page, PASTED, lambda text: page.evaluate(PASTE, [text])) == ""


def test_a_plain_paste_replaces_the_selection(open_editor):
    page = open_editor()
    page.evaluate(SET, ["a ⟨word⟩"])
    page.evaluate(PRESS_PLAIN)
    page.evaluate(PASTE, [KETTLE])
    assert page.evaluate(GET) == f"a {KETTLE}‸"


def paste(page, html, text="PLAIN", kind=None):
    page.evaluate(PASTE, [text, html, kind])


def wait_until_pasted(page):
    page.locator("#id_body:not([aria-busy])").wait_for()


def test_rich_text_becomes_markdown_where_it_is_pasted(open_editor):
    page = open_editor()

    def act(html):
        paste(page, html)
        wait_until_pasted(page)

    assert mistakes(page, RICH, act) == ""


def test_text_in_code_and_links_and_text_without_formats_is_pasted_as_plain_text(open_editor):
    page = open_editor()
    requests = []
    page.on("request", lambda request: requests.append(request.url) if "/paste/" in request.url else None)
    for before, html, kind, after in PLAIN:
        page.evaluate(SET, [before])
        paste(page, html, kind=kind)
        assert page.evaluate(GET) == after
        page.keyboard.press("Control+z")
        assert page.evaluate(GET) == before
    assert requests == []


def test_keys_paste_what_another_program_has_copied(open_editor):
    page = open_editor(permissions=["clipboard-read", "clipboard-write"])
    page.evaluate(COPY, [BOLD, "is hot"])
    for keys, after in (("Control+v", "a is **hot**‸"), ("Control+Shift+v", "a is hot‸")):
        page.evaluate(SET, ["a ‸"])
        page.keyboard.press(keys)
        wait_until_pasted(page)
        assert page.evaluate(GET) == after
        page.keyboard.press("Control+z")
        assert page.evaluate(GET) == "a ‸"


def test_a_plain_paste_of_rich_text_is_plain(open_editor):
    page = open_editor()
    page.evaluate(SET, ["a ‸"])
    page.evaluate(PRESS_PLAIN)
    paste(page, BOLD)
    assert page.evaluate(GET) == "a PLAIN‸"


def test_the_author_can_go_on_while_the_server_converts(open_editor):
    page = open_editor()
    held = []
    page.route("**/post/paste/", lambda route: held.append(route))
    page.evaluate(SET, ["One ‸ two."])
    paste(page, BOLD)
    page.keyboard.type("!")
    paste(page, "<p><i>very</i></p>")
    page.keyboard.press("Home")
    page.keyboard.type("Zero. ")
    page.locator("#id_title").focus()
    for _ in range(100):
        if len(held) == 2:
            break
        page.wait_for_timeout(20)
    held[1].continue_()
    expect(body(page)).to_have_value("Zero. One !*very* two.")
    held[0].continue_()
    expect(body(page)).to_have_value("Zero. One is **hot**!*very* two.")
    expect(page.locator("#id_title")).to_be_focused()
    body(page).focus()
    assert page.evaluate(GET) == "Zero. ‸One is **hot**!*very* two."
    page.keyboard.press("Control+z")
    assert body(page).input_value() == "Zero. One !*very* two."


def test_text_that_was_to_be_replaced_can_be_overwritten_meanwhile(open_editor):
    page = open_editor()
    held = []
    page.route("**/post/paste/", lambda route: held.append(route))
    page.evaluate(SET, ["Water ⟨boils⟩."])
    paste(page, BOLD)
    page.keyboard.type("x")
    page.wait_for_timeout(100)
    held[0].continue_()
    wait_until_pasted(page)
    assert page.evaluate(GET).translate(UNMARKED) == "Water is **hot**x."


def test_without_an_answer_the_plain_text_is_inserted(open_editor):
    page = open_editor()

    def answers(route):
        if (answer := planned.pop()) == "offline":
            route.abort()
        elif answer != "slow":
            route.fulfill(status=answer, json={"login": "/accounts/login/"})

    planned = ["slow", 500, 422, 401, "offline"]
    page.route("**/post/paste/", answers)
    while planned:
        page.evaluate(SET, ["a ‸ z"])
        paste(page, BOLD, "PLAIN\r\nTEXT")
        wait_until_pasted(page)
        assert page.evaluate(GET) == "a PLAIN\nTEXT‸ z"
        page.keyboard.press("Control+z")
        assert page.evaluate(GET) == "a ‸ z"


def test_what_is_saved_meanwhile_has_the_plain_text(open_editor):
    page = open_editor()
    page.route("**/post/paste/", lambda route: None)
    page.evaluate(SET, ["a ‸"])
    paste(page, BOLD)
    page.evaluate(
        "document.querySelector('#id_body').form.addEventListener('submit', (event) => event.preventDefault())"
    )
    page.evaluate("document.querySelector('#id_body').form.requestSubmit()")
    assert page.evaluate(GET) == "a PLAIN‸"
