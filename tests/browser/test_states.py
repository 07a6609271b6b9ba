"""Long and unusual content fits into the page."""

import pytest
from playwright.sync_api import expect

from blog.models import BlogSettings
from tests.factories import make_comment, make_post, make_user

pytestmark = pytest.mark.django_db(transaction=True)
LONG_NAME = "Wolfeschlegelsteinhausenbergerdorff" * 2 + " von Hohen"
WIDTHS = [320, 360, 768, 1440]
PATHS = [
    "/",
    "/tags/",
    f"/tags/{'x' * 60}/",
    "/authors/long/",
    "/archive/",
    "/search/",
    "/search/?q=kettel",
    "/search/?q=kettle",
    "/search/?q=" + "z" * 200,
    "/nothing/",
    "/?x=%00",
]


@pytest.fixture
def odd_blog():
    BlogSettings.objects.create(pk=1, name="N" * 80, tagline="t" * 160, description="d" * 300, footer_text="f" * 300)
    writer = make_user(display_name=LONG_NAME, slug="long", bio="b" * 1000)
    make_post("W" * 200, slug="w", author=writer, standfirst="s" * 500, tags=["x" * 60])
    tags = [f"tag {number}" for number in range(40)]
    post = make_post("The kettle " * 18, slug="kettle", author=writer, authors=[writer, make_user()], tags=tags)
    make_comment(post, body="c" * 500, name="n" * 80)


def overhang(page):
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.mark.usefixtures("odd_blog")
@pytest.mark.parametrize("width", WIDTHS)
def test_nothing_overflows_the_page(make_page, width):
    page = make_page(viewport={"width": width, "height": 800})
    wide = {}
    for path in PATHS:
        page.goto(path)
        wide[path] = overhang(page)
    assert {path: by for path, by in wide.items() if by > 0} == {}


def test_names_of_500_characters_do_not_break_the_cards(make_page):
    writer = make_user(display_name="Short")
    make_post("A title", author=writer)
    page = make_page(viewport={"width": 360, "height": 800})
    page.goto("/")
    page.get_by_role("link", name="Short").evaluate("link => link.textContent = 'n'.repeat(500)")
    assert overhang(page) <= 0


def test_a_long_user_name_fits_into_the_header(signed_in_page):
    person = make_user(display_name=LONG_NAME)
    page = signed_in_page(person, viewport={"width": 360, "height": 800})
    page.goto("/")
    assert overhang(page) <= 0
    assert page.locator(".masthead-person summary").bounding_box()["height"] < 60


def test_a_search_suggestion_links_to_its_results(page):
    make_post("Tea time", body="The kettle sings.")
    page.goto("/search/")
    page.get_by_role("searchbox").fill("kettel")
    page.get_by_role("main").get_by_role("button", name="Search").click()
    expect(page.get_by_role("status")).to_have_text("0 articles found for “kettel”")
    page.get_by_role("link", name="kettle").click()
    expect(page.get_by_role("status")).to_have_text("1 article found for “kettle”")
    page.get_by_role("link", name="Tea time").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tea time")
