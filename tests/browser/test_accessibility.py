"""WCAG 2.2 AA on every kind of page: axe, keyboard, reflow, forced colours, reduced motion."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.axe import FIND_OVERFLOW, violations, violations_at_all_sizes, violations_in_both_schemes
from tests.browser.whole_blog import EMPTY, EVERYBODYS, MEMBERS, make_blog

# The style guide shows many mastheads, breadcrumbs and share lists side by side: their names repeat there alone.
SHOWN_OFTEN = ["landmark-unique", "landmark-no-duplicate-banner", "landmark-no-duplicate-contentinfo"]
STYLEGUIDE = "/styleguide/"

# The element that has the focus, as somebody would see it. What is hidden by clip-path has no place on the page.
FOCUSED = """() => {
    const element = document.activeElement;
    if (!element || element === document.body) return null;
    const style = getComputedStyle(element), box = element.getBoundingClientRect();
    const label = element.textContent.trim() || element.getAttribute('aria-label') || element.name || '';
    return {
        name: `${element.tagName.toLowerCase()} ${label.slice(0, 40)}`,
        outlined: style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0,
        seen: box.width > 1 && box.height > 1 && box.bottom > 0 && box.top < innerHeight
            && box.right > 0 && box.left < innerWidth && style.clipPath === 'none',
    };
}"""


@pytest.fixture
def with_styleguide(settings):
    settings.ROOT_URLCONF = "tests.browser.urls"


@pytest.fixture
def ada(make_page, with_styleguide):
    return make_blog()


def complaints_of(page, address):
    page.goto(address)
    led_elsewhere = not page.url.endswith(address)
    return [f"{address} leads to {page.url}"] if led_elsewhere else violations_at_all_sizes(page)


def test_axe_finds_violations(make_page):
    page = make_page()
    page.goto("/")
    page.locator("main").evaluate("main => { main.innerHTML = '<img src=\"/favicon.ico\"><p>x</p>' }")
    assert [line.partition(":")[0] for line in violations(page)] == ["image-alt", "page-has-heading-one"]


@pytest.mark.parametrize("group", [list(EVERYBODYS)[start::4] for start in range(4)], ids=["1", "2", "3", "4"])
def test_public_pages_have_no_violations_and_fit_small_screens(make_page, ada, group):
    page = make_page()
    assert [line for name in group for line in complaints_of(page, EVERYBODYS[name])] == []


def test_pages_of_members_have_no_violations_and_fit_small_screens(signed_in_page, ada):
    page = signed_in_page(ada)
    assert [line for address in MEMBERS.values() for line in complaints_of(page, address)] == []


def test_pages_of_an_empty_blog_have_no_violations_and_fit_small_screens(make_page):
    page = make_page()
    assert [line for address in EMPTY.values() for line in complaints_of(page, address)] == []


def test_the_style_guide_has_no_violations_and_fits_small_screens(make_page, with_styleguide):
    page = make_page()
    page.goto(STYLEGUIDE)
    assert violations_at_all_sizes(page, without=SHOWN_OFTEN) == []


def test_the_states_of_commenting_have_no_violations_and_fit_small_screens(make_page, ada):
    page = make_page()
    page.goto("/articles/the-timer/")
    page.get_by_role("link", name="Reply").first.click()
    page.get_by_text("You are replying to").wait_for()
    found = violations_at_all_sizes(page)
    page.locator("#comment_email").fill("no address")
    page.get_by_role("button", name="Send comment").click()
    page.get_by_role("alert").wait_for()
    found += violations_at_all_sizes(page)
    page.locator("#comment_name").fill("Gustav")
    page.locator("#comment_email").fill("gustav@example.org")
    page.locator("#comment_body").fill("Mine whistles.")
    page.get_by_role("button", name="Send comment").click()
    page.get_by_text("Awaiting approval").wait_for()
    found += violations_at_all_sizes(page)
    assert found == []


def test_login_errors_and_password_changes_have_no_violations(make_page, ada, mailoutbox):
    page = make_page()
    page.goto("/accounts/login/")
    form = page.locator("main form")
    form.get_by_label("E-mail").fill("ada@example.org")
    form.get_by_label("Password", exact=True).fill("wrong words")
    form.get_by_role("button", name="Log in").first.click()
    page.locator("main [role=alert]:not([hidden]), main .field-error, main .notice-bad:not([hidden])").first.wait_for()
    found = violations_at_all_sizes(page)
    page.goto("/accounts/password/reset/")
    page.locator("main form").get_by_label("E-mail").fill("ada@example.org")
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/reset/done/")
    page.goto(re.search(r"http://\S+", mailoutbox[-1].body)[0])
    page.locator("main input[type=password]").first.wait_for()
    found += violations_at_all_sizes(page)
    assert found == []


def test_open_panels_have_no_violations(make_page, signed_in_page, ada):
    found = []
    for page in (make_page(), signed_in_page(ada)):
        page.goto("/")
        page.locator(".masthead summary").click()
        found += violations_in_both_schemes(page)
        page.set_viewport_size({"width": 320, "height": 256})
        found += page.evaluate(FIND_OVERFLOW)
    assert found == []


def test_footnotes_and_enlarged_images_have_no_violations_and_restore_the_focus(make_page, with_styleguide):
    page = make_page()
    page.goto(STYLEGUIDE)
    found = []
    for opener, opened in ((".footnote-ref", ".footnote-popover[popover]"), (".enlarge", "dialog.lightbox:modal")):
        page.locator(opener).first.focus()
        page.keyboard.press("Enter")
        page.locator(opened).wait_for()
        found += violations_in_both_schemes(page, inside=opened)
        page.keyboard.press("Escape")
        page.locator(opened).wait_for(state="detached")
        assert page.evaluate("opener => document.activeElement.matches(opener)", opener)
    assert found == []


def stops(page, most=300):
    """All that Tab reaches, from the top to the end of the page."""
    page.evaluate("document.activeElement.blur()")
    found = []
    while len(found) < most:
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUSED)
        if stop is None:
            break
        found.append(stop)
    return found


@pytest.mark.parametrize("address", ["/", "/articles/the-timer/", "/search/?q=eggs", "/accounts/signup/"])
def test_all_controls_are_reachable_by_tab_with_a_visible_focus(make_page, ada, address):
    page = make_page(viewport={"width": 1280, "height": 900})
    page.goto(address)
    found = stops(page)
    assert [stop["name"] for stop in found if not (stop["outlined"] and stop["seen"])] == []
    reachable = page.locator(
        "a[href], button, summary, input:not([type=hidden], :disabled), textarea, select, [tabindex='0']"
    )
    shown = [item for item in reachable.all() if item.is_visible() and item.get_attribute("tabindex") != "-1"]
    assert len(found) == len(shown)


def test_the_first_link_skips_to_the_content(make_page, ada):
    page = make_page()
    page.goto("/articles/the-timer/")
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED)["name"] == "a Skip to content"
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_enter_opens_the_panel_and_escape_restores_the_focus(make_page, ada):
    page = make_page()
    page.goto("/")
    panel = page.locator("details.login-popover")
    names = []
    while not names or names[-1] != "summary Log in":
        page.keyboard.press("Tab")
        names.append(page.evaluate(FOCUSED)["name"])
        assert len(names) < 10
    assert names[:2] == ["a Skip to content", "a ¶Colophon"]
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement.name === 'login'")
    page.keyboard.press("Escape")
    assert panel.get_attribute("open") is None
    assert page.evaluate(FOCUSED)["name"] == "summary Log in"
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_the_panel_closes_when_the_focus_leaves_it(make_page, ada):
    page = make_page()
    page.goto("/")
    panel = page.locator("details.login-popover")
    panel.locator("summary").press("Enter")
    page.wait_for_function("document.activeElement.name === 'login'")
    panel.get_by_role("link").last.focus()
    page.keyboard.press("Tab")
    expect(panel).not_to_have_attribute("open", "")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


BARE = """() => [...document.querySelectorAll('.button, .notice, input:not([type=hidden], [type=file]), textarea, select, .tag')]
    .filter(element => element.checkVisibility()).filter(element => {
        const style = getComputedStyle(element), around = getComputedStyle(element.parentElement);
        const sides = ['Left', 'Right', 'Top', 'Bottom'].filter(side => parseFloat(style[`border${side}Width`]) > 0
            && style[`border${side}Style`] !== 'none' && style[`border${side}Color`] !== style.backgroundColor);
        return !sides.length && style.appearance === 'none';
    }).map(element => element.outerHTML.slice(0, 100))"""

OWN_COLOURS = """() => [...document.querySelectorAll('*')].filter(
    element => !element.closest('svg') && getComputedStyle(element).forcedColorAdjust === 'none')
    .map(element => element.outerHTML.slice(0, 100))"""


def test_controls_have_an_outline_and_a_visible_focus_in_forced_colours(make_page, with_styleguide):
    page = make_page(forced_colors="active")
    page.goto(STYLEGUIDE)
    assert page.evaluate("matchMedia('(forced-colors: active)').matches")
    assert page.evaluate(BARE) == []
    # The browser's own colours everywhere. (axe reads the fill of letters, which is still ours, and cannot tell.)
    assert page.evaluate(OWN_COLOURS) == []
    page.locator("#buttons button").first.focus()
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUSED)["outlined"]


MOVES = """() => [...document.querySelectorAll('*')].flatMap(element => ['', '::before', '::after'].map(part => {
    const style = getComputedStyle(element, part || null);
    const moves = [style.transitionDuration, style.animationDuration].some(times => /[1-9]/.test(times))
        || style.scrollBehavior === 'smooth';
    return moves ? `${element.outerHTML.slice(0, 80)} ${part}` : '';
})).filter(Boolean).concat(document.getAnimations().map(animation => String(animation)))"""
WATCH = "addEventListener('pagereveal', event => { window.__slides = Boolean(event.viewTransition) })"


@pytest.mark.parametrize("motion", ["no-preference", "reduce"])
def test_nothing_moves_with_reduced_motion(make_page, ada, motion):
    page = make_page(reduced_motion=motion)
    page.add_init_script(WATCH)
    page.goto("/")
    page.get_by_role("link", name="Archive", exact=True).first.click()
    page.wait_for_url("**/archive/")
    page.wait_for_function("window.__slides !== undefined")
    assert page.evaluate("window.__slides") == (motion == "no-preference")
    if motion == "reduce":
        for address in ("/articles/the-timer/", STYLEGUIDE):
            page.goto(address)
            assert page.evaluate(MOVES) == []
