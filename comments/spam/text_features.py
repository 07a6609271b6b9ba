"""What a text contains: words, links, scripts. Nothing here is learned."""

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
# The host, and the rest of the address.
ADDRESS = re.compile(r"(?:https?://(?:www\.)?|\bwww\.)([^\s/?#<>\"'()\[\]:,]+)([^\s<>\"',()\[\]]*)", re.IGNORECASE)
LINKED = re.compile(
    r"<a\b[^<>]{0,500}>[^<>]{0,500}</a>|\[[^\[\]]{0,200}\]\([^()\s]{0,300}\)", re.IGNORECASE
)  # HTML and Markdown
ENDINGS = r"(?:com|net|org|info|biz|shop|store|online|site|xyz|top|io|co|tk|ru|tv|club)"
COUNTRIES = r"(?:de|fr|it|es|pl|uk|us|eu|br|in|me|cc|ly)"
# "example . com", written to hide the link from programs. The end of a sentence and the next word look much like it.
BARE_DOMAIN = re.compile(
    rf"(?<![\w@/.-])[a-z0-9-]{{3,40}}(?:\.{ENDINGS}| \. ?{ENDINGS}|\. (?:com|org)|\.{COUNTRIES}(?=/\w))\b(?![(\w])",
    re.IGNORECASE,
)
WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*|\d+")
LONG_RUN = re.compile(r"(.)\1{2,}", re.DOTALL)
SPACES = re.compile(r"\s+")
# Obfuscated words: "....free....", "f r e e", "you[tube]", "c4s1no".
DOTTED = re.compile(r"[.…~*_=|<>!-]{2,}")
SPACED = re.compile(r"(?<!\w)(?:\w[ .*_-]){3,40}\w(?!\w)")
INNER_BRACKET = re.compile(r"(?<=[^\W\d_])[\[\](){}*|](?=[^\W\d_])")
INNER_DIGIT = re.compile(r"(?<=[^\W\d_])[013457]{1,2}(?=[^\W\d_])")
LETTER_FOR = str.maketrans("013457", "oieast")
MIN_LETTERS_OF_SCRIPT = 10


@dataclass(frozen=True)
class TextFeatures:
    """``visible`` is the text as readers see it, ``normalized`` its words without obfuscation, in lower case."""

    text: str
    own_host: str = ""

    @cached_property
    def visible(self) -> str:
        text = unescape(unescape(self.text))
        if text.isascii():
            return text
        text = unicodedata.normalize("NFKC", text)
        return "".join(character for character in text if unicodedata.category(character) != "Cf")

    @cached_property
    def links(self) -> list[tuple[str, str]]:
        """Host and path of each link to another site."""
        found = ADDRESS.findall(self.visible.lower())
        found = [(host.strip("."), rest.rstrip(".;!?/")) for host, rest in found]
        return [(host, rest) for host, rest in found if host and host != self.own_host]

    @cached_property
    def has_own_words(self) -> bool:
        """Whether there is any text besides links and their labels."""
        return any(character.isalnum() for character in TAG.sub("", ADDRESS.sub("", LINKED.sub("", self.visible))))

    @cached_property
    def without_links(self) -> str:
        return ADDRESS.sub(" ", TAG.sub(" ", self.visible))

    @cached_property
    def bare_domain(self) -> str:
        found = BARE_DOMAIN.search(self.without_links)
        return found[0] if found else ""

    @cached_property
    def normalized(self) -> str:
        text = BARE_DOMAIN.sub(" ", self.without_links).replace("’", "'").casefold()
        text = DOTTED.sub(" ", text)
        text = SPACED.sub(lambda found: re.sub(r"[ .*_-]", "", found[0]), INNER_BRACKET.sub("", text))
        text = INNER_DIGIT.sub(lambda found: found[0].translate(LETTER_FOR), text)
        return SPACES.sub(" ", LONG_RUN.sub(r"\1\1", text)).strip()

    @cached_property
    def words(self) -> list[str]:
        """Numbers with more than two digits count as the same word, and so do "sooo" and "soooooo"."""
        return ["0000" if word.isdigit() and len(word) > 2 else word for word in WORD.findall(self.normalized)]

    @property
    def is_shouting(self) -> bool:
        words = [word for word in WORD.findall(self.without_links) if len(word) > 2]
        return len(words) >= 4 and sum(word.isupper() for word in words) * 2 > len(words)


def extract_features(text: str) -> TextFeatures:
    """Links to this site are not counted."""
    return TextFeatures(text, (urlsplit(settings.SITE_URL).hostname or "").removeprefix("www."))


@lru_cache(maxsize=5_000)
def script_of(letter: str) -> str:
    """The first word of a letter's Unicode name: LATIN, CYRILLIC, CJK … (also for Japanese)."""
    name = unicodedata.name(letter, "").partition(" ")[0].partition("-")[0]
    return "CJK" if name in {"HIRAGANA", "KATAKANA"} else name


def main_script(text: str) -> str:
    """The script of most letters, or an empty string if there are fewer than MIN_LETTERS_OF_SCRIPT."""
    scripts = Counter(script_of(letter) for letter in text[:2000] if letter.isalpha())
    return scripts.most_common(1)[0][0] if scripts.total() >= MIN_LETTERS_OF_SCRIPT else ""


def has_mixed_word(text: str) -> bool:
    """Whether a word mixes scripts whose letters look alike, such as "pаypal" with a Cyrillic a."""
    alike = {"LATIN", "CYRILLIC", "GREEK"}
    return any(
        len({script_of(letter) for letter in word if letter.isalpha()} & alike) > 1
        for word in re.findall(r"[^\W\d_]{3,40}", text)
        if not word.isascii()
    )
