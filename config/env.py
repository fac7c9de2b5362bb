"""Configuration from the environment (环境变量): a missing or bad value stops the start.

Every name may also be given as `<NAME>_FILE`, the path of a file that holds the value, as systemd
credentials and container secrets offer it. All functions raise ImproperlyConfigured with one line
that names the variable and never repeats its value.
"""

from __future__ import annotations

import os
import re
from datetime import time
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

KEY_BYTES = 32
_SPAN = re.compile(r"(\d\d:\d\d)-(\d\d:\d\d)")
_KEY_ID = re.compile(r"[A-Za-z0-9._-]{1,32}")
_PARTS = {
    "NAME": "dbname",
    "USER": "user",
    "PASSWORD": "password",
    "HOST": "host",
    "PORT": "port",
}


def _wrong(name: str, chinese: str, english: str) -> ImproperlyConfigured:
    return ImproperlyConfigured(f"{name}：{chinese} / {english}")


def _given(name: str) -> str | None:
    """The value or None; an empty value counts as not given, as compose files pass such."""
    value, path = os.environ.get(name), os.environ.get(f"{name}_FILE")
    if value and path:
        raise _wrong(name, f"与 {name}_FILE 只能设置一个", f"set it or {name}_FILE, not both")
    if path:
        try:
            value = Path(path).read_text(encoding="utf-8").strip()
        except (OSError, UnicodeDecodeError) as error:
            raise _wrong(f"{name}_FILE", "文件无法读取", "the file cannot be read") from error
    return value or None


def require(*names: str) -> None:
    """Name every missing variable at once: an operator should not find them one by one."""
    missing = [name for name in names if _given(name) is None]
    if missing:
        raise _wrong("、".join(missing), "未设置", "not set")


def text(name: str, default: str | None = None) -> str:
    """A string; without a default the variable must be set."""
    value = _given(name)
    if value is not None:
        return value
    if default is None:
        raise _wrong(name, "未设置", "not set")
    return default


def words(name: str, default: str | None = None) -> list[str]:
    """A comma-separated list, blanks around the words dropped."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def flag(name: str, default: bool) -> bool:
    """Exactly 1 or 0, true or false."""
    try:
        return {"1": True, "true": True, "0": False, "false": False}[
            text(name, str(default)).lower()
        ]
    except KeyError as error:
        raise _wrong(name, "只能是 1 或 0", "must be 1 or 0") from error


def integer(name: str, default: int, *, least: int = 0, most: int = 2**31 - 1) -> int:
    """A whole number from `least` to `most`, both included."""
    try:
        value = int(text(name, str(default)))
    except ValueError:
        value = least - 1
    if not least <= value <= most:
        raise _wrong(name, f"必须是 {least} 至 {most} 的整数", f"must be from {least} to {most}")
    return value


def hours(name: str, default: str) -> tuple[tuple[time, time], ...]:
    """Spans of a day, in order and apart: "08:30-12:00,14:30-18:00"."""
    spans = []
    for word in words(name, default):
        found = _SPAN.fullmatch(word)
        try:
            spans.append((time.fromisoformat(found[1]), time.fromisoformat(found[2])))  # type: ignore[index]
        except (TypeError, ValueError) as error:
            raise _wrong(
                name, "应为 08:30-12:00 这样的时段", "must be spans like 08:30-12:00"
            ) from error
    ends = [moment for span in spans for moment in span]
    if ends != sorted(set(ends)):
        raise _wrong(name, "时段应先后排列、互不重叠", "spans must be in order and apart")
    return tuple(spans)


def _key(name: str, digits: str) -> str:
    try:
        length = len(bytes.fromhex(digits))
    except ValueError:
        length = 0
    if length != KEY_BYTES:
        raise _wrong(name, "密钥必须是64位十六进制数", "a key is 64 hexadecimal digits")
    return digits


def key(name: str) -> str:
    """A key of 32 bytes, as its 64 hexadecimal digits."""
    return _key(name, text(name))


def key_ring(name: str, *, optional: bool = False) -> dict[str, str]:
    """Keys by id from `id:hex64[,id:hex64…]`, in order: the first is current, the rest only read."""
    ring: dict[str, str] = {}
    for entry in words(name, "" if optional else None):
        key_id, _, digits = entry.partition(":")
        if not _KEY_ID.fullmatch(key_id):
            raise _wrong(name, "格式应为 编号:密钥[,编号:密钥]", "expected id:key[,id:key]")
        if key_id in ring:
            raise _wrong(name, f"编号 {key_id} 重复", f"id {key_id} is given twice")
        ring[key_id] = _key(name, digits)
    if not ring and not optional:
        raise _wrong(name, "未设置", "not set")
    return ring


def database(name: str) -> dict[str, Any]:
    """Django's description of a PostgreSQL database, from a libpq URI with any libpq parameter."""
    url = text(name)
    try:
        given = conninfo_to_dict(url)
    except ProgrammingError as error:
        raise _wrong(name, "不是 PostgreSQL 地址", "not a PostgreSQL address") from error
    if not url.startswith(("postgres://", "postgresql://")) or not given.get("dbname"):
        raise _wrong(
            name,
            "格式应为 postgresql://用户:口令@主机:端口/库名",
            "expected postgresql://user:password@host:port/name",
        )
    parts = {django: str(given.pop(libpq, "")) for django, libpq in _PARTS.items()}
    return {"ENGINE": "django.db.backends.postgresql", **parts, "OPTIONS": given}
