"""Recurrence (再发): found by fingerprint within the bureau and the year, decided by a person."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from disputes import clock
from disputes.casefile import case_file
from disputes.choices import Source
from disputes.errors import Outdated
from disputes.models import Dispute, Officer, Recurrence
from disputes.services import intake, parties, recurrence
from disputes.services.recurrence import months_before
from tests.disputes.refusing import refused
from tests.factories import DAY, act, days, make_chief, make_kind, make_station, make_unit, nine

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]

ID, OTHER_ID, PHONE = "11010519491231002X", "440524188001010014", "13800138000"


@pytest.fixture
def chief() -> Officer:
    return make_chief()


def register(officer: Officer, day: int = 0, *people: dict[str, Any], **fields: Any) -> Dispute:
    people = tuple({"role": "applicant", "name": "周芳", **person} for person in people)
    told = {
        "track": "civil", "kind": make_kind(), "source": Source.WALK_IN, "summary": "口角", **fields
    }  # fmt: skip
    with clock.at(nine(days(day))):
        return intake.register_dispute(officer=officer, parties=people, **told).dispute


def found(dispute: Dispute) -> list[tuple[Any, ...]]:
    rows = dispute.recurrences.all()
    return [(r.earlier, r.parties_in_common, r.phones_in_common, r.same_alarm) for r in rows]


def test_the_same_identity_number_proposes_and_decides_nothing(chief):
    earlier = register(chief, 0, {"id_number": ID, "phone": PHONE})
    now = register(chief, 9, {"id_number": ID, "name": "周方"}, {"name": "王强", "phone": PHONE})
    assert found(now) == [(earlier, 1, 1, False)]
    candidate = now.recurrences.get()
    assert (candidate.is_recurrence, candidate.decided_by, candidate.unit) == (None, None, now.unit)
    assert found(earlier) == []
    assert Dispute.objects.get(pk=now.pk).repeat_alarm is False


def test_a_phone_alone_is_a_second_hint(chief):
    earlier = register(chief, 0, {"phone": PHONE})
    assert found(register(chief, 9, {"phone": PHONE})) == [(earlier, 0, 1, False)]


def test_the_same_alarm_twice_is_proposed_without_any_party(chief):
    earlier = register(chief, 0, alarm_number="JJ001", source=Source.ALARM_110)
    now = register(chief, 0, alarm_number="JJ001", source=Source.ALARM_110)
    assert found(now) == [(earlier, 0, 0, True)]
    assert now.recurrences.get().both_alarms is True


def test_what_is_entered_late_into_an_older_case_is_proposed_to_the_newer_one(
    chief, django_capture_on_commit_callbacks
):
    older, newer = register(chief, 0, {"name": "某人"}), register(chief, 5, {"id_number": ID})
    assert found(newer) == []
    with django_capture_on_commit_callbacks(execute=True), case_file(older.pk) as case:
        parties.change_party(case, older.parties.get().pk, actor=chief, id_number=ID)
    assert (found(newer), found(older)) == ([(older, 1, 0, False)], [])
    with django_capture_on_commit_callbacks(execute=True), case_file(older.pk) as case:
        intake.amend(case, actor=chief, reason="补录", alarm_number="JJ002")
    assert found(newer) == [(older, 1, 0, False)]


def test_the_newer_case_looks_no_further_back_than_its_own_months(
    chief, django_capture_on_commit_callbacks
):
    older, newer = register(chief, -366, {"name": "某人"}), register(chief, 0, {"id_number": ID})
    with django_capture_on_commit_callbacks(execute=True), case_file(older.pk) as case:
        parties.change_party(case, older.parties.get().pk, actor=chief, id_number=ID)
    assert found(newer) == []


def test_strangers_and_empty_fields_are_no_hint(chief):
    register(chief, 0, {"id_number": ID, "phone": PHONE}, {"name": "王强"})
    assert found(register(chief, 9, {"id_number": OTHER_ID}, {"name": "王强"})) == []
    assert found(register(chief, 9)) == []


@pytest.mark.parametrize(("gap", "is_found"), [(365, True), (366, False)])
def test_twelve_months_back_and_no_day_more(gap, is_found, chief):
    earlier = register(chief, -gap, {"id_number": ID})
    assert bool(found(register(chief, 0, {"id_number": ID}))) is is_found
    assert earlier.registered_on == days(-gap)


def test_the_months_are_the_bureaus_own(chief, settings):
    settings.RECURRENCE_MONTHS = 1
    register(chief, -40, {"id_number": ID})
    assert found(register(chief, 0, {"id_number": ID})) == []


def test_another_station_of_the_bureau_counts_another_bureau_does_not(chief):
    neighbour = make_chief(make_unit(chief.unit.parent))
    abroad = make_chief(make_station())
    earlier = register(neighbour, 0, {"id_number": ID})
    register(abroad, 0, {"id_number": ID})
    assert found(register(chief, 5, {"id_number": ID})) == [(earlier, 1, 0, False)]


def test_what_was_voided_is_no_earlier_dispute(chief):
    act(register(chief, 0, {"id_number": ID}), "void", chief, DAY)
    assert found(register(chief, 5, {"id_number": ID})) == []


def test_a_party_identified_later_is_recognised_then(chief):
    earlier = register(chief, 0, {"id_number": ID})
    now = register(chief, 5, {"name": "某人"})
    assert found(now) == []
    with case_file(now.pk) as case:
        parties.change_party(case, now.parties.get().pk, actor=chief, id_number=ID)
    assert found(now) == [(earlier, 1, 0, False)]
    with case_file(now.pk) as case:
        parties.add_party(case, actor=chief, role="respondent", name="王强", phone=PHONE)
    assert found(now) == [(earlier, 1, 0, False)]


def test_an_alarm_number_corrected_later_is_recognised_then(chief):
    earlier = register(chief, 0, alarm_number="JJ001")
    now = register(chief, 5)
    with case_file(now.pk) as case:
        intake.amend(case, actor=chief, reason="补录", alarm_number="JJ001")
    assert found(now) == [(earlier, 0, 0, True)]


def decide(dispute: Dispute, by: Officer, **fields: Any) -> Recurrence:
    told = {"is_recurrence": True, "reason": "同一事由再次争吵", "on": clock.today(), **fields}
    expected = told.pop("expected", None)
    with case_file(dispute.pk) as case:
        candidate = case.rows(Recurrence)[0]
        case.check_version(candidate, expected)
        return recurrence.decide(case, candidate, actor=by, **told)


@pytest.fixture
def again(chief) -> Dispute:
    register(chief, 0, {"id_number": ID}, source=Source.ALARM_110)
    return register(chief, 5, {"id_number": ID}, source=Source.ALARM_110)


def test_a_named_officer_decides_with_a_reason(again, chief):
    with refused(again, "REASON_MISSING"):
        decide(again, chief, reason=" ")
    decide(again, chief, repeat_alarm=True)

    row = again.recurrences.get()
    assert (row.is_recurrence, row.decided_by, row.decided_on) == (True, chief, clock.today())
    assert (row.reason, row.version) == ("同一事由再次争吵", 2)
    again.refresh_from_db()
    assert again.repeat_alarm is True
    assert again.events.last().facts["is_recurrence"] is True


def test_a_later_decision_replaces_the_first_and_both_stay_on_record(again, chief):
    decide(again, chief)
    with refused(again, "OUTDATED", by=Outdated):
        decide(again, chief, is_recurrence=False, expected=1)
    decide(again, chief, is_recurrence=False, reason="事由不同", expected=2)
    told = [e.facts["is_recurrence"] for e in again.events.filter(action="decide_recurrence")]
    assert told == [True, False]
    assert again.recurrences.get().is_recurrence is False


def test_what_a_person_decided_no_machine_changes(again, chief):
    decide(again, chief, is_recurrence=False)
    before = again.recurrences.values().get()
    with case_file(again.pk) as case:
        parties.add_party(case, actor=chief, role="respondent", name="王强", phone=PHONE)
    assert again.recurrences.values().get() == before


def test_looking_for_candidates_costs_the_same_for_one_and_for_many(chief):
    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            register(chief, 20, {"id_number": ID, "phone": PHONE})
        return len(captured)

    register(chief, 0, {"id_number": ID})
    few = statements()
    for _ in range(5):
        register(chief, 1, {"id_number": ID})
    assert statements() - few <= 6  # a key for each candidate


def test_months_end_where_months_end():
    assert months_before(date(2024, 2, 29), 12) == date(2023, 2, 28)
    assert months_before(date(2026, 1, 31), 2) == date(2025, 11, 30)


def test_of_very_many_earlier_quarrels_the_newest_are_proposed(chief, monkeypatch):
    monkeypatch.setattr(recurrence, "MOST", 2)
    earlier = [register(chief, n, {"id_number": ID}) for n in range(4)]

    now = register(chief, 9, {"id_number": ID})

    assert {row.earlier for row in now.recurrences.all()} == set(earlier[-2:])
