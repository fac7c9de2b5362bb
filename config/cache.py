"""The cache (缓存) holds nothing that matters: throttle counters and coalescing marks."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis import RedisError

log = logging.getLogger(__name__)


def _or_empty(name: str, empty: Any) -> Callable[..., Any]:
    def method(self: RedisCacheClient, *args: Any, **kwargs: Any) -> Any:
        try:
            return getattr(super(OptionalClient, self), name)(*args, **kwargs)
        except RedisError:
            log.warning("缓存不可用 / cache unavailable: %s", name)
            return empty

    return method


class OptionalClient(RedisCacheClient):
    """Without Redis a case must still be registered: an outage looks like an empty cache."""

    set = _or_empty("set", None)
    add = _or_empty("add", False)
    touch = _or_empty("touch", False)
    delete = _or_empty("delete", False)
    has_key = _or_empty("has_key", False)
    get_many = _or_empty("get_many", {})
    set_many = _or_empty("set_many", None)
    delete_many = _or_empty("delete_many", None)

    def get(self, key: str, default: Any) -> Any:
        try:
            return super().get(key, default)
        except RedisError:
            log.warning("缓存不可用 / cache unavailable: get")
            return default


class OptionalRedisCache(RedisCache):
    def __init__(self, server: str, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = OptionalClient
