"""Reads text files, and explains what is wrong with those that can't be read."""

from pathlib import Path

from blog.importing.article import ArticleRefused
from blog.rendering import POST

MARKDOWN_SUFFIXES = frozenset({".md", ".markdown", ".mdown", ".mkd"})
# A character has at most four bytes. The rest is for front matter.
MAX_BYTES = 4 * POST.bounds.characters + 20_000


def read_text_file(path: Path) -> str:
    """Raises ArticleRefused."""
    try:
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise ArticleRefused(f"{path} cannot be read: {error.strerror or error}.") from error
    if len(content) > MAX_BYTES:
        raise ArticleRefused(
            f"{path} is too long: an article can have {POST.bounds.characters:,} characters. Split it into several."
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise ArticleRefused(
            f"{path} is not UTF-8: byte {error.start + 1:,} is invalid. Save it as UTF-8 and try again."
        ) from error


def is_markdown(path: Path) -> bool:
    return path.suffix.lower() in MARKDOWN_SUFFIXES
