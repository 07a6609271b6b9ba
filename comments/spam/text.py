"""What can be seen in a text without having learned anything."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

TAG = re.compile(r"<[^<>]{1,500}>")
DOMAIN = re.compile(r"(?:https?://(?:www\.)?|\bwww\.)([^\s/?#<>\"'()\[\]:,]+)", re.IGNORECASE)
ENDINGS = r"(?:com|net|org|info|biz|shop|store|online|site|xyz|top|io|co|tk|ru)"
# «example . com», written so that no program takes it for a link.
BARE_DOMAIN = re.compile(rf"(?<![\w@/.-])[a-z0-9-]{{3,40}} ?\. ?{ENDINGS}\b", re.IGNORECASE)
# What advertising wants of its readers. English only: the learned words know other languages.
ASKS = re.compile(
    r"""\b(?:
      (?:un)?subscri[bp]\w{0,6} | subs?\ to
    | (?:check|look|come)(?:ing|ed|s)?\ (?:\w{1,20}\ ){0,2}?(?:out|at)
        \ (?:\w{1,20}\ ){0,2}?(?:my|me|us|our|new|this|the|these)
    | (?:visit|follow|support|join|add|watch|like|share|vote(?:\ for)?|help|listen\ to|view|donate(?:\ to)?
        |contact|try|buy|order)\ (?:\w{1,20}\ ){0,2}?(?:my|our|me|us|mine)
    | my\ (?:(?:new|own|first|latest|other|youtube|music|gaming|cover)\ ){0,2}(?:channel|videos?|vids?|page|site
        |website|blog|music|songs?|shop|store|app|profile|account|link|covers?|youtube|facebook|instagram|twitter|book)
    | giveaway | free\ gift | for\ free | click | download | promo\w{0,10} | discount | coupon | cheap | casino
    | bitcoin | crypto\w{0,10} | forex | viagra | earn(?:ing)? | mak(?:e|ing)\ money | extra\ money | from\ home
    | per\ (?:day|week|month|hour) | whatsapp | telegram
    | (?:like|thumbs?\ up|share)\ (?:this|it)\ (?:comment|if)
    )\b""",
    re.IGNORECASE | re.VERBOSE,
)
LETTERS_FOR_A_SCRIPT = 10
SPACES = re.compile(r"\s+")


def without_markup(text: str) -> str:
    return TAG.sub(" ", text)


def asks_for_attention(text: str) -> int:
    """How many different things it asks its readers to do: to look at something, to follow, to buy."""
    return len({found.lower() for found in ASKS.findall(SPACES.sub(" ", without_markup(text)))})


def script_of(letter: str) -> str:
    """LATIN, CYRILLIC, CJK …: the first word of a letter's Unicode name. Japanese counts as one."""
    name = unicodedata.name(letter, "").partition(" ")[0].partition("-")[0]
    return "CJK" if name in {"HIRAGANA", "KATAKANA"} else name


def main_script(text: str) -> str:
    """The script of most letters; empty when there are too few to tell."""
    scripts = Counter(script_of(letter) for letter in text[:2000] if letter.isalpha())
    return scripts.most_common(1)[0][0] if scripts.total() >= LETTERS_FOR_A_SCRIPT else ""


def has_mixed_word(text: str) -> bool:
    """Whether one word mixes scripts whose letters look alike: «pаypal» with a Cyrillic a."""
    alike = {"LATIN", "CYRILLIC", "GREEK"}
    return any(
        len({script_of(letter) for letter in word if letter.isalpha()} & alike) > 1
        for word in re.findall(r"[^\W\d_]{3,40}", text)
        if not word.isascii()
    )
