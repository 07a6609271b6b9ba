"""Akismet adds a reason to comments. It is asked only with a key, and delays nothing."""

from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import create_server
from threading import Event, Thread
from urllib.parse import parse_qs

import pytest

from comments.models import Comment, CommentSettings
from comments.moderation import akismet
from comments.moderation.akismet import ask_akismet
from comments.notifications.tasks import mail_moderator
from tests.comments.posting import edit, submitted
from tests.comments.reasons import rules_with_points
from tests.comments.submission import set_comment_policy, submit
from tests.factories import make_comment, make_post, moderate

pytestmark = pytest.mark.django_db


@contextmanager
def akismet_that_says(monkeypatch, answer, status=200):
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            asked.append(parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode()))
            self.send_response(status)
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *args):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    monkeypatch.setattr(akismet, "ENDPOINT", f"http://127.0.0.1:{server.server_port}/1.1/comment-check")
    try:
        yield asked
    finally:
        server.shutdown()
        server.server_close()


def with_key():
    CommentSettings.objects.update_or_create(pk=1, defaults={"akismet_key": "k123"})


def test_without_a_key_akismet_is_not_asked(monkeypatch):
    with akismet_that_says(monkeypatch, b"true") as asked:
        assert rules_with_points(submit(make_post())) == []
        assert not ask_akismet.call(make_comment(make_post()).pk)
    assert asked == []


def test_spam_gets_a_reason_and_is_held_unless_a_moderator_approved_it(monkeypatch):
    set_comment_policy("suspicious")
    with_key()
    with akismet_that_says(monkeypatch, b"true") as asked:
        comment = submit(make_post(), "A fair point.")
        comment.refresh_from_db()
        assert comment.status == "held"
        assert comment.reasons == [{"rule": "akismet", "points": 3.0, "detail": ""}]
        assert comment.score == 3
        assert not ask_akismet.call(comment.pk)
    assert len(asked) == 1
    assert asked[0]["comment_content"] == ["A fair point."]
    assert asked[0]["user_ip"] == ["203.0.113.0"]
    assert "gustav@example.org" not in str(asked)


def test_a_comment_that_a_moderator_approved_stays_public(monkeypatch, mona):
    with_key()
    comment = make_comment(make_post(), status="held")
    moderate(comment, "approved", by=mona)
    with akismet_that_says(monkeypatch, b"true"):
        assert ask_akismet.call(comment.pk)
    comment.refresh_from_db()
    assert comment.status == "approved"


@pytest.mark.parametrize(("answer", "status"), [(b"false", 200), (b"invalid", 200), (b"\xff\xfe", 200), (b"true", 500)])
def test_other_answers_change_nothing(monkeypatch, answer, status):
    set_comment_policy("suspicious")
    with_key()
    with akismet_that_says(monkeypatch, answer, status):
        comment = submit(make_post())
    comment.refresh_from_db()
    assert (comment.status, comment.reasons) == ("approved", [])


def test_a_slow_answer_times_out(monkeypatch, caplog):
    """Every byte restarts the timeout of the socket."""
    with_key()
    comment, over = make_comment(make_post(), status="held"), Event()
    monkeypatch.setattr(akismet, "TIMEOUT", 0.1)
    monkeypatch.setattr(akismet, "fetch", lambda request: over.wait(60) and "true")
    assert not ask_akismet.call(comment.pk)
    over.set()
    assert "Akismet was not reached" in caplog.text
    assert "TimeoutError" in caplog.text


def test_an_answer_that_is_not_http_changes_nothing(monkeypatch, caplog):
    """BadStatusLine is neither an OSError nor wrapped in one."""
    with_key()
    comment = make_comment(make_post())
    server = create_server(("127.0.0.1", 0))
    monkeypatch.setattr(akismet, "ENDPOINT", f"http://127.0.0.1:{server.getsockname()[1]}/")

    def talk():
        caller, _address = server.accept()
        caller.recv(10_000)
        caller.sendall(b"220 mail.example ESMTP\r\n")
        caller.close()

    Thread(target=talk, daemon=True).start()
    with server:
        assert not ask_akismet.call(comment.pk)
    assert "Akismet was not reached" in caplog.text


def test_a_wrong_key_is_logged(monkeypatch, caplog):
    with_key()
    with akismet_that_says(monkeypatch, b"invalid"):
        assert not ask_akismet.call(make_comment(make_post()).pk)
    assert "'invalid'" in caplog.text
    assert "key" in caplog.text


def test_emails_are_sent_before_akismet_is_asked():
    assert ask_akismet.priority < mail_moderator.priority


def test_akismet_is_asked_again_about_an_edited_text(monkeypatch, client, mona):
    """The approval was for the earlier text."""
    set_comment_policy("suspicious")
    comment = submitted(client)
    moderate(comment, "approved", by=mona)
    with_key()
    with akismet_that_says(monkeypatch, b"true") as asked:
        assert edit(client, comment, "Other words").status_code == 303
    comment.refresh_from_db()
    assert [question["comment_content"] for question in asked] == [["Other words"]]
    assert (comment.status, comment.reasons[-1]["rule"]) == ("held", "akismet")


def test_comments_are_accepted_while_akismet_is_down(monkeypatch, caplog):
    set_comment_policy("suspicious")
    with_key()
    monkeypatch.setattr(akismet, "ENDPOINT", "http://127.0.0.1:9/1.1/comment-check")
    assert submit(make_post()).status == "approved"
    assert "Akismet was not reached" in caplog.text
    assert Comment.objects.count() == 1
