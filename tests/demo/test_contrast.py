"""Computed contrast of all colour pairs, in light and dark mode, for any accent colour."""

from itertools import product

import pytest

from demo.styleguide.colours import PAIRS, SCHEMES, colour, contrast, contrasts, from_hex, token_texts

# 125 colours of all hues, from black to white.
STEPS = ("00", "40", "80", "c0", "ff")
RUBRICS = [f"#{red}{green}{blue}" for red, green, blue in product(STEPS, repeat=3)]


def test_black_on_white_is_21_to_1():
    texts = {"ink": "#000000", "paper": "#ffffff"}
    assert contrast(texts, "ink", "paper", "light") == pytest.approx(21)


def test_the_contrast_of_777_on_white_is_just_too_low():
    """#777 on white is the usual example, with 4.48."""
    assert contrast({"a": "#777777", "b": "#ffffff"}, "a", "b", "light") == pytest.approx(4.48, abs=0.01)


def test_a_relative_colour_is_computed_as_browsers_do():
    """oklch(from #b3261e 0.762 min(c, 0.142) h) is #ff8c7d in Chromium."""
    found = colour("oklch(from #b3261e 0.762 min(c, 0.142) h)", {}, "light")
    assert found == pytest.approx(from_hex("#ff8c7d"), abs=0.01)


def test_an_unknown_colour_function_is_an_error():
    with pytest.raises(ValueError, match="cannot compute"):
        colour("hsl(3 70% 40%)", {}, "light")


def test_every_token_of_a_pair_exists():
    assert {name for ink, paper, _least in PAIRS for name in (ink, paper)} <= token_texts().keys()


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize(("ink", "paper", "least"), PAIRS)
def test_a_pair_of_colours_has_contrast(ink, paper, least, scheme):
    assert contrast(token_texts(), ink, paper, scheme) >= least


@pytest.mark.parametrize("rubric", RUBRICS)
def test_contrast_is_sufficient_for_any_accent_colour(rubric):
    texts = token_texts() | {"rubric": rubric}
    poor = [(pair.ink, pair.paper, pair.light, pair.dark) for pair in contrasts(texts) if not pair.is_enough]
    assert poor == []
