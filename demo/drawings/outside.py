"""Covers that show streets and hills."""

from __future__ import annotations

import math

from demo.covers import Point, Sheet, between, curve


def buses(sheet: Sheet) -> None:
    black, red, tint = sheet.black, sheet.red, sheet.tint
    river = curve((-60, 250), (520, 40), (760, 420)) + curve((760, 420), (960, 780), (1680, 620))
    tint.line(river, 120)
    for number in range(-6, 22):
        black.line([(number * 100, -20), (number * 100 - 220, 920)], 1.6)
    for number in range(11):
        black.line([(-20, number * 94), (1620, number * 94 + 120)], 1.6)
    lines: list[tuple[list[Point], float]] = [
        ([(-40, 640), (330, 640), (560, 410), (1040, 410), (1270, 180), (1660, 180)], 26),
        ([(220, 940), (220, 470), (420, 270), (900, 270), (1130, 500), (1130, 940)], 18),
        ([(1660, 760), (960, 760), (700, 500), (700, -40)], 18),
    ]
    main: list[Point] = [
        (-40, 130),
        (180, 130),
        (470, 420),
        (470, 560),
        (640, 730),
        (820, 730),
        (1010, 540),
        (1360, 540),
    ]
    for points, width in [*lines, (main, 34)]:
        for plate in (black, tint, red):
            plate.line(points, width + 16, ink=False)
        (red if points is main else black).line(points, width)
        if points is not main:
            for start, end in zip(points, points[1:], strict=False):
                for share in (0.3, 0.7):
                    x, y = between(start, end, share)
                    black.disc(x, y, width * 0.27, ink=False)
    for start, end in zip(main, main[1:], strict=False):
        x, y = between(start, end, 0.5)
        red.disc(x, y, 9, ink=False)
    for plate in (black, tint, red):
        plate.disc(1385, 540, 92, ink=False)
    red.ring(1385, 540, 78, 26)
    black.disc(1385, 540, 20)


def small_web(sheet: Sheet) -> None:
    black, red, tint = sheet.black, sheet.red, sheet.tint
    random = sheet.random
    tint.halftone(lambda x, y: (y + 40) / 620 if math.dist((x, y), (1270, 215)) < 140 else 0, pitch=13)

    def ground(x: float) -> float:
        return 690 - 120 * math.sin(x / 1600 * math.pi) + 26 * math.sin(x / 210)

    tint.shape([(x, ground(x)) for x in range(0, 1601, 20)] + [(1600, 900), (0, 900)])
    black.hatch([(x, ground(x) + 110) for x in range(0, 1601, 20)] + [(1600, 900), (0, 900)], pitch=18, width=2.5)
    tops: list[Point] = []
    for number in range(9):
        x, wide, high = 90 + number * 165, random.randint(84, 118), random.randint(90, 170)
        foot, roof = max(ground(x), ground(x + wide)) + 12, random.randint(46, 84)
        wall = [(x, foot), (x, foot - high), (x + wide, foot - high), (x + wide, foot)]
        gable = [(x - 14, foot - high), (x + wide / 2, foot - high - roof), (x + wide + 14, foot - high)]
        is_red = number == 5
        for plate in (black, tint):
            plate.shape(wall, ink=False)
        if is_red:
            red.shape(wall)
        elif number % 3 == 0:
            black.shape(wall)
        elif number % 3 == 1:
            black.hatch(wall, pitch=10, width=3, slope=0.0)
        else:
            tint.shape(wall)
        black.shape(gable)
        if not is_red:
            black.line([*wall, wall[0]], 5)
        door = (red if is_red else black, number % 3 == 0 or is_red)
        door[0].box(x + wide * 0.38, foot - 52, x + wide * 0.64, foot - 3, ink=not door[1])
        tops.append((x + wide / 2, foot - high - roof))
    for one, other in ((0, 2), (1, 5), (2, 5), (3, 6), (5, 8), (5, 7), (4, 5)):
        start, end = tops[one], tops[other]
        middle = ((start[0] + end[0]) / 2, min(start[1], end[1]) - abs(end[0] - start[0]) * 0.62)
        black.line(curve(start, middle, end), 2.6)
    for top in tops:
        black.disc(*top, 9)
