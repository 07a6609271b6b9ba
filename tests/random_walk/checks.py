"""What must be true of every response, and of the database after any number of steps."""

import re
from html.parser import HTMLParser
from random import Random

from django.db import connection
from django.db.models import Count, F, Q

from blog.models import Post
from blog.posts import find_images
from blog.rendering import render_sections
from comments.models import Comment

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}
# Elements whose end tag may be left out, as Django's admin does.
OPEN_ENDED = {"p", "li", "option", "dt", "dd", "tr", "td", "th", "tbody", "thead"}
HIDDEN_TEXT = re.compile(r"article-secret-\w+")
COMMENT_TEXT = re.compile(r"said-(\w+?)-\d+")


class Page(HTMLParser):
    """Reads a page and records what is wrong with its structure."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.faults: list[str] = []
        self.counts = {"h1": 0, "title": 0, "main": 0}
        self.ids: list[str] = []
        self.feed(text)
        self.close()
        self.faults += [f"<{tag}> is not closed" for tag in self.open if tag not in OPEN_ENDED]
        self.faults += [f"id {name!r} is not unique" for name in set(self.ids) if self.ids.count(name) > 1]

    def handle_starttag(self, tag, attributes):
        self.ids += [value for name, value in attributes if name == "id"]
        if tag in self.counts and "svg" not in self.open:
            self.counts[tag] += 1
        if tag == "form" and "form" in self.open and "template" not in self.open:
            self.faults.append("a form in a form")
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        while self.open and self.open[-1] != tag and self.open[-1] in OPEN_ENDED:
            self.open.pop()
        if self.open and self.open[-1] == tag:
            self.open.pop()
        elif tag not in OPEN_ENDED:
            self.faults.append(f"</{tag}> closes {self.open[-1:]}")


def page_faults(text: str) -> list[str]:
    page = Page(text)
    wrong = [f"{count} × <{tag}>" for tag, count in page.counts.items() if count != 1 and tag != "main"]
    return page.faults + wrong


def leaks(text: str, user, name: str) -> list[str]:
    """Texts in a page that this person may not see: unpublished articles, and comments of others that aren't public."""
    bodies = Post.objects.visible_to(user).values_list("body", flat=True)
    allowed = {secret for body in bodies for secret in HIDDEN_TEXT.findall(body)}
    found = [secret for secret in set(HIDDEN_TEXT.findall(text)) if secret not in allowed]
    if user and user.is_staff:
        return found
    shown = {match[0] for match in COMMENT_TEXT.finditer(text) if match[1] != name}
    if shown:
        public = " ".join(Comment.objects.approved().values_list("body", flat=True))
        found += [words for words in shown if words not in public]
    return found


def database_faults(random: Random) -> list[str]:
    """Rows that contradict each other. One random article is rendered again and compared."""
    connection.check_constraints()
    approved = Count("comments", filter=Q(comments__status=Comment.Status.APPROVED))
    likes = Comment.objects.annotate(number=Count("likes")).exclude(number=F("likes_count"))
    queries = {
        "published without a date": Post.objects.filter(status__in=Post.READABLE, published_at=None),
        "wrong number of comments": Post.objects.annotate(number=approved).exclude(number=F("comment_count")),
        "wrong number of likes": likes,
        "parent below another article": Comment.objects.filter(parent__isnull=False).exclude(post=F("parent__post")),
        "reply without a thread": Comment.objects.filter(
            Q(parent__isnull=False, root=None) | Q(root__isnull=False, depth=0)
        ),
    }
    faults = [f"{what}: {list(rows)}" for what, rows in queries.items() if rows.exists()]
    posts = list(Post.objects.order_by("pk"))
    if posts:
        faults += section_faults(random.choice(posts))
    return faults


def section_faults(post: Post) -> list[str]:
    stored = list(post.sections.order_by("position").values_list("heading", "anchor", "text", "html"))
    rendered = render_sections(
        post.body, id_prefix=f"p{post.pk}-", previous=[row[:3] for row in stored], find_images=find_images
    )
    fresh = [(section.heading, section.anchor, section.text, section.html) for section in rendered]
    return [] if fresh == stored else [f"the sections of {post!r} don't match its text"]
