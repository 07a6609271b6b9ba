"""Word counts and reading times.

238 words per minute: Brysbaert (2019), "How many words do we read per minute?", silent reading of non-fiction.
500 characters per minute for Chinese and Japanese; code at half speed; 12 seconds for the first image and one second
less for each following image, but at least 3.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable
from html.parser import HTMLParser

WORDS_PER_MINUTE = 238
CHARACTERS_PER_MINUTE = 500
CODE_FACTOR = 2
FIRST_IMAGE_SECONDS, MIN_IMAGE_SECONDS = 12, 3

# Ideographs, hiragana and katakana with their marks, without punctuation.
CJK_RANGES = (
    "\u3005-\u3007\u3041-\u3096\u309d-\u309f\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U000323af"
)
CJK = re.compile(f"[{CJK_RANGES}]")
# A URL can be followed by text without a space: 「https://example.org/を見て」.
URL = re.compile(rf"\b(?:https?://|www\.)[^\s\u3000-\u303f\uff00-\uff65{CJK_RANGES}]+", re.IGNORECASE)


def count_words(text: str) -> int:
    """The number of words, plus Chinese and Japanese characters. Emoji, punctuation and URLs don't count."""
    spaced, characters = split_scripts(text)
    return spaced + characters


def split_scripts(text: str) -> tuple[int, int]:
    text = URL.sub(" ", text)
    characters = len(CJK.findall(text))
    tokens = CJK.sub(" ", text).split()
    return sum(any(letter.isalnum() for letter in token) for token in tokens), characters


def reading_minutes(parts: Iterable[str]) -> int:
    """Minutes for fragments of HTML, rounded up, at least one."""
    visible = _TextExtractor()
    for part in parts:
        visible.feed(part)
        visible.handle_data(" ")
    visible.close()
    words, characters = split_scripts("".join(visible.prose))
    code_words, code_characters = split_scripts("".join(visible.code))
    words += code_words * CODE_FACTOR
    characters += code_characters * CODE_FACTOR
    image_seconds = sum(max(FIRST_IMAGE_SECONDS - number, MIN_IMAGE_SECONDS) for number in range(visible.images))
    minutes = words / WORDS_PER_MINUTE + characters / CHARACTERS_PER_MINUTE + image_seconds / 60
    return max(1, math.ceil(minutes))


class _TextExtractor(HTMLParser):
    """Collects visible text, separately for prose and code, and counts images."""

    # These elements can be inside a word: H<sub>2</sub>O.
    INLINE = re.compile(
        "a|abbr|bdi|bdo|b|cite|code|del|dfn|em|ins|i|kbd|mark|q|rp|rt|ruby|samp|small|span|strong|sub|sup|s|time|u|var"
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
        if not self.INLINE.fullmatch(tag):
            self.handle_data(" ")

    def handle_data(self, data: str) -> None:
        (self.code if self.code_depth > 0 else self.prose).append(data)
