import json
import logging
import sys

import pytest
from django.core.mail import EmailMessage

from config.env.backing_services import mailer
from config.env.variables import Env
from config.runtime.log_formatters import JsonFormatter, LineFormatter, ServiceFailureFilter, redact


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("Not Found: /accounts/password/reset/key/4-abc-123/", "Not Found: /accounts/password/reset/key/…/"),
        ("/accounts/confirm-email/MQ:1abc:xyz/", "/accounts/confirm-email/…/"),
        ("/comments/address/confirm/WzEsImEiXQ:1abc:x-_z/", "/comments/address/confirm/…/"),
        ("/comments/status/key/WzFd:1abc:x-_z/", "/comments/status/key/…/"),
        ("/comments/unsubscribe/WzEsImEiXQ:1abc:x-_z/", "/comments/unsubscribe/…/"),
        ("/comments/moderation/spam/confirm/WzEsImEiXQ:1abc:x-_z/", "/comments/moderation/spam/confirm/…/"),
        ("/accounts/invitation/bm9uY2U:x-_z/", "/accounts/invitation/…/"),
        ("/accounts/data/export/7:1abc:x-_z/", "/accounts/data/export/…/"),
        ("/accounts/email/revert/7:x-_z/", "/accounts/email/revert/…/"),
        ("/accounts/data/export/", "/accounts/data/export/"),
        ("password=hunter2 name=Bob", "password=… name=Bob"),
        ("{'password1': 'hunter2', 'name': 'Bob'}", "{'password1': '…', 'name': 'Bob'}"),
        ("?token=abc&page=2", "?token=…&page=2"),
        ("Not Found: /articles/keys-and-locks/", "Not Found: /articles/keys-and-locks/"),
    ],
)
def test_secrets_are_redacted(text, safe):
    assert redact(text) == safe


def record(message, *args, **fields):
    made = logging.LogRecord("django.request", logging.WARNING, "x.py", 1, message, args, None)
    made.__dict__.update(fields)
    return made


def test_log_records_can_be_json():
    line = json.loads(JsonFormatter().format(record("Not Found: %s", "/é\n/", status_code=404)))
    assert line["message"] == "Not Found: /é\n/"
    assert (line["level"], line["logger"], line["status"]) == ("WARNING", "django.request", "404")


@pytest.mark.parametrize("formatter", [LineFormatter("%(message)s"), JsonFormatter()])
def test_secrets_in_tracebacks_are_redacted(formatter):
    made = record("failed")
    made.exc_info = (ValueError, ValueError("token=abc123"), None)
    assert "ValueError: token=…" in formatter.format(made)
    assert "abc123" not in formatter.format(made)


def failure(raise_it):
    """Log an error and return the line."""
    made = record("Task id=1 state=FAILED")
    try:
        raise_it()
    except OSError:
        made.exc_info = sys.exc_info()
    assert ServiceFailureFilter().filter(made)
    return LineFormatter("%(message)s").format(made)


def test_a_failing_mail_server_is_logged_as_one_line_with_its_name(settings):
    settings.MAILERS = {"default": mailer(Env({"MAIL_URL": "smtp://me:hunter2@127.0.0.1:1"}), "MAIL_URL")}
    line = failure(EmailMessage("Hello", "Hello", "blog@localhost", ["bob@example.org"]).send)
    assert line.startswith(
        "Task id=1 state=FAILED: The mail server of MAIL_URL, 127.0.0.1:1, failed (ConnectionRefused"
    )
    assert "\n" not in line
    assert "hunter2" not in line


def test_other_errors_keep_their_traceback():
    def fail():
        raise ConnectionError("no Akismet")

    assert "Traceback" in failure(fail)
