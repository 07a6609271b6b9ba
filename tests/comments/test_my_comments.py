"""The list of a member's comments with their status, for nobody else."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from comments.models import Comment, Decision
from comments.moderation.decide import decide
from tests.comments.posting import later
from tests.comments.reading import main_of
from tests.factories import make_comment, make_post

pytestmark = pytest.mark.django_db
LIST = "/accounts/comments/"


def moved(comment, status, via, **more):
    decide(Comment.objects.filter(pk=comment.pk), status, via=via, **({"by": None} | more))


def test_the_account_page_links_to_own_comments(signed_in, bob):
    assert LIST in main_of(signed_in(bob), "/accounts/").hrefs


def test_each_comment_is_listed_with_its_article_and_status(signed_in, bob):
    post = make_post("The Kettle")
    public = make_comment(post, "It whistles.", author=bob)
    page = main_of(signed_in(bob), LIST)
    [entry] = page.all("li.account-comment")
    assert "It whistles." in entry.text
    title = entry.link("The Kettle")
    assert (title["href"], title["dir"]) == (post.get_absolute_url(), "auto")
    assert [status.text for status in entry.all("strong")] == ["Published"]
    assert entry.link("View in discussion")["href"] == f"/comments/{public.pk}/"
    assert entry.one("time")["datetime"].startswith(public.created_at.isoformat()[:16])


def test_a_pending_comment_links_to_its_status_page(signed_in, bob):
    make_comment(make_post(), author=bob, status="held", wants_mail=True)
    client = signed_in(bob)
    page = main_of(client, LIST)
    assert "Awaiting approval" in page.text
    assert "We will e-mail you when it is published." in page.text
    [address] = [address for address in page.hrefs if address.startswith("/comments/status/")]
    assert "Your comment is awaiting approval" in client.get(address).text


@pytest.mark.parametrize(
    ("status", "via", "said"),
    [
        ("removed", Decision.Via.QUEUE, "Removed by moderators"),
        ("removed", Decision.Via.WRITER, "Deleted by you"),
        ("spam", Decision.Via.QUEUE, "Not published"),
        ("spam", Decision.Via.RULES, "Not published"),
    ],
)
def test_comments_that_are_not_public_say_why(signed_in, bob, status, via, said):
    comment = make_comment(make_post(), author=bob)
    moved(comment, status, via)
    page = main_of(signed_in(bob), LIST)
    assert [status.text for status in page.all("li.account-comment strong")] == [said]
    assert f"/comments/{comment.pk}/" not in page.hrefs


def test_the_reason_of_a_moderator_is_shown(signed_in, bob, mona):
    moved(make_comment(make_post(), author=bob), "removed", Decision.Via.QUEUE, by=mona, why="Not about <tea>")
    page = main_of(signed_in(bob), LIST)
    assert "Reason: Not about <tea>" in page.text
    assert "Mona" not in page.text


@pytest.mark.parametrize("via", [Decision.Via.RULES, Decision.Via.REPORT])
def test_reasons_from_rules_and_readers_are_not_shown(signed_in, bob, via):
    moved(make_comment(make_post(), author=bob), "held", via, why="Insult: he called me a teapot")
    assert "teapot" not in main_of(signed_in(bob), LIST).text


def test_a_comment_can_be_edited_from_the_list_while_it_is_editable(signed_in, bob):
    comment = make_comment(make_post(), author=bob)
    client = signed_in(bob)
    page = main_of(client, LIST)
    addresses = {f"/comments/{comment.pk}/edit/", f"/comments/{comment.pk}/delete/"}
    assert {page.link("Edit")["href"], page.link("Delete")["href"]} == addresses
    with later(minutes=16):
        page = main_of(client, LIST)
    assert addresses.isdisjoint(page.hrefs)


def test_text_is_shown_as_typed_and_escaped(signed_in, bob):
    make_comment(make_post(), "**Bold** <script>alert(1)</script>" + " word" * 300, author=bob)
    page = main_of(signed_in(bob), LIST)
    assert "**Bold** <script>" in page.text
    assert page.all("script") == []
    assert page.text.count(" word") < 60


def test_the_title_of_an_unpublished_article_is_not_shown(signed_in, bob):
    post = make_post("Soon to be secret")
    make_comment(post, "Still mine.", author=bob)
    post.withdraw()
    client = signed_in(bob)
    page = main_of(client, LIST)
    assert "Still mine." in page.text
    assert "An article that is no longer public" in page.text
    assert "Soon to be secret" not in client.get(LIST).text


def test_nobody_sees_the_comments_of_others(signed_in, alice, bob):
    make_comment(make_post(), "Hers.", author=alice)
    make_comment(make_post(), "A guest's.", name="Bob Reader", email="bob@example.org")
    page = main_of(signed_in(bob), LIST)
    assert "You have not written any comments yet." in page.text
    assert "Hers." not in page.text
    assert "A guest" not in page.text


def test_anonymous_visitors_must_log_in(client):
    assert client.get(LIST).url == f"/accounts/login/?next={LIST}"
    assert client.post(LIST).status_code in {302, 405}


def test_the_page_is_not_cached(signed_in, bob):
    assert "no-store" in signed_in(bob).get(LIST)["Cache-Control"]


def test_comments_are_paginated_newest_first(signed_in, bob):
    post = make_post()
    for number in range(60):
        make_comment(post, f"Comment no. {number}.", author=bob)
    client = signed_in(bob)
    first = main_of(client, LIST).text
    assert "60 comments" in first
    assert first.index("no. 59.") < first.index("no. 58.")
    assert "no. 34." not in first
    assert "no. 0." in main_of(client, f"{LIST}?page=3").text
    assert "no. 0." in main_of(client, f"{LIST}?page=99").text, "behind the last page is the last page"


def test_the_number_of_queries_does_not_depend_on_the_number_of_comments(bob):
    posts = [make_post() for _ in range(5)]
    counts = []
    for many in (25, 250):
        missing = many - Comment.objects.count()
        Comment.objects.bulk_create(
            Comment(post=posts[number % 5], author=bob, name="Bob", body="Words") for number in range(missing)
        )
        client = Client()
        client.force_login(bob)
        client.get(LIST)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert client.get(LIST).text.count("account-words") == 25
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 7
