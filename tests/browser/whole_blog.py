"""A small blog with every kind of page, and their addresses by what a person would call them.

The pages of accounts are in tests/accounts/every_page.py.
"""

from pathlib import Path

from blog.models import BlogSettings, Series
from comments.models import Comment
from tests.factories import make_comment, make_post, make_user

PROSE = Path(__file__).resolve().parents[2] / "demo" / "styleguide" / "prose.md"
LONG_TITLE = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen " * 3

EVERYBODYS = {
    "home": "/",
    "second page": "/?page=2",
    "article": "/articles/the-timer/",
    "answer": "/articles/the-timer/?reply=1#comment-form",
    "right to left": "/articles/khareeta/",
    "japanese": "/articles/suihanki/",
    "long title": "/articles/long/",
    "closed thread": "/articles/closed/",
    "tag": "/tags/repair/",
    "tags": "/tags/",
    "author": "/authors/ada-ambrose/",
    "series": "/series/the-clock/",
    "archive": "/archive/",
    "year": "/archive/2025/",
    "month": "/archive/2025/03/",
    "search": "/search/",
    "hits": "/search/?q=eggs",
    "no hits": "/search/?q=zzz",
    "misspelt": "/search/?q=timmer",
    "not found": "/nowhere/",
} | {f"error {code}": f"/styleguide/errors/{code}/" for code in (400, 403, 429, 500, 503)}

MEMBERS = {
    "article of a member": "/articles/the-timer/",
    "preview": "/articles/draft/",
}
EMPTY = {"empty home": "/", "empty tags": "/tags/", "empty archive": "/archive/", "empty search": "/search/?q=eggs"}


def make_blog():
    """Returns Ada, who has written all of it."""
    ada = make_user("ada@example.org", display_name="Ada Ambrose", groups=["Author"], is_staff=True, bio="Writes.")
    BlogSettings(
        pk=1, name="Colophon", tagline="Notes", description="Made up.", footer_text="Set.", posts_per_page=3
    ).save()
    prose = PROSE.read_text()
    clock = Series.objects.create(title="The clock", slug="the-clock", description="In parts.")
    timer = make_post(
        "The Timer",
        author=ada,
        body=prose,
        tags=["Repair", "Kitchen", *(f"Tag {number}" for number in range(1, 30))],
        standfirst="Nineteen minutes.",
        cta_label="Get it",
        cta_url="https://example.org/",
        series=clock,
        series_position=1,
    )
    make_post("Second eggs", author=ada, body=prose, tags=["Repair"], series=clock, series_position=2)
    make_post("Third", author=ada, tags=["Repair"], published_at="2025-03-14T09:26:00Z")
    make_post(
        "خريطة",
        slug="khareeta",
        author=ada,
        language="ar",
        body="نص.\n\n## جزء\n\n> قول\n\n## ثان\n\n## ثالث\n\nنهاية.",
    )
    make_post(
        "炊飯器",
        slug="suihanki",
        author=ada,
        language="ja",
        body="湯気の向こう。\n\n## 釜\n\n温度。\n\n## 二\n\n## 三\n\n終。",
    )
    make_post(LONG_TITLE.strip(), slug="long", author=ada, standfirst="w" * 300, tags=["w" * 60])
    make_post("Closed", author=ada, comments_open=False)
    make_post("Draft", author=ada, status="draft")
    first = make_comment(timer, "It runs **fast**.\n\n```\n" + "long " * 40 + "\n```\n\n> Quoted")
    reply = make_comment(timer, "Thank you.", parent=first, author=ada)
    make_comment(timer, "Deeper.", parent=reply, name="A" * 80)
    removed = make_comment(timer, status=Comment.Status.REMOVED)
    make_comment(timer, parent=removed)
    return ada
