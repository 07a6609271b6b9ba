"""Markdown with or without front matter. The body is not changed."""

import re

from blog.importing import front_matter
from blog.importing.article import Article

HEADING = re.compile(r"(#{1,6})[ \t]+(.+?)[ \t]*#*")
FENCE = re.compile(r"[ \t]*(`{3,}|~{3,})")
STANDFIRST = ("standfirst", "description", "summary", "subtitle", "excerpt")
KNOWN = {
    *STANDFIRST, "author", "authors", "cta_label", "cta_url", "date", "draft", "lang", "language", "slug",
    "status", "tags", "title",
}  # fmt: skip


def read_markdown(source: str, *, title: str = "") -> Article:
    """Raises ArticleRefused if the front matter has an invalid date."""
    values, body = front_matter.split(source)

    def value(*keys: str) -> str:
        return next((front_matter.join_list(values[key]) for key in keys if values.get(key)), "")

    article = Article(
        title=title or value("title"),
        standfirst=value(*STANDFIRST),
        language=value("language", "lang"),
        slug=value("slug"),
        status={"true": "draft", "false": "published"}.get(value("draft").lower(), value("status").lower()),
        date=front_matter.parse_moment(value("date")) if value("date") else None,
        cta_label=value("cta_label"),
        cta_url=value("cta_url"),
        authors=front_matter.split_list(values.get("authors") or values.get("author") or []),
        tags=front_matter.split_list(values.get("tags", [])),
    )
    article.left_out = [
        ("unknown front matter", f"{key}: {front_matter.join_list(found)}")
        for key, found in values.items()
        if key not in KNOWN
    ]
    article.body = _without_title(body.strip("\n"), article)
    article.pieces = [
        (f"heading {len(found[1])}", found[2])
        for line in _outside_code(article.body)
        if (found := HEADING.fullmatch(line))
    ]
    return article


def _without_title(body: str, article: Article) -> str:
    """Use a first line ``# Title`` as the title instead of a heading."""
    first, _newline, rest = body.partition("\n")
    found = HEADING.fullmatch(first)
    if found is None or len(found[1]) > 1 or (article.title and article.title.casefold() != found[2].casefold()):
        return body
    if article.title:
        article.left_out.append(("repeated title", found[2]))
    article.title = article.title or found[2]
    return rest.strip("\n")


def _outside_code(body: str) -> list[str]:
    lines, fence = [], ""
    for line in body.splitlines():
        found = FENCE.match(line)
        if found and (not fence or found[1].startswith(fence)):
            fence = "" if fence else found[1]
        elif not fence:
            lines.append(line)
    return lines
