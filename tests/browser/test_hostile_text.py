"""Every hostile text, rendered with both policies, in a browser without a content security policy."""

import pytest

from blog.rendering import COMMENT, POST, render, render_sections
from tests.blog.hostile import PAYLOADS, RUN

WATCH = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Hostile</title>
<script>window.__ran = []; window.onerror = message => window.__ran.push(message);</script><main>%s</main></html>"""
# What a page must still be able to do after other people's text was put into it.
STATE = """() => ({
    pwned: window.__pwned,
    errors: window.__ran,
    handlers: [...document.querySelectorAll('*')].filter(
        element => element.getAttributeNames().some(name => name.startsWith('on'))).map(element => element.outerHTML),
    addresses: [...document.querySelectorAll('[href], [src], [action], [data]')].map(
        element => element.href || element.src || 'none').filter(
        address => !/^(https?|mailto):/.test(address)),
    foreign: [...document.querySelectorAll('main :is(img, script, iframe, object, embed, link, style, form, svg, math)')]
        .filter(element => element.tagName !== 'IMG' || new URL(element.currentSrc || element.src).host !== location.host)
        .map(element => element.outerHTML),
    clobbered: ['getElementById', 'querySelector', 'createElement', 'cookie', 'location', 'body', 'head', 'forms'].filter(
        name => document[name] instanceof HTMLElement && !['body', 'head'].includes(name)),
    ids: [...document.querySelectorAll('main [id], main [name]')].map(element => element.id || element.name).filter(
        id => !/^(p\\d+|preview)-/.test(id)),
    open: document.body.lastElementChild.tagName,
})"""
HARMLESS = {"errors": [], "handlers": [], "addresses": [], "foreign": [], "clobbered": [], "ids": [], "open": "MAIN"}


@pytest.fixture
def browser_page(chromium):
    page = chromium.new_page()
    yield page
    page.close()


@pytest.fixture
def hostile_page(browser_page):
    """Shows a piece of HTML on a page of example.org, and asks the network for nothing but that."""
    seen = {"html": "", "requests": [], "dialogs": [], "errors": []}

    def answer(route):
        address = route.request.url
        if address == "https://example.org/":
            route.fulfill(body=WATCH % seen["html"], content_type="text/html; charset=utf-8")
        else:
            seen["requests"].append(address)
            route.abort()

    def dismiss(dialog):
        seen["dialogs"].append(dialog.message)
        dialog.dismiss()

    browser_page.route("**/*", answer)
    browser_page.on("dialog", dismiss)
    browser_page.on("pageerror", lambda error: seen["errors"].append(str(error)))

    def show(html):
        seen.update(html=html, requests=[], dialogs=[], errors=[])
        browser_page.goto("https://example.org/", wait_until="load")
        browser_page.mouse.move(20, 20)
        browser_page.mouse.move(300, 200)
        for link in browser_page.locator("main details").all():
            link.evaluate("element => { element.open = !element.open }")
        browser_page.wait_for_timeout(20)
        foreign = [address for address in seen["requests"] if not address.startswith("https://example.org/")]
        return browser_page.evaluate(STATE) | {
            "dialogs": seen["dialogs"],
            "crashes": seen["errors"],
            "requests": foreign,
        }

    return show


def whole(payload):
    sections = render_sections(payload, id_prefix="p7-")
    return "".join(f"<h2>{section.heading_html}</h2>{section.html}" for section in sections)


def test_a_script_that_runs_is_noticed(hostile_page):
    state = hostile_page(f"<img src=x onerror='{RUN}'>")
    assert state["pwned"] == 1
    assert state["handlers"]


@pytest.mark.parametrize("to_html", [whole, lambda text: render(text, COMMENT)], ids=["post", "comment"])
def test_hostile_text_runs_loads_and_clobbers_nothing(hostile_page, to_html):
    """In one page each twenty, then none may say more than a page without them."""
    for start in range(0, len(PAYLOADS), 20):
        some = PAYLOADS[start : start + 20]
        state = hostile_page("\n".join(to_html(payload) for payload in some))
        assert not state.pop("pwned", None), some
        assert state == HARMLESS | {"dialogs": [], "crashes": [], "requests": []}, some


def test_no_link_runs_a_script(hostile_page, browser_page):
    html = "\n".join(render(payload, policy) for payload in PAYLOADS for policy in (POST, COMMENT))
    assert not hostile_page(html).get("pwned")
    browser_page.evaluate("""() => document.querySelectorAll('a').forEach(link => {
        link.addEventListener('click', event => /^(https?|mailto):/.test(link.href) && event.preventDefault());
        link.click();
    })""")
    browser_page.wait_for_timeout(50)
    assert not browser_page.evaluate("window.__pwned")
    assert browser_page.url == "https://example.org/"
