"""The two diagrams in the article about the kitchen timer."""

from __future__ import annotations

from demo.covers import Point, Sheet, around


def timer_board(sheet: Sheet) -> None:
    black, red, tint = sheet.black, sheet.red, sheet.tint
    x, y = 800, 450
    tint.disc(x, y, 400)
    black.ring(x, y, 408, 8)
    chip = (690, 360, 870, 540)
    ways: list[list[Point]] = [
        [(690, 400), (600, 400), (520, 320), (520, 250)], [(690, 450), (560, 450), (500, 510), (440, 450)],
        [(690, 500), (620, 500), (560, 560)], [(740, 540), (740, 680), (700, 740)],
        [(800, 540), (800, 640), (900, 740)], [(870, 420), (940, 420), (1000, 360)],
        [(870, 480), (960, 480), (1010, 530)], [(780, 360), (780, 240), (830, 190)],
    ]  # fmt: skip
    for way in ways:
        black.line(way, 6)
        for plate in (black, tint):
            plate.disc(*way[-1], 15, ink=False)
        black.ring(*way[-1], 15, 6)
    black.box(*chip, round_by=8)
    black.disc(716, 386, 11, ink=False)
    for number in range(4):
        for left in (662, 870):
            black.box(left, 380 + number * 40, left + 28, 394 + number * 40)
    for plate in (black, tint):
        plate.disc(1060, 445, 118, ink=False)
    black.ring(1060, 445, 114, 8)
    black.hatch([around(1060, 445, 96, step * 6) for step in range(60)], pitch=12, width=3, slope=0.6)
    black.disc(520, 580, 74)
    black.ring(520, 580, 52, 5, ink=False)
    black.disc(520, 580, 12, ink=False)
    for plate in (black, tint):
        plate.box(620, 690, 800, 760, round_by=6, ink=False)
    black.box(628, 698, 792, 752, round_by=4)
    for number in range(4):
        black.box(642 + number * 38, 708, 668 + number * 38, 742, ink=False)
    tint.box(884, 580, 1046, 668, round_by=40, ink=False)
    for start, end in (((930, 592), (1000, 592)), ((930, 656), (1000, 656))):
        red.dashes(start, end, 7, dash=18, gap=15)
    red.arc(930, 624, 36, 7, 100, 150)
    red.arc(930, 624, 36, 7, 190, 250)
    red.arc(1000, 624, 36, 7, -70, -20)
    red.arc(1000, 624, 36, 7, 20, 75)


def clock_drift(sheet: Sheet) -> None:
    black, red, tint = sheet.black, sheet.red, sheet.tint
    start = (180.0, 450.0)
    tint.shape([start, (1460, 250), (1460, 650)])
    for number in range(13):
        x = 180 + number * 106.6
        black.line([(x, 800), (x, 826 if number % 3 else 848)], 4)
        tint.line([(x, 90), (x, 780)], 2)
    black.line([(180, 800), (1460, 800)], 5)
    for end, width in (((1460.0, 450.0), 9), ((1460.0, 420.0), 5), ((1460.0, 560.0), 5), ((1460.0, 690.0), 5)):
        black.line([start, end], width)
        black.disc(*end, 13)
    red.line([start, (1460, 130)], 11)
    red.disc(1460, 130, 30)
    black.disc(*start, 22)
