"""Intake (登记): who registers what, the server's own times, corrections, risk."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from disputes import clock
from disputes.casefile import case_file
from disputes.choices import Role, State, Track
from disputes.errors import RuleViolation, WrongState
from disputes.models import Dispute, Kind, NumberCounter
from disputes.services import intake
from tests.disputes.refusing import refused
from tests.factories import DAY, NOW, make_case, make_chief, make_kind, make_officer, nine

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]


def register(**fields: Any) -> Dispute:
    officer = fields.pop("officer", None) or make_officer()
    told = {"track": Track.CIVIL, "kind": make_kind(), "source": "patrol", "summary": "排水口角"}
    return intake.register_dispute(officer=officer, **{**told, **fields}).dispute


def test_the_server_decides_unit_number_time_and_state():
    officer = make_officer()
    dispute = register(officer=officer)
    dispute.refresh_from_db()

    assert dispute.number == f"{officer.unit.code}202606300001"
    assert (dispute.unit, dispute.registered_by, dispute.responsible) == (officer.unit,) + (
        officer,
    ) * 2
    assert (dispute.registered_at, dispute.registered_on) == (NOW, NOW.date())
    assert (dispute.state, dispute.version, dispute.resolved_on) == (State.REGISTERED, 1, None)
    assert (dispute.county, dispute.city) == (officer.unit.county, officer.unit.city)
    event = dispute.events.get()
    assert (event.seq, event.action, event.change, event.unit) == (1, "register", 0, officer.unit)


@pytest.mark.parametrize(
    ("moment", "day"),
    [("2025-12-31T15:59:59+00:00", "2025-12-31"), ("2025-12-31T16:00:00+00:00", "2026-01-01")],
)
def test_the_day_of_registration_is_the_shanghai_day(moment, day):
    with clock.at(datetime.fromisoformat(moment)):
        dispute = register()
    assert dispute.registered_on == date.fromisoformat(day)
    assert dispute.number.endswith(f"{day.replace('-', '')}0001")


@pytest.mark.parametrize("role", [r for r in Role if r not in (Role.OFFICER, Role.CHIEF)])
def test_only_officers_and_chiefs_register(role):
    with pytest.raises(RuleViolation, match="无权登记") as refusal:
        register(officer=make_officer(role=role))
    assert (refusal.value.code, Dispute.objects.count()) == ("ROLE_FORBIDDEN", 0)


def test_an_account_without_a_unit_registers_nothing():
    officer = make_officer()
    officer.unit = None
    with pytest.raises(RuleViolation) as refusal:
        register(officer=officer)
    assert (refusal.value.code, Dispute.objects.count()) == ("NO_UNIT", 0)


def test_a_dispute_is_of_an_active_minor_kind():
    Kind.objects.filter(code="debt.loan").update(is_active=False)
    for code in ("neighbour", "debt.loan"):
        with pytest.raises(RuleViolation, match="小类") as refusal:
            register(kind=make_kind(code))
        assert (refusal.value.code, Dispute.objects.count()) == ("KIND_TOO_COARSE", 0)


@pytest.mark.parametrize(
    "wrong",
    [
        {"summary": ""},
        {"summary": "长" * 4001},
        {"place": "长" * 201},
        {"track": "friendly"},
        {"source": "rumour"},
        {"amount": Decimal("10000000000.00")},
        {"amount": Decimal("1.005")},
        {"people_count": -1},
        {"people_count": 40000},
        {"occurred_at": "昨天"},
    ],
)
def test_what_no_column_can_hold_is_refused_before_a_number_is_lost(wrong):
    with pytest.raises(ValidationError) as refusal:
        register(**wrong)
    assert set(refusal.value.error_dict) == set(wrong)
    assert not Dispute.objects.exists()
    assert not NumberCounter.objects.exists()


def test_an_amount_is_not_negative():
    with pytest.raises(IntegrityError, match="dispute_amount_not_negative"):
        register(amount=Decimal("-0.01"))


@pytest.mark.parametrize("time", ["occurred_at", "discovered_at", "reported_at"])
def test_what_is_registered_has_happened(time):
    assert register(**{time: NOW}).pk
    with pytest.raises(IntegrityError, match="dispute_known_before_registered"):
        register(**{time: NOW + timedelta(seconds=1)})


@pytest.mark.parametrize("text", ["😀\u200d👧", "𠮷野家与㐂寿司", "\u202e从右到左", "a" * 4000])
def test_any_text_that_can_be_stored_comes_back(text):
    assert Dispute.objects.get(pk=register(summary=text).pk).summary == text


def test_a_refused_registration_leaves_no_gap_in_the_numbers():
    officer = make_officer()
    register(officer=officer)
    with pytest.raises(ValidationError):
        register(officer=officer, summary="")
    assert register(officer=officer).number.endswith("0002")


# --- corrections


def amend(dispute: Dispute, reason: str = "笔误", **fields: Any) -> None:
    with case_file(dispute.pk) as case:
        intake.amend(case, actor=dispute.registered_by, reason=reason, **fields)


def test_a_correction_keeps_old_and_new_on_the_event():
    dispute = make_case()
    amend(
        dispute, kind=make_kind("debt.loan"), amount=Decimal("1200.5"), occurred_at=nine(DAY),
        repeat_alarm=True, place="北门",
    )  # fmt: skip
    stored, event = Dispute.objects.get(), dispute.events.last()
    assert (stored.kind.code, stored.amount, stored.occurred_at) == ("debt.loan", 1200.5, nine(DAY))
    assert event.facts == {
        "reason": "笔误",
        "before": {"kind": "neighbour.neighbour_daily", "amount": None, "occurred_at": None,
                   "repeat_alarm": False, "place": ""},
        "after": {"kind": "debt.loan", "amount": "1200.50", "occurred_at": nine(DAY).isoformat(),
                  "repeat_alarm": True, "place": "北门"},
    }  # fmt: skip
    assert stored.version == dispute.version + 1


@pytest.mark.parametrize(
    "field", ["unit", "number", "registered_on", "registered_at", "state", "version", "resolved_on",
              "track", "responsible", "risk_level"],
)  # fmt: skip
def test_unit_number_time_and_state_are_nobodys_to_correct(field):
    dispute = make_case()
    with refused(dispute, "NOTHING_TO_AMEND"):
        amend(dispute, **{field: None})


def test_a_correction_names_a_field_and_a_reason():
    dispute = make_case()
    with refused(dispute, "NOTHING_TO_AMEND"):
        amend(dispute)
    with refused(dispute, "REASON_MISSING"):
        amend(dispute, reason=" ", place="北门")
    with refused(dispute, "KIND_TOO_COARSE"):
        amend(dispute, kind=make_kind("debt"))


def test_a_fulfilled_dispute_is_corrected_no_more():
    dispute = make_case(State.FULFILLED)
    with refused(dispute, "WRONG_STATE", by=WrongState):
        amend(dispute, place="北门")


# --- who sees


def test_case_roles_see_their_unit_and_below_and_others_see_nothing():
    chief = make_chief()
    station, county, city = chief.unit, chief.unit.county, chief.unit.city
    dispute = make_case(officer=chief)

    def sees(**account: Any) -> bool:
        return Dispute.objects.visible_to(make_officer(**account)).filter(pk=dispute.pk).exists()

    assert all(sees(unit=u, role=r) for u in (station, county, city)
               for r in (Role.OFFICER, Role.CHIEF, Role.LEGAL))  # fmt: skip
    blind = set(Role) - {Role.OFFICER, Role.CHIEF, Role.LEGAL}
    assert not any(sees(unit=city, role=role) for role in blind)
    nowhere = make_officer()
    nowhere.unit = None
    assert not Dispute.objects.visible_to(nowhere).exists()
