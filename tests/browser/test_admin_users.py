"""The list of users in the admin fits into the window of a desktop and of a phone."""

import pytest

from tests.factories import make_user

LIST = "/admin/accounts/user/"
LONG_NAME = "Maximiliane-Henriette von Hohenstein-Schwarzenberg zu Untergriesbach am Inn"
LONG_ADDRESS = f"{'many.parts.' * 5}and+tags@mail.some-long-organisation.example"
HIDDEN = "element => element.scrollWidth - element.clientWidth"


@pytest.fixture
def people(signed_in_page, editor):
    """The page of the list at a width."""
    groups = ["Author", "Editor", "Moderator", "Administrator"]
    make_user(LONG_ADDRESS, display_name=LONG_NAME, groups=groups, is_staff=True)

    def people(width):
        page = signed_in_page(editor, viewport={"width": width, "height": 800})
        page.goto(LIST)
        return page

    return people


@pytest.mark.parametrize("width", [320, 360, 768, 1100, 1440])
def test_no_column_of_the_list_is_cut_off(people, width):
    page = people(width)
    assert page.locator("#changelist .results").evaluate(HIDDEN) <= 0
    assert page.locator("html").evaluate(HIDDEN) <= 0
    for text in (LONG_NAME, LONG_ADDRESS, "Author, Editor, Moderator, Administrator"):
        box = page.get_by_text(text, exact=True).bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= width


def test_without_headings_the_icons_have_text(people):
    page = people(360)
    row = page.get_by_role("row").filter(has_text=LONG_NAME)
    for words in ("Address confirmed", "Active", "Never seen", "Comments: 0"):
        box = row.get_by_text(words).bounding_box()
        assert box["width"] > 20, words
        assert box["height"] > 10, words
