import pytest

from blog import search
from blog.models import Post
from blog.posts import save_post
from blog.search.snippet import best_snippet
from blog.search.tokenizer import parse_phrases, tokenize
from blog.views.search import tags_starting_with
from tests.factories import make_post, make_user
from tests.html import read

pytestmark = pytest.mark.django_db


def found(client, query):
    return [post.title for post, _ in client.get("/search/", {"q": query}).context["hits"]]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Crème brûlée", ["creme", "brulee"]),
        ("Straße & Co.", ["strasse", "co"]),
        ("日本語 text", ["日", "本", "語", "text"]),
        ("مَدرَسة", ["مدرسة"]),
        ("snake_case foo-bar", ["snake", "case", "foo", "bar"]),
        ("🎉 ' \" *", []),
    ],
)
def test_words_are_folded(text, words):
    assert tokenize(text) == words


def test_quoted_words_are_a_phrase():
    assert parse_phrases('one "two three" four') == [["one"], ["two", "three"], ["four"]]


def test_a_word_in_the_text_is_found_with_its_section(client):
    make_post("Title", body="Lead.\n\n## The part\n\nA quokka sat there.")
    answer = client.get("/search/?q=quokka")
    post, snippet = answer.context["hits"][0]
    assert (post.title, snippet.anchor) == ("Title", "s-the-part")
    assert [mark.text for mark in read(answer).all("main mark")] == ["quokka"]


@pytest.mark.parametrize(
    ("text", "query", "hits"),
    [
        ("Kettles, a teakettle and a kettle", "kettle", ["Kettles", "kettle"]),
        ("Straße und ﬁn, crème", "creme", ["crème"]),
        ("The boiling, black kettle", '"boiling black" ket', ["boiling, black", "kettle"]),
        ("boiling boiling water", '"boiling water"', ["boiling water"]),
        ("熱水壺", "水", ["水"]),
    ],
)
def test_only_hits_are_marked(text, query, hits):
    snippet = best_snippet([("s-tea", "Tea", text)], parse_phrases(query), "")
    assert "".join(piece for piece, _ in snippet.pieces) == text
    assert [piece for piece, is_hit in snippet.pieces if is_hit] == hits


def test_hits_in_titles_are_ranked_before_hits_in_texts(client):
    make_post("Elsewhere", body="Once a kettle. " + "Other words. " * 30)
    make_post("The kettle", body="Nothing more.")
    assert found(client, "kettle") == ["The kettle", "Elsewhere"]


def test_all_words_must_be_found(client):
    make_post("Both", body="red kettle")
    make_post("One", body="red bicycle")
    assert found(client, "red kettle") == ["Both"]


def test_prefixes_accents_and_case_do_not_matter(client):
    make_post("Café", body="Batteries at home.")
    for query in ("cafe", "CAFÉ", "batter", "Batteries"):
        assert found(client, query) == ["Café"]


def test_a_phrase_is_found(client):
    make_post("Together", body="a slow kettle")
    make_post("Apart", body="a kettle that is slow")
    assert found(client, '"slow kettle"') == ["Together"]


@pytest.mark.parametrize(("body", "query"), [("電池の寿命について", "寿命"), ("بطارية الهاتف", "الهاتف")])
def test_other_scripts_are_found(client, body, query):
    make_post("Found", body=body)
    assert found(client, query) == ["Found"]


def test_authors_and_tags_are_found(client):
    make_post("Hers", author=make_user(display_name="Philippa Quill"), tags=["typography"])
    assert found(client, "quill") == found(client, "typography") == ["Hers"]


@pytest.mark.parametrize("status", [Post.Status.DRAFT, Post.Status.UNLISTED, Post.Status.ARCHIVED])
def test_unpublished_articles_are_not_in_the_search_results(client, status):
    make_post("Hidden", body="quokka", status=status)
    make_post("Scheduled", body="quokka", age=-1)
    assert found(client, "quokka") == []


def test_a_changed_text_is_only_found_by_its_new_words(client):
    post = make_post("Post", body="before")
    post.body = "after"
    save_post(post)
    assert (found(client, "before"), found(client, "after")) == ([], ["Post"])


@pytest.mark.parametrize(
    "query",
    [
        '"',
        '""',
        "'",
        "*",
        "a AND",
        "NEAR(",
        "(",
        "-",
        "foo:bar",
        "\\",
        "%",
        "col:*",
        "NOT",
        "🎉",
        "a" * 5000,
        "x " * 500,
    ]
    + ["&", "|", "!", "<->", ":*", "''", "foo & bar", "' OR 1=1 --"],
)
def test_unusual_queries_cause_no_errors(client, query):
    make_post()
    assert client.get("/search/", {"q": query}).status_code == 200


def test_hits_are_escaped(client):
    make_post("Post", body="A &lt;img src=x onerror=alert(1)&gt; quokka")
    assert b"<img" not in client.get("/search/?q=quokka").content


def test_searches_have_one_canonical_url_and_are_not_cached(client):
    answer = client.get("/search/?q=x")
    assert read(answer).one("link[rel=canonical]")["href"] == "http://127.0.0.1:8000/search/"
    assert answer.headers["Cache-Control"] == "no-store, private"


@pytest.mark.parametrize("ranked", [3, 100])
def test_of_a_common_word_the_newest_articles_are_ranked_and_titles_come_first(monkeypatch, ranked):
    """The oldest article isn't among the newest three that are ranked, but has the word in its title."""
    monkeypatch.setattr("blog.search.sqlite.MAX_RANKED", ranked)
    monkeypatch.setattr("blog.search.postgres.MAX_RANKED", ranked)
    titled = make_post("About lighthouses", body="Stone towers.")
    others = [make_post(body=f"Lighthouses of the coast. {'More words. ' * number}") for number in range(4)]
    newest = make_post("Lighthouses", body="Lamps.")
    found = search.find(search.Query.parse("lighthouses"))
    assert set(found[:2]) == {titled.pk, newest.pk}
    expected = {post.pk for post in (others if ranked == 100 else others[-2:])}
    assert set(found[2:]) == expected
    assert not search.find(search.Query.parse("lightships"))


@pytest.mark.parametrize(
    ("prefix", "names"), [("te", ["Tea"]), ("TE", ["Tea"]), ("t_", []), ("5%", ["5% off"]), ("\\e", [])]
)
def test_tags_are_found_by_the_beginning_of_their_names(prefix, names):
    make_post("Kettle", tags=["Tea", "5% off", "Water"])
    make_post("Draft", tags=["Teapot"], status="draft")
    assert [tag.name for tag in tags_starting_with(prefix)] == names
