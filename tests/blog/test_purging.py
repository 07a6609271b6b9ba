"""Shared caches are told which pages have changed, by a task and a local server that stands in for the cache."""

import json
import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.db import transaction
from django.tasks import TaskResultStatus
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from blog.cache import purging
from blog.cache.versions import invalidate
from blog.models import PendingPurge
from comments.models import Comment, Decision
from comments.moderation.decide import decide
from config.runtime.task_recovery import recover
from config.runtime.worker import new_worker, work_once
from tests.factories import make_comment, make_post

pytestmark = pytest.mark.django_db


class Cache(HTTPServer):
    """Answers with ``status`` and remembers the requests."""

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.status, self.requests = 200, []
        self.url = f"http://127.0.0.1:{self.server_port}/purge"

    def tags(self):
        return [headers["Surrogate-Key"].split() for _, headers, _ in self.requests]


class Handler(BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.requests.append((self.path, self.headers, json.loads(body)))
        self.send_response(self.server.status)
        if self.server.status == 302:
            self.send_header("Location", "/elsewhere")
        self.send_header("Content-Length", "0")
        self.end_headers()

    def do_GET(self):
        raise AssertionError("a redirect was followed")

    def log_message(self, *args):
        pass


@pytest.fixture
def cache():
    with Cache() as server:
        threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture(autouse=True)
def _queue(settings, monkeypatch, cache):
    # The worker would close the connection, and with it the transaction of this test.
    monkeypatch.setattr("django_tasks_db.management.commands.db_worker.close_old_connections", lambda: None)
    settings.TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}
    settings.PURGE_URLS = [cache.url]
    settings.SHARED_CACHE_SECONDS = 3600
    purging.paused_until.clear()


def work(later=timedelta(0)):
    """One round of the worker, which retries failed tasks as if it were later."""
    worker = new_worker()
    if later:
        purging.paused_until.clear()
        recover(worker.worker_id, timezone.now() + later)
    work_once(worker)


def test_the_tags_of_a_change_are_sent_by_the_worker(cache):
    invalidate("post:7", "posts", "post:7")
    assert cache.requests == [], "not in the transaction of the change"
    work()
    [(path, headers, body)] = cache.requests
    assert (path, headers["Surrogate-Key"], body) == ("/purge", "post:7 posts", {"tags": ["post:7", "posts"]})
    assert not PendingPurge.objects.exists()


def test_an_approved_comment_purges_the_pages_that_show_it(cache):
    post = make_post()
    comment = make_comment(post, status=Comment.Status.HELD)
    work()
    cache.requests.clear()
    decide(Comment.objects.filter(pk=comment.pk), Comment.Status.APPROVED, by=None, via=Decision.Via.RULES)
    work()
    assert {"comments", f"comments:{post.pk}", f"post:{post.pk}"} <= {tag for tags in cache.tags() for tag in tags}


def test_changes_that_are_waiting_are_sent_together_and_each_tag_once(cache):
    for number in range(3):
        invalidate("comments", f"comments:{number}")
    work()
    assert cache.tags() == [["comments", "comments:0", "comments:1", "comments:2"]]


def test_a_request_carries_a_limited_number_of_tags(cache, monkeypatch):
    monkeypatch.setattr(purging, "CHANGES_AT_ONCE", 2)
    for start in (0, 100, 200):
        invalidate(*(f"post:{number}" for number in range(start, start + 100)))
    work()
    assert [len(tags) for tags in cache.tags()] == [100, 100, 100]
    assert len({tag for tags in cache.tags() for tag in tags}) == 300


def test_a_change_that_is_rolled_back_purges_nothing(cache):
    with transaction.atomic():
        invalidate("posts")
        transaction.set_rollback(True)
    work()
    assert cache.requests == []
    assert not DBTaskResult.objects.exists()


def test_every_cache_is_told(cache, settings):
    settings.PURGE_URLS = [cache.url, f"{cache.url}?node=2"]
    invalidate("posts")
    work()
    assert [path for path, _, _ in cache.requests] == ["/purge", "/purge?node=2"]


@pytest.mark.parametrize("status", [302, 403, 503])
def test_a_cache_that_failed_is_told_again_and_the_others_are_not(cache, settings, status):
    with Cache() as healthy:
        threading.Thread(target=healthy.serve_forever, args=(0.01,), daemon=True).start()
        settings.PURGE_URLS = [cache.url, healthy.url]
        cache.status = status
        invalidate("posts")
        work()
        cache.status = 200
        work(later=timedelta(seconds=31))
        assert (len(cache.requests), len(healthy.requests)) == (2, 1)
        assert not PendingPurge.objects.exists()
        healthy.shutdown()


def test_after_a_failure_the_cache_is_left_alone_and_later_told_about_everything(cache):
    cache.status = 500
    invalidate("posts")
    work()
    invalidate("comments")
    work()
    assert len(cache.requests) == 1, "the worker does not wait for a broken cache at every change"
    cache.status = 200
    work(later=timedelta(seconds=31))
    assert cache.tags()[1:] == [["comments", "posts"]]


def test_what_caches_have_dropped_by_themselves_is_not_sent(cache):
    invalidate("posts")
    PendingPurge.objects.update(created_at=timezone.now() - timedelta(seconds=3600 + 301))
    invalidate("comments")
    work()
    assert cache.tags() == [["comments"]]


def test_a_failure_is_logged_in_one_line_without_the_token(cache, settings, caplog):
    settings.PURGE_HEADERS = {"Fastly-Key": "hunter2"}
    cache.status = 403
    invalidate("posts")
    work()
    assert cache.requests[0][1]["Fastly-Key"] == "hunter2"
    task = DBTaskResult.objects.get()
    assert task.status == TaskResultStatus.FAILED
    assert "hunter2" not in task.traceback + caplog.text
    assert (
        f"The cache in PURGE_URLS, 127.0.0.1:{cache.server_port}, failed (HTTPError: HTTP Error 403" in task.traceback
    )


def test_an_unreachable_cache_fails_the_task(settings):
    settings.PURGE_URLS = ["http://127.0.0.1:1/"]
    invalidate("posts")
    work()
    assert DBTaskResult.objects.get().status == TaskResultStatus.FAILED
    assert PendingPurge.objects.count() == 1


def test_a_change_costs_nothing_without_such_caches(settings, django_assert_num_queries):
    settings.PURGE_URLS = []
    with django_assert_num_queries(1):
        invalidate("posts")
    assert not DBTaskResult.objects.exists()
    assert not PendingPurge.objects.exists()
