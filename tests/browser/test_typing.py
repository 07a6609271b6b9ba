"""Keys that help to type Markdown in the article editor. Every action is one undo step."""

from playwright.sync_api import expect

from tests.browser.marked_text import GET, SET, UNMARKED, body, mistakes

KEYS = [
    ("- one‸", "Enter", "- one\n- ‸"),
    ("- o‸ne", "Enter", "- o\n- ‸ne"),
    ("* ⟨one⟩ two", "Enter", "* \n* ‸ two"),
    ("9. one‸", "Enter", "9. one\n10. ‸"),
    ("1. one‸\n2. two\n    - x\n3. three\n\n4.", "Enter", "1. one\n2. ‸\n3. two\n    - x\n4. three\n\n4."),
    ("2) one‸", "Enter", "2) one\n3) ‸"),
    ("- [x] one‸", "Enter", "- [x] one\n- [ ] ‸"),
    ("> one‸", "Enter", "> one\n> ‸"),
    ("> - one‸", "Enter", "> - one\n> - ‸"),
    ("- one\n- ‸", "Enter", "- one\n‸"),
    ("- [ ] ‸", "Enter", "‸"),
    ("> one\n> ‸", "Enter", "> one\n‸"),
    ("> - ‸", "Enter", "> ‸"),
    ("1. one\n    - two\n    - ‸", "Enter", "1. one\n    - two\n2. ‸"),
    ("one‸", "Enter", "one\n‸"),
    ("‸- one", "Enter", "\n‸- one"),
    ("- - -‸", "Enter", "- - -\n‸"),
    ("```\n- one‸\n```", "Enter", "```\n- one\n‸\n```"),
    ("- one‸", "Shift+Enter", "- one\n‸"),
    ("- one\n- tw‸o", "Tab", "- one\n    - tw‸o"),
    ("1. one\n2. tw‸o\n3. three", "Tab", "1. one\n    1. tw‸o\n3. three"),
    ("- ⟨one\n- two⟩", "Tab", "    - ⟨one\n    - two⟩"),
    ("> - on‸e", "Tab", ">     - on‸e"),
    ("1. one\n    - tw‸o", "Shift+Tab", "1. one\n2. tw‸o"),
    ("\t- tw‸o", "Shift+Tab", "- tw‸o"),
    ("```\na‸\n```", "Tab", "```\na   ‸\n```"),
    ("```\n⟨a\n- b⟩\n```", "Tab", "```\n    ⟨a\n    - b⟩\n```"),
    ("~~~\n    a‸\n```", "Shift+Tab", "~~~\na‸\n```"),
    ("a ⟨word⟩", "*", "a *⟨word⟩*"),
    ("a *⟨word⟩*", "*", "a **⟨word⟩**"),
    ("a ⟨word⟩", "_", "a _⟨word⟩_"),
    ("a ⟨word⟩", "`", "a `⟨word⟩`"),
    ("a ⟨word⟩", "[", "a [⟨word⟩]"),
    ("a ⟨word⟩", "(", "a (⟨word⟩)"),
    ("a ⟨word ⟩and", '"', 'a "⟨word⟩" and'),
    ("a ⟨word⟩", "x", "a x‸"),
    ("a ‸", "*", "a *‸"),
    ("⟨one\n\ntwo⟩", "*", "*‸"),
    ("```\n⟨a⟩\n```", "*", "```\n*‸\n```"),
    ("```\n⟨a⟩\n```", "(", "```\n(⟨a⟩)\n```"),
]


def test_every_key_changes_the_text_in_one_undo_step(open_editor):
    page = open_editor()
    assert mistakes(page, KEYS, page.keyboard.press) == ""


def test_typing_and_the_action_after_it_are_two_undo_steps(open_editor):
    page = open_editor()
    page.evaluate(SET, ["‸"])
    page.keyboard.type("- one")
    page.keyboard.press("Enter")
    page.keyboard.type("two")
    undo_typing(page, "- one\n- ")
    page.keyboard.press("Control+z")
    assert body(page).input_value() == "- one"
    page.keyboard.press("Control+Shift+z")
    assert body(page).input_value() == "- one\n- "


def undo_typing(page, before):
    """Undo what was typed last. Browsers make more than one step of words that are typed slowly."""
    for _ in range(3):
        page.keyboard.press("Control+z")
        if body(page).input_value() == before:
            return
    assert body(page).input_value() == before


def test_an_input_method_is_left_alone_while_it_composes(open_editor):
    page = open_editor()
    page.evaluate(SET, ["- one‸"])
    ignored = page.evaluate("""() => {
        const area = document.querySelector("#id_body");
        const options = { bubbles: true, cancelable: true, isComposing: true };
        return [
            new KeyboardEvent("keydown", { key: "Tab", ...options }),
            new KeyboardEvent("keydown", { key: "b", ctrlKey: true, ...options }),
            new InputEvent("beforeinput", { inputType: "insertLineBreak", ...options }),
        ].every((event) => area.dispatchEvent(event));
    }""")
    assert ignored
    assert page.evaluate(GET) == "- one‸"


def test_tab_moves_the_focus_outside_of_lists_and_after_escape(open_editor):
    page = open_editor()
    for text, keys in (("word‸", ["Tab"]), ("- word‸", ["Escape", "Tab"]), ("- word‸", ["Escape", "Shift+Tab"])):
        page.evaluate(SET, [text])
        for key in keys:
            page.keyboard.press(key)
        expect(body(page)).not_to_be_focused()
        assert body(page).input_value() == text.translate(UNMARKED)
    page.evaluate(SET, ["- word‸"])
    page.keyboard.press("Tab")
    expect(body(page)).to_be_focused()
