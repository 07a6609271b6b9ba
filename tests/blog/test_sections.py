import pytest

from blog.rendering import TooComplex, render_sections
from blog.rendering.anchors import MAX_COMPARED, choose_anchors
from tests.processor_time import no_runaway


def outline(source, previous=()):
    return [(section.level, section.heading, section.anchor) for section in render_sections(source, previous=previous)]


def again(before, after):
    """The anchors of a text that was saved as ``before`` and then as ``after``."""
    previous = [(section.heading, section.anchor, section.text) for section in render_sections(before)]
    return [section.anchor for section in render_sections(after, previous=previous)]


def headings(*names):
    return "\n\n".join(f"## {name}\n\nText." for name in names)


def test_an_article_is_split_at_headings_of_two_levels():
    source = "Lead.\n\n## One\n\nA.\n\n### Two\n\nB.\n\n#### Not split\n\nC.\n\n## Three\n\nD."
    assert outline(source) == [
        (0, "", ""),
        (2, "One", "s-one"),
        (3, "Two", "s-two"),
        (2, "Three", "s-three"),
    ]
    lead, one, two, three = render_sections(source)
    assert (lead.html, lead.text, lead.words) == ("<p>Lead.</p>", "Lead.", 1)
    assert two.html == "<p>B.</p>\n<h4>Not split</h4>\n<p>C.</p>"
    assert two.text == "B. Not split C."
    assert two.words == 5
    assert (one.heading_html, three.html) == ("One", "<p>D.</p>")


def test_without_a_lead_the_first_section_is_the_first_heading():
    assert outline("## One\n\nA.") == [(2, "One", "s-one")]


def test_without_headings_there_is_one_section():
    assert outline("Only text.") == [(0, "", "")]


def test_an_empty_article_has_no_section():
    assert outline("") == []
    assert outline(" \n\n<!-- nothing -->\n") == []


def test_a_heading_may_follow_a_heading():
    sections = render_sections("## One\n\n### Two\n\nText.\n\n## Three")
    assert [(s.heading, s.html, s.text) for s in sections] == [
        ("One", "", ""),
        ("Two", "<p>Text.</p>", "Text."),
        ("Three", "", ""),
    ]


def test_headings_inside_other_elements_do_not_split():
    assert outline("> ## Quoted\n\n## One") == [(0, "", ""), (2, "One", "s-one")]


@pytest.mark.parametrize(
    ("source", "levels"),
    [
        ("# a\n\n## b\n\n### c\n\n## d", [2, 3, 4, 3]),
        ("## a\n\n### b\n\n## c", [2, 3, 2]),
        ("### a\n\n### b\n\n## c", [2, 2, 2]),
        ("## a\n\n#### b\n\n#### c\n\n## d", [2, 3, 3, 2]),
        ("###### a\n\n# b\n\n###### c", [2, 2, 3]),
        ("# a\n\n## b\n\n### c\n\n#### d\n\n##### e\n\n###### f", [2, 3, 4, 5, 6, 6]),
    ],
)
def test_headings_start_at_level_two_and_skip_no_level(source, levels):
    html = "".join(f"<h{section.level}>" * bool(section.level) + section.html for section in render_sections(source))
    assert [int(part[0]) for part in html.split("<h")[1:]] == levels


@pytest.mark.parametrize(
    ("heading", "anchor"),
    [
        ("A New Look 🌟", "s-a-new-look"),
        ("👩‍💻 Work ⚖️ & 1️⃣ life", "s-work-1-life"),
        ("What’s new, what isn't?", "s-whats-new-what-isnt"),
        ("Größe über alles", "s-größe-über-alles"),
        ("日本語の見出し", "s-日本語の見出し"),
        ("हिन्दी में शीर्षक", "s-हिन्दी-में-शीर्षक"),
        ("عنوان بالعربية", "s-عنوان-بالعربية"),
        ("ภาษาไทยดี", "s-ภาษาไทยดี"),
        ("C++ / C# — 10-15 years", "s-c-c-10-15-years"),
        ("`code` and *stress* [link](https://example.org)", "s-code-and-stress-link"),
        ("🚀", "s-part"),
        ("!!!", "s-part"),
        ("﹤main﹥", "s-main"),
        ("x" * 300, "s-" + "x" * 80),
        ("![A chart](/media/images/a.png)", "s-a-chart"),
    ],
)
def test_anchors_keep_letters_of_every_script_and_drop_emoji(heading, anchor):
    assert [section.anchor for section in render_sections(f"## {heading}")] == [anchor]


def test_anchors_differ_from_other_ids_of_the_page():
    for name in ("main", "comments", "comment-1", "p1-fn-1", "preview-fn-1"):
        assert [section.anchor for section in render_sections(f"## {name}")][0].startswith("s-")


def test_equal_headings_have_different_anchors():
    assert [anchor for _, _, anchor in outline(headings("Step", "Step", "Step-2", "step"))] == [
        "s-step",
        "s-step-2",
        "s-step-2-2",
        "s-step-3",
    ]


def test_a_heading_without_words_does_not_start_a_section():
    assert outline("##\n\n## <span></span>\n\nText.") == [(0, "", "")]


def test_a_footnote_mark_is_not_part_of_a_heading():
    assert outline("## One[^1]\n\n[^1]: Note.")[0] == (2, "One", "s-one")


def test_anchors_are_kept_when_a_heading_changes_slightly():
    assert again(headings("A new look", "The rest"), headings("A newer look 🌟", "The rest")) == [
        "s-a-new-look",
        "s-the-rest",
    ]


def test_anchors_are_kept_when_sections_are_reordered():
    assert again(headings("One", "Two", "Three"), headings("Three", "One", "Two")) == ["s-three", "s-one", "s-two"]


def test_anchors_are_kept_when_sections_are_added_and_removed():
    before = headings("Setup on Linux", "Use", "End")
    assert again(before, headings("Setup on macOS", "Setup on Linux", "Use", "End")) == [
        "s-setup-on-macos",
        "s-setup-on-linux",
        "s-use",
        "s-end",
    ]
    assert again(before, headings("Setup on Linux", "End")) == ["s-setup-on-linux", "s-end"]


def example(text):
    return f"## Example\n\n{text}\n\n"


LAMP, FUSE = "How the lamp is wired to the switch.", "Which fuse protects the kitchen."


def test_equal_headings_keep_their_anchors_when_another_one_is_inserted_before_them():
    before = example(LAMP) + example(FUSE)
    assert again(before, example("Something new.") + before) == ["s-example-3", "s-example", "s-example-2"]
    assert again(before, example(FUSE) + example(LAMP)) == ["s-example-2", "s-example"]
    assert again(before, example(FUSE)) == ["s-example-2"]


def test_equal_headings_keep_their_anchors_when_their_texts_are_edited_too():
    before = example(LAMP) + example(FUSE)
    after = example("Something new.") + example(LAMP) + example(f"{FUSE} Or the bath.")
    assert again(before, after) == ["s-example-3", "s-example", "s-example-2"]


def test_equal_headings_with_new_texts_are_distinguished_by_their_neighbours():
    previous = [("Lamp", "s-lamp"), ("Example", "s-example"), ("Fuse", "s-fuse"), ("Example", "s-example-2")]
    assert choose_anchors(["Example", "Lamp", "Example", "Fuse", "Example"], previous) == [
        "s-example-3",
        "s-lamp",
        "s-example",
        "s-fuse",
        "s-example-2",
    ]


def test_very_many_equal_headings_are_fast():
    previous = [("Step", f"s-step-{n}", f"Text {n}.") for n in range(1_000)]
    with no_runaway():
        chosen = choose_anchors(["Step"] * 1_000, previous, [f"Other {n}." for n in range(1_000)])
    assert len(set(chosen)) == 1_000


def test_the_most_similar_heading_inherits_the_anchor():
    before = headings("Cost of heating")
    assert again(before, headings("Cost of healthy eating", "Costs of heating")) == [
        "s-cost-of-healthy-eating",
        "s-cost-of-heating",
    ]


def test_a_new_subject_gets_a_new_anchor():
    assert again(headings("Cats"), headings("Steam engines")) == ["s-steam-engines"]


def test_a_new_heading_never_takes_an_anchor_that_is_in_use():
    previous = [("Old words", "s-new")]
    assert choose_anchors(["Old words", "New"], previous) == ["s-new", "s-new-2"]


def test_very_many_changed_headings_are_not_compared():
    before = [(f"Heading number {n}", f"s-{n}") for n in range(MAX_COMPARED + 1)]
    after = [f"Heading numbers {n}" for n in range(MAX_COMPARED + 1)]
    assert choose_anchors(after, before)[0] == "s-heading-numbers-0"
    assert choose_anchors(after[:-1], before[:-1])[0] == "s-0"


def test_an_article_has_at_most_a_thousand_sections():
    assert len(render_sections("## a\n" * 1000)) == 1000
    with pytest.raises(TooComplex):
        render_sections("## a\n" * 1001)


def test_ids_have_the_prefix_of_their_post():
    sections = render_sections("One[^1]\n\n## Two\n\nText.\n\n[^1]: Note.", id_prefix="p42-")
    assert 'id="p42-fnref-1"' in sections[0].html
    assert 'href="#p42-fnref-1"' in sections[1].html
