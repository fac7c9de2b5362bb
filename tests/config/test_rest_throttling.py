"""Throttles count in windows; a lost cache refuses nobody."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from redis import RedisError
from rest_framework.test import APIRequestFactory

from config.rest import throttling
from config.rest.throttling import People, Visitors

THREE_A_MINUTE = "3/min"


@pytest.fixture
def visit(monkeypatch):
    """Ask at a moment (seconds) from an address; whether that was allowed, and the wait."""
    cache.clear()
    monkeypatch.setattr(Visitors, "rate", THREE_A_MINUTE, raising=False)

    def ask(moment, address="192.0.2.1"):
        throttle = Visitors()
        throttle.timer = lambda: moment
        request = APIRequestFactory().get("/", REMOTE_ADDR=address)
        request.user = AnonymousUser()
        return throttle.allow_request(request, None), throttle

    return ask


def test_more_than_allowed_in_a_window_is_refused_until_the_next_one(visit):
    assert [visit(moment)[0] for moment in (600, 601, 602, 603)] == [True, True, True, False]
    refused, throttle = visit(630)
    assert (refused, throttle.wait()) == (False, 30)
    assert visit(660)[0]


def test_every_visitor_has_a_count_of_its_own(visit):
    for _ in range(3):
        visit(600)
    assert not visit(600)[0]
    assert visit(600, "192.0.2.2")[0]


def test_without_the_cache_nobody_is_refused(visit, monkeypatch):
    def gone(*_):
        raise RedisError

    monkeypatch.setattr(throttling.cache, "incr", gone)
    assert all(visit(600)[0] for _ in range(9))


def test_somebody_signed_in_is_not_counted_as_a_visitor(visit):
    request = APIRequestFactory().get("/")
    request.user = type("Officer", (), {"is_authenticated": True, "pk": 7})()
    assert Visitors().get_cache_key(request, None) is None
    assert People().get_cache_key(request, None).endswith("_7")
