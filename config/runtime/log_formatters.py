"""Log records as one line of text or JSON each, without the secrets that URLs contain."""

import json
import logging
import re

# Keys of password resets, confirmations, invitations and downloads, which must not be usable by readers of the log.
SECRET_PATHS = re.compile(r"(/(?:key|confirm-email|confirm|unsubscribe|invitation|export|email/revert)/)[^\s/?'\"]+")
SECRET_PAIRS = re.compile(
    r"(?i)\b(password\w*|secret\w*|token|csrfmiddlewaretoken|sessionid|key)(['\"]?[=:]\s*['\"]?)[^\s&,;'\"]+"
)


# The beginning of the notes that config.backends.mail.SMTPBackend adds to errors.
MAIL_FAILURE = "The mail server of MAIL_URL"
PURGE_FAILURE = "The cache in PURGE_URLS"  # those of blog.cache.purging


def redact(text: str) -> str:
    return SECRET_PAIRS.sub(r"\1\2…", SECRET_PATHS.sub(r"\1…", text))


class LineFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record))


class JsonFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": self.formatTime(record, "%Y-%m-%dT%H:%M:%S%z"),
            "level": record.levelname,
            "logger": record.name,
            "message": record.getMessage(),
        }
        if status := getattr(record, "status_code", None):
            line["status"] = status
        if record.exc_info:
            line["exception"] = self.formatException(record.exc_info)
        return json.dumps({key: redact(str(value)) for key, value in line.items()}, ensure_ascii=False)


def make_formatter(log_format: str) -> logging.Formatter:
    """The formatter for a value of LOG_FORMAT: text or json."""
    if log_format == "json":
        return JsonFormatter()
    return LineFormatter("{asctime} {levelname} {name}: {message}", style="{")


def make_record(name: str, level: int, message: str) -> logging.LogRecord:
    return logging.LogRecord(name, level, "", 0, message, None, None)


def format_output(text: str, log_format: str) -> str:
    """Output for people, with a newline at its end. With LOG_FORMAT=json, each line of the text becomes a record."""
    if log_format == "json":
        formatter = JsonFormatter()
        lines = [line.strip() for line in text.splitlines() if line.strip()]
        text = "\n".join(formatter.format(make_record("config.serve", logging.INFO, line)) for line in lines)
    return text if text.endswith("\n") else f"{text}\n"


class ServiceFailureFilter(logging.Filter):
    """Replaces the traceback of a failed mail server or shared cache by its name and the error."""

    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        for note in getattr(error, "__notes__", []):
            if note.startswith((MAIL_FAILURE, PURGE_FAILURE)):
                record.msg, record.args = f"{record.getMessage()}: {note}", None
                record.exc_info = record.exc_text = None
                break
        return True
