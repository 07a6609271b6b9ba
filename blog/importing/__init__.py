"""Reads texts into the parts of an article. Nothing here uses the database except ``save`` and ``redirects``."""

from blog.importing.article import Article, ArticleRefused
from blog.importing.markdown_text import read_markdown
from blog.importing.plain_text import read_plain_text

__all__ = ["Article", "ArticleRefused", "read_article", "read_markdown", "read_plain_text"]


def read_article(source: str, *, is_markdown: bool, title: str = "") -> Article:
    """A text with front matter is Markdown, whatever its file name is. Raises ArticleRefused."""
    source = source.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    if is_markdown or source.startswith(("---\n", "+++\n")):
        return read_markdown(source, title=title)
    return read_plain_text(source, title=title)
