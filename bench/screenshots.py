"""Screenshots of every template in every state, for visual review: python -m bench.screenshots OUTDIR

Uses a temporary installation. Widths are 360, 768 and 1440 pixels, in light and dark mode. Sorted by name, the files
have the order of bench/pages. --language ar or ja renders the main pages in that language, at 360 and 1440 pixels.
--only WORD selects pages by name. OUTDIR/sheets/ has contact sheets with several screenshots each.
"""

import argparse
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

from PIL import Image  # noqa: TID251
from playwright.sync_api import Browser, Route, sync_playwright

from bench.pages import every_page
from bench.pages.installation import Page

SITE = "https://colophon.test"  # a secure context, so that passkeys are available
WIDTHS, SCHEMES = (360, 768, 1440), ("light", "dark")
MAIN = re.compile(
    r"empty home"
    r"|read (home|article with a cover|odd article|tag|tags|series|archive|search with hits)"
    r"|comment (held|edit|report|status, held|unsubscribe|preview)"
    r"|way in (log in|sign up refused)"
    r"|account (overview|my comments|subscriptions|sessions|data|article)"
    r"|second factor (everything set|passkeys)"
    r"|fault 404|admin queue|mail .*"
)
PRINTED = "read odd article"
# Wait for lazy images, and for the next frame, when modules have run.
DRAW_ALL = """() => Promise.all([
    ...[...document.images].map(image => { image.loading = "eager"; return image.decode().catch(() => null) }),
    new Promise(done => requestAnimationFrame(() => setTimeout(done, 60))),
])"""
# A contact sheet: columns of cropped screenshots, sized to be readable as a whole.
SHEET, GAP = (1500, 1500), 12
SHOWN_WIDTH = {360: 360, 768: 490, 1440: 744}


def response(route: Route, pages: dict[str, Page]) -> None:
    """Serve pages by their number, and files from the installation."""
    from django.conf import settings
    from django.contrib.staticfiles import finders

    path = unquote(urlsplit(route.request.url).path)
    if page := pages.get(path.strip("/")):
        return route.fulfill(body=page.html, content_type="text/html; charset=utf-8")
    if path.startswith("/static/"):
        found = finders.find(path.removeprefix("/static/"))
    else:
        found = Path(settings.MEDIA_ROOT, path.removeprefix("/media/")) if path.startswith("/media/") else None
    return route.fulfill(path=found) if found and Path(found).exists() else route.fulfill(status=404)


def take(browser: Browser, pages: dict[str, Page], folder: Path, widths: tuple[int, ...]) -> Iterator[Path]:
    for width in widths:
        for scheme in SCHEMES:
            view = {"width": width, "height": 900}
            context = browser.new_context(viewport=view, color_scheme=scheme, reduced_motion="reduce")
            context.route(f"{SITE}/**", lambda route: response(route, pages))
            tab = context.new_page()
            for number, page in pages.items():
                tab.goto(f"{SITE}/{number}/", wait_until="load")
                tab.evaluate(DRAW_ALL)
                path = folder / f"{file_name(number, page)}-{width}-{scheme}.png"
                tab.screenshot(path=path, full_page=True, animations="disabled")
                yield path
            context.close()


def on_paper(browser: Browser, pages: dict[str, Page], folder: Path) -> None:
    """The article as printed, one screenshot per sheet of paper."""
    for number, page in pages.items():
        if f"{page.group} {page.name}" == PRINTED:
            context = browser.new_context()
            context.route(f"{SITE}/**", lambda route: response(route, pages))
            tab = context.new_page()
            tab.goto(f"{SITE}/{number}/", wait_until="networkidle")
            target = folder / f"{file_name(number, page)}-print"
            tab.pdf(path=f"{target}.pdf", format="A4")
            subprocess.run(["pdftoppm", "-r", "80", "-png", f"{target}.pdf", str(target)], check=True)
            context.close()


def file_name(number: str, page: Page) -> str:
    return f"{number}-{re.sub(r'[^a-z0-9]+', '-', f'{page.group} {page.name}'.lower()).strip('-')}"


def sheets(images: list[Path], width: int, folder: Path, most: int) -> None:
    """Arrange pieces of the screenshots in columns, at most ``most`` pieces of each."""
    Image.MAX_IMAGE_PIXELS = None  # the style guide is larger than the limit for uploads
    columns: list[list[Image.Image]] = [[]]
    for path in images:
        image = Image.open(path).convert("RGB")
        shown = SHOWN_WIDTH[width]
        image = image.resize((shown, image.height * shown // image.width), Image.Resampling.LANCZOS)
        for top in range(0, min(image.height, most * SHEET[1]), SHEET[1]):
            piece = image.crop((0, top, shown, min(top + SHEET[1], image.height)))
            if sum(above.height + GAP for above in columns[-1]) + piece.height > SHEET[1]:
                columns.append([])
            columns[-1].append(piece)
    side_by_side = SHEET[0] // SHOWN_WIDTH[width]
    for number, start in enumerate(range(0, len(columns), side_by_side), start=1):
        sheet = Image.new("RGB", SHEET, "#7a7a9a")
        for place, column in enumerate(columns[start : start + side_by_side]):
            top = 0
            for piece in column:
                sheet.paste(piece, (place * (SHOWN_WIDTH[width] + GAP), top))
                top += piece.height + GAP
        sheet.save(folder / f"{width}-{number:03}.png")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("folder", type=Path)
    options.add_argument("--language", default="en")
    options.add_argument("--only", default="", help="a word in the names of the pages")
    options.add_argument("--most", type=int, default=2, help="pieces of a long page on the contact sheets")
    options.add_argument("--chromium", default=shutil.which("chromium") or "/usr/bin/chromium")
    given = options.parse_args()
    is_main_run = given.language == "en"
    found = list(every_page(given.language))
    asked = {
        f"{number:03}": page
        for number, page in enumerate(found, start=1)
        if given.only in f"{page.group} {page.name}" and (is_main_run or MAIN.fullmatch(f"{page.group} {page.name}"))
    }
    given.folder.mkdir(parents=True, exist_ok=True)
    (given.folder / "sheets").mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=given.chromium, args=["--no-sandbox"])
        taken = list(take(browser, asked, given.folder, WIDTHS if is_main_run else (360, 1440)))
        on_paper(browser, asked, given.folder)
        browser.close()
    for width in WIDTHS:
        sheets(sorted(path for path in taken if f"-{width}-" in path.name), width, given.folder / "sheets", given.most)
    print(f"{len(taken)} screenshots of {len(asked)} pages in {given.folder}")


if __name__ == "__main__":
    main()
