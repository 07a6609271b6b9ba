"""Portraits of the four authors. Only the square in the middle is used."""

from __future__ import annotations

from demo.covers import Plate, Point, Sheet, curve

LEFT, MIDDLE, RIGHT, FOOT = 350, 800, 1250, 900


def background(sheet: Sheet) -> None:
    sheet.tint.box(LEFT - 20, -20, RIGHT + 20, FOOT + 20)


def shoulders(sheet: Sheet, plate: Plate) -> None:
    outline: list[Point] = [
        (MIDDLE - 340, FOOT + 20),
        *curve((MIDDLE - 330, 880), (MIDDLE - 300, 690), (MIDDLE - 90, 660)),
        *curve((MIDDLE + 90, 660), (MIDDLE + 300, 690), (MIDDLE + 330, 880)),
        (MIDDLE + 340, FOOT + 20),
    ]
    sheet.tint.shape(outline, ink=plate is sheet.tint)
    plate.shape(outline)


def head(sheet: Sheet, *, tone: float = 0) -> None:
    """``tone`` is the darkness of the face outside its shadow, 0 for bare paper."""
    for plate in (sheet.tint, sheet.black, sheet.red):
        plate.box(MIDDLE - 62, 520, MIDDLE + 62, 706, round_by=60, ink=False)
        plate.oval(MIDDLE, 410, 158, 196, ink=False)

    def shade(x: float, y: float) -> float:
        in_face = ((x - MIDDLE) / 158) ** 2 + ((y - 410) / 196) ** 2 < 0.98
        in_neck = abs(x - MIDDLE) < 60 and 520 < y < 700
        if in_face:
            return tone + max(0.0, (x - MIDDLE - 20) / 420)
        return tone + 0.36 if in_neck else 0

    sheet.black.halftone(shade, pitch=11, angle=30)


def glasses(plate: Plate, width: float) -> None:
    for side in (-1, 1):
        plate.ring(MIDDLE + side * 68, 400, 56, width)
    plate.line([(MIDDLE - 14, 396), (MIDDLE + 14, 396)], width)


def ines(sheet: Sheet) -> None:
    background(sheet)
    shoulders(sheet, sheet.black)
    head(sheet)
    hair: list[Point] = [
        *curve((640, 560), (560, 180), (800, 186)),
        *curve((800, 186), (1040, 180), (960, 560)),
        *curve((940, 420), (900, 300), (740, 290)),
        *curve((700, 300), (670, 380), (660, 560)),
    ]
    sheet.black.shape(hair)
    glasses(sheet.red, 13)
    for plate in (sheet.black, sheet.red):
        plate.line(curve((706, 690), (800, 750), (894, 690)), 34, ink=plate is sheet.red)


def tobias(sheet: Sheet) -> None:
    background(sheet)
    shoulders(sheet, sheet.red)
    for stripe in range(4):
        y, half = 742 + stripe * 48, 196 + stripe * 42
        sheet.black.line([(MIDDLE - half, y), (MIDDLE + half, y)], 7)
    head(sheet, tone=0.2)
    hair: list[Point] = [
        *curve((636, 400), (610, 190), (800, 184)),
        *curve((800, 184), (990, 190), (964, 400)),
        *curve((944, 330), (930, 292), (800, 290)),
        *curve((800, 290), (670, 292), (656, 330)),
    ]
    sheet.black.shape(hair)
    beard: list[Point] = [
        *curve((642, 430), (650, 634), (800, 634)),
        *curve((800, 634), (950, 634), (958, 430)),
        *curve((940, 500), (880, 506), (800, 502)),
        *curve((800, 502), (720, 506), (660, 500)),
    ]
    sheet.black.shape(beard)
    glasses(sheet.black, 12)


def mariam(sheet: Sheet) -> None:
    background(sheet)
    shoulders(sheet, sheet.black)
    for plate in (sheet.black, sheet.tint):
        plate.oval(MIDDLE, 430, 226, 268, ink=plate is sheet.black)
    sheet.black.shape([(586, 470), (560, 760), (700, 800), (900, 800), (1040, 760), (1014, 470)])
    head(sheet)
    sheet.black.shape([*curve((646, 420), (650, 214), (820, 214)), *curve((820, 214), (720, 270), (646, 420))])
    sheet.black.shape([*curve((954, 430), (960, 214), (810, 214)), *curve((810, 214), (900, 280), (954, 430))])
    for side in (-1, 1):
        for plate in (sheet.black, sheet.red):
            plate.disc(MIDDLE + side * 172, 540, 27, ink=plate is sheet.red)


def haruka(sheet: Sheet) -> None:
    background(sheet)
    shoulders(sheet, sheet.black)
    sheet.black.shape([*curve((610, 560), (560, 150), (800, 170)), *curve((800, 170), (1040, 150), (990, 560))])
    head(sheet)
    sheet.black.shape(
        [*curve((640, 400), (660, 210), (800, 206)), *curve((800, 206), (940, 210), (960, 400)), (640, 376)]
    )
    sheet.red.arc(MIDDLE, 400, 262, 26, 192, 348)
    for side in (-1, 1):
        for plate in (sheet.black, sheet.tint):
            plate.box(MIDDLE + side * 204 - 44, 350, MIDDLE + side * 204 + 44, 510, round_by=40, ink=False)
        sheet.red.box(MIDDLE + side * 204 - 40, 354, MIDDLE + side * 204 + 40, 506, round_by=38)
