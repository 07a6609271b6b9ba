"""Renders every page in every state, in a temporary installation.

Used by bench/nu.py and bench/screenshots.py. New templates and states have to be added to the module of their group.
"""

from collections.abc import Iterator

from bench.pages.installation import Page, installed


def every_page(language: str = "en") -> Iterator[Page]:
    """In the order in which a user would visit the pages."""
    with installed(language):
        from bench.pages import accounts, commenting, faults, mails, reading, staff

        for group in (reading, commenting, accounts, staff, faults, mails):
            yield from group.pages()
