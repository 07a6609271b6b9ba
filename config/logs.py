"""One line a record, as text for people or as JSON for machines, without the secrets that addresses carry."""

import json
import logging
import re

# Keys of password resets, confirmations, invitations, downloads: whoever reads a log must not be able to use them.
SECRET_PATHS = re.compile(r"(/(?:key|confirm-email|confirm|unsubscribe|invitation|export|email/revert)/)[^\s/?'\"]+")
SECRET_PAIRS = re.compile(
    r"(?i)\b(password\w*|secret\w*|token|csrfmiddlewaretoken|sessionid|key)(['\"]?[=:]\s*['\"]?)[^\s&,;'\"]+"
)


def without_secrets(text: str) -> str:
    return SECRET_PAIRS.sub(r"\1\2…", SECRET_PATHS.sub(r"\1…", text))


class LineFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        return without_secrets(super().format(record))


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
        return json.dumps({key: without_secrets(str(value)) for key, value in line.items()}, ensure_ascii=False)
