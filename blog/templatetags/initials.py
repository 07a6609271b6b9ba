import unicodedata

from django import template

register = template.Library()


@register.filter
def initial(text: str) -> str:
    """The first letter or digit in upper case with its combining marks, or ¶ if there is none."""
    for position, character in enumerate(text):
        if character.isalnum():
            end = position + 1
            while end < len(text) and unicodedata.combining(text[end]):
                end += 1
            capital = text[position:end].upper()
            return capital if len(capital) == end - position else text[position:end]
    return "¶"
