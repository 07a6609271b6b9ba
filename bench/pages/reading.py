"""Public pages: lists, articles, search, an empty blog, the style guide."""

from collections.abc import Iterator

from django.core.management import call_command
from django.test import Client

from accounts.models import User
from bench.pages.installation import Page, walk
from blog.models import Post, Series
from demo.users import ADMINISTRATOR
from tests.factories import make_post


def pages() -> Iterator[Page]:
    anonymous = Client()
    yield from walk("empty", anonymous, EMPTY)
    call_command("load_demo", verbosity=0)
    add_odd_articles()
    yield from walk("read", anonymous, READING | {f"author {slug}": f"/authors/{slug}/" for slug in AUTHORS})
    yield from walk("guide", anonymous, {"style guide": "/styleguide/"})


def add_odd_articles() -> None:
    """Articles with what the demo lacks: long names, forty tags, a series, all Markdown features."""
    writer = User.objects.get(email=ADMINISTRATOR)
    odd = {"author": writer, "age": 300, "language": "en"}
    tags = [f"tag {number}" for number in range(40)]
    make_post('An <odd> "title" & more', slug="odd", tags=tags, body=ODD_BODY, standfirst="Short & <sharp>.", **odd)
    make_post("W" * 200, slug="long", standfirst="w" * 300, tags=["w" * 50], body="w" * 500, **odd)
    make_post(LONG_TITLE, slug="wordy", standfirst=LONG_TITLE * 2, body="Words.", **odd)
    make_post("Closed", slug="closed", comments_open=False, **odd)
    series = Series.objects.create(title="The clock", slug="the-clock", description="How it came to run fast.")
    Post.objects.filter(slug=TIMER).update(series=series, series_position=1)
    for position in (2, 3):
        make_post(f"Part {position}", slug=f"part-{position}", series=series, series_position=position, **odd)


TIMER = "kitchen-timer-that-stole-a-minute"
EMPTY = {"home": "/", "search": "/search/?q=word", "tags": "/tags/", "archive": "/archive/"}
AUTHORS = ["ines-falkenrath", "robin-castell"]
READING = {
    "home": "/",
    "home, page 2": "/?page=2",
    "article with a cover": "/articles/small-web/",
    "article of a series": f"/articles/{TIMER}/",
    "article in Arabic": "/articles/رسالة-صوتية-من-المطبخ/",
    "article in Japanese": "/articles/炊飯器が歌う理由/",
    "article without a cover": "/articles/part-2/",
    "odd article": "/articles/odd/",
    "article, one long word": "/articles/long/",
    "article, long title": "/articles/wordy/",
    "tag": "/tags/repair/",
    "tag, long name": f"/tags/{'w' * 50}/",
    "tags": "/tags/",
    "series": "/series/the-clock/",
    "archive": "/archive/",
    "archive, year": "/archive/2026/",
    "search": "/search/",
    "search with hits": "/search/?q=timer",
    "search, did you mean": "/search/?q=timmer",
    "search without hits": "/search/?q=zzxxqq",
    "search, odd words": "/search/?q=%22%3Cb%3E%26",
}
LONG_TITLE = "Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen and what became of it in the end. " * 2
ODD_BODY = """
Lead with *emphasis*, `code`, a [link](https://example.org/?a=1&b=2) and a note.[^1]

## Same heading

| a | b |
|:--|--:|
| 1 | 2 |

## Same heading

```python
print("<b>")
```

1. one
    - inner

        text

> quote

- [ ] open
- [x] done

Term
:   Explanation

### عربي

#### 日本語

---

H~2~O and x^2^, ==marked==, ~~gone~~, "quotes" -- and ...

[^1]: The note.
"""
