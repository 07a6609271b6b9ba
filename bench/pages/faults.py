"""Error pages."""

from collections.abc import Iterator

from django.template.loader import render_to_string
from django.test import Client

from bench.pages.installation import Page, text_of

# Rendered without database and session.
STANDALONE = (400, 500, 503)
AROUND = (403, 429)


def pages() -> Iterator[Page]:
    anonymous = Client()
    yield Page("fault", "404", text_of(anonymous.get("/nowhere/"), 404))
    for code in STANDALONE:
        yield Page("fault", str(code), render_to_string(f"{code}.html"))
    request = anonymous.get("/tags/").wsgi_request
    for code in AROUND:
        kept = {"kept_text": "Words <b> & more"}
        yield Page("fault", str(code), render_to_string(f"{code}.html", kept, request=request))
