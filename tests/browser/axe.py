"""axe-core on a page: the rules of WCAG 2.2 A and AA and the good practice that axe knows."""

from functools import cache
from importlib.resources import files

FIND_OVERFLOW = """() => {
    const room = document.documentElement.clientWidth;
    if (document.documentElement.scrollWidth <= room) return [];
    const wide = [...document.body.querySelectorAll('*')].filter(
        element => element.getBoundingClientRect().right > room + 1 && !element.closest('pre, .table'));
    return wide.map(element => element.outerHTML.slice(0, 120)).slice(0, 5).concat('scrolls sideways');
}"""

TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Colours that are still changing from one scheme to the other have no contrast to be judged. Without a frame to draw,
# Chromium may leave a transition pending for ever.
SETTLED = """() => Promise.race([new Promise(done => setTimeout(done, 1000)), Promise.allSettled(document.getAnimations()
    .filter(each => each instanceof CSSTransition).map(each => each.finished))]).then(() => null)"""
RUN = """([tags, without, only, inside]) => axe.run(inside || document, {
    runOnly: only.length ? {type: 'rule', values: only} : {type: 'tag', values: tags},
    rules: Object.fromEntries(without.map(name => [name, {enabled: false}])),
    resultTypes: ['violations'],
    preload: false,
}).then(result => result.violations.flatMap(rule => rule.nodes.map(
    node => `${rule.id}: ${node.html.slice(0, 160)} | ${node.failureSummary.replace(/\\s+/g, ' ').slice(0, 240)}`)))"""


@cache
def source():
    return (files("axe_playwright_python") / "axe.min.js").read_text(encoding="utf-8")


def violations(page, *, only=(), without=(), inside=""):
    """What is wrong, a line for each element. The browser runs axe for us; the page's policy is not asked.

    A page takes half a second of processor time, most of it for contrast; ``inside`` is a selector of what is new.
    """
    page.wait_for_load_state()
    if not page.evaluate("'axe' in window"):
        page.evaluate(source())
    page.evaluate(SETTLED)
    return page.evaluate(RUN, [TAGS, list(without), list(only), inside])


def violations_in_both_schemes(page, *, without=(), inside=""):
    """All rules in light, then contrast again in dark."""
    page.emulate_media(color_scheme="light")
    in_light = violations(page, without=without, inside=inside)
    page.emulate_media(color_scheme="dark")
    return in_light + [f"dark: {line}" for line in violations(page, only=["color-contrast"], inside=inside)]


def violations_at_all_sizes(page, *, without=()):
    page.set_viewport_size({"width": 1280, "height": 900})
    found = violations_in_both_schemes(page, without=without)
    # 320 and 640 pixels are 1280 at 400 % and at 200 %.
    for width in (320, 640):
        page.set_viewport_size({"width": width, "height": 256})
        found += [f"at {width}: {line}" for line in page.evaluate(FIND_OVERFLOW)]
    return [f"{page.url} {line}" for line in found]
