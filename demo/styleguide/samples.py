"""Unsaved users and articles with primary keys, so that templates can use their relations."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db.models import Model
from django.db.models.fields.files import ImageFieldFile
from django.templatetags.static import static

from accounts.models import User
from blog.models import Authorship, BlogSettings, Image, Post, Series, Tag

A_DAY = datetime(2026, 3, 14, 9, 26, tzinfo=UTC)
LATER = datetime(2026, 5, 1, 12, 0, tzinfo=UTC)

SITE = BlogSettings(
    pk=1,
    name="Colophon",
    tagline="Notes on making things",
    description="Invented samples that are the same every day.",
    footer_text="Set in the reader’s own serif.",
)


class StaticImage(ImageFieldFile):
    """An image from the static files instead of an upload."""

    @property
    def url(self) -> str:
        return static(str(self.name))


def image(alt: str, *, credit: str = "") -> Image:
    made = Image(pk=1, width=1600, height=900, alt=alt, credit=credit)
    made.__dict__["file"] = StaticImage(made, Image._meta.get_field("file"), "styleguide/cover.svg")
    return made


def person(pk: int, name: str, **fields: object) -> User:
    return User(pk=pk, display_name=name, slug=f"person-{pk}", email=f"person{pk}@example.org", **fields)


def tag(name: str, description: str = "") -> Tag:
    return Tag(pk=1, name=name, slug="tag", description=description)


def prefetched(instance: Model, **relations: object) -> None:
    """Set relations as if they had been prefetched."""
    vars(instance).setdefault("_prefetched_objects_cache", {}).update(relations)


def post(title: str, authors: list[User], *, tags: tuple[str, ...] = (), **fields: object) -> Post:
    fields = {"published_at": A_DAY, "reading_minutes": 4, "status": Post.Status.PUBLISHED} | fields
    made = Post(pk=1, title=title, slug="an-article", **fields)
    prefetched(
        made,
        tags=[tag(name) for name in tags],
        authorships=[Authorship(pk=1, post=made, author=author) for author in authors],
    )
    return made


ADA = person(
    1, "Ada Ambrose", bio="Wrote firmware for eleven years. Now she opens things, and writes down what she finds."
)
BEN, CLEO = person(2, "Ben Okafor"), person(3, "Cleo Ō")
STAFF = person(4, "Mona Moderator", is_staff=True)
LONG_NAME = person(5, "A" + "very" * 124 + "long")

ARTICLE = post(
    "The Kitchen Timer That Stole a Minute",
    [ADA],
    tags=("Firmware", "Repair"),
    standfirst="Twenty minutes on the dial, nineteen on the wall. I opened a six-euro timer to find a bug.",
    cover=image("A sheet of paper with a red initial.", credit="Drawn for this page"),
    comment_count=3,
)
CARDS: dict[str, Post] = {
    "With everything": ARTICLE,
    "Without a cover": post("A Letter to the Button", [BEN], tags=("Interfaces",), standfirst="You had one job."),
    "Title alone": post("Untitled Except for This", []),
    "A very long title": post(
        "On the Several Reasons Why a Headline of Two Hundred Characters Should Have Been a Paragraph, Told by "
        "Somebody Who Has Now Written One, Regrets Little of It and Would Not Do It Again in This Life",
        [ADA, BEN, CLEO],
        tags=("Typography",),
    ),
    "One word that is too long": post("Donaudampfschifffahrtsgesellschaftskapitänsmützenabzeichen" * 2, [LONG_NAME]),
    "Forty tags": post("Everything at Once", [CLEO], tags=tuple(f"Tag number {number}" for number in range(1, 41))),
    "Arabic": post(
        "خريطة من دوني",
        [person(6, "ليلى حدّاد")],
        tags=("خرائط",),
        language="ar",
        standfirst="كل ما ترسمه خريطة المدينة، وما لا ترسمه.",
    ),
    "Japanese": post(
        "炊飯器の中の小さな計算機",
        [person(7, "山田 花子")],
        tags=("台所",),
        language="ja",
        standfirst="釜の温度を一秒ごとに測る計算機の話。湯気の向こうで何が起きているのか。",
    ),
}
BYLINES: dict[str, Post] = {
    "One author": ARTICLE,
    "Two authors": post("", [ADA, BEN]),
    "Three authors": post("", [ADA, BEN, CLEO]),
    "No author": post("", []),
    "Updated": post("", [ADA], revised_at=LATER),
    "Updated, with a note": post("", [ADA], revised_at=LATER, correction="The spring is from 1905, not from 1950."),
    "Not published": post("", [ADA], published_at=None),
    "A name of 500 characters": post("", [LONG_NAME]),
}
SERIES = Series(pk=1, title="The clock in the hall", slug="the-clock")
PARTS: dict[str, list[Post]] = {
    "Short": [post(title, [ADA]) for title in ("What is in the box", "Measuring", "The repair")],
    "Long": [CARDS["Arabic"], CARDS["Japanese"], *(post(f"Part number {number}", [ADA]) for number in range(3, 13))],
}
