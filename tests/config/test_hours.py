"""Office hours from the environment: spans in order, or the start stops."""

from __future__ import annotations

from datetime import time

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import env


@pytest.fixture
def office(monkeypatch):
    def read(text: str):
        monkeypatch.setenv("OFFICE_HOURS", text)
        return env.hours("OFFICE_HOURS", "08:30-12:00")

    return read


def test_spans_are_read_in_order(office):
    assert office("08:30-12:00, 14:30-18:00") == (
        (time(8, 30), time(12)), (time(14, 30), time(18)),
    )  # fmt: skip
    assert office("") == ((time(8, 30), time(12)),)


@pytest.mark.parametrize(
    "text", ["8:30-12:00", "08:30", "12:00-08:30", "08:00-08:00", "09:00-12:00,11:00-15:00",
             "25:00-26:00", "全天"],
)  # fmt: skip
def test_what_is_no_working_day_stops_the_start(office, text):
    with pytest.raises(ImproperlyConfigured, match="OFFICE_HOURS"):
        office(text)
