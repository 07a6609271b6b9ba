"""The pages of a running site to measure, found in its site map and lists."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.error import HTTPError
from urllib.parse import quote, urljoin, urlsplit
from urllib.request import Request, urlopen


@dataclass(frozen=True)
class Response:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


def fetch(address: str, coding: str = "identity") -> Response:
    """The raw response, also if it is an error."""
    request = Request(address, headers={"Accept-Encoding": coding})
    try:
        reply = urlopen(request, timeout=60)
    except HTTPError as error:
        reply = error
    with reply:
        return Response(reply.status, {name.lower(): value for name, value in reply.headers.items()}, reply.read())


def listed(site: str, section: str) -> list[str]:
    """The URLs of one section of the site map, on the measured host."""
    text = fetch(urljoin(site, f"/sitemap-{section}.xml")).text
    return [urljoin(site, urlsplit(found).path) for found in re.findall(r"<loc>([^<]+)</loc>", text)]


def links(site: str, path: str, pattern: str) -> Iterator[str]:
    """The distinct URLs on the page that match."""
    found = re.findall(rf'href="({pattern})"', fetch(urljoin(site, path)).text)
    yield from (urljoin(site, address.replace("&amp;", "&")) for address in dict.fromkeys(found))


def heaviest_article(site: str) -> str:
    return max(listed(site, "articles"), key=lambda address: len(fetch(address).body))


def busiest_tag(site: str) -> str:
    return max(listed(site, "tags"), key=lambda address: fetch(address).text.count("<article"))


def search_with_hits(site: str) -> str:
    """A search for the most frequent long word of the heaviest article."""
    text = re.sub(r"<[^>]+>", " ", fetch(heaviest_article(site)).text.partition("<main")[2])
    words = re.findall(r"\b[a-z]{6,}\b", text)
    return urljoin(site, f"/search/?q={quote(max(sorted(set(words)), key=words.count))}")


def main_pages(site: str) -> dict[str, str]:
    """The five pages with a budget, by name."""
    return {
        "home": urljoin(site, "/"),
        "article": heaviest_article(site),
        "tag": busiest_tag(site),
        "search": search_with_hits(site),
        "login": urljoin(site, "/accounts/login/"),
    }


def every_kind_of_page(site: str) -> dict[str, str]:
    """All articles, which cover all languages and kinds of content, and at least one of each other page."""
    pages = main_pages(site)
    pages |= {f"article {number}": address for number, address in enumerate(listed(site, "articles"), start=1)}
    pages |= {f"author {number}": address for number, address in enumerate(listed(site, "authors"), start=1)}
    pages |= {f"tag {number}": address for number, address in enumerate(listed(site, "tags"), start=1)}
    pages |= dict(zip(["year", "year before"], links(site, "/archive/", r"/archive/\d+/"), strict=False))
    pages |= dict(zip(["month", "another month"], links(site, "/archive/", r"/archive/\d+/\d+/"), strict=False))
    others = {
        "page 2": "/?page=2",
        "tags": "/tags/",
        "archive": "/archive/",
        "search empty": "/search/",
        "search without hits": "/search/?q=zzxxqq",
        "search with odd words": "/search/?q=%22%3Cb%3E%26",
        "sign up": "/accounts/signup/",
        "reset": "/accounts/password/reset/",
        "not found": "/nowhere/",
    }
    pages |= {name: urljoin(site, path) for name, path in others.items()}
    style_guide = urljoin(site, "/styleguide/")  # exists with DEBUG=1 only
    return pages | ({"style guide": style_guide} if fetch(style_guide).status == 200 else {})
