"""What can be seen in a text without having learned anything: its words, its addresses, its script."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cached_property, lru_cache
from html import unescape
from urllib.parse import urlsplit

from django.conf import settings

TAG = re.compile(r"<[^<>]{1,500}>")
# The host and what follows it.
ADDRESS = re.compile(r"(?:https?://(?:www\.)?|\bwww\.)([^\s/?#<>\"'()\[\]:,]+)([^\s<>\"',()\[\]]*)", re.IGNORECASE)
LINKED = re.compile(
    r"<a\b[^<>]{0,500}>[^<>]{0,500}</a>|\[[^\[\]]{0,200}\]\([^()\s]{0,300}\)", re.IGNORECASE
)  # HTML and Markdown
ENDINGS = r"(?:com|net|org|info|biz|shop|store|online|site|xyz|top|io|co|tk|ru|tv|club)"
COUNTRIES = r"(?:de|fr|it|es|pl|uk|us|eu|br|in|me|cc|ly)"
# "example . com", written so that no program takes it for a link. A full stop and a new sentence look much like it.
BARE_DOMAIN = re.compile(
    rf"(?<![\w@/.-])[a-z0-9-]{{3,40}}(?:\.{ENDINGS}| \. ?{ENDINGS}|\. (?:com|org)|\.{COUNTRIES}(?=/\w))\b(?![(\w])",
    re.IGNORECASE,
)
WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*|\d+")
LONG_RUN = re.compile(r"(.)\1{2,}", re.DOTALL)
SPACES = re.compile(r"\s+")
# Disguised words: "....free....", "f r e e", "you[tube]", "c4s1no".
DOTTED = re.compile(r"[.…~*_=|<>!-]{2,}")
APART = re.compile(r"(?<!\w)(?:\w[ .*_-]){3,40}\w(?!\w)")
INSIDE = re.compile(r"(?<=[^\W\d_])[\[\](){}*|](?=[^\W\d_])")
DIGIT_INSIDE = re.compile(r"(?<=[^\W\d_])[013457]{1,2}(?=[^\W\d_])")
LETTER_FOR = str.maketrans("013457", "oieast")
LETTERS_FOR_A_SCRIPT = 10


@dataclass(frozen=True)
class TextFeatures:
    """One text, read once: ``shown`` is what is left without disguise, ``plain`` are its words in small letters."""

    text: str
    own_host: str = ""

    @cached_property
    def shown(self) -> str:
        text = unescape(unescape(self.text))
        if text.isascii():
            return text
        text = unicodedata.normalize("NFKC", text)
        return "".join(sign for sign in text if unicodedata.category(sign) != "Cf")

    @cached_property
    def addresses(self) -> list[tuple[str, str]]:
        """Host and path of the links to other sites; those of the site itself are welcome."""
        found = ADDRESS.findall(self.shown.lower())
        found = [(host.strip("."), rest.rstrip(".;!?/")) for host, rest in found]
        return [(host, rest) for host, rest in found if host and host != self.own_host]

    @cached_property
    def has_own_words(self) -> bool:
        """Whether anything is left when the links and what is written on them are taken away."""
        return any(sign.isalnum() for sign in TAG.sub("", ADDRESS.sub("", LINKED.sub("", self.shown))))

    @cached_property
    def without_addresses(self) -> str:
        return ADDRESS.sub(" ", TAG.sub(" ", self.shown))

    @cached_property
    def bare_domain(self) -> str:
        found = BARE_DOMAIN.search(self.without_addresses)
        return found[0] if found else ""

    @cached_property
    def plain(self) -> str:
        text = BARE_DOMAIN.sub(" ", self.without_addresses).replace("’", "'").casefold()
        text = DOTTED.sub(" ", text)
        text = APART.sub(lambda found: re.sub(r"[ .*_-]", "", found[0]), INSIDE.sub("", text))
        text = DIGIT_INSIDE.sub(lambda found: found[0].translate(LETTER_FOR), text)
        return SPACES.sub(" ", LONG_RUN.sub(r"\1\1", text)).strip()

    @cached_property
    def words(self) -> list[str]:
        """Long numbers are alike, and so are sooo and soooooo."""
        return ["0000" if word.isdigit() and len(word) > 2 else word for word in WORD.findall(self.plain)]

    @property
    def shouts(self) -> bool:
        words = [word for word in WORD.findall(self.without_addresses) if len(word) > 2]
        return len(words) >= 4 and sum(word.isupper() for word in words) * 2 > len(words)


def extract_features(text: str) -> TextFeatures:
    """A comment of this site."""
    # As hosts are found: without www.
    return TextFeatures(text, (urlsplit(settings.SITE_URL).hostname or "").removeprefix("www."))


@lru_cache(maxsize=5_000)
def script_of(letter: str) -> str:
    """LATIN, CYRILLIC, CJK …: the first word of a letter's Unicode name. Japanese counts as one."""
    name = unicodedata.name(letter, "").partition(" ")[0].partition("-")[0]
    return "CJK" if name in {"HIRAGANA", "KATAKANA"} else name


def main_script(text: str) -> str:
    """The script of most letters; empty when there are too few to tell."""
    scripts = Counter(script_of(letter) for letter in text[:2000] if letter.isalpha())
    return scripts.most_common(1)[0][0] if scripts.total() >= LETTERS_FOR_A_SCRIPT else ""


def has_mixed_word(text: str) -> bool:
    """Whether one word mixes scripts whose letters look alike: "pаypal" with a Cyrillic a."""
    alike = {"LATIN", "CYRILLIC", "GREEK"}
    return any(
        len({script_of(letter) for letter in word if letter.isalpha()} & alike) > 1
        for word in re.findall(r"[^\W\d_]{3,40}", text)
        if not word.isascii()
    )
