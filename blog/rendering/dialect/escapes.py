"""Backslash escapes (CommonMark 2.4), entities (2.5) and URLs."""

import re
from html.entities import html5
from urllib.parse import quote

PUNCTUATION = r"""[!-/:-@\[-`{-~]"""
ENTITY = re.compile(r"&(?:#[xX][0-9a-fA-F]{1,6}|#[0-9]{1,7}|[A-Za-z][A-Za-z0-9]{1,31});")
ESCAPE_OR_ENTITY = re.compile(rf"\\({PUNCTUATION})|{ENTITY.pattern}")
# Characters that the source may not contain can't be written as entities, either.
FORBIDDEN = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
URL_SAFE = ";/?:@&=+$,-_.!~*'()#"
ENCODED_URL = re.compile(rf"(?:[A-Za-z0-9{re.escape(URL_SAFE)}]|%[0-9A-Fa-f]{{2}})*")
ENCODED_PART = re.compile(r"(%[0-9A-Fa-f]{2})")


def unescape(text: str) -> str:
    """The text with its escapes and entities replaced."""
    if "\\" not in text and "&" not in text:
        return text
    return ESCAPE_OR_ENTITY.sub(lambda match: match[1] or decode_entity(match[0]), text)


def decode_entity(entity: str) -> str:
    """The character of a complete entity, or the entity itself if its name is unknown."""
    if entity[1] != "#":
        return html5.get(entity[1:], entity)
    number = int(entity[3:-1], 16) if entity[2] in "xX" else int(entity[2:-1])
    character = chr(number) if 0 < number < 0x110000 else "\ufffd"
    return FORBIDDEN.sub("\ufffd", character)


def encode_url(url: str) -> str:
    """Percent-encode what may not be in a URL. What is encoded stays as it is."""
    if ENCODED_URL.fullmatch(url):
        return url
    parts = ENCODED_PART.split(url)
    return "".join(part if at % 2 else quote(part, safe=URL_SAFE, errors="replace") for at, part in enumerate(parts))
