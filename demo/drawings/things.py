"""Covers that show objects."""

from __future__ import annotations

import math
from collections.abc import Callable

from demo.covers import HEIGHT, WIDTH, Point, Sheet, around, between, curve


def headphones(sheet: Sheet) -> None:
    """Headphones in an exploded view, with nine screws below."""
    black, red, tint = sheet.black, sheet.red, sheet.tint
    middle = 470
    tint.halftone(lambda x, y: 0.75 - math.dist((x, y), (800, 420)) / 640, pitch=17, angle=20)
    black.arc(800, 520, 400, 46, 198, 342)
    tint.arc(800, 520, 340, 26, 206, 334)
    for side in (-1, 1):
        hinge = around(800, 520, 377, 198 if side < 0 else 342)
        black.box(hinge[0] - 17, hinge[1] - 10, hinge[0] + 17, hinge[1] + 96, round_by=17)
    black.dashes((70, middle + 40), (1530, middle + 40), 4)
    parts = [(420, 132, "cup"), (268, 116, "ring"), (140, 100, "cushion")]
    for x, radius, kind in parts:
        for at in (x, WIDTH - x):
            is_red = kind == "cushion" and at < 800
            for plate in (black, red, tint):
                plate.oval(at, middle + 40, radius * 0.46, radius, ink=False)
            if kind == "cup":
                black.oval(at, middle + 40, radius * 0.46, radius)
                black.oval(at, middle + 40, radius * 0.28, radius * 0.66, ink=False)
                tint.oval(at, middle + 40, radius * 0.28, radius * 0.66)
                black.oval(at, middle + 40, radius * 0.1, radius * 0.24)
            elif kind == "ring":
                tint.oval(at, middle + 40, radius * 0.46, radius)
                black.oval(at, middle + 40, radius * 0.3, radius * 0.7)
                black.oval(at, middle + 40, radius * 0.24, radius * 0.6, ink=False)
                tint.oval(at, middle + 40, radius * 0.24, radius * 0.6, ink=False)
            else:
                plate = red if is_red else black
                plate.oval(at, middle + 40, radius * 0.46, radius)
                plate.oval(at, middle + 40, radius * 0.2, radius * 0.48, ink=False)
    for number in range(9):
        x = 480 + number * 80
        black.disc(x, 770, 17)
        black.line([(x - 10, 770), (x + 10, 770)], 5, ink=False)
        black.line([(x, 790), (x, 836)], 9)


def timer(sheet: Sheet) -> None:
    black, red, tint = sheet.black, sheet.red, sheet.tint
    x, y = 640, 450
    tint.box(0, 690, WIDTH, HEIGHT)
    tint.disc(x, y, 400, ink=False)
    black.disc(x, y, 384)
    black.disc(x, y, 352, ink=False)
    for number in range(60):
        outer, inner = around(x, y, 334, number * 6 - 90), around(x, y, 308 if number % 5 else 282, number * 6 - 90)
        black.line([inner, outer], 4 if number % 5 else 10)
    tint.halftone(lambda u, v: (v - u + 520) / 1100 if math.dist((u, v), (x, y)) < 258 else 0, pitch=15)
    red.wedge(x, y, 262, -108, -90)
    tint.wedge(x, y, 276, -108, -90, ink=False)
    hand = around(x, y, 240, -108)
    black.line([around(x, y, 60, 72), hand], 14)
    black.disc(x, y, 40)
    black.disc(x, y, 13, ink=False)
    for egg, (u, v, size) in enumerate([(1190, 610, 118), (1400, 640, 100)]):
        outline = [
            (u + size * 0.76 * math.cos(t) * (1 + 0.1 * math.sin(t)), v - size * math.sin(t) * 1.02)
            for t in (step * math.tau / 90 for step in range(90))
        ]
        tint.shape(outline, ink=False)
        black.shape(outline)
        if not egg:
            white = [between(point, (u, v), 0.07) for point in outline]
            black.shape(white, ink=False)
            black.hatch(white[20:65], pitch=11, width=3, slope=0.9)
    for number in range(3):
        u = 1170 + number * 90
        black.line(curve((u, 430), (u + 46, 370), (u, 310)) + curve((u, 310), (u - 46, 250), (u, 190)), 7)


def eink(sheet: Sheet) -> None:
    """The edges of pages that turn into E Ink capsules, with a bookmark."""
    black, red, tint = sheet.black, sheet.red, sheet.tint
    random = sheet.random
    tint.halftone(lambda x, y: (x - 250) / 1500 * (0.55 + 0.45 * math.sin(y / 60)), pitch=16, angle=12)
    y = 84.0
    while y < 800:
        thick = random.choice((7, 9, 12, 16, 24))
        end = 620 + 240 * math.sin(y / 130) + random.uniform(-60, 60)
        black.line([(120 + random.uniform(-16, 16), y + thick / 2), (end, y + thick / 2)], thick)
        x = end + 26.0
        size = thick / 2
        while x < 1540 and size > 1.2:
            black.disc(x, y + thick / 2 + random.uniform(-2, 2), size)
            x += size * 2 + 9 + (x - end) / 26
            size *= 0.965
        y += thick + 13
    for plate in (black, tint):
        plate.line([(452, 0), (446, 300), (458, 560), (452, 880)], 62, ink=False)
    red.line([(452, -20), (446, 300), (458, 560), (452, 800)], 44)
    red.shape([(430, 790), (474, 790), (474, 868), (452, 838), (430, 868)])


def two_phones(sheet: Sheet) -> None:
    black, red, tint = sheet.black, sheet.red, sheet.tint
    random = sheet.random

    def tilted(x: float, y: float, degrees: float) -> Callable[[float, float], Point]:
        cos, sin = math.cos(math.radians(degrees)), math.sin(math.radians(degrees))
        return lambda u, v: (x + u * cos - v * sin, y + u * sin + v * cos)

    tint.wedge(800, 1060, 780, 180, 360)
    for x, degrees, is_full in ((470, -9, True), (1130, 9, False)):
        place = tilted(x, 450, degrees)
        for grow, ink in ((34, True), (14, False)):
            corners = [
                place(u * (150 + 0) + grow * math.cos(t), v * 280 + grow * math.sin(t))
                for u, v, first in ((1, 1, 0), (-1, 1, 90), (-1, -1, 180), (1, -1, 270))
                for t in (math.radians(first + step) for step in range(0, 91, 15))
            ]
            tint.shape(corners, ink=False)
            black.shape(corners, ink=ink)
        black.line([place(-40, 296), place(40, 296)], 8)
        for row in range(11):
            for column in range(6):
                u, v = column * 50 - 125, row * 50 - 262
                if is_full:
                    plate = tint if random.random() < 0.4 else black
                    plate.disc(*place(u, v), random.choice((9, 14, 18, 21)))
                elif (row, column) in {(9, 1), (9, 2), (9, 4)}:
                    black.ring(*place(u, v), 20, 5)
    for plate in (black, tint):
        plate.disc(800, 450, 150, ink=False)
    red.disc(800, 450, 118)
    for start, end, bend in (((560, 90), (1040, 90), 10), ((1040, 818), (560, 818), 900)):
        black.line(curve(start, (800, bend), end), 7)
        way = 1 if end[0] > start[0] else -1
        lean = 0.33 if bend < 450 else -0.33
        back = (end[0] - way * 44, end[1] - lean * 44)
        tip = (end[0] + way * 18, end[1] + lean * 18)
        black.shape([tip, (back[0] + lean * way * 26, back[1] - 26), (back[0] - lean * way * 26, back[1] + 26)])


def button(sheet: Sheet) -> None:
    """A button with rings around it."""
    black, red, tint = sheet.black, sheet.red, sheet.tint
    for number in range(9):
        radius = 250 + number * (62 + number * 7)
        black.ring(800, 450, radius, max(1.4, 9 - number))
    tint.disc(816, 476, 184)
    tint.disc(800, 450, 176, ink=False)
    red.disc(800, 450, 172)
    red.ring(800, 450, 146, 5, ink=False)


def backups(sheet: Sheet) -> None:
    """Three boxes with the same object in each."""
    black, red, tint = sheet.black, sheet.red, sheet.tint
    tint.halftone(lambda x, y: (y - 470) / 520, pitch=16, angle=45)
    for x, y, size, flap in ((370, 620, 215, 40), (820, 590, 250, 70), (1255, 625, 190, 30)):
        right, down = size * 0.87, size * 0.5
        top = [(x, y - size - down), (x + right, y - size), (x, y - size + down), (x - right, y - size)]
        left = [(x - right, y - size), (x, y - size + down), (x, y + down), (x - right, y)]
        front = [(x + right, y - size), (x, y - size + down), (x, y + down), (x + right, y)]
        outline = [top[0], top[1], front[3], front[2], left[3], top[3]]
        for plate in (black, tint, red):
            plate.shape(outline, ink=False)
        tint.shape(left)
        black.hatch(front, pitch=14, width=4, slope=0.5)
        black.shape(top)
        inner = [between(point, (x, y - size), 0.09) for point in top]
        black.shape(inner, ink=False)
        tint.shape([inner[0], inner[1], between(inner[1], inner[2], 0.5), between(inner[3], inner[2], 0.5), inner[3]])
        tint.shape(
            [between(inner[0], (x, y - size), 0.55), *[between(p, (x, y - size), 0.55) for p in inner[1:]]], ink=False
        )
        red.shape([between(point, (x, y - size), 0.55) for point in top])
        for points in (left, front, top):
            black.line([*points, points[0]], 7)
        for a, b, lift in ((top[3], top[0], -1), (top[0], top[1], 1)):
            black.line([a, (a[0] + lift * flap, a[1] - flap), (b[0] + lift * flap, b[1] - flap), b], 7)
