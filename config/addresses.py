"""What one Redis or RabbitMQ address means to Celery and to Django's cache."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

from redis.backoff import NoBackoff
from redis.retry import Retry


def broker(url: str) -> str:
    """Celery's spelling of `url`: redis-py and Celery write unix sockets differently."""
    parts = urlsplit(url)
    if parts.scheme != "unix":
        return url
    number = parse_qs(parts.query).get("db", ["0"])[0]
    return f"redis+socket://{parts.path}?virtual_host={number}"


def cache(url: str) -> dict[str, Any]:
    """Redis where there is one; a table of the database where RabbitMQ is the broker.

    The table comes from `manage.py createcachetable`. Redis gets one try of at most a second:
    the cache is optional, a request is not.
    """
    if not url:
        return {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "config_cache",
        }
    return {
        "BACKEND": "config.cache.OptionalRedisCache",
        "LOCATION": url,
        "KEY_PREFIX": "fengqiao",
        "OPTIONS": {
            "socket_connect_timeout": 1,
            "socket_timeout": 1,
            "retry": Retry(NoBackoff(), 1),
        },
    }
