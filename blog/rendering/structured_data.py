"""JSON-LD for the head of a page: data that search engines read and no browser runs."""

import json

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.safestring import SafeString, mark_safe

# Inside an element the text ends at </script; two of the characters are line ends to old scripts.
ESCAPES = {ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"}


def json_ld(data: object) -> SafeString:
    """The whole ``<script>`` element. Dates, lazy translations and decimals may be in the data."""
    text = json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, allow_nan=False).translate(ESCAPES)
    return mark_safe(f'<script type="application/ld+json">{text}</script>')  # noqa: S308
