"""The structured data of author pages."""

import pytest

from tests.factories import make_post
from tests.html import read

pytestmark = pytest.mark.django_db


def structured(client, path, kind):
    return read(client.get(path)).structured_data(kind)


def test_the_author_page_describes_a_person(client, alice):
    alice.bio, alice.links = "Writes about **radio** <b>.", ["https://social.example/@alice"]
    alice.save()
    make_post(author=alice)
    page = structured(client, "/authors/alice-author/", "ProfilePage")
    assert page["mainEntity"] == {
        "@type": "Person",
        "@id": "http://127.0.0.1:8000/authors/alice-author/#person",
        "name": "Alice Author",
        "url": "http://127.0.0.1:8000/authors/alice-author/",
        "description": "Writes about radio <b>.",
        "sameAs": ["https://social.example/@alice"],
    }


def test_empty_fields_of_an_author_are_left_out(client, alice):
    make_post(author=alice)
    about = structured(client, "/authors/alice-author/", "ProfilePage")["mainEntity"]
    assert set(about) == {"@type", "@id", "name", "url"}


def test_articles_and_the_author_page_have_the_same_person_id(client, alice):
    make_post("The Title", author=alice)
    posting = structured(client, "/articles/the-title/", "BlogPosting")
    person = structured(client, "/authors/alice-author/", "ProfilePage")["mainEntity"]
    assert posting["author"] == [person]


def test_the_description_of_the_page_contains_no_markup(client, alice):
    alice.bio = "Writes about **radio**."
    alice.save()
    make_post(author=alice)
    assert read(client.get("/authors/alice-author/")).meta("description") == "Writes about radio."
