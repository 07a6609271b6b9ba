"""The list of articles in the admin: search, filters, dates, and what it reads from the database."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from blog.admin import article_changelist
from blog.drafts import Autosave, save_draft
from blog.models import Post, Series
from blog.models.post_state import State
from comments.models import Comment
from tests.factories import make_comment, make_post, make_user
from tests.html import read

pytestmark = pytest.mark.django_db

LIST = "/admin/blog/post/"
DAY = timedelta(days=1)


def titles(answer):
    assert answer.status_code == 200
    return [link.text for link in read(answer).all("th.field-shown_title a")]


@pytest.fixture
def shown(signed_in):
    """The titles in the list for a user and parameters."""
    return lambda user, **parameters: titles(signed_in(user).get(LIST, parameters))


def test_the_article_that_was_saved_last_comes_first(shown, edith):
    old, _new = make_post("Old", age=1), make_post("New", age=9)
    assert shown(edith) == ["New", "Old"]
    old.save_edits("title")
    assert shown(edith) == ["Old", "New"]
    assert shown(edith, o="5") == ["New", "Old"]


@pytest.mark.parametrize("typed", ["kettle", "whistl", '"water boils"', "Edith Editor", "brewing"])
def test_search_finds_words_of_the_text_the_byline_and_the_tags_of_drafts(shown, edith, typed):
    make_post(
        "The Kettle", author=edith, body="Water boils.\n\n## Whistling\n\nLoud.", status="draft", tags=["brewing"]
    )
    make_post("Other")
    assert shown(edith, q=typed) == ["The Kettle"]


def test_search_finds_an_article_by_its_slug_and_what_one_has_not_saved_yet(shown, edith, alice):
    post = make_post("The Kettle", slug="tea-for-two")
    make_post("Other")
    save_draft(post, edith, Autosave("", 1, post.version, {"title": ["The Teapot"], "body": ["Porcelain breaks."]}))
    assert shown(edith, q="tea-for-two") == shown(edith, q="porcelain") == shown(edith, q="teapot") == ["The Teapot"]
    assert shown(alice, q="porcelain") == []


@pytest.mark.parametrize("typed", ['"', "???", "NEAR(", "kettle*", "x " * 300])
def test_odd_searches_find_nothing(shown, edith, typed):
    make_post("Article")
    assert shown(edith, q=typed) == []


@pytest.fixture
def states(edith):
    over, soon = timezone.now() - DAY, timezone.now() + DAY
    for title, fields in {
        "draft": {"status": "draft"},
        "review": {"status": "review"},
        "scheduled": {"age": -1},
        "published": {"expires_at": soon},
        "unlisted": {"status": "unlisted"},
        "expired": {"age": 3, "expires_at": over},
        "archived": {"status": "archived"},
    }.items():
        make_post(title, author=edith, **fields)
    make_post("hidden until tomorrow", author=edith, status="unlisted", age=-1)


@pytest.mark.usefixtures("states")
def test_each_state_is_a_filter_that_finds_what_the_list_labels_with_it(signed_in, edith):
    client = signed_in(edith)
    page = read(client.get(LIST))
    offered = [(option.value, option.text) for option in page.field("Status").all("option") if option.value]
    assert len(offered) == 7
    for value, label in offered:
        page = read(client.get(LIST, {"state": value}))
        expected = {value} | ({"hidden until tomorrow"} if value == "scheduled" else set())
        assert {link.text for link in page.all("th.field-shown_title a")} == expected
        assert {cell.text for cell in page.all("td.field-state")} == {label}
        assert page.field("Status").value == value


def test_articles_are_filtered_by_author_tag_and_series(shown, edith, alice):
    series = Series.objects.create(title="Long", slug="long")
    make_post("One", author=alice, tags=["radio"])
    make_post("Two", author=edith, tags=["radio", "tea"], series=series)
    assert shown(edith, author=alice.slug) == ["One"]
    assert shown(edith, tag="radio") == ["Two", "One"]
    assert shown(edith, series="long") == shown(edith, tag="tea", author=edith.slug, q="two") == ["Two"]
    assert shown(edith, tag="none") == shown(edith, state="none") == []


def test_the_form_keeps_what_it_has_no_field_for(signed_in, edith):
    make_post("One", tags=["radio"])
    page = read(signed_in(edith).get(LIST, {"tag": "radio", "published_at__year": timezone.localdate().year, "p": "1"}))
    form = page.one("#changelist-search")
    assert list(form.hidden_fields) == ["published_at__year"]
    assert page.field("Tag").value == "radio"


def test_authors_see_nothing_of_what_others_write(signed_in, alice, edith):
    series = Series.objects.create(title="Secret series", slug="secret")
    make_post("Mine", author=alice, body="Kettles.", tags=["tea"])
    make_post("Theirs", author=edith, body="Kettles.", status="draft", tags=["leak"], series=series)
    client = signed_in(alice)
    page = read(client.get(LIST))
    for parameters in ({}, {"q": "kettles"}, {"state": "draft"}, {"tag": "leak"}, {"author": edith.slug}):
        assert titles(client.get(LIST, parameters)) == (["Mine"] if "q" in parameters or not parameters else [])
    for field, names in {"Tag": ["All", "tea"], "Author": ["All", "Alice Author"]}.items():
        assert [option.text for option in page.field(field).all("option")] == names
    assert "Secret series" not in page.text
    assert "leak" not in client.get(LIST).content.decode()
    assert page.one("nav.paginator").text == "1 article"


def test_dates_lead_from_years_to_months_and_days(signed_in, edith):
    for title, at in {"Old": datetime(2023, 11, 5, tzinfo=UTC), "New": datetime(2025, 2, 3, tzinfo=UTC)}.items():
        make_post(title, published_at=at)
    client, parameters, path = signed_in(edith), "", []
    for name in ["2023", "November 2023", "November 5"]:
        page = read(client.get(LIST + parameters))
        dates = page.named("Filter by published", "nav")
        path.append([link.text for link in dates.all("a")])
        parameters = dates.link(name)["href"]
    assert path[0] == ["2023", "2024", "2025"]
    assert path[1] == ["‹ All dates", "November 2023", "December 2023"]
    assert path[2][:2] == ["‹ 2023", "November 5"]
    answer = client.get(LIST + parameters)
    assert titles(answer) == ["Old"]
    assert "November 5" in read(answer).named("Filter by published", "nav").text


@pytest.mark.parametrize(
    "query",
    ["published_at__year=x", "published_at__month=5", "published_at__year=2025&published_at__month=13", "p=999"],
)
def test_odd_dates_and_pages_show_a_list(signed_in, edith, query):
    make_post("One")
    assert signed_in(edith).get(f"{LIST}?{query}", follow=True).status_code == 200


def test_a_long_list_is_not_counted(signed_in, edith, monkeypatch):
    monkeypatch.setattr(article_changelist, "MAX_COUNTED", 51)
    series = Series.objects.create(title="Long", slug="long")
    for number in range(53):
        make_post(f"Post {number}", author=edith, series=series if number < 3 else None)
    client = signed_in(edith)
    assert "More than 51 articles." in read(client.get(LIST)).one("nav.paginator").text
    assert read(client.get(LIST, {"series": "long"})).one("nav.paginator").text == "3 articles"
    assert b"Select all 51" not in client.get(LIST).content


@pytest.mark.parametrize("parameters", [{}, {"q": "words", "state": "published", "tag": "radio"}])
def test_the_list_needs_a_constant_number_of_queries(signed_in, edith, parameters):
    client = signed_in(edith)
    numbers = []
    for _batch in range(2):
        for _number in range(25):
            make_comment(make_post(author=edith, tags=["radio"]), status=Comment.Status.HELD)
        client.get(LIST, parameters)
        with CaptureQueriesContext(connection) as queries:
            client.get(LIST, parameters)
        numbers.append(len(queries))
    assert numbers[0] == numbers[1] <= 18


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL plans by statistics")
@pytest.mark.parametrize("parameters", [{}, {"o": "-5"}, {"state": "published"}, {"p": "2"}])
def test_the_list_is_read_in_the_order_of_an_index(signed_in, edith, parameters):
    make_post("One", author=make_user())
    client = signed_in(edith)
    with CaptureQueriesContext(connection) as queries:
        client.get(LIST, parameters)
    [rows] = [
        query["sql"] for query in queries if "ORDER BY" in query["sql"] and '"blog_post"."standfirst"' in query["sql"]
    ]
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {rows}")
        plan = " ".join(row[-1] for row in cursor.fetchall())
    assert "USING INDEX post_" in plan
    assert "TEMP B-TREE" not in plan


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL plans by statistics")
def test_dates_and_expired_articles_are_read_from_an_index():
    for posts in (
        Post.objects.exclude(published_at=None).order_by("published_at").values("published_at")[:1],
        Post.objects.exclude(published_at=None).order_by("-published_at").values("published_at")[:1],
    ):
        assert "post_dates" in posts.explain()
        assert "TEMP B-TREE" not in posts.explain()
    assert "post_expiry" in Post.objects.in_state(State.EXPIRED).order_by().explain()
