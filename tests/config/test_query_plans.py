"""No page reads a table that grows with the blog from end to end, or sorts what it reads of one without a limit.

Each SELECT of each page is explained. SQLite plans without statistics, so its plans here are those of a large blog.
PostgreSQL would scan small tables; without sequential scans it shows which indexes there are.
"""

import re
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from blog.admin.post import PostAdmin
from blog.models import Post, Redirect, Series
from comments.admin.queue import CommentAdmin
from comments.models import Comment, Report
from config.page_cache.lookup import store
from tests.factories import make_comment, make_post
from tests.page_cache import forget_pages

pytestmark = pytest.mark.django_db
GROWING = {
    "blog_post", "blog_section", "blog_authorship", "blog_post_tags", "blog_relatedpost", "blog_redirect", "blog_link",
    "blog_postterm", "blog_revision", "comments_comment", "comments_decision", "comments_like", "comments_report",
    "comments_subscription", "comments_guestemail", "accounts_user", "account_emailaddress",
}  # fmt: skip
PUBLIC = [
    "/", "/?page=2", "/articles/one/", "/articles/one/?order=newest", "/articles/one/?order=best", "/tags/", "/tags/radio/",
    "/tags/radio/?page=2", "/authors/alice-author/", "/authors/bob-reader/", "/series/long/", "/archive/",
    "/archive/{year}/", "/archive/{year}/{month}/", "/search/?q=words", "/search/?q=%22some+words%22", "/search/?q=wrods",
    "/search/?q=radio", "/feed/", "/tags/radio/feed/", "/authors/alice-author/feed/", "/comments/feed/",
    "/articles/one/comments/feed/", "/sitemap.xml", "/sitemap-articles.xml", "/sitemap-tags.xml", "/sitemap-series.xml",
    "/sitemap-authors.xml", "/old/address/", "/robots.txt", "/comments/{comment}/",
]  # fmt: skip
QUEUE = [
    "/admin/",
    "/admin/comments/comment/",
    "/admin/comments/comment/?state=all",
    "/admin/comments/comment/figures/",
]
LISTS = ["/admin/blog/post/", "/admin/blog/post/?state=published", "/admin/blog/post/?state=expired"]
# Once after an article has changed, these read what they list of all articles: see blog/cache/derived.py.
DERIVED = {"/tags/", "/sitemap.xml", "/sitemap-tags.xml", "/sitemap-series.xml", "/sitemap-authors.xml"}
# Names as in the query; subqueries have aliases such as U0.
READ = re.compile(r"^(SCAN|SEARCH) (\w+)(?: USING (?:COVERING )?(?:INDEX (\w+)|INTEGER PRIMARY KEY))?(?: \((.*)\))?")
ALIAS = re.compile(r"[TUVW]\d+")
# Nearly all rows have these values; few are pending, scheduled or expired.
COMMON = re.compile(r"'(approved|published)'")
ALL_ROWS = {"status=?", "status=? AND published_at<?"}
# All of these are needed, or few: unresolved reports.
SMALL_INDEXES = {"report_unresolved"}


@pytest.fixture
def blog(alice, bob):
    series = Series.objects.create(title="Long", slug="long")
    post = make_post(
        "One", author=alice, tags=["radio"], series=series, body="Some words.\n\n## Two\n\nMore.", related=True
    )
    make_post("Scheduled", age=-1, author=alice)
    for number in range(14):
        make_post(
            f"More {number}", author=alice, tags=["radio"], series=series, revised_at=timezone.now(), related=True
        )
    make_post("Expired", author=alice, expires_at=timezone.now() - timedelta(hours=1))
    first = make_comment(post)
    make_comment(post, author=bob, parent=first)
    make_comment(post, status=Comment.Status.HELD)
    Report.objects.create(comment=first, reader="user:1", reason="spam")
    Redirect.objects.create(path="/old/address/", post=post)
    return {"year": post.published_at.year, "month": post.published_at.month, "comment": first.pk}


@pytest.mark.parametrize("path", PUBLIC)
def test_no_public_page_scans_a_growing_table(client, blog, path):
    address = path.format(**blog)
    client.get(address)
    store.clear()
    if path not in DERIVED:
        forget_pages()
    check(client, address)


@pytest.mark.parametrize("path", QUEUE + LISTS)
def test_no_list_in_the_admin_scans_a_growing_table(signed_in, root, blog, monkeypatch, path):
    monkeypatch.setattr(PostAdmin, "list_per_page", 5)
    monkeypatch.setattr(CommentAdmin, "list_per_page", 1)
    check(signed_in(root), path)


def test_a_missing_index_is_noticed(client, blog):
    with connection.cursor() as cursor:
        for index in Post._meta.indexes:
            cursor.execute(f"DROP INDEX {index.name}")
    with pytest.raises(AssertionError, match="blog_post"):
        check(client, "/")


def test_sorting_all_articles_is_noticed():
    posts = Post.objects.published().order_by("title")[:12]
    assert connection.vendor == "postgresql" or faults_of(sql_of(posts))
    assert not faults_of(sql_of(Post.objects.published().newest_first()[:12]))


def sql_of(rows):
    with CaptureQueriesContext(connection) as queries:
        list(rows)
    return queries.captured_queries[0]["sql"]


def check(client, address):
    caches["default"].clear()
    with CaptureQueriesContext(connection) as queries:
        response = client.get(address)
    assert response.status_code in {200, 301, 302, 404}
    for query in queries.captured_queries:
        if query["sql"].startswith("SELECT"):
            faults = faults_of(query["sql"])
            assert not faults, f"{address}: {faults}\n{query['sql']}"


def faults_of(sql):
    """The steps of the plan that read all rows of a growing table."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SET LOCAL enable_seqscan = off")
            cursor.execute("EXPLAIN " + sql)
            steps = [row[0] for row in cursor.fetchall()]
            return [step for step in steps if (found := re.search(r"Seq Scan on (\w+)", step)) and found[1] in GROWING]
        cursor.execute("EXPLAIN QUERY PLAN " + sql)
        steps = [row[-1] for row in cursor.fetchall()]
    stops_early = "LIMIT" in sql and not any(
        step.startswith(("LIST SUBQUERY", "USE TEMP B-TREE FOR ORDER", "USE TEMP B-TREE FOR GROUP")) for step in steps
    )
    return [step for step in steps if reads_all_rows(step, sql) and not stops_early]


def reads_all_rows(step, sql):
    found = READ.match(step)
    if found is None or not (found[2] in GROWING or ALIAS.fullmatch(found[2])):
        return False
    if found[1] == "SCAN":
        return found[3] not in SMALL_INDEXES
    return found[4] in ALL_ROWS and COMMON.search(sql) is not None
