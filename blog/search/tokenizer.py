"""Text as both search engines see it: plain lower-case words, without accents, CJK one character a word."""

import re
import unicodedata

WORD = re.compile(r"[^\W_]+")
CJK = re.compile("([\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7af])")
# Accents of Latin, Greek and Cyrillic, and the vowel signs of Arabic and Hebrew, which readers leave out.
ACCENTS = re.compile("[\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u0640\u064b-\u065f\u0670]")
MAX_WORD_LENGTH = 60


def fold(text: str) -> str:
    bare = ACCENTS.sub("", unicodedata.normalize("NFKD", text.casefold()))
    return unicodedata.normalize("NFC", bare)


def tokenize(text: str) -> list[str]:
    return [word[:MAX_WORD_LENGTH] for word in WORD.findall(CJK.sub(r" \1 ", fold(text)))]


def parse_phrases(query: str) -> list[list[str]]:
    """What must all be found: single words, and runs of CJK characters or "quoted words" that stand together."""
    phrases = []
    for quoted, chunk in re.findall(r'"([^"]+)"|([^\s"]+)', fold(query)):
        if words := tokenize(quoted or chunk):
            phrases.append(words)
    return phrases
