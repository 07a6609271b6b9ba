"""Empty lists, long texts and error pages."""

import pytest
from django.test import Client

from blog.models import BlogSettings, Post
from blog.templatetags.initials import initial
from tests.factories import make_post, make_tag, make_user
from tests.html import read

pytestmark = pytest.mark.django_db
HINT = "Write your first article"


def test_an_empty_blog_shows_readers_no_hint(client, signed_in, bob):
    assert "No articles have been published yet" in client.get("/").text
    assert HINT not in client.get("/").text
    assert HINT not in signed_in(bob).get("/").text


def test_an_empty_blog_shows_authors_how_to_start(signed_in, alice, mona):
    make_post(author=alice, status=Post.Status.DRAFT)
    answer = signed_in(alice).get("/")
    assert read(answer).link(HINT)["href"] == "/admin/blog/post/add/"
    assert answer.headers["Cache-Control"] == "no-store, private"
    assert HINT not in signed_in(mona).get("/").text, "moderators write no articles"


def test_the_hint_disappears_with_the_first_article(signed_in, alice):
    make_post(author=alice)
    assert HINT not in signed_in(alice).get("/").text


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/tags/", "There are no tags yet."),
        ("/archive/", "No articles have been published yet."),
        ("/search/", "Finds articles that contain all words"),
        ("/tags/forsaken/", "There are no published articles with this tag."),
    ],
)
def test_empty_lists_show_a_message(client, path, words):
    make_tag("Forsaken")
    assert words in client.get(path).text


def test_a_card_without_a_cover_shows_an_initial(client):
    make_post("“élan” and more", slug="elan")
    assert [card["data-initial"] for card in read(client.get("/")).all("[data-initial]")] == ["É"]


@pytest.mark.parametrize(
    ("text", "letter"),
    [
        ("plain", "P"),
        ("“Quoted”", "Q"),
        ("  42 things", "4"),
        ("e\u0301lan", "E\u0301"),
        ("ßharp", "ß"),
        ("ﬁne", "ﬁ"),
        ("電池", "電"),
        ("بطارية", "ب"),
        ("🎉", "¶"),
        ("", "¶"),
    ],
)
def test_the_initial_of_a_text(text, letter):
    assert initial(text) == letter


def test_very_long_titles_are_smaller(client):
    make_post("W" * 200, slug="w")
    make_post("Short")
    assert [title.text for title in read(client.get("/")).all(".card-title-long")] == ["W" * 200]


def test_few_tags_have_descriptions_and_many_are_grouped_by_letter(client):
    make_post(tags=["radio", "Äpfel", "apples", "Maps"])
    answer = client.get("/tags/")
    assert [tag.name for tag in answer.context["tags"]] == ["Äpfel", "apples", "Maps", "radio"]
    assert answer.context["letters"] == []
    make_post(tags=[f"tag {number}" for number in range(300)])
    answer = client.get("/tags/")
    assert [letter for letter, _tags in answer.context["letters"]] == ["A", "M", "R", "T"]
    assert sum(address.startswith("/tags/tag-") for address in read(answer).hrefs) == 300


def test_only_the_most_used_tags_are_listed(client, monkeypatch):
    monkeypatch.setattr("blog.views.lists.MAX_TAGS", 2)
    make_post(tags=["Aa", "Bb", "Zz"])
    make_post(tags=["Zz", "Bb"])
    assert [tag.name for tag in client.get("/tags/").context["tags"]] == ["Bb", "Zz"]


def test_the_archive_shows_counts_by_month_and_year(client):
    for number in range(3):
        make_post(f"Post {number}", age=400 + number / 1000)
    [(_year, uses, months)] = client.get("/archive/").context["years"]
    assert (uses, sum(month.uses for month in months)) == (3, 3)


def test_lists_show_how_many_articles_they_contain(client, alice):
    make_post(author=alice, tags=["Radio"])
    for path in ("/tags/radio/", "/authors/alice-author/"):
        assert "1 article" in client.get(path).text


def test_an_author_without_an_image_has_an_initial(client, alice):
    make_post(author=alice)
    [avatar] = read(client.get("/authors/alice-author/")).all("main .avatar-initial")
    assert (avatar.text, avatar["aria-hidden"]) == ("A", "true")


def test_long_names_are_not_cut(client):
    name = "Wolfeschlegelsteinhausenbergerdorff " * 2
    make_post(author=make_user(display_name=name.strip()))
    assert name.strip() in client.get("/").text


def test_pagination_links_have_words_and_rel_attributes(client):
    BlogSettings.objects.create(pk=1, posts_per_page=1)
    for number in range(3):
        make_post(f"Post {number}", age=number + 1)
    pages = read(client.get("/?page=2")).landmark("navigation", "Pages")
    newer, older = pages.link("Newer"), pages.link("Older")
    assert (newer["rel"], newer["href"]) == ("prev", "./")
    assert (older["rel"], older["href"]) == ("next", "?page=3")
    assert "Page 2 of 3" in pages.text
    assert client.get("/?page=1").status_code == 200


def test_pages_of_search_results_keep_the_query(client):
    for number in range(21):
        make_post(f"Post {number}", body="Tea & cake.")
    pages = read(client.get("/search/", {"q": "tea & cake", "page": 2})).landmark("navigation", "Pages")
    previous, following = pages.link("Previous"), pages.link("Next")
    assert (previous["rel"], previous["href"]) == ("prev", "?q=tea%20%26%20cake&page=1")
    assert (following["rel"], following["href"]) == ("next", "?q=tea%20%26%20cake&page=3")


def test_snippets_do_not_cut_words(client):
    make_post("Post", body="Quokka. " + "wordiness " * 100)
    _post, snippet = client.get("/search/?q=quokka").context["hits"][0]
    assert "".join(text for text, _ in snippet.pieces).endswith(" wordiness …")


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [("/?x=%00", 400, "This request could not be read"), ("/nothing/", 404, "This page doesn’t exist")],
)
def test_errors_have_pages(client, path, status, words):
    answer = client.get(path)
    assert answer.status_code == status
    assert words in answer.text
    html = read(answer).one("html")
    assert (html["lang"], html["dir"]) == ("en", "ltr")


def test_the_page_for_server_errors_needs_no_database(monkeypatch, django_assert_num_queries):
    def fail():
        raise RuntimeError("Broken")

    monkeypatch.setattr("blog.views.lists.BlogSettings.current", fail)
    with django_assert_num_queries(1):
        answer = Client(raise_request_exception=False).get("/")
    assert answer.status_code == 500
    assert "Something went wrong" in answer.text


def test_error_pages_speak_the_language_of_the_site(client, settings):
    settings.LANGUAGE_CODE = "ar"
    html = read(client.get("/?x=%00")).one("html")
    assert (html["lang"], html["dir"]) == ("ar", "rtl")


def test_the_current_page_is_marked_in_the_masthead(client):
    assert [link["href"] for link in read(client.get("/tags/")).all("[aria-current=page]")] == ["/tags/"]
    assert read(client.get("/")).all("[aria-current=page]") == []


def test_the_moderation_queue_has_a_stylesheet(signed_in, mona):
    assert "admin/queue.css" in signed_in(mona).get("/admin/comments/comment/").text
