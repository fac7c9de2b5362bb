"""The probe that says whether requests can be served, and what has to be put right soon."""

from __future__ import annotations

import pytest
from django.test import Client

from config import health
from disputes import holidays

pytestmark = pytest.mark.django_db


@pytest.fixture
def ready(monkeypatch):
    for check in ("_database", "_broker", "_migrations"):
        monkeypatch.setattr(health, check, lambda: True)
    health._say_once.cache_clear()


@pytest.mark.usefixtures("ready")
def test_a_year_without_its_holidays_is_a_loud_warning_and_stops_nothing(monkeypatch, caplog):
    monkeypatch.setattr(holidays, "missing_years", lambda today: [2027])
    for _ in range(2):
        answer = Client().get("/readyz")
        assert (answer.status_code, answer.json()) == (
            200, {"status": "ok", "warnings": ["holidays_2027"]}
        )  # fmt: skip
    said = [record for record in caplog.records if "holidays_2027" in record.getMessage()]
    assert [record.levelname for record in said] == ["WARNING"]


@pytest.mark.usefixtures("ready")
def test_with_every_year_there_nothing_is_said(monkeypatch):
    monkeypatch.setattr(holidays, "missing_years", lambda today: [])
    assert Client().get("/readyz").json() == {"status": "ok"}


@pytest.mark.usefixtures("ready")
def test_what_is_missing_still_makes_it_unready(monkeypatch):
    monkeypatch.setattr(health, "_broker", lambda: False)
    answer = Client().get("/readyz")
    assert (answer.status_code, answer.json()["missing"]) == (503, ["broker"])
