"""Corrected queries and other suggestions if a search finds nothing."""

import pytest
from django.core.cache import caches
from django.db import connection

from blog import search
from blog.models import Post
from blog.search.spelling import edit_distance
from tests.factories import make_post
from tests.html import read

pytestmark = pytest.mark.django_db


def suggestion(text):
    return search.suggest(search.Query.parse(text))


@pytest.mark.parametrize(
    ("typed", "word", "distance"),
    [
        ("kettle", "kettle", 0),
        ("kett", "kettle", 0),
        ("kettel", "kettle", 1),
        ("ketle", "kettle", 1),
        ("kettxe", "kettle", 1),
        ("kxttxe", "kettle", 2),
        ("ektlte", "kettle", 2),
        ("bicycle", "kettle", 3),
    ],
)
def test_the_edit_distance_of_words(typed, word, distance):
    assert edit_distance(typed, word, 2) == distance


@pytest.mark.parametrize("typed", ["kettel", "ketle", "ekttle", "kttle", "keetle", "KETTEL", "kéttel", "kettels"])
def test_typing_errors_are_corrected(typed):
    make_post(body="The kettle sings.")
    assert suggestion(typed) == "kettle"


def test_only_the_wrong_word_is_replaced(client):
    make_post(body="A slow Kettle on the hob.")
    assert suggestion('Slow "kettel"') == 'Slow "kettle"'
    answer = client.get("/search/", {"q": "Slow kettel"})
    assert "/search/?q=Slow%20kettle" in read(answer).hrefs
    assert client.get("/search/?q=Slow%20kettle").context["hits"]


def test_the_most_similar_and_then_the_most_frequent_word_is_suggested():
    make_post(body="A battery and a buttery crumb.")
    make_post(body="Butter, more butter.")
    make_post(body="Better by far.")
    make_post(body="Butter again.")
    assert suggestion("batery") == "battery"
    assert suggestion("bxtter") == "butter"


@pytest.mark.parametrize("typed", ["zzzzzz", "ket", "xy", "", '"', "123456789", "日本語字", "kettle bycicel"])
def test_nothing_is_suggested_without_similar_words(typed):
    make_post(body="The kettle sings.")
    assert suggestion(typed) == ""


@pytest.mark.parametrize("status", [Post.Status.DRAFT, Post.Status.REVIEW, Post.Status.UNLISTED, Post.Status.ARCHIVED])
def test_words_of_unpublished_articles_are_not_suggested(status):
    make_post("Hidden", body="The merger of Quokka.", status=status)
    make_post("Later", body="A takeover.", age=-1)
    assert [suggestion(typed) for typed in ("qoukka", "mergre", "takeovr")] == ["", "", ""]


def test_the_prefix_of_a_public_word_does_not_reveal_drafts():
    """Search finds prefixes, so a shorter hidden word would find the longer public one."""
    make_post("Hidden", body="The proje.", status=Post.Status.DRAFT)
    make_post("Public", body="The projector.")
    assert suggestion("porje") == ""


def test_a_hidden_word_does_not_hide_a_public_one():
    make_post("Hidden", body="Kettel is a name.", status=Post.Status.DRAFT)
    make_post("Public", body="The kettle sings.")
    assert suggestion("kettel") == "kettle"


def test_words_from_different_articles_are_not_suggested_together():
    make_post(body="The kettle sings.")
    make_post(body="My bicycle squeaks.")
    assert suggestion("kettel bicycel") == ""


def test_a_word_that_was_removed_is_not_suggested_any_more():
    from blog.posts import save_post

    post = make_post(body="The kettle sings.")
    post.body = "Silence."
    save_post(post)
    assert suggestion("kettel") == ""


def test_a_prefix_counts_as_a_known_word():
    make_post(body="Batteries for the xylophone.")
    assert suggestion("batt xylofone") == "batt xylophone"


def test_tags_with_the_same_prefix_are_offered(client):
    make_post(tags=["Radio", "Radar", "Maps"])
    make_post(tags=["Radical"], status=Post.Status.DRAFT)
    assert [tag.name for tag in client.get("/search/?q=radoi").context["tags"]] == ["Radar", "Radio"]
    assert [tag.name for tag in client.get("/search/?q=radi").context["tags"]] == ["Radio"]


def test_a_search_without_hits_offers_alternatives(client):
    make_post("The newest")
    answer = client.get("/search/?q=zzzzzz")
    assert "0 articles found" in answer.text
    assert "No article contains all these words" in answer.text
    assert "Latest articles" in answer.text
    assert "/articles/the-newest/" in read(answer).landmark("main").hrefs


def test_the_query_is_escaped(client):
    make_post(body="The kettle sings.")
    answer = client.get("/search/", {"q": '<b onclick="x">kettel</b>'})
    assert "<b onclick" not in answer.text


def test_a_search_without_hits_needs_a_constant_number_of_queries(client, django_assert_num_queries):
    for numbers in (range(25), range(25, 60)):
        for number in numbers:
            make_post(f"Post {number}", body=f"The slow kettle on the hob: songs {number}.", tags=["kettles"])
        ranking = connection.vendor == "sqlite"  # another query where something is found
        for query, queries in {"kettel": 11 + ranking, "kettel slwo sognss hbo": 10, "zzzzzz": 7}.items():
            caches["default"].clear()
            with django_assert_num_queries(queries, info=query):
                client.get("/search/", {"q": query})
