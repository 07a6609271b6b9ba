"""A random walk over the site: random people do random things, valid and invalid, and every response is checked."""

import logging
import re
from contextlib import ExitStack
from datetime import timedelta
from html.parser import HTMLParser
from random import Random
from unittest.mock import patch
from urllib.parse import urlencode, urljoin, urlsplit

from django.contrib.auth import get_user
from django.core.cache import caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpRequest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from blog.models import Post
from comments.models import Comment, Decision
from comments.moderation.decide import decide
from tests.factories import PASSWORD, make_comment, make_post, make_user
from tests.page_cache import rendered_again
from tests.random_walk.checks import database_faults, leaks, page_faults
from tests.random_walk.routes import ODD, random_path, url_patterns

# None: nobody is logged in. A guest keeps the cookies of their comments.
ROLES = {
    "stranger": None,
    "guest": None,
    "bob": "Reader",
    "alice": "Author",
    "mona": "Moderator",
    "edith": "Editor",
    "owner": "",
}
METHODS = ["HEAD", "OPTIONS", "PUT", "DELETE", "PATCH", "TRACE", "BREW"]
TYPES = [
    "application/json",
    "text/plain",
    "multipart/form-data",
    "multipart/form-data; boundary=x",
    "text/html; charset=utf-16",
    "x",
]
COMMENTING = ("/articles/", "/comments/")  # readers write here; the texts of the admin are public on other pages
EVERYWHERE = re.compile("/(?:login|logout)/")  # forms that every page has
UNAVAILABLE = 503


class Forms(HTMLParser):
    """The forms of a page that post, each with its address and its fields as a browser would send them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.forms: list[dict] = []
        self.area = self.select = None
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        field = dict(attributes)
        if tag == "form":
            self.forms.append(
                {"action": field.get("action") or "", "post": field.get("method", "").lower() == "post", "fields": []}
            )
        elif self.forms:
            fields = self.forms[-1]["fields"]
            name, kind = field.get("name"), field.get("type", "text").lower()
            if tag == "select":
                self.select = name
            elif tag == "option" and self.select:
                fields.append(
                    (self.select, field.get("value", ""), "option" if "selected" not in field else "selected")
                )
            elif tag in {"input", "textarea", "button"} and name:
                default = "submit" if tag == "button" else kind
                fields.append((name, field.get("value") or "", "area" if tag == "textarea" else default))

    def handle_endtag(self, tag):
        if tag == "select":
            self.select = None


def user_of(client: Client) -> User | None:
    if not client.cookies.get("sessionid"):
        return None  # client.session would create one, and with it a private cookie
    request = HttpRequest()
    request.session = client.session
    user = get_user(request)
    return user if user.is_authenticated else None


class Walk:
    """``step()`` does one thing as one person. Raises AssertionError with the seed, the step and the request."""

    def __init__(self, seed: int) -> None:
        self.random, self.seed, self.number, self.said = Random(seed), seed, 0, 0
        self.clients = {name: Client() for name in ROLES}
        self.pages: dict[str, tuple[str, str]] = {}
        self.patterns = sorted(set(url_patterns()))
        self.errors: list[str] = []
        self.last = ""

    def __enter__(self):
        self.stack = ExitStack()
        self.now = timezone.now()
        self.stack.enter_context(patch("django.utils.timezone.now", lambda: self.now))
        self.handler = logging.Handler(logging.ERROR)
        self.handler.emit = lambda record: self.errors.append(record.getMessage())
        logging.getLogger().addHandler(self.handler)
        self.people = {name: self.find_person(name) for name in ROLES}
        for number, status in enumerate(["published", "published", "unlisted", "draft", "archived", "published"]):
            body = f"article-secret-{number} kettle.\n\n## Part\n\nWords."
            post = make_post(
                f"Title {number}",
                body=body,
                status=status,
                author=self.people["alice"],
                tags=["tea"],
                age=number - 1,
                related=True,
            )
            make_comment(post, "said-bob-0", author=self.people["bob"], status="held")
        return self

    def __exit__(self, *error):
        logging.getLogger().removeHandler(self.handler)
        self.stack.close()

    def find_person(self, name):
        """The account, made again if the walk has deleted it."""
        if ROLES[name] is None:
            return None
        groups, email = [ROLES[name]] if ROLES[name] else [], f"{name}@walk.example.org"
        staff = {"is_staff": name != "bob", "is_superuser": name == "owner"}
        return User.objects.filter(email=email).first() or make_user(
            email, display_name=name.title(), groups=groups, **staff
        )

    def run(self, steps: int) -> None:
        for _ in range(steps):
            self.step()

    def step(self) -> None:
        self.number += 1
        self.now += timedelta(seconds=self.random.choice([1, 20, 300, 7_000]))
        name = self.random.choice(list(ROLES))
        self.log_in(name)
        if self.random.random() < 0.1:
            caches["default"].clear()  # the rate limits
        kind = self.random.choice([*[self.read] * 3, *[self.submit_form] * 3, self.send_anything, self.change])
        kind(name)
        if self.number % 10 == 0:
            self.complain(database_faults(self.random))

    def change(self, name):
        """A comment is decided, or an article changes its state, so that there is something to keep up with."""
        self.last = "change"
        comment, post = (self.random.choice(list(model.objects.order_by("pk")) or [None]) for model in (Comment, Post))
        if comment and self.random.random() < 0.6:
            status = Comment.Status(self.random.choice(Comment.Status.values))
            decide(Comment.objects.filter(pk=comment.pk), status, by=None, via=Decision.Via.QUEUE)
        elif post:
            self.random.choice([post.publish, post.publish, post.withdraw, post.archive])()

    def log_in(self, name):
        client, person = self.clients[name], self.find_person(name)
        if person and user_of(client) is None:
            client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")

    def read(self, name):
        path = random_path(self.random, self.patterns)
        response = self.request(name, "GET", path)
        if name == "stranger" and response.status_code == 200:
            self.last += " (again)"
            again = self.request(name, "GET", path)
            with rendered_again():
                fresh = self.request(name, "GET", path)
            if "s-maxage" in again.headers.get("Cache-Control", "") and again.content != fresh.content:
                self.complain(["the stored page differs from a fresh one"])
        self.follow(name, path, response)

    def submit_form(self, name):
        """A form of the page that this person saw last, with what is in it, with words, or with nonsense."""
        path, text = self.pages.get(name, ("", ""))
        forms = [form for form in Forms(text).forms if form["post"]]
        if self.random.random() < 0.95:
            forms = [form for form in forms if not EVERYWHERE.search(form["action"])]
        if not forms:
            self.read(name)
            return
        form = self.random.choice(forms)
        target = urljoin(path, form["action"])
        fields, buttons = [], []
        for field, value, kind in form["fields"]:
            if kind == "submit":
                buttons.append((field, value))
            elif kind == "option":
                fields += [(field, value)] if self.random.random() < 0.1 else []
            elif kind in {"checkbox", "radio"}:
                fields += [(field, value or "on")] if self.random.random() < 0.5 else []
            elif kind == "file":
                fields += [(field, SimpleUploadedFile("a.png", b"\x89PNG junk"))] if self.random.random() < 0.2 else []
            else:
                fields.append((field, self.typed(name, target, field, value, kind)))
        if buttons:
            fields.append(self.random.choice(buttons))
        data: dict = {}
        for field, value in fields:
            data.setdefault(field, []).append(value)
        self.follow(name, target, self.request(name, "POST", target, data))

    def follow(self, name, path, response):
        for _ in range(5):
            address = urlsplit(response.headers.get("Location", "https://elsewhere.example"))
            if address.netloc not in {"", "testserver"}:
                return
            path = urljoin(path, address._replace(scheme="", netloc="").geturl())
            response = self.request(name, "GET", path)

    def typed(self, name, target, field, value, kind):
        chance = self.random.random()
        if chance < (0.05 if kind == "hidden" else 0.1):
            return self.random.choice(ODD).encode("utf-8", "replace").decode()
        if kind == "hidden":
            return value
        if kind == "password":
            return PASSWORD
        if kind == "area" and target.startswith(COMMENTING):
            self.said += 1
            return f"said-{name}-{self.said} about **kettles**"
        if kind == "email" or "email" in field:
            return f"{name}@walk.example.org"
        return value or self.random.choice(["", f"Words {self.random.randint(0, 9)}"])

    def send_anything(self, name):
        path, method = random_path(self.random, self.patterns), self.random.choice([*METHODS, "POST", "POST", "POST"])
        fields = [
            (self.random.choice(["body", "name", "email", "action", "q", "next"]), self.random.choice(ODD))
            for _ in range(4)
        ]
        body = urlencode(fields, errors="surrogatepass").encode()
        kind = "application/x-www-form-urlencoded" if self.random.random() < 0.6 else self.random.choice(TYPES)
        self.request(name, method, path, body=body, content_type=kind)

    def request(self, name, method, path, data=None, **options):
        self.last = f"{method} {path[:300]!r} as {name} {str(data or options)[:600]}"
        client = self.clients[name]
        user = user_of(client)  # the response may be the last one of their session
        if method == "GET":
            response = client.get(path)
        elif method == "POST" and data is not None:
            response = client.post(path, data)
        else:
            response = client.generic(method, path, options["body"], content_type=options["content_type"])
        self.check(name, method, path, response, user or user_of(client))
        return response

    def check(self, name, method, path, response, user):
        faults, self.errors = self.errors, []
        if response.status_code >= 500 and response.status_code != UNAVAILABLE:
            faults.append(f"status {response.status_code}")
        if not response.streaming and method == "GET" and response.content:
            text = response.content.decode("utf-8", "replace")
            if response.headers.get("Content-Type", "").startswith("text/html") and response.status_code not in {
                301,
                302,
            }:
                faults += page_faults(text)
                self.pages[name] = (path, text)
            faults += [f"shows {words}" for words in leaks(text, user, name)]
        self.complain(faults)

    def complain(self, faults):
        assert faults == [], f"{faults}\nseed {self.seed}, step {self.number}: {self.last}"
