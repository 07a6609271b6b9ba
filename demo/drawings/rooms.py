"""Covers that show rooms."""

from __future__ import annotations

import math

from demo.covers import HEIGHT, WIDTH, Point, Sheet, around, curve

TUNE = (0, 0, 4, 4, 5, 5, 4, 3, 3, 2, 2, 1, 1, 0)


def voice_notes(sheet: Sheet) -> None:
    """Composed from right to left: a cup, then a voice message."""
    black, red, tint = sheet.black, sheet.red, sheet.tint
    random = sheet.random
    tint.disc(1235, 430, 330)
    for number in range(34):
        x = 872 - number * 25
        envelope = 0.25 + 0.75 * abs(math.sin(number / 34 * math.pi * 2.6)) * (1 - number / 48)
        high = envelope * random.uniform(120, 300) if number not in (15, 16, 17) else 8
        black.line([(x, 470 - high), (x, 470 + high)], 11)
    for plate in (black, tint):
        plate.oval(1235, 700, 300, 60, ink=False)
        plate.shape([(1050, 410), (1420, 410), (1382, 560), (1330, 652), (1140, 652), (1088, 560)], ink=False)
    black.oval(1235, 700, 290, 50)
    black.oval(1235, 690, 250, 32, ink=False)
    tint.oval(1235, 690, 250, 32)
    bowl = [(1050, 410), *curve((1050, 410), (1080, 660), (1180, 680)), *curve((1290, 680), (1390, 660), (1420, 410))]
    tint.shape(bowl, ink=False)
    black.shape(bowl, ink=False)
    red.shape(bowl)
    tint.ring(1430, 505, 84, 30, ink=False)
    red.ring(1430, 505, 84, 30)
    red.oval(1235, 410, 185, 40)
    black.oval(1235, 410, 166, 30)
    for number in range(3):
        x = 1165 + number * 70
        black.line(curve((x, 350), (x + 44, 290), (x, 235)) + curve((x, 235), (x - 44, 180), (x, 120)), 8)


def rice_cooker(sheet: Sheet) -> None:
    black, red, tint = sheet.black, sheet.red, sheet.tint
    tint.box(0, 690, WIDTH, HEIGHT)
    x, foot = 520, 770
    body = [
        (x - 270, 470), *curve((x - 270, 470), (x - 300, 760), (x - 200, foot)),
        *curve((x + 200, foot), (x + 300, 760), (x + 270, 470)),
    ]  # fmt: skip
    lid = [*curve((x - 280, 456), (x - 270, 290), (x, 284)), *curve((x, 284), (x + 270, 290), (x + 280, 456))]
    for plate in (black, tint):
        plate.shape(body, ink=False)
    black.shape(lid)
    black.box(x - 70, 268, x + 70, 300, round_by=16)
    black.hatch(body, pitch=11, width=3.4)
    black.line([*body, body[0]], 9)
    for plate in (black, tint):
        plate.box(x - 120, 540, x + 120, 690, round_by=26, ink=False)
    black.line([(x - 120, 540), (x + 120, 540), (x + 120, 690), (x - 120, 690), (x - 120, 540)], 8)
    tint.box(x - 92, 564, x + 92, 614, round_by=8)
    for number in range(4):
        black.disc(x - 78 + number * 52, 652, 13)

    # A tune that rises, turns and comes home, on five lines that bend like steam.
    def song(share: float) -> Point:
        return 880 + 620 * share, 350 - 210 * math.sin(share * 2.6) + 200 * share**2

    for line in range(-2, 3):
        points = [song(step / 60) for step in range(-3, 61)]
        black.line([(u, v + line * 34) for u, v in points], 2)
    for number, note in enumerate(TUNE):
        u, v = song(number / (len(TUNE) - 1))
        is_last = number == len(TUNE) - 1
        v += 68 - 17 * note
        tint.disc(u, v, 50 if is_last else 26, ink=False)
        if is_last:
            red.disc(u, v + 12, 44)
        elif number % 3 == 2:
            tint.disc(u, v, 25)
            black.ring(u, v, 25, 5)
        else:
            black.disc(u, v, 23)


def captions(sheet: Sheet) -> None:
    """The table from above."""
    black, red, tint = sheet.black, sheet.red, sheet.tint
    tint.box(150, 230, 1450, 670, round_by=90)
    black.halftone(lambda x, y: 0.025 if 190 < x < 1410 and 268 < y < 632 else 0, pitch=22, angle=45)
    seats = [(330 + 235 * number, 318.0) for number in range(5)] + [(330 + 235 * number, 582.0) for number in range(5)]
    own = (800.0, 582.0)
    for seat in seats:
        if seat != own:
            lift = 450 if seat[1] < 450 else 400
            bend = ((seat[0] + own[0]) / 2, lift)
            black.line(curve(seat, bend, own), 5)
            black.disc(*curve(seat, bend, own)[26], 11)
    for x, y in seats:
        is_own = (x, y) == own
        for plate in (black, tint):
            plate.disc(x, y, 82, ink=False)
        if is_own:
            red.disc(x, y, 78)
            red.ring(x, y, 54, 5, ink=False)
        else:
            black.ring(x, y, 74, 9)
            black.ring(x, y, 50, 3)
        chair = 118 if y < 450 else 782
        if is_own:
            red.box(x - 66, chair - 30, x + 66, chair + 30, round_by=26)
        else:
            black.box(x - 66, chair - 30, x + 66, chair + 30, round_by=26)
            if int(x) % 2:
                black.box(x - 54, chair - 18, x + 54, chair + 18, round_by=16, ink=False)
    for plate in (black, tint):
        plate.box(716, 412, 884, 488, round_by=10, ink=False)
    black.box(716, 412, 884, 488, round_by=10)
    for row, wide in enumerate((110, 132, 76)):
        black.line([(734, 432 + row * 18), (734 + wide, 432 + row * 18)], 6, ink=False)


def library(sheet: Sheet) -> None:
    black, red, tint = sheet.black, sheet.red, sheet.tint
    random = sheet.random

    def books(left: float, right: float, foot: float) -> None:
        x = left
        while x < right - 18:
            wide, high = random.choice((22, 28, 34, 44)), random.randint(170, 268)
            wide = int(min(wide, right - x))
            kind = random.choice(("black", "tint", "hatch", "line", "tint"))
            spine = [(x, foot), (x, foot - high), (x + wide - 4, foot - high), (x + wide - 4, foot)]
            if kind == "black":
                black.shape(spine)
                black.box(x + 5, foot - high + 26, x + wide - 9, foot - high + 40, ink=False)
            elif kind == "hatch":
                black.hatch(spine, pitch=9, width=2.6)
            elif kind == "tint":
                tint.shape(spine)
            if kind != "black":
                black.line([*spine, spine[0]], 4)
            x += wide

    for foot in (84, 424, 812):
        black.box(0, foot, WIDTH, foot + 26)
    books(-10, 1610, 84)
    books(60, 330, 424)
    books(640, 900, 424)
    books(1330, 1560, 424)
    books(40, 200, 812)
    books(800, 1120, 812)
    books(1440, 1600, 812)
    # the drill
    black.box(380, 206, 560, 282, round_by=20)
    black.shape([(560, 222), (600, 232), (600, 256), (560, 266)])
    black.line([(600, 244), (634, 244)], 8)
    black.shape([(400, 270), (470, 270), (452, 392), (396, 392)])
    black.box(376, 378, 484, 424, round_by=10)
    tint.box(404, 226, 486, 262, round_by=8)
    black.box(404, 226, 486, 262, round_by=8, ink=False)
    # the lamp
    black.shape([(1040, 240), (1110, 150), (1210, 196), (1190, 300)])
    black.line([(1108, 190), (1000, 300), (1100, 408)], 13)
    black.oval(1100, 414, 84, 14)
    tint.shape([(1052, 250), (1186, 308), (1290, 424), (960, 424)])
    # the pot for fifty
    black.box(270, 560, 720, 812, round_by=34)
    black.box(292, 600, 698, 632, ink=False)
    tint.box(292, 600, 698, 632)
    black.box(236, 620, 284, 664, round_by=18)
    black.box(706, 620, 754, 664, round_by=18)
    black.line([(262, 548), (728, 548)], 18)
    black.box(462, 508, 528, 540, round_by=12)
    # the sewing machine
    red.box(1150, 770, 1420, 812, round_by=8)
    red.box(1346, 590, 1410, 800, round_by=12)
    red.box(1166, 590, 1410, 664, round_by=26)
    red.box(1166, 610, 1226, 706, round_by=12)
    black.line([(1196, 706), (1196, 768)], 6)
    black.ring(1418, 628, 42, 12)
    black.line([(1300, 590), (1300, 556)], 6)
    black.box(1280, 530, 1320, 560, round_by=4)


def winter_lamp(sheet: Sheet) -> None:
    black, red, tint = sheet.black, sheet.red, sheet.tint

    def cone(x: float, y: float) -> float:
        if not 262 < y < 800:
            return 0
        half = 118 + (y - 262) * 0.72
        return max(0.0, (1 - (y - 262) / 640) * (1.06 - abs(x - 560) / half)) if abs(x - 560) < half else 0

    tint.halftone(cone, pitch=17, angle=18)
    black.box(0, 800, WIDTH, HEIGHT)
    black.shape([(470, 110), (650, 110), (704, 262), (416, 262)])
    black.line([(560, 262), (560, 790)], 12)
    black.oval(560, 800, 110, 20)
    black.line([(640, 262), (640, 350)], 4)
    black.disc(640, 358, 10)
    chair = [
        (820, 470), *curve((820, 470), (830, 380), (930, 380)), *curve((1080, 380), (1170, 390), (1172, 480)),
        (1172, 640), (820, 640),
    ]  # fmt: skip
    seat = [(770, 560), (860, 560), (860, 640), (1132, 640), (1132, 560), (1222, 560), (1222, 770), (770, 770)]
    for plate in (black, tint):
        plate.shape(chair, ink=False)
        plate.shape(seat, ink=False)
    black.hatch(chair, pitch=12, width=3.4, slope=0.0)
    black.line([*chair, chair[0]], 8)
    black.shape(seat)
    black.box(872, 606, 1120, 664, round_by=20, ink=False)
    tint.box(872, 606, 1120, 664, round_by=20)
    black.line([(800, 770), (790, 806)], 18)
    black.line([(1192, 770), (1202, 806)], 18)
    black.box(786, 580, 846, 640, round_by=8, ink=False)
    red.box(792, 586, 840, 634, round_by=6)
    for u, v in ((1380, 130), (1470, 240), (1330, 330), (1500, 430), (1420, 560), (180, 180), (110, 380), (240, 520)):
        for spoke in range(3):
            black.line([around(u, v, 24, spoke * 60 + 30), around(u, v, -24, spoke * 60 + 30)], 3)
