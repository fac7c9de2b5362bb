"""The published sentences again, from the database: cases and approved entries, added up the tree."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from disputes import clock
from disputes.choices import Role
from disputes.models import Dispute, DisputeEvent, Kind, Referral, Unit
from reporting import drain
from reporting.activities import entering
from reporting.document import Document
from reporting.outlines import OUTLINES
from reporting.report import annual_report
from tests.factories import SHANGHAI, make_officer, make_unit
from tests.reporting import rows
from tests.reporting.test_published import BEFORE, ENTERED, PUBLISHED, total, uniform

pytestmark = pytest.mark.django_db(transaction=True)
YEAR, NOW = 2025, datetime(2026, 1, 9, 9, tzinfo=SHANGHAI)
REGISTERED, RESOLVED, REFERRED = 12489, 11855, 2556
CASES = next(text for text in PUBLISHED["qingyang"] if "矛盾纠纷" in text)


@pytest.fixture
def stations(transactional_db) -> list[Unit]:
    """Four of two counties."""
    with clock.at(NOW):
        city = make_unit()
        return [make_unit(county) for county in (make_unit(city), make_unit(city)) for _ in "甲乙"]


def register(stations: list[Unit]) -> None:
    """The cases of 庆阳 in 2025: the last ones are referred, so that 1,922 are resolved as well."""
    kind = Kind.objects.get(code="neighbour.neighbour_daily")
    cases = Dispute.objects.bulk_create(
        rows.new_dispute(stations[n % 4], date(YEAR, n % 12 + 1, n % 25 + 1), kind)
        for n in range(REGISTERED)
    )
    DisputeEvent.objects.bulk_create(
        rows.new_event(case, date(YEAR, 12, 31), 1) for case in cases[:RESOLVED]
    )
    Referral.objects.bulk_create(
        rows.new_referral(case, date(YEAR, 12, 31)) for case in cases[-REFERRED:]
    )


def register_others(station: Unit) -> None:
    """None of them belongs to the year's cohort."""
    before = rows.dispute(station, date(YEAR - 1, 12, 30))
    rows.event(before, date(YEAR, 1, 3), 1)
    after = rows.dispute(station, date(YEAR + 1, 1, 1))
    rows.event(after, date(YEAR + 1, 1, 2), 1)
    late = Dispute.objects.filter(registered_on__year=YEAR).latest("pk")
    rows.event(late, date(YEAR + 1, 1, 5), 1)
    rows.dispute(station, date(YEAR, 5, 1), state="voided")


def enter(unit: Unit, numbers: dict[str, str], year: int) -> None:
    """Entered by one officer with evidence, approved by another."""
    writer, approver = make_officer(unit), make_officer(unit, Role.CHIEF)
    for kind, written in numbers.items():
        given = total(written)
        values = {"value": given.value, "hedge": given.hedge, "evidence": "工作台账",
                  "starts_on": date(year, 1, 1), "ends_on": date(year, 12, 31)}  # fmt: skip
        entry = entering.create(actor=writer, unit=unit, kind=kind, values=values)
        entry = entering.submit(entry.pk, actor=writer, expected=entry.version)
        entering.approve(entry.pk, actor=approver, expected=entry.version)


def report_of(unit: Unit, code: str) -> str:
    with drain.exact_snapshot():
        report = annual_report(YEAR, unit, outline=OUTLINES[code])
    return uniform("".join(Document.from_json(report["document"]).lines()))


def test_the_paragraph_of_qingyang_is_printed_from_its_cases(stations, monkeypatch):
    clerk = rows.officer(stations[0])
    monkeypatch.setattr(rows, "officer", lambda unit: clerk)  # or it is asked for 27,000 times
    register(stations)
    register_others(stations[0])
    with clock.at(NOW):
        said = report_of(stations[0].parent.parent, "qingyang")
    assert uniform(CASES) in said


@pytest.mark.parametrize("code", sorted(PUBLISHED))
def test_every_other_sentence_is_printed_from_approved_entries_of_a_unit_below(stations, code):
    station = stations[0]
    with clock.at(NOW):
        enter(station, ENTERED[code], YEAR)
        enter(station, BEFORE.get(code, {}), YEAR - 1)
        drain.reconcile()
        said = report_of(station.parent.parent, code)
    assert [text for text in PUBLISHED[code] if uniform(text) not in said and text != CASES] == []
