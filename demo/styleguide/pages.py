from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from django.contrib.auth.models import AnonymousUser
from django.contrib.messages.constants import DEFAULT_TAGS
from django.contrib.messages.storage.base import Message
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from blog.article_page.share_links import share_links
from blog.article_page.table_of_contents import table_of_contents
from blog.models import Section
from blog.rendering import ImageInfo, render_sections
from blog.search.snippet import Snippet
from blog.views.article import READING_SCRIPTS
from demo.styleguide.account import account_context
from demo.styleguide.colours import contrasts, token_texts
from demo.styleguide.forms import every_field
from demo.styleguide.previews import HIDDEN, shared_previews
from demo.styleguide.samples import ADA, ARTICLE, BYLINES, CARDS, CLEO, LONG_NAME, PARTS, SERIES, SITE, STAFF, tag
from demo.styleguide.threads import threads

# Anchors and titles of the sections. Each template has the name of its anchor.
SECTIONS = {
    "typography": "Typography",
    "colours": "Colours",
    "buttons": "Buttons and links",
    "fields": "Fields",
    "notices": "Notices and messages",
    "masthead": "Masthead and foot",
    "cards": "Cards",
    "bylines": "Bylines",
    "tags": "Tags",
    "navigation": "Breadcrumb, contents and pages",
    "prose": "The text of an article",
    "article": "Around an article",
    "previews": "Previews",
    "reading": "While reading",
    "comments": "Comments",
    "about-comments": "About one comment",
    "account": "An account",
    "search": "Search",
    "states": "Nothing here, and errors",
}
ERRORS = (400, 403, 404, 429, 500, 503)
PROSE = Path(__file__).with_name("prose.md")


def index(request: HttpRequest) -> HttpResponse:
    """Every component in every state, without queries."""
    texts = token_texts()
    rendered = render_sections(PROSE.read_text(encoding="utf-8"), find_images=find_images)
    sections = [Section(**asdict(section)) for section in rendered]
    pages = Paginator(range(100), 10)
    context = {
        "guide": [(name, title, f"styleguide/sections/{name}.html") for name, title in SECTIONS.items()],
        "site": SITE,
        "user": AnonymousUser(),
        "anonymous": AnonymousUser(),
        "member": ADA,
        "members": [ADA, STAFF, LONG_NAME],
        # The forms are never submitted, but Django warns about forms without a token.
        "csrf_token": "none",
        "colours": texts,
        "contrasts": contrasts(texts),
        "form": every_field(),
        "sample_messages": [
            Message(level, f"This is what “{name}” looks like.") for level, name in DEFAULT_TAGS.items()
        ],
        "cards": {"lead": ARTICLE, "rest": CARDS},
        "bylines": BYLINES,
        "few_tags": [tag("Repair"), tag("Kitchen"), tag("خرائط"), tag("台所")],
        "many_tags": [tag(f"Tag number {number}") for number in range(1, 41)],
        "crumbs": [("Home", "/"), ("Repair", "/"), ("The Kitchen Timer That Stole a Minute", "/")],
        "sections": sections,
        "contents": table_of_contents(sections),
        "pages": {"First": pages.page(1), "Middle": pages.page(5), "Last": pages.page(10)},
        "share_links": share_links("A title", "https://example.org/"),
        "related": [CARDS["With everything"], CARDS["Without a cover"], CARDS["Arabic"]],
        "series": SERIES,
        "parts": PARTS,
        "authors": [ADA, CLEO, LONG_NAME],
        "hidden_post": HIDDEN,
        "shared_previews": shared_previews(),
        "threads": threads(),
        "reading_scripts": READING_SCRIPTS,
        "snippet": Snippet("the-heart", "The heart of it", [("The ", False), ("timer", True), (" rang early.", False)]),
        "bare_snippet": Snippet("", "", [("One ", False), ("timer", True), (", and a ", False), ("timer", True)]),
        "errors": ERRORS,
    } | account_context()
    return render(request, "styleguide/index.html", context)


def find_images(urls: set[str]) -> dict[str, ImageInfo]:
    return {url: ImageInfo(1600, 900, f"{url} 1600w") for url in urls}


def error_page(request: HttpRequest, code: int) -> HttpResponse:
    """Show an error page with status 200. Raises Http404 for other codes."""
    if code not in ERRORS:
        raise Http404
    context = {"site": SITE, "user": AnonymousUser(), "kept_text": "Words that were typed."}
    return render(request, f"{code}.html", context)
