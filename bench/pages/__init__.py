"""Every page in every state, rendered from an installation of its own that is thrown away.

The one list of what bench/nu.py checks and bench/screenshots.py shows: whoever adds a template or a state adds it to
the module of its group.
"""

from collections.abc import Iterator

from bench.pages.installation import Page, installed


def every_page(language: str = "en") -> Iterator[Page]:
    """In the order in which a person would walk through the blog."""
    with installed(language):
        from bench.pages import accounts, commenting, faults, mails, reading, staff

        for group in (reading, commenting, accounts, staff, faults, mails):
            yield from group.pages()
