"""The images of the demo by name: covers, diagrams and portraits of the authors."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from demo.covers import Sheet
from demo.drawings import diagrams, outside, portraits, rooms, things

SAND, SKY, MOSS, CLAY, STONE = "#e6c583", "#a9c3c9", "#b4bf93", "#e3b9a0", "#c9c3b6"

DRAWINGS: dict[str, tuple[str, Callable[[Sheet], None]]] = {
    "headphones-with-nine-screws": (SKY, things.headphones),
    "kitchen-timer-that-stole-a-minute": (SAND, things.timer),
    "year-of-books-on-a-grey-screen": (STONE, things.eink),
    "learn-the-city-by-its-bus-lines": (SKY, outside.buses),
    "backups-for-people-who-hate-backups": (MOSS, things.backups),
    "small-web": (MOSS, outside.small_web),
    "رسالة-صوتية-من-المطبخ": (CLAY, rooms.voice_notes),
    "炊飯器が歌う理由": (SAND, rooms.rice_cooker),
    "we-swapped-phones-for-a-fortnight": (SKY, things.two_phones),
    "the-button-that-does-nothing": (STONE, things.button),
    "captions-at-my-fathers-table": (SAND, rooms.captions),
    "the-library-that-lends-me-a-drill": (CLAY, rooms.library),
    "what-the-lamp-learned-in-winter": (SAND, rooms.winter_lamp),
    "timer-board": (MOSS, diagrams.timer_board),
    "clock-drift": (SKY, diagrams.clock_drift),
}


PORTRAITS: dict[str, tuple[str, Callable[[Sheet], None]]] = {
    "ines": (MOSS, portraits.ines),
    "tobias": (SKY, portraits.tobias),
    "mariam": (SAND, portraits.mariam),
    "haruka": (CLAY, portraits.haruka),
}


def draw(name: str) -> BytesIO:
    """Draw the image as a JPEG file. The result is deterministic."""
    tint, drawing = (DRAWINGS | PORTRAITS)[name]
    sheet = Sheet(name, tint)
    drawing(sheet)
    return sheet.printed()
