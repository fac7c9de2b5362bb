"""How often somebody may ask: a counter per window of time."""

from __future__ import annotations

from typing import Any

from django.core.cache import cache
from redis import RedisError
from rest_framework.request import Request
from rest_framework.throttling import AnonRateThrottle, SimpleRateThrottle, UserRateThrottle


class _Counted(SimpleRateThrottle):
    """Counts in whole windows. DRF's own keeps a list of moments: with a thousand requests a
    minute allowed, it reads and writes a thousand of them on every request."""

    def allow_request(self, request: Request, view: Any) -> bool:
        """Without the cache nobody is refused: a case must still be registered."""
        who = self.get_cache_key(request, view) if self.rate is not None else None
        if who is None:
            return True
        self.now = self.timer()
        window = f"{who}:{int(self.now) // self.duration}"
        try:
            asked = _one_more(window, self.duration)
        except RedisError:
            return True
        return asked <= self.num_requests

    def wait(self) -> float:
        """Seconds until the next window."""
        return self.duration - self.now % self.duration


def _one_more(window: str, seconds: int) -> int:
    """The count of a window, this request included."""
    try:
        return cache.incr(window)
    except ValueError:  # the window's first; two at once: the second one counts
        cache.add(window, 1, seconds)
        return 1


class Visitors(_Counted, AnonRateThrottle):
    """Whoever has not signed in, by address."""


class People(_Counted, UserRateThrottle):
    """Whoever has signed in, by account."""
