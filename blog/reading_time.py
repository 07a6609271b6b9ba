"""How long a text takes to read. Pure; every figure on the site comes from here.

238 words a minute: Brysbaert (2019), "How many words do we read per minute?", silent reading of non-fiction.
500 characters a minute for Chinese and Japanese; code at half speed; pictures 12 s, one second less each, at least 3.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from html.parser import HTMLParser

WORDS_A_MINUTE = 238
CHARACTERS_A_MINUTE = 500
CODE_FACTOR = 2
FIRST_IMAGE_SECONDS, MIN_IMAGE_SECONDS = 12, 3

# Ideographs and their marks, hiragana, katakana; no punctuation.
CJK_RANGES = (
    "\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U000323af"
)
CJK = re.compile(f"[{CJK_RANGES}]")
# An address ends where the text around it goes on without a space, too: 「https://example.org/を見て」.
URL = re.compile(rf"\b(?:https?://|www\.)[^\s\u3000-\u303f\uff00-\uff65{CJK_RANGES}]+", re.IGNORECASE)


def count_words(text: str) -> int:
    """Words of spaced scripts plus the characters of Chinese and Japanese. Emoji, marks and URLs are none."""
    spaced, characters = split_scripts(text)
    return spaced + characters


def split_scripts(text: str) -> tuple[int, int]:
    text = URL.sub(" ", text)
    characters = len(CJK.findall(text))
    tokens = CJK.sub(" ", text).split()
    return sum(any(letter.isalnum() for letter in token) for token in tokens), characters


def reading_minutes(parts: Iterable[str]) -> int:
    """Whole minutes for pieces of safe HTML, rounded up, at least one."""
    visible = _TextExtractor()
    for part in parts:
        visible.feed(part)
        visible.handle_data(" ")
    visible.close()
    words, characters = split_scripts("".join(visible.prose))
    code_words, code_characters = split_scripts("".join(visible.code))
    words += code_words * CODE_FACTOR
    characters += code_characters * CODE_FACTOR
    pictures = sum(max(FIRST_IMAGE_SECONDS - number, MIN_IMAGE_SECONDS) for number in range(visible.images))
    minutes = words / WORDS_A_MINUTE + characters / CHARACTERS_A_MINUTE + pictures / 60
    return max(1, math.ceil(minutes))


class _TextExtractor(HTMLParser):
    """Collects the text that a reader sees, prose and code apart, and counts pictures."""

    # A word may go on behind these: H<sub>2</sub>O.
    WITHIN_WORDS = frozenset(
        [
            "a",
            "abbr",
            "b",
            "bdi",
            "bdo",
            "cite",
            "code",
            "del",
            "dfn",
            "em",
            "i",
            "ins",
            "kbd",
            "mark",
            "q",
            "rp",
            "rt",
            "ruby",
            "s",
            "samp",
            "small",
            "span",
            "strong",
            "sub",
            "sup",
            "time",
            "u",
            "var",
        ]
    )

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.prose: list[str] = []
        self.code: list[str] = []
        self.images = 0
        self.code_depth = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.images += tag == "img"
        self.code_depth += tag in {"pre", "code"}
        self.end_word(tag)

    def handle_endtag(self, tag: str) -> None:
        self.end_word(tag)
        if tag in {"pre", "code"}:
            self.code.append(" ")
            self.code_depth -= 1

    def end_word(self, tag: str) -> None:
        if tag not in self.WITHIN_WORDS:
            self.handle_data(" ")

    def handle_data(self, data: str) -> None:
        (self.code if self.code_depth > 0 else self.prose).append(data)
