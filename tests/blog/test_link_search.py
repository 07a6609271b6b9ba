"""What authors find when they type ``[[``: articles and sections that they may link to."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.abuse.rate_limits import RateLimit
from blog.models import Post
from tests.factories import make_post, make_user

pytestmark = pytest.mark.django_db
URL = reverse("admin:blog_post_link_search")


@pytest.fixture
def find(signed_in, alice):
    client = signed_in(alice)

    def find(words, **options):
        found = (options.get("client") or client).get(URL, {"q": words}).json()["targets"]
        return [(target["label"], target["note"]) for target in found]

    return find


def test_titles_are_found_by_the_beginning_of_a_word(find):
    make_post("The Kettle")
    make_post("Tea and Cups", body="In a kettle.")
    for typed in ("k", "ke", "KETT", "the ket", "kettle"):
        assert find(typed) == [("The Kettle", "Published")]
    make_post("About the kettle")
    assert find("the k") == [("The Kettle", "Published"), ("About the kettle", "Published")]
    assert find("kettle spout") == find("xyz") == find('"') == []


def test_sections_are_found_by_their_headings(find):
    make_post("Tea", body="Hot.\n\n## How to boil water\n\nBoil.\n\n## Cups\n\nBoil.")
    make_post("Boilers", body="No heading.")
    assert find("boil") == [("Boilers", "Published"), ("# How to boil water", "Tea")]
    assert find("tea#") == [("# How to boil water", "Tea"), ("# Cups", "Tea")]
    assert find("tea#cu") == [("# Cups", "Tea")]
    assert find("tea#x") == []


def test_without_words_the_newest_articles_are_offered(find):
    for age in range(8):
        make_post(f"Article {age}", age=age + 1)
    assert [label for label, _note in find("")] == [f"Article {age}" for age in range(6)]
    assert len(find("article")) == 6


def test_the_markdown_has_the_title_and_the_id(signed_in, alice):
    post = make_post("All [about] *tea*", body="## A `pot`\n\nPot.", author=alice)
    [target] = signed_in(alice).get(URL, {"q": "about"}).json()["targets"]
    assert target["markdown"] == rf"[All \[about\] \*tea\*](post:{post.pk})"
    [target] = signed_in(alice).get(URL, {"q": "about#pot"}).json()["targets"]
    assert target["markdown"] == f"[A pot](post:{post.pk}#s-a-pot)"


def test_drafts_of_others_are_not_found(find, signed_in, alice, edith):
    secret = {"status": Post.Status.DRAFT, "body": "## Kettle secret\n\nText."}
    make_post("Kettle of Alice", author=alice, **secret)
    make_post("Kettle of Bob", **secret)
    make_post("Kettle of tomorrow", age=-1)
    assert find("kettle") == [("Kettle of Alice", "Draft"), ("# Kettle secret", "Kettle of Alice · Draft")]
    found = find("kettle", client=signed_in(edith))
    assert ("Kettle of Bob", "Draft") in found
    assert ("Kettle of tomorrow", "Scheduled") in found


def test_it_is_for_authors(client, signed_in, mona):
    assert client.get(URL).status_code == 401
    assert "/accounts/login/" in client.get(URL).json()["login"]
    client.force_login(make_user(is_staff=True))
    assert client.get(URL).status_code == 403
    client.force_login(make_user())
    assert client.get(URL).status_code == 403
    assert signed_in(mona).get(URL).status_code == 403
    assert signed_in(mona).post(URL).status_code == 405


def test_searching_is_limited(signed_in, alice, monkeypatch):
    monkeypatch.setattr("blog.admin.link_search.SEARCHES", RateLimit("few-searches", 1, timedelta(hours=1)))
    client = signed_in(alice)
    assert client.get(URL).status_code == 200
    answer = client.get(URL)
    assert answer.status_code == 429
    assert "Too many searches" in answer.json()["error"]


@pytest.mark.parametrize(
    "typed", ["a" * 5_000, "#" * 9, "title : x OR (", "' & |", "\ud800".encode("utf-8", "surrogatepass")]
)
def test_any_words_are_an_answer(find, typed):
    assert find(typed) is not None


def test_the_number_of_queries_is_constant(signed_in, alice):
    client = signed_in(alice)
    client.get(URL)
    numbers = []
    for count in (1, 30):
        for number in range(count):
            make_post(f"Kettle {count} {number}", body="## Kettle\n\nText.")
        with CaptureQueriesContext(connection) as queries:
            client.get(URL, {"q": "kettle"})
        numbers.append(len(queries))
    assert numbers[0] == numbers[1] <= 15  # nine with Redis, where the limit of searches takes none
