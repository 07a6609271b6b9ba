"""Draws covers in the style of risograph prints: flat shapes in up to three overprinted inks.

Coordinates are pixels of the finished image, independent of the size of the plates.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from io import BytesIO
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter

WIDTH, HEIGHT = 1600, 900
FINER = 2  # plates are drawn larger and scaled down, to smooth the edges
BLACK, RED = "#221f1d", "#d83a2b"
PAPER = "#f4eee2"

Point = tuple[float, float]
Tone = Callable[[float, float], float]


class Plate:
    """One ink. Drawing with ``ink=False`` erases."""

    def __init__(self) -> None:
        self.image = Image.new("L", (WIDTH * FINER, HEIGHT * FINER), 0)
        self.pen = ImageDraw.Draw(self.image)

    def disc(self, x: float, y: float, radius: float, *, ink: bool = True) -> None:
        self.oval(x, y, radius, radius, ink=ink)

    def oval(self, x: float, y: float, across: float, down: float, *, ink: bool = True) -> None:
        self.pen.ellipse(_fine([(x - across, y - down), (x + across, y + down)]), fill=_value(ink))

    def ring(self, x: float, y: float, radius: float, width: float, *, ink: bool = True) -> None:
        """``radius`` is the outer radius."""
        box = _fine([(x - radius, y - radius), (x + radius, y + radius)])
        self.pen.ellipse(box, outline=_value(ink), width=round(width * FINER))

    def arc(self, x: float, y: float, radius: float, width: float, start: float, end: float) -> None:
        """An arc with round ends. Angles are in degrees, clockwise from three o'clock."""
        box = _fine([(x - radius, y - radius), (x + radius, y + radius)])
        self.pen.arc(box, start, end, fill=255, width=round(width * FINER))
        middle = radius - width / 2
        for angle in (math.radians(start), math.radians(end)):
            self.disc(x + middle * math.cos(angle), y + middle * math.sin(angle), width / 2)

    def wedge(self, x: float, y: float, radius: float, start: float, end: float, *, ink: bool = True) -> None:
        box = _fine([(x - radius, y - radius), (x + radius, y + radius)])
        self.pen.pieslice(box, start, end, fill=_value(ink))

    def box(
        self, left: float, top: float, right: float, bottom: float, *, round_by: float = 0, ink: bool = True
    ) -> None:
        corners = _fine([(left, top), (right, bottom)])
        self.pen.rounded_rectangle(corners, round_by * FINER, fill=_value(ink))

    def shape(self, points: Iterable[Point], *, ink: bool = True) -> None:
        self.pen.polygon(_fine(points), fill=_value(ink))

    def line(self, points: Sequence[Point], width: float, *, ink: bool = True) -> None:
        """A line with round joints and ends."""
        self.pen.line(_fine(points), fill=_value(ink), width=round(width * FINER), joint="curve")
        for x, y in (points[0], points[-1]):
            self.disc(x, y, width / 2, ink=ink)

    def dashes(self, start: Point, end: Point, width: float, *, dash: float = 16, gap: float = 14) -> None:
        length = math.dist(start, end)
        for at in range(0, int(length), round(dash + gap)):
            self.line([between(start, end, at / length), between(start, end, min(1, (at + dash) / length))], width)

    def halftone(self, tone: Tone, *, pitch: float = 15, angle: float = 30, ink: bool = True) -> None:
        """Dots on a rotated grid; ``tone`` is 0 for none and 1 for overlapping dots."""
        cos, sin = math.cos(math.radians(angle)), math.sin(math.radians(angle))
        reach = int(math.hypot(WIDTH, HEIGHT) / 2 / pitch) + 1
        for row in range(-reach, reach):
            for column in range(-reach, reach):
                x = WIDTH / 2 + pitch * (column * cos - row * sin)
                y = HEIGHT / 2 + pitch * (column * sin + row * cos)
                if -pitch < x < WIDTH + pitch and -pitch < y < HEIGHT + pitch and (value := tone(x, y)) > 0.015:
                    self.disc(x, y, pitch * 0.71 * math.sqrt(min(1, value)), ink=ink)

    def hatch(self, inside: Sequence[Point], *, pitch: float = 12, width: float = 3, slope: float = 0.0) -> None:
        """Parallel lines within a shape; ``slope`` is their rise over the whole sheet."""
        corners = _fine(inside)
        across, down = [x for x, _y in corners], [y for _x, y in corners]
        left, top = math.floor(min(across)), math.floor(min(down))
        size = (math.ceil(max(across)) - left, math.ceil(max(down)) - top)
        lines, mask = Image.new("L", size, 0), Image.new("L", size, 0)
        ImageDraw.Draw(mask).polygon([(x - left, y - top) for x, y in corners], fill=255)
        pen = ImageDraw.Draw(lines)
        climb = slope * HEIGHT / WIDTH
        for y in range(-HEIGHT, 2 * HEIGHT, round(pitch)):
            ends = [(x, (y - climb * (x + left) / FINER) * FINER - top) for x in (0, size[0])]
            pen.line(ends, fill=255, width=round(width * FINER))
        self.image.paste(255, (left, top), mask=ImageChops.multiply(lines, mask))

    def print_on(self, sheet: Image.Image, colour: str, shift: Point) -> Image.Image:
        mask = self.image.reduce(FINER)
        across, down = map(round, shift)
        mask = ImageChops.multiply(mask, ImageChops.offset(grain(), 97 * across, 97 * down))
        mask = mask.crop((-across, -down, WIDTH - across, HEIGHT - down))
        ink = Image.composite(Image.new("RGB", mask.size, colour), Image.new("RGB", mask.size, "white"), mask)
        return ImageChops.multiply(sheet, ink)


class Sheet:
    """Paper, black, red and a third ink, the tint. The plates are slightly misaligned."""

    def __init__(self, name: str, tint: str, paper: str = PAPER) -> None:
        self.random = Random(name)  # noqa: S311 (drawings, the same ones every time)
        self.black, self.red, self.tint = Plate(), Plate(), Plate()
        self.colours = (tint, RED, BLACK)
        self.paper = paper

    def printed(self) -> BytesIO:
        sheet = Image.new("RGB", (WIDTH, HEIGHT), self.paper)
        for plate, colour, shift in zip(
            (self.tint, self.red, self.black), self.colours, ((3, -2), (-2, 2), (0, 0)), strict=True
        ):
            sheet = plate.print_on(sheet, colour, shift)
        file = BytesIO()
        sheet.save(file, "JPEG", quality=95, subsampling=0)
        return file


def between(start: Point, end: Point, share: float) -> Point:
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def around(x: float, y: float, radius: float, degrees: float) -> Point:
    """Points on an ellipse, clockwise from three o'clock."""
    return x + radius * math.cos(math.radians(degrees)), y + radius * math.sin(math.radians(degrees))


def curve(start: Point, towards: Point, end: Point, steps: int = 60) -> list[Point]:
    """A quadratic Bézier curve as points."""
    return [
        between(between(start, towards, step / steps), between(towards, end, step / steps), step / steps)
        for step in range(steps + 1)
    ]


@cache
def grain() -> Image.Image:
    """A mask for the uneven absorption of the ink: mostly full, with small specks."""
    noise = Random("paper").randbytes(WIDTH * HEIGHT // 4)  # noqa: S311
    spread = Image.frombytes("L", (WIDTH // 2, HEIGHT // 2), noise).filter(ImageFilter.GaussianBlur(0.8))
    specks = spread.resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC)
    return specks.point([min(255, max(0, 150 + (value - 66) * 6)) for value in range(256)])


def _fine(points: Iterable[Point]) -> list[Point]:
    return [(x * FINER, y * FINER) for x, y in points]


def _value(ink: bool) -> int:
    return 255 if ink else 0
