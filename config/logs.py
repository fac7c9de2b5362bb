"""Logging (日志) without personal data: one JSON object a line in production, plain text elsewhere."""

from __future__ import annotations

import json
import logging
import re
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

request_id: ContextVar[str] = ContextVar("request_id", default="")

_SECRETS = (
    (re.compile(r"(?<!\d)\d{17}[\dXx](?![\dXx])"), "<身份证号>"),
    (re.compile(r"(?<!\d)1[3-9]\d{9}(?!\d)"), "<手机号>"),
    (re.compile(r"(?<=\S)\?[^\s\"']*=[^\s\"']*"), "?<参数>"),
    # PostgreSQL's DETAIL repeats the values of the row it refused.
    (re.compile(r"(?m)^DETAIL:.*$"), "DETAIL: <略>"),
)
_FIELDS = ("method", "path", "status", "ms", "user")


def masked(text: str) -> str:
    """`text` without identity numbers, mobile numbers, query strings and database row values.

    >>> masked("GET /api/v1/parties/?q=张三 of 62282119800101123X, 13893412345")
    'GET /api/v1/parties/?<参数> of <身份证号>, <手机号>'
    """
    for pattern, instead in _SECRETS:
        text = pattern.sub(instead, text)
    return text


class MaskingFormatter(logging.Formatter):
    """Masks the finished line: message, arguments and traceback alike."""

    def format(self, record: logging.LogRecord) -> str:
        return masked(super().format(record))


class JsonFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": masked(record.getMessage()),
            "request_id": request_id.get(),
        }
        line |= {name: getattr(record, name) for name in _FIELDS if hasattr(record, name)}
        if record.exc_info:
            line["traceback"] = masked(self.formatException(record.exc_info))
        return json.dumps(line, ensure_ascii=False, default=str)


def logging_config(*, as_json: bool) -> dict[str, Any]:
    """Django's LOGGING: everything to stdout, where systemd, a container or a file keeps it."""
    plain = "%(asctime)s %(levelname)s %(name)s %(message)s"
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "json": {"()": JsonFormatter},
            "plain": {"()": MaskingFormatter, "format": plain},
        },
        "handlers": {
            "stdout": {
                "class": "logging.StreamHandler",
                "stream": "ext://sys.stdout",
                "formatter": "json" if as_json else "plain",
            }
        },
        "root": {"handlers": ["stdout"], "level": "INFO"},
        "loggers": {
            # Django's own handlers would print the line a second time, unmasked.
            "django": {"handlers": [], "propagate": True},
            "django.server": {"handlers": [], "propagate": True},
            # Our middleware logs each request once, with its number.
            "django.request": {"level": "ERROR"},
            "axes": {"level": "WARNING"},
        },
    }
