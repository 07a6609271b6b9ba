"""Threads: pagination, nesting, placeholders, permalinks, queries."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.personal_data.deletion import delete_account
from comments.commenters.viewer import ANONYMOUS
from comments.models import Comment
from comments.threads import page as threads
from comments.threads.authors import Badges
from comments.threads.page import thread_page
from comments.threads.pagination import Cursor, Order
from comments.threads.urls import RepliesChoice, ThreadPosition
from tests.comments.posting import later, send
from tests.comments.reading import article_page, comment_ids
from tests.factories import make_comment, make_comments, make_post, moderate
from tests.html import read
from tests.page_cache import forget_pages

pytestmark = pytest.mark.django_db
Status = Comment.Status


@pytest.mark.parametrize(
    "query", ["?reply=x", "?reply=99999999999999999999", "?replies=1-", "?replies=-", "?replies=9-9", "?replies=9-9-9"]
)
def test_invalid_parameters_are_ignored(client, query):
    post = make_post()
    make_comment(post)
    assert comment_ids(article_page(client, post, query)) == comment_ids(article_page(client, post))


def test_replies_are_nested_three_levels_deep(client):
    post = make_post()
    root = make_comment(post, "root")
    child = make_comment(post, "child", parent=root)
    grandchild = make_comment(post, "grandchild", parent=child, name="Greta")
    deeper = make_comment(post, "deeper", parent=grandchild)
    other = make_comment(post, "other root")
    post.refresh_from_db()
    thread = thread_page(post, ANONYMOUS)
    assert [entry.comment for entry in thread.entries] == [root, other]
    [first] = thread.entries[0].replies
    assert first.comment == child
    assert [entry.comment for entry in first.replies] == [grandchild, deeper]
    comments = read(article_page(client, post)).one("#comments")
    assert comments.link("In reply to Greta")
    assert [len(replies.all("article")) for replies in comments.all("ol ol")] == [3, 2]


@pytest.mark.parametrize("status", [Status.REMOVED, Status.SPAM])
def test_a_removed_comment_with_replies_is_shown_as_a_placeholder(client, status):
    post = make_post()
    root = make_comment(post, "Rude words", name="Rudolf")
    make_comment(post, "A calm answer", parent=root)
    moderate(root, status)
    html = article_page(client, post)
    assert "This comment was removed." in html
    assert "A calm answer" in html
    assert "In reply to a comment that is not public" in html
    assert "Rude words" not in html
    assert "Rudolf" not in html
    assert "1 comment" in html


def test_a_removed_comment_without_replies_is_not_shown(client):
    post = make_post()
    moderate(make_comment(post, "Rude words"), "removed")
    assert "This comment was removed." not in article_page(client, post)
    assert comment_ids(article_page(client, post)) == []


def test_a_removed_reply_with_replies_is_shown_as_a_placeholder(client):
    post = make_post()
    child = make_comment(post, "child", parent=make_comment(post))
    make_comment(post, "grandchild", parent=child)
    moderate(child, "removed")
    html = article_page(client, post)
    assert "This comment was removed." in html
    assert "grandchild" in html


def test_a_pending_comment_is_visible_only_to_its_author(client, bob, mona, signed_in):
    post = make_post()
    comment = make_comment(post, "Bob is waiting", status="held", author=bob)
    for other in (Client(), Client()):
        assert "Bob is waiting" not in article_page(other, post)
        assert other.get(comment.get_absolute_url()).status_code == 404
    moderator = Client()
    moderator.force_login(mona)
    assert "Bob is waiting" not in article_page(moderator, post)
    assert moderator.get(comment.get_absolute_url()).url == f"/admin/comments/comment/{comment.pk}/change/"
    html = article_page(signed_in(bob), post)
    assert "Bob is waiting" in html
    assert "Only you can see it" in html
    assert f"?reply={comment.pk}" not in html


def test_only_public_comments_can_be_replied_to(client):
    post = make_post()
    held = make_comment(post, status="held", name="Hilda")
    foreign = make_comment(make_post(), name="Frieda")
    for comment in (held, foreign):
        html = article_page(client, post, f"?reply={comment.pk}")
        assert "You are replying to" not in html


def test_a_permalink_opens_a_page_with_the_comment_and_those_before_it(client):
    post = make_post()
    comments = make_comments(post, 45)
    reply = make_comment(post, "Late reply", parent=comments[25])
    for comment, first in [(comments[0], 0), (comments[19], 0), (comments[20], 11), (comments[44], 35), (reply, 16)]:
        address = client.get(comment.get_absolute_url()).url
        assert address.endswith(f"#comment-{comment.pk}")
        found = comment_ids(client.get(address).content.decode())
        assert comment.pk in found
        assert found[0] == comments[first].pk


@pytest.mark.parametrize("order", ["oldest", "newest", "best"])
def test_a_permalink_keeps_the_order(client, order):
    post = make_post()
    comments = make_comments(post, 90)
    for comment in (comments[0], comments[50], comments[89]):
        address = client.get(f"{comment.get_absolute_url()}?order={order}").url
        assert comment.pk in comment_ids(client.get(address).content.decode())
        assert (order in address) == (order != "oldest")


def test_a_permalink_leads_to_the_page_that_the_viewer_sees(client):
    """Removed and held comments of others take no place; the writer's own held ones do."""
    post = make_post()
    for number in range(25):
        make_comment(post, f"Gone {number}", status="removed")
    with later(hours=1):
        send(client, post, "Mine", after=3600)
    mine = Comment.objects.get(body="Mine")
    assert client.get(mine.get_absolute_url()).url == f"{post.get_absolute_url()}#comment-{mine.pk}"
    assert mine.pk in comment_ids(article_page(client, post))


def test_a_permalink_does_not_lead_to_an_article_that_the_viewer_may_not_see(client):
    post = make_post()
    comment = make_comment(post)
    post.withdraw()
    assert client.get(comment.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("pk", ["0", "99999999999999999999999"])
def test_the_permalink_of_an_unknown_comment_is_404(client, pk):
    assert client.get(f"/comments/{pk}/").status_code == 404


def more_replies(html):
    return read(html).link("Show more replies")["href"]


def test_replies_are_shown_a_hundred_at_a_time(client):
    post = make_post()
    root, other = make_comment(post, "root"), make_comment(post, "other root")
    replies = make_comments(post, 250, parent=root, root=root, depth=1)
    answer = make_comment(post, "to the other", parent=other)
    first = article_page(client, post)
    assert comment_ids(first) == [root.pk, *(reply.pk for reply in replies[:100]), other.pk, answer.pk]
    assert "Show the first replies" not in first
    second = client.get(more_replies(first)).content.decode()
    assert comment_ids(second) == [root.pk, *(reply.pk for reply in replies[100:200]), other.pk, answer.pk]
    assert "Show the first replies" in second
    third = client.get(more_replies(second)).content.decode()
    assert comment_ids(third) == [root.pk, *(reply.pk for reply in replies[200:]), other.pk, answer.pk]
    assert "Show more replies" not in third
    for reply in (replies[99], replies[100], replies[249]):
        address = client.get(reply.get_absolute_url()).url
        assert reply.pk in comment_ids(client.get(address).content.decode())


def test_replies_with_the_same_date_are_ordered_by_primary_key(client):
    """Imported comments may all carry the same second."""
    post = make_post()
    root = make_comment(post)
    now = timezone.now()
    replies = make_comments(post, 150, parent=root, root=root, depth=1)
    Comment.objects.filter(root=root).update(created_at=now)
    first = article_page(client, post)
    second = client.get(more_replies(first)).content.decode()
    assert comment_ids(first)[1:] + comment_ids(second)[1:] == [reply.pk for reply in replies]


def test_a_reply_to_a_reply_on_an_earlier_page_is_shown():
    post = make_post()
    root = make_comment(post)
    replies = make_comments(post, 100, parent=root, root=root, depth=1)
    late = make_comment(post, "late", parent=replies[0])
    post.refresh_from_db()
    place = ThreadPosition(replies=RepliesChoice(root.pk, Cursor.of(replies[99])))
    [entry] = thread_page(post, ANONYMOUS, place).entries
    assert [reply.comment for reply in entry.replies] == [late]


def test_names_are_escaped_and_badges_mark_authors_and_staff(client, alice, mona):
    post = make_post(author=alice)
    make_comment(post, name="<b>Bold</b>")
    make_comment(post, author=alice)
    make_comment(post, author=mona)
    heads = [comment.one("header") for comment in read(article_page(client, post)).all("article.comment")]
    assert [head.one("bdi").text for head in heads] == ["<b>Bold</b>", "Alice Author", "Mona Moderator"]
    assert [[badge.text for badge in head.all(".comment-badge")] for head in heads] == [[], ["Author"], ["Staff"]]
    assert heads[1].one("bdi").links() == {"Alice Author": alice.get_absolute_url()}
    assert heads[2].one("bdi").hrefs == []


def test_comments_of_a_deleted_account_keep_its_name(client, bob):
    post = make_post()
    make_comment(post, author=bob)
    bob.delete()
    assert "Bob Reader" in article_page(client, post)


def queries_of(client, post):
    client.get(post.get_absolute_url())
    forget_pages()
    with CaptureQueriesContext(connection) as queries:
        assert client.get(post.get_absolute_url()).status_code == 200
    return len(queries)


@pytest.mark.parametrize("signed", [False, True])
def test_the_number_of_queries_does_not_depend_on_the_number_of_comments(client, signed, bob):
    if signed:
        client.force_login(bob)
    few, some, lots = make_post(), make_post(), make_post()
    make_comment(few, parent=make_comment(few))
    for post, count in ((some, 50), (lots, 1_000)):
        roots = make_comments(post, count // 2)
        make_comments(post, count // 2, parent=roots[3], root=roots[3], depth=1)
    counts = [queries_of(client, post) for post in (few, some, lots)]
    none = queries_of(client, make_post())
    assert counts[0] == counts[1] == none + (not signed)
    assert counts[2] == counts[0] + 1


@pytest.mark.parametrize("order", Order)
def test_a_thread_of_guests_takes_two_queries(django_assert_num_queries, order):
    post = make_post()
    roots = make_comments(post, 70)
    make_comments(post, 250, parent=roots[30], root=roots[30], depth=1)
    place = ThreadPosition(order, Cursor.of(roots[25]), RepliesChoice(roots[30].pk, Cursor.of(roots[0])))
    post.refresh_from_db()
    with django_assert_num_queries(2):
        thread = thread_page(post, ANONYMOUS, place)
        assert thread.previous or order == Order.BEST
        assert [entry.comment.shown_name for entry in thread.entries]
        assert all(reply.parent_name for entry in thread.entries for reply in entry.replies)


def test_the_authors_of_a_thread_take_one_more_query(django_assert_num_queries, alice, bob):
    post = make_post(author=alice)
    for author in (alice, bob, alice):
        make_comment(post, author=author, parent=make_comment(post, author=bob))
    post.refresh_from_db()
    with django_assert_num_queries(2):
        thread = thread_page(post, ANONYMOUS)
        assert [entry.comment.shown_name for entry in thread.entries] == ["Bob Reader"] * 3
        [reply] = thread.entries[0].replies
        assert reply.parent_name == "Bob Reader"
    assert reply.badges == Badges(by_author=True, has_page=True)


def test_an_empty_thread_takes_no_query_for_anonymous_readers(django_assert_num_queries):
    post = make_post()
    make_comment(post, status="held")
    with django_assert_num_queries(0):
        assert thread_page(post, ANONYMOUS).entries == []


def test_an_account_that_is_deleted_while_its_comments_are_read_breaks_no_page(client, bob, monkeypatch):
    post = make_post()
    root = make_comment(post, "Gone tomorrow.", author=bob)
    make_comment(post, "An answer.", parent=root)

    def load_after_deletion(comments, post, load=threads.load_authors):
        delete_account(bob)
        return load(comments, post)

    with monkeypatch.context() as patch:
        patch.setattr(threads, "load_authors", load_after_deletion)
        assert "Gone tomorrow." in article_page(client, post)
    assert "Former member" in article_page(client, post)
    assert "Bob Reader" not in article_page(client, post)
