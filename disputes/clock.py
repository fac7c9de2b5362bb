"""The server's clock. Registration and entry times come from here and from nobody's request."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime

from django.utils import timezone

_set_to: ContextVar[datetime | None] = ContextVar("clock", default=None)


def now() -> datetime:
    """This moment, aware, in Asia/Shanghai."""
    return _set_to.get() or timezone.localtime()


def today() -> date:
    """The Shanghai day of this moment: the only source of business dates."""
    return now().date()


def local(moment: datetime) -> datetime:
    """A stored moment as it reads in Asia/Shanghai."""
    return timezone.localtime(moment)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Set the clock for the demo's past years and for tests; an architecture test says who may."""
    token = _set_to.set(timezone.localtime(moment))
    try:
        yield
    finally:
        _set_to.reset(token)
