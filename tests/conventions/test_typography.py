"""The typography of each language, checked in every translation."""

import re

import pytest

from tests.conventions.catalogues import catalogue

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%(?:\.0)?[sd]|</?[a-z][^>]*>|https?://\S*|\w+@\S+|`[^`]*`")
JAPANESE = "[\u3001-\u30ff\u4e00-\u9fff\uff00-\uff60]"
# language: (what is wrong, pattern)
WRONG = {
    "de": [("quotation marks other than „…“", r"[\"”«»]|„[^“]*$")],
    "fr": [
        ("no no-break space before ; ! ? : »", r"(?<![\u00a0\u202f])[;!?»]|(?<![\u00a0\u202f\d]):(?=\s|$)"),
        ("no no-break space after «", r"«(?!\u00a0)"),
        ("straight signs", r"[\"']"),
    ],
    "es": [("? or ! without ¿ or ¡", r"^[^¿]*\?|^[^¡]*!"), ("quotation marks other than «…»", r"[\"“”]")],
    "ar": [("Latin , ; ?", r"[,;?]")],
    "ja": [
        ("a space between Japanese signs", rf"{JAPANESE} +{JAPANESE}"),
        ("half-width signs", rf"{JAPANESE}[,.:;!?()]|[()]{JAPANESE}"),
    ],
}
# German and Spanish use the familiar form of address and French the polite one. These patterns find the other.
ADDRESS = {
    "de": r"\b(?:Ihr|Ihre|Ihrem|Ihren|Ihrer|Ihnen|[Gg]eben Sie|[Ww]ählen Sie|[Kk]önnen Sie)\b",
    "fr": r"\b(?:tu|ton|tes|toi)\b",
    "es": r"\b(?:usted|introduzca|escriba una|escoja|inténtelo|su (?:cuenta|contraseña|correo|dirección))\b",
}


def translations(language):
    for entry in catalogue(language):
        for text in entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]:
            yield text, PLACEHOLDER.sub("x", text)


@pytest.mark.parametrize(("language", "name", "pattern"), [(key, *rule) for key in WRONG for rule in WRONG[key]])
def test_translations_have_the_typography_of_their_language(language, name, pattern):
    assert [text for text, words in translations(language) if re.search(pattern, words)] == []


@pytest.mark.parametrize("language", sorted(ADDRESS))
def test_translations_use_one_form_of_address(language):
    found = re.compile(ADDRESS[language], re.IGNORECASE if language != "de" else 0)
    assert [text for text, words in translations(language) if found.search(words)] == []
