"""Comparing and merging texts by paragraphs and words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blog.text_diff import Chunk, Op, Side, WordCounts, count_changed_words, diff, merge, split_paragraphs

TEXTS = st.lists(st.sampled_from(["one two", "three\nfour", "五六", "", " ", "- item", "```\n\n\ncode\n```"])).map(
    "\n\n".join
)


def marked(old, new):
    """A diff as text: [-deleted-]{+inserted+}."""
    marks = {Op.EQUAL: "{}", Op.DELETED: "[-{}-]", Op.INSERTED: "{{+{}+}}"}
    return "".join(marks[chunk.op].format(chunk.text) for chunk in diff(old, new)).rstrip("\n")


def merged(base, mine, theirs):
    return "".join(region.merged for region in merge(base, mine, theirs)).rstrip("\n")


def sides(base, mine, theirs):
    return [region.side for region in merge(base, mine, theirs)]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "", ""),
        ("Same words.", "Same words.", "Same words."),
        ("A red car.", "A blue car.", "A [-red-]{+blue+} car."),
        ("A red car.", "A very fast car.", "A [-red-]{+very fast+} car."),
        ("one two three", "uno dos three", "[-one two-]{+uno dos+} three"),
        ("First.\n\nThird.", "First.\n\nSecond.\n\nThird.", "First.\n\n{+Second.\n\n+}Third."),
        ("First.\n\nSecond.", "First.", "First.\n\n[-Second.\n\n-]"),
        ("東京は晴れ", "東京は雨", "東京は[-晴れ-]{+雨+}"),
    ],
)
def test_a_diff_shows_words_in_the_paragraphs_that_changed(old, new, expected):
    assert marked(old, new) == expected.rstrip("\n")


def test_line_breaks_of_windows_are_no_difference():
    assert [chunk.op for chunk in diff("a\r\n\r\nb", "a\n\nb")] == [Op.EQUAL]


def test_words_are_counted_and_punctuation_is_not():
    assert count_changed_words(diff("One, two.", "One; dos three four!")) == WordCounts(added=3, removed=1)
    assert count_changed_words([Chunk(Op.INSERTED, "東京 Tokyo!")]) == WordCounts(added=3, removed=0)


@given(TEXTS, TEXTS)
def test_a_diff_contains_both_texts(old, new):
    chunks = diff(old, new)
    assert "".join(chunk.text for chunk in chunks if chunk.op != Op.INSERTED) == "".join(split_paragraphs(old))
    assert "".join(chunk.text for chunk in chunks if chunk.op != Op.DELETED) == "".join(split_paragraphs(new))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("word " * 40_000, id="one long paragraph"),
        pytest.param("a\n\n" * 60_000, id="equal paragraphs"),
        pytest.param("\n\n".join(f"Paragraph {number} of many." for number in range(8_000)), id="many paragraphs"),
        pytest.param("! " * 90_000, id="punctuation"),
    ],
)
def test_long_texts_are_compared_in_bounded_time(text):
    reordered = text[len(text) // 2 :] + "x" + text[: len(text) // 2]
    assert diff(text, reordered)
    assert merge(text, reordered, text + "y")


def test_changes_of_different_paragraphs_are_merged():
    base = "One.\n\nTwo.\n\nThree."
    assert merged(base, "One!\n\nTwo.\n\nThree.", "One.\n\nTwo.\n\nThree!") == "One!\n\nTwo.\n\nThree!"
    assert sides(base, "One!\n\nTwo.\n\nThree.", "One.\n\nTwo.\n\nThree!") == [Side.MINE, Side.SAME, Side.THEIRS]


def test_equal_changes_are_no_conflict():
    assert sides("One.", "Two.", "Two.") == [Side.SAME]
    assert merged("One.", "Two.", "Two.") == "Two."


def test_different_changes_of_one_paragraph_are_a_conflict_that_holds_all_three():
    [_, conflict] = merge("One.\n\nTwo.", "One.\n\nMine.", "One.\n\nTheirs.")
    assert conflict.side == Side.CONFLICT
    assert (conflict.base, conflict.mine, conflict.theirs) == ("Two.\n\n", "Mine.\n\n", "Theirs.\n\n")


def test_a_paragraph_that_one_side_deleted_and_the_other_changed_is_a_conflict():
    assert sides("One.\n\nTwo.\n\nThree.", "One.\n\nThree.", "One.\n\nTwo!\n\nThree.") == [
        Side.SAME,
        Side.CONFLICT,
        Side.SAME,
    ]


def test_blank_lines_in_code_are_kept():
    code = "```\na\n\n\nb\n```"
    assert merged(code, f"{code}\n\nMine.", f"Theirs.\n\n{code}") == f"Theirs.\n\n{code}\n\nMine."


@given(TEXTS, TEXTS, TEXTS)
def test_a_merge_contains_what_each_side_wrote(base, mine, theirs):
    regions = merge(base, mine, theirs)
    assert "".join(region.base for region in regions) == "".join(split_paragraphs(base))
    assert "".join(region.mine for region in regions) == "".join(split_paragraphs(mine))
    assert "".join(region.theirs for region in regions) == "".join(split_paragraphs(theirs))


@given(TEXTS, TEXTS)
def test_a_text_that_only_one_side_changed_is_taken_from_that_side(base, changed):
    assert merged(base, changed, base) == merged(base, base, changed) == "".join(split_paragraphs(changed)).rstrip("\n")
