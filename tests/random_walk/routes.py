"""A random address for any URL pattern of the site."""

import re
from collections.abc import Iterator
from random import Random
from urllib.parse import quote, urlencode

from django.urls import URLPattern, get_resolver
from django.urls.resolvers import RegexPattern

from accounts.models import User
from blog.models import Image, Post, Series, Tag
from comments.models import Comment

ODD = [
    "", "0", "-1", "1", "007", "9" * 30, "1e3", "x", "null", "%00", "\0", "\r\nX: y", "../..", "'", '"', "<b>", "&amp;",
    "é", "e\u0301", "١٢", "漢字", "\u202e", "\ud800", "\U0001f600", "a" * 300, "x " * 5_000, "[" * 500,
]  # fmt: skip
PARAMETERS = [
    "page", "p", "o", "q", "order", "after", "before", "replies", "reply", "tag", "status", "next", "all", "e", "_popup",
    "state", "series", "published_at__year", "author", "date", "type", "uid", "_changelist_filters",
]  # fmt: skip
ORDERS = ["newest", "oldest", "best"]
ARGUMENT = re.compile(r"<(?:\w+:)?(\w+)>|\(\?P<(\w+)>(?:[^()]|\([^)]*\))*\)")


def url_patterns(patterns=None, prefix="") -> Iterator[str]:
    """The path of each pattern, with ``<name>`` for its arguments."""
    for found in get_resolver().url_patterns if patterns is None else patterns:
        text = str(found.pattern)
        if isinstance(found.pattern, RegexPattern):
            text = text.removeprefix("^").removesuffix("$").replace("\\Z", "").replace("\\", "")
        if isinstance(found, URLPattern):
            yield "/" + ARGUMENT.sub(lambda match: f"<{match[1] or match[2]}>", prefix + text)
        else:
            yield from url_patterns(found.url_patterns, prefix + text)


def random_value(random: Random, name: str, pattern: str) -> str:
    """An argument of that name: usually one that exists, sometimes an odd one."""
    if random.random() < 0.15:
        return random.choice(ODD)
    if name == "slug":
        return random_slug(random, pattern)
    if name == "year":
        return str(random.choice([2024, 2025, 2026]))
    if name == "month":
        return str(random.randint(0, 13))
    if name == "section":
        return random.choice(["articles", "tags", "authors", "pages"])
    if name == "action":
        return random.choice(["approve", "spam", "remove"])
    model = random.choice([Post, Comment, User, Tag, Image])
    return str(random.choice(list(model.objects.values_list("pk", flat=True)) or [1]))


def random_slug(random: Random, pattern: str) -> str:
    models = {"/tags/": Tag, "/series/": Series, "/authors/": User}
    model = next((model for start, model in models.items() if pattern.startswith(start)), Post)
    return random.choice(list(model.objects.values_list("slug", flat=True)) or ["none"])


def random_path(random: Random, patterns: list[str]) -> str:
    start = random.choice(
        ["/admin/", "/accounts/", "/articles/<slug>/", "/articles/<slug>/", "/articles/", "/comments/", "/"]
    )
    pattern = random.choice(
        [path for path in patterns if path == start or (path.startswith(start) and "<slug>" not in start)]
    )

    def fill(match: re.Match[str]) -> str:
        return quote(random_value(random, match[1], pattern), safe="", errors="surrogatepass") or "none"

    path = re.sub(r"<(\w+)>", fill, pattern)
    return path + random_query(random)


def random_query(random: Random) -> str:
    if random.random() < 0.6:
        return ""
    pairs = [(random.choice(PARAMETERS), random_argument(random)) for _ in range(random.choice([1, 1, 2, 3]))]
    return "?" + urlencode(pairs, errors="surrogatepass")


def random_argument(random: Random) -> str:
    return random.choice([random.choice(ODD), random.choice(ORDERS), str(random.randint(0, 40)), "kettle", "/"])
