"""Fonts whose every character is one and the same bar: text keeps its place, its size and its colour, and looks alike
on every machine, whatever fonts are installed there."""

import base64
import struct

# Family as tokens.css names it, and how wide a character is: regular, bold. So a change of family or weight shows.
WIDTHS = {"serif": (500, 540), "sans": (520, 570), "mono": (600, 620)}
ASCENT, DESCENT, HEIGHT, GAP = 900, 250, 480, 40
BAR, BLANK = 1, 2  # glyphs; 0 would be «missing», for which browsers take another font
# What every character is; left out are ready-made forms and private ones: the shaper would
# take one of them for two Arabic letters.
RANGES = [
    (0x20, 0x20, BLANK),
    (0x21, 0x9F, BAR),
    (0xA0, 0xA0, BLANK),
    (0xA1, 0x2FFF, BAR),
    (0x3000, 0x3000, BLANK),
    (0x3001, 0xD7FF, BAR),
    (0xF900, 0xFB4F, BAR),
    (0xFE00, 0xFE6F, BAR),
    (0xFF00, 0xEFFFF, BAR),
]


def style_sheet():
    """CSS that puts the bars in the place of the three families."""
    faces = [
        f'@font-face {{ font-family: "bars-{family}"; font-weight: {weights}; '
        f"src: url(data:font/ttf;base64,{base64.b64encode(bar_font(width)).decode()}) }}"
        for family, widths in WIDTHS.items()
        for weights, width in zip(("100 500", "501 900"), widths, strict=True)
    ]
    tokens = " ".join(f'--{family}: "bars-{family}" !important;' for family in WIDTHS)
    # What the browser draws itself has a font of the machine.
    return "\n".join([*faces, f":root {{ {tokens} }}", "::file-selector-button { font-family: inherit !important }"])


def bar_font(width):
    """TrueType, three glyphs, all of Unicode. After the tables of the OpenType specification."""
    bar = glyph(GAP, 0, width - GAP, HEIGHT)
    # fmt: off
    tables = {
        b"OS/2": struct.pack(
            ">HhHHH11h10s4I4s3H3hHH2I2h3H",
            4, width, 400, 5, 0, *[500] * 10, 0, bytes(10), *[0xFFFFFFFF] * 4, b"none",
            0x40, 0x20, 0xFFFF, ASCENT, -DESCENT, 0, ASCENT, DESCENT, 1, 0, HEIGHT, 700, 0, 0x20, 1),
        b"cmap": cmap(),
        b"glyf": bar + bar,
        b"head": struct.pack(
            ">4IHHqq4hHH3h",
            0x10000, 0x10000, 0, 0x5F0F3CF5, 3, 1000, 0, 0, GAP, 0, width - GAP, HEIGHT, 0, 8, 2, 0, 0),
        b"hhea": struct.pack(
            ">I3hH11hH", 0x10000, ASCENT, -DESCENT, 0, width, GAP, GAP, width - GAP, 1, *[0] * 7, 3),
        b"hmtx": struct.pack(">HhHhHh", width, GAP, width, GAP, width, 0),
        b"loca": struct.pack(">4H", *(len(bar) // 2 * place for place in (0, 1, 2, 2))),
        b"maxp": struct.pack(">I14H", 0x10000, 3, 4, 1, 0, 0, 2, *[0] * 8),
        b"name": struct.pack(">3H", 0, 0, 6),
        b"post": struct.pack(">IIhh5I", 0x30000, 0, -100, 50, *[0] * 5),
    }
    # fmt: on
    return packed(tables)


def packed(tables):
    directory, data, offset = b"", b"", 12 + 16 * len(tables)
    for tag, table in tables.items():
        padded = table + bytes(-len(table) % 4)
        checksum = sum(struct.unpack(f">{len(padded) // 4}I", padded)) & 0xFFFFFFFF
        directory += struct.pack(">4s3I", tag, checksum, offset + len(data), len(table))
        data += padded
    power = len(tables).bit_length() - 1
    search = 16 << power
    return struct.pack(">I4H", 0x10000, len(tables), search, power, 16 * len(tables) - search) + directory + data


def glyph(left, bottom, right, top):
    """A rectangle: four points, each by its distance from the one before."""
    across, up = (left, 0, right - left, 0), (bottom, top - bottom, 0, bottom - top)
    return struct.pack(">5hHH4B4h4h", 1, left, bottom, right, top, 3, 0, 1, 1, 1, 1, *across, *up)


def cmap():
    """Format 13 gives a whole range of characters one glyph."""
    groups = b"".join(struct.pack(">3I", *group) for group in RANGES)
    subtable = struct.pack(">HHIII", 13, 0, 16 + len(groups), 0, len(RANGES)) + groups
    return struct.pack(">4HI", 0, 1, 3, 10, 12) + subtable
