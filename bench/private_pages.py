"""Pages that a stranger with a browser does not meet: rendered from an installation of its own, thrown away."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django

# Rendered where neither database nor session can be asked.
STANDALONE = {"400", "500", "503"}


def private_pages() -> Iterator[tuple[str, str]]:
    """Account pages, refused forms, error pages and odd articles, by file name."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    django.setup()
    from django.conf import settings
    from django.core.management import call_command
    from django.template.loader import render_to_string
    from django.test import Client
    from django.test.utils import setup_test_environment

    setup_test_environment()
    settings.ALLOWED_HOSTS = ["*"]
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    from tests.factories import make_comment, make_post, make_user

    yield "blog without articles.html", Client().get("/").content.decode()
    yield "search in a blog without articles.html", Client().get("/search/?q=word").content.decode()
    alice = make_user(display_name="A" * 80, groups=["Author"], is_staff=True)
    bob = make_user(display_name='Bob <b> & "Co"')
    post = make_post(
        'An <odd> "title" & more',
        slug="odd",
        author=alice,
        tags=[f"tag {number}" for number in range(40)],
        body=ODD_BODY,
        standfirst="Short & <sharp>.",
    )
    parent = make_comment(post, body="A **bold** [word](http://example.org) and `code`.")
    make_comment(post, parent=parent, author=bob, body="> quoted\n\n- one\n- two")
    closed = make_post("Closed", slug="closed", author=alice, comments_open=False)
    make_comment(closed)
    reader = Client()
    reader.force_login(bob)
    for name, path in READERS_PAGES.items():
        yield f"signed in, {name}.html", reader.get(path, follow=True).content.decode()
    saved = reader.post("/accounts/profile/", {"display_name": "Bob"}, follow=True)
    yield "signed in, message.html", saved.content.decode()
    stranger = Client()
    for name, path in STRANGERS_PAGES.items():
        yield f"{name}.html", stranger.get(path, follow=True).content.decode()
    yield "comment refused.html", stranger.post("/articles/odd/comments/", {"body": ""}).content.decode()
    yield "log in refused.html", stranger.post("/accounts/login/", {"login": "x"}).content.decode()
    yield "sign up refused.html", stranger.post("/accounts/signup/", {"email": "x"}).content.decode()
    for template in sorted(Path(settings.BASE_DIR, "templates").glob("[45]??.html")):
        alone = template.stem in STANDALONE
        yield f"error {template.name}", render_to_string(template.name) if alone else around(template.name, stranger)
    yield from mails(post)


def mails(post: Any) -> Iterator[tuple[str, str]]:
    """The HTML part of what is sent after a registration, a comment and a forgotten password."""
    from django.core import mail
    from django.test import Client

    from tests.factories import PASSWORD, make_user

    known = make_user("known@example.org", display_name="Known")
    make_user("mona@example.org", display_name="Mona", groups=["Moderator"], is_staff=True)
    stranger = Client()
    form = {"email": "new@example.org", "display_name": "New", "password1": PASSWORD, "password2": PASSWORD}
    stranger.post("/accounts/signup/", form)
    stranger.post("/accounts/password/reset/", {"email": known.email})
    reader = Client()
    reader.force_login(known)
    reader.post(f"{post.get_absolute_url()}comments/", {"body": "A **fair** point & <b>more</b>."})
    for number, message in enumerate(mail.outbox):
        for part in message.alternatives:
            yield f"mail {number}, {message.subject[:40]}.html", str(part.content)


def around(template: str, client: "django.test.Client") -> str:
    from django.template.loader import render_to_string

    request = client.get("/").wsgi_request
    return render_to_string(template, {"kept_text": "Words <b> & more"}, request=request)


READERS_PAGES = {
    "home": "/",
    "article": "/articles/odd/",
    "closed article": "/articles/closed/",
    "account": "/accounts/",
    "profile": "/accounts/profile/",
    "e-mail": "/accounts/email/",
    "password": "/accounts/password/change/",
    "log out": "/accounts/logout/",
    "second factor": "/accounts/2fa/",
    "second factor, new": "/accounts/2fa/totp/activate/",
}
STRANGERS_PAGES = {
    "odd article": "/articles/odd/",
    "odd article, reply": "/articles/odd/?reply=1",
    "closed article": "/articles/closed/",
    "log in with next": "/accounts/login/?next=/articles/odd/",
    "reset done": "/accounts/password/reset/done/",
    "reset with a wrong key": "/accounts/password/reset/key/1-wrong/",
    "confirm with a wrong key": "/accounts/confirm-email/wrong/",
    "verification sent": "/accounts/confirm-email/",
    "inactive": "/accounts/inactive/",
}
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
