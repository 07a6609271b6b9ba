"""A blog of any size, in bulk: rows that the product derived from a few articles and comments, copied with variations.

An article contains words that all articles have, words of its model, and the word MARK, in which each copy has its own
number. A copy is what the product would derive from the copied text, because the numbers have the same length.
``bench.bulk_check`` proves that for some of them. Not copied: revisions, links and the terms of related articles.
"""

import random
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import Any

from django.core.management.color import no_style
from django.db import connection
from django.utils import timezone

from accounts.models import User
from blog.models import Authorship, Post, RelatedPost, Section, Series
from blog.search.tokenizer import tokenize
from comments.commenters.author import CommentAuthor, SubmissionContext
from comments.models import Comment, Decision
from comments.submission.submit import submit_comment
from tests.factories import make_post, make_tag, make_user, moderate

MARK = "zq0000000"
SPAN = timedelta(days=3650)  # for blogs of any size, so that the archive has as many months
MODELS, TAGS, AUTHORS, RELATED, FEW, PER_POST, POPULAR, HELD = 8, 60, 20, 6, 3, 10, 50, 40
RECENT = timedelta(days=90)  # after that, the product forgets networks and deletes spam
type Row = dict[str, Any]


class BulkBlog:
    """``count`` articles, the last of them the newest, with PER_POST comments each; the one before has POPULAR."""

    def __init__(self, count: int) -> None:
        self.count, self.now = count, timezone.now()
        self.random = random.Random(7)
        self.alice = make_user("alice@example.org", display_name="Alice", groups=["Author"], is_staff=True)
        self.edith = make_user("edith@example.org", display_name="Edith", groups=["Editor"], is_staff=True)
        self.mona = make_user("mona@example.org", display_name="Mona", groups=["Moderator"], is_staff=True)
        self.authors = [
            make_user(f"writer{number}@example.org", display_name=f"Writer {number}") for number in range(AUTHORS)
        ]
        self.tags = [make_tag(f"tag {number}") for number in range(TAGS)]
        self.all, self.few = make_tag("all"), make_tag("few")
        self.series = Series.objects.create(title="Long", slug="long")
        self.posts = [self.model_post(number) for number in range(MODELS)]
        self.sections = [rows_of(Section, post=post) for post in self.posts]
        self.texts = [self.indexed_text(post) for post in self.posts]
        self.comments = self.model_comments()
        self.members = max(20, count // 10)
        self.first_post = Post.objects.latest("pk").pk + 1
        self.first_comment = Comment.objects.latest("pk").pk + 1
        self.first_member = User.objects.latest("pk").pk + 1

    def model_post(self, number: int) -> Post:
        words = " ".join(
            f"{first}{second}{number}"
            for first in ("ra", "mo", "ti", "lu")
            for second in ("ben", "dor", "gal", "hest", "kim")
        )
        body = (
            f"The common reader finds common things in {MARK}, and **{words[:60]}**.\n\n## Parts\n\n"
            f"{words}. [A link](https://example.org/{MARK}) and `code`.\n\n* one\n* two\n\n## The rest\n\n"
            + "Every article needs an ordinary paragraph of some length that all of them share. "
            * 3
        )
        title, slug = f"Notes {number} on {MARK}", f"model-{number}"
        return make_post(title, slug=slug, body=body, standfirst=f"About {MARK}.", status="draft", author=self.alice)

    def indexed_text(self, post: Post) -> str:
        return " ".join(tokenize(" ".join(f"{section.heading} {section.text}" for section in post.sections.all())))

    def model_comments(self) -> list[tuple[Row, Row]]:
        """A comment and the entry in its log, for each model. Some are decided, so that the spam filter knows words."""
        post = make_post(
            "Commented", author=self.alice, published_at=self.now - SPAN, body="Text.", comment_policy="publish"
        )
        models = []
        for number in range(24):
            author = CommentAuthor(guest_name=f"Guest {MARK}", guest_email=f"{MARK}@example.org")
            about = "casino pills" if number % 2 else "what was written"
            text = f"Thoughts of reader {MARK} on part {number}.\n\nThey are *common*, {about}."
            comment = submit_comment(post, author, text, SubmissionContext(f"10.0.{number}.0/24", seconds=60)).comment
            moderate(comment, "spam" if number % 2 else "approved", self.mona)
            row = rows_of(Comment, pk=comment.pk)[0]
            models.append((row | {"submission_id": None}, rows_of(Decision, comment=comment)[0]))
        Post.objects.filter(pk=post.pk).update(status="archived")
        return models

    # --- articles ---
    def number_of(self, pk: int) -> int:
        return pk - self.first_post

    def mark(self, number: int) -> str:
        return f"zq{number + 1:07d}"

    def date(self, number: int) -> datetime:
        return self.now - SPAN + SPAN * (number + 1) / (self.count + 1)

    def tags_of(self, number: int) -> list[Any]:
        own = [self.few] if number < FEW else []
        return [self.all, *own, self.tags[number % TAGS]]  # by name

    def author_of(self, number: int) -> User:
        return self.alice if number < FEW else self.authors[number % AUTHORS]

    def post_rows(self, approved: list[int]) -> Iterator[Row]:
        models = [rows_of(Post, pk=post.pk)[0] for post in self.posts]
        for number in range(self.count):
            model, mark, date = models[number % MODELS], self.mark(number), self.date(number)
            is_draft = number % 50 == 7
            yield model | {
                "id": self.first_post + number,
                "slug": f"article-{number}",
                **{name: model[name].replace(MARK, mark) for name in ("title", "standfirst", "body")},
                "status": "draft" if is_draft else "unlisted" if number % 200 == 11 else "published",
                "published_at": None if is_draft else date,
                "expires_at": self.now + SPAN * (1 if number % 400 == 3 else -1) if number % 200 == 3 else None,
                **dict.fromkeys(("created_at", "updated_at"), date),
                "series_id": self.series.pk if number < 20 else None,
                "comment_count": approved[number],
            }  # fmt: skip

    def section_rows(self) -> Iterator[Row]:
        for number in range(self.count):
            old, new = f"p{self.posts[number % MODELS].pk}-", f"p{self.first_post + number}-"
            for row in self.sections[number % MODELS]:
                texts = {name: row[name].replace(MARK, self.mark(number)) for name in ("text", "html")}
                texts["html"] = texts["html"].replace(old, new)
                yield without_id(row) | texts | {"post_id": self.first_post + number}

    def search_rows(self) -> Iterator[Row]:
        for number in range(self.count):
            post, mark = self.posts[number % MODELS], self.mark(number)
            byline = [self.author_of(number).display_name, *(tag.name for tag in self.tags_of(number)), post.standfirst]
            title, byline, text = (
                " ".join(tokenize(post.title)),
                " ".join(tokenize(" ".join(byline))),
                self.texts[number % MODELS],
            )
            yield {"post_id": self.first_post + number} | {
                name: value.replace(MARK, mark)
                for name, value in (("title", title), ("byline", byline), ("text", text))
            }

    def related_rows(self) -> Iterator[Row]:
        for number in range(self.count):
            for distance in range(1, RELATED + 1):
                other = (number - distance) % self.count
                yield {
                    "post_id": self.first_post + number,
                    "related_id": self.first_post + other,
                    "score": 90 - distance,
                }

    # --- comments ---
    def member_rows(self) -> Iterator[Row]:
        model = rows_of(User, pk=self.authors[0].pk)[0]
        for number in range(self.members):
            names = {
                "email": f"member{number}@example.org",
                "display_name": f"Member {number}",
                "slug": f"member-{number}",
            }
            yield model | names | {"id": self.first_member + number}

    def comment_rows(self, approved: list[int]) -> Iterator[tuple[Row, Row]]:
        pk, total = self.first_comment, (self.count - 1) * PER_POST + POPULAR
        for number in range(self.count):
            popular, date = number == self.count - 2, self.date(number)
            within = min(timedelta(days=30), self.now - date)
            root = None
            for position in range(POPULAR if popular else PER_POST):
                at = date + within * (position + 1) / (POPULAR + 1)
                left = self.first_comment + total - pk
                is_held = not popular and left <= 7 * HELD and left % 7 == 0
                comment, decision = self.comment_row(
                    pk, self.first_post + number, at, is_held=is_held, is_public=popular
                )
                if position % 3 == 2:
                    comment |= {"parent_id": root, "root_id": root, "depth": 1}
                else:
                    root = pk
                approved[number] += comment["status"] == "approved"
                yield comment, decision
                pk += 1

    def comment_row(self, pk: int, post: int, at: datetime, *, is_held: bool, is_public: bool) -> tuple[Row, Row]:
        model, decision = self.comments[pk % len(self.comments)]
        is_recent, chance, mark = self.now - at < RECENT, self.random.random(), self.mark(pk % 9_000_000)
        status = (
            "held" if is_held else "spam" if is_recent and chance < 0.1 else "removed" if chance < 0.02 else "approved"
        )
        status = "approved" if is_public else status
        member = self.first_member + self.random.randrange(self.members) if chance > 0.9 else None
        guest = f"{self.random.randrange(max(20, self.count * 2)):07d}"
        decided = not is_held and pk % 10 == 0
        comment = model | {
            "id": pk, "post_id": post, "author_id": member, "created_at": at, "status": status,
            "name": f"Guest {guest}", "email": "" if member else f"zq{guest}@example.org",
            **{name: model[name].replace(MARK, mark) for name in ("body", "html")},
            "network": f"10.{self.random.randrange(256)}.{self.random.randrange(256)}.0/24" if is_recent else "",
            "decided_at": at + timedelta(hours=1) if decided else None,
            "decided_by_id": self.mona.pk if decided else None,
            "parent_id": None, "root_id": None, "depth": 0,
        }  # fmt: skip
        return comment, without_id(decision) | {"comment_id": pk, "after": status, "at": at}

    def fill(self) -> None:
        """Comments come after articles, but their numbers are known before: they are made twice, from the same seed."""
        approved, state = [0] * self.count, self.random.getstate()
        for _row in self.comment_rows(approved):
            pass
        self.random.setstate(state)
        pks = range(self.first_post, self.first_post + self.count)
        insert("blog_post", self.post_rows(approved))
        insert("blog_section", self.section_rows())
        insert(
            Authorship._meta.db_table,
            ({"post_id": pk, "author_id": self.author_of(self.number_of(pk)).pk, "position": 0} for pk in pks),
        )
        insert(
            "blog_post_tags",
            ({"post_id": pk, "tag_id": tag.pk} for pk in pks for tag in self.tags_of(self.number_of(pk))),
        )
        insert(RelatedPost._meta.db_table, self.related_rows())
        fill_search(self.search_rows())
        insert(User._meta.db_table, self.member_rows())
        decisions: list[Row] = []

        def comments() -> Iterator[Row]:
            for comment, decision in self.comment_rows([0] * self.count):
                decisions.append(decision)
                yield comment

        insert("comments_comment", comments())
        insert("comments_decision", decisions)
        with connection.cursor() as cursor:
            models = [Post, User, Comment]
            for sql in connection.ops.sequence_reset_sql(no_style(), models):
                cursor.execute(sql)


def rows_of(model: Any, **where: Any) -> list[Row]:
    """Rows as the database stores them."""
    keys = list(model.objects.filter(**where).order_by("pk").values_list("pk", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {model._meta.db_table} WHERE id IN ({','.join(map(str, keys))}) ORDER BY id")
        names = [column[0] for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def without_id(row: Row) -> Row:
    return {name: value for name, value in row.items() if name != "id"}


def insert(table: str, rows: Iterable[Row]) -> None:
    """One prepared INSERT on SQLite, one COPY on PostgreSQL."""
    later = iter(rows)
    first = next(later)
    every = chain([first], later)
    columns = ", ".join(f'"{name}"' for name in first)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} ({columns}) FROM STDIN") as copy:
                for row in every:
                    copy.write_row(list(row.values()))
        else:
            values = (list(map(sqlite_value, row.values())) for row in every)
            places = ", ".join(["?"] * len(first))
            connection.connection.executemany(f"INSERT INTO {table} ({columns}) VALUES ({places})", values)


def sqlite_value(value: Any) -> Any:
    if isinstance(value, datetime):
        return str(value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value)
    return value


def fill_search(rows: Iterable[Row]) -> None:
    if connection.vendor != "postgresql":
        insert(
            "blog_search",
            ({"rowid": row["post_id"], **{name: row[name] for name in ("title", "byline", "text")}} for row in rows),
        )
        return
    with connection.cursor() as cursor:
        cursor.execute("CREATE TEMPORARY TABLE entries (post_id bigint, title text, byline text, text text)")
        insert("entries", rows)
        cursor.execute(
            "INSERT INTO blog_search SELECT post_id, setweight(to_tsvector('simple', title), 'A') || "
            "setweight(to_tsvector('simple', byline), 'B') || to_tsvector('simple', text) FROM entries"
        )
        cursor.execute(
            "INSERT INTO blog_search_word SELECT unnest(tsvector_to_array(document)), post_id FROM blog_search "
            "WHERE post_id IN (SELECT post_id FROM entries)"
        )
