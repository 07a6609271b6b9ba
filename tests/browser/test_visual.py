"""The sections of the style guide, compared with the reference images in tests/browser/visual/.

After an intended change, ``UPDATE_VISUAL=1 make test`` (or only this file) updates the images; look at them before
committing them.

All letters are bars of a font made in bar_font.py, so that the images don't depend on installed fonts. The three
families and both weights differ in width. The shapes of letters are not tested.
"""

import os
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image, ImageChops  # noqa: TID251

from demo.styleguide.pages import SECTIONS
from tests.browser.bar_font import style_sheet
from tests.browser.conftest import CHROMIUM

IMAGES = Path(__file__).with_name("visual")
UPDATE = os.environ.get("UPDATE_VISUAL") == "1"
# Edges are smoothed a little differently from one Chromium to the next.
VISIBLE = 32  # of 255, in any of the three colours
MOST = 0.0005  # of the pixels of a band
BAND = 400  # pixels: what changed is not to drown in a long section
INKS = 64
# The headless shell then draws the edges of letters as the whole browser does.
SMOOTHING = ["--font-render-hinting=slight", "--disable-lcd-text", "--force-color-profile=srgb"]


@pytest.fixture(scope="module")
def chromium(chromium):
    """Draws letters in the same way whatever the machine prefers."""
    browser = chromium.browser_type.launch(executable_path=CHROMIUM, args=["--no-sandbox", *SMOOTHING])
    yield browser
    browser.close()


@pytest.fixture
def guide(make_page, settings):
    settings.ROOT_URLCONF = "tests.browser.urls"

    def guide(width, scheme):
        page = make_page(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            reduced_motion="reduce",
            bypass_csp=True,
        )
        page.goto("/styleguide/", timeout=60_000)  # the largest page that there is
        page.add_style_tag(content=style_sheet())
        page.evaluate("Promise.all([...document.fonts].map(font => font.load()))")
        page.evaluate("document.fonts.ready")
        for image in page.locator("img").all():
            image.evaluate("image => { image.loading = 'eager'; return image.decode() }")
        return page

    return guide


def test_every_letter_is_shown_as_a_bar(guide):
    """All characters of a family have the same width. Otherwise the images would depend on installed fonts."""
    page = guide(1440, "light")
    widths = page.evaluate("""() => ['iiii', 'WWWW', 'ÄÖÜß', 'نصنص', '炊飯器釜', '¶§“”'].map(text => {
        const place = document.createElement('span');
        place.textContent = text;
        document.querySelector('#typography').append(place);
        return Math.round(place.getBoundingClientRect().width * 10);
    })""")
    assert len(set(widths)) == 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_the_style_guide_looks_like_its_reference_images(guide, width, scheme, tmp_path):
    page = guide(width, scheme)
    changed = []
    for name in SECTIONS:
        now = Image.open(BytesIO(page.locator(f"#{name}").screenshot(animations="disabled")))
        target = IMAGES / f"{name}-{width}-{scheme}.png"
        if UPDATE:
            IMAGES.mkdir(exist_ok=True)
            reduced(now).save(target, optimize=True)
        elif change := difference(target, now):
            now.save(tmp_path / target.name)
            changed.append(f"{target.name}: {change}, see {tmp_path / target.name}")
    assert changed == []


def reduced(image):
    """Reduced to the most frequent colours, so that the shades of smoothed edges don't matter."""
    image = image.convert("RGB")
    shades = sorted(image.getcolors(image.width * image.height), reverse=True)[:INKS]
    palette = Image.new("P", (1, 1))
    palette.putpalette([channel for _count, shade in shades for channel in shade])
    return image.quantize(palette=palette, dither=Image.Dither.NONE)


def difference(target, now):
    """A description of the difference; empty if there is none."""
    if not target.exists():
        return "there is no reference image"
    before, now = Image.open(target).convert("RGB"), reduced(now).convert("RGB")
    if before.size != now.size:
        return f"was {before.size}, is {now.size}"
    red, green, blue = ImageChops.difference(before, now).split()
    apart = ImageChops.lighter(ImageChops.lighter(red, green), blue).point(lambda value: 255 * (value > VISIBLE))
    for top in range(0, apart.height, BAND):
        band = apart.crop((0, top, apart.width, min(top + BAND, apart.height)))
        share = band.histogram()[255] / (band.width * band.height)
        if share > MOST:
            return f"{share:.2%} of a band has changed, within {apart.getbbox()}"
    return ""
