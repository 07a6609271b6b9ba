"""Splits text into folded words for both search engines. Each CJK character is a word."""

import re
import unicodedata

WORD = re.compile(r"[^\W_]+")
CJK = re.compile("([\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af])")
# Accents of Latin, Greek and Cyrillic, and vowel signs of Arabic and Hebrew, which people often omit.
ACCENTS = re.compile("[\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u0640\u064b-\u065f\u0670]")
MAX_WORD_LENGTH = 60


def fold(text: str) -> str:
    bare = ACCENTS.sub("", unicodedata.normalize("NFKD", text.casefold()))
    return unicodedata.normalize("NFC", bare)


def tokenize(text: str) -> list[str]:
    return [word[:MAX_WORD_LENGTH] for word in WORD.findall(CJK.sub(r" \1 ", fold(text)))]


def parse_phrases(query: str) -> list[list[str]]:
    """The words and phrases of a query: single words, "quoted words", and runs of CJK characters."""
    phrases = []
    for quoted, chunk in re.findall(r'"([^"]+)"|([^\s"]+)', fold(query)):
        if words := tokenize(quoted or chunk):
            phrases.append(words)
    return phrases
