"""Activity figures: entered, approved by somebody else, added up the tree, kept for ever."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from types import SimpleNamespace
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, transaction

from disputes import clock
from disputes.choices import Role
from disputes.errors import Caution, Outdated, RuleViolation, WrongState
from disputes.services.units import move_unit
from reporting.activities import entering
from reporting.activities.kinds import KINDS
from reporting.activities.rates import INDICATORS
from reporting.activities.totals import Total, counting, totals
from reporting.models import Activity, ActivityRecord
from reporting.models.activity import Hedge
from reporting.periods import Period
from tests.factories import make_officer, make_unit

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 1, 2, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
YEAR = Period.year(2025)


@pytest.fixture
def bureau():
    """A city, two counties, a station; in each somebody who enters and a chief who approves."""
    with clock.at(NOW):
        city = make_unit()
        county, other = make_unit(city), make_unit(city)
        station = make_unit(county)
        units = {"city": city, "county": county, "other": other, "station": station}
        enterers = {name: make_officer(unit) for name, unit in units.items()}
        chiefs = {name: make_officer(unit, Role.CHIEF) for name, unit in units.items()}
        yield SimpleNamespace(**units, enterers=enterers, chiefs=chiefs)


def said(value: int, start: date = date(2025, 3, 1), end: date | None = None, **more: Any) -> dict:
    return {"value": value, "starts_on": start, "ends_on": end or start, "evidence": "简报第3期",
            **more}  # fmt: skip


def enter(bureau, name: str, kind: str, value: int, *days: date, **more: Any) -> Activity:
    """A draft of a unit."""
    return entering.create(
        actor=bureau.enterers[name], unit=getattr(bureau, name), kind=kind,
        values=said(value, *days, **more),
    )  # fmt: skip


def submitted(bureau, name: str, *given: Any, **more: Any) -> Activity:
    entry = enter(bureau, name, *given, **more)
    why = {"ACTIVITY_COUNTED_TWICE": "不是同一场"}
    return entering.submit(
        entry.pk, actor=bureau.enterers[name], expected=entry.version, acknowledged=why
    )


def approved(bureau, name: str, *given: Any, **more: Any) -> Activity:
    entry = submitted(bureau, name, *given, **more)
    return entering.approve(entry.pk, actor=bureau.chiefs[name], expected=entry.version)


def refused(code: str, step, *args: Any, **given: Any) -> RuleViolation:
    """The step is refused with this code and leaves no trace."""
    before = list(ActivityRecord.objects.values()), list(Activity.objects.values())
    with pytest.raises(RuleViolation) as refusal, transaction.atomic():
        step(*args, **given)
    assert refusal.value.code == code
    assert (list(ActivityRecord.objects.values()), list(Activity.objects.values())) == before
    return refusal.value


def test_only_what_was_approved_counts_and_it_counts_up_the_tree(bureau):
    entry = enter(bureau, "station", "lectures", 4)
    assert totals(YEAR, bureau.city) == {}
    entering.submit(entry.pk, actor=bureau.enterers["station"], expected=1)
    assert totals(YEAR, bureau.city) == {}
    entering.approve(entry.pk, actor=bureau.chiefs["county"], expected=2)  # the superior unit

    for unit in (bureau.station, bureau.county, bureau.city):
        assert totals(YEAR, unit) == {"lectures": Total(4)}
    assert totals(YEAR, bureau.other) == {}
    assert totals(YEAR.year_before(), bureau.city) == {}


def test_the_total_is_the_sum_of_the_entries_behind_it(bureau):
    approved(bureau, "station", "lectures", 4)
    approved(bureau, "county", "lectures", 5)
    approved(bureau, "other", "lectures", 6)
    approved(bureau, "other", "books", 90)

    found = totals(YEAR, bureau.city)
    assert (found["lectures"].value, found["lectures"].entries) == (15, 3)
    behind = counting(YEAR, bureau.city, kinds=["lectures"]).values_list("value", flat=True)
    assert sorted(behind) == [4, 5, 6]


@pytest.mark.parametrize(
    ("words", "together"),
    [
        ((Hedge.EXACT, Hedge.EXACT), Hedge.EXACT),
        ((Hedge.EXACT, Hedge.OVER), Hedge.OVER),
        ((Hedge.NEAR, Hedge.EXACT), Hedge.NEAR),
        ((Hedge.OVER, Hedge.NEAR), Hedge.ABOUT),
    ],
)
def test_what_is_not_exact_stays_so_in_the_sum(bureau, words, together):
    for name, word in zip(("county", "other"), words, strict=True):
        approved(bureau, name, "consultations", 100, hedge=word)
    assert totals(YEAR, bureau.city) == {"consultations": Total(200, together, 2)}


def test_what_stands_at_the_end_is_not_added_up_over_the_months(bureau):
    approved(bureau, "county", "posting_rooms", 10, date(2025, 1, 31))
    approved(bureau, "county", "posting_rooms", 12, date(2025, 11, 30))
    approved(bureau, "other", "posting_rooms", 5, date(2025, 6, 30))

    assert totals(YEAR, bureau.city)["posting_rooms"] == Total(17, entries=2)
    half = Period(date(2025, 1, 1), date(2025, 6, 30))
    assert totals(half, bureau.city)["posting_rooms"].value == 15


def test_an_entry_counts_where_it_lies_wholly_inside_the_period(bureau):
    approved(bureau, "county", "lectures", 3, date(2025, 11, 20), date(2025, 12, 10))
    assert totals(YEAR, bureau.county)["lectures"].value == 3
    assert totals(Period(date(2025, 1, 1), date(2025, 11, 30)), bureau.county) == {}
    assert totals(Period(date(2025, 12, 1), date(2025, 12, 31)), bureau.county) == {}


def test_a_moved_unit_leaves_its_earlier_work_with_its_earlier_superior(bureau):
    approved(bureau, "station", "lectures", 1, date(2025, 5, 31))
    approved(bureau, "station", "lectures", 10, date(2025, 6, 1))
    chief = bureau.chiefs["city"]
    move_unit(unit_id=bureau.station.pk, parent_id=bureau.other.pk, reason="划转",
              effective_from=date(2025, 6, 1), actor=chief, expected=1)  # fmt: skip
    assert totals(YEAR, bureau.county)["lectures"].value == 1
    assert totals(YEAR, bureau.other)["lectures"].value == 10
    assert totals(YEAR, bureau.city)["lectures"].value == 11


def test_a_correction_counts_once_it_is_approved_and_the_old_figure_until_then(bureau):
    entry, who = approved(bureau, "county", "books", 300), bureau.enterers["county"]
    entering.revise(entry.pk, actor=who, expected=3, values={"value": 380, "hedge": Hedge.OVER})
    entering.submit(entry.pk, actor=who, expected=4)
    assert totals(YEAR, bureau.city) == {"books": Total(300)}

    entering.approve(entry.pk, actor=bureau.chiefs["county"], expected=5)

    assert totals(YEAR, bureau.city) == {"books": Total(380, Hedge.OVER)}
    history = entry.records.values_list("seq", "step", "value", "status")
    assert list(history) == [
        (1, "create", 300, "draft"), (2, "submit", 300, "submitted"),
        (3, "approve", 300, "approved"), (4, "revise", 380, "draft"),
        (5, "submit", 380, "submitted"), (6, "approve", 380, "approved"),
    ]  # fmt: skip


def test_the_figure_of_an_earlier_moment_is_told_from_the_records(bureau):
    entry, who = approved(bureau, "county", "books", 300), bureau.enterers["county"]
    with clock.at(NOW + timedelta(days=10)):
        entering.revise(entry.pk, actor=who, expected=3, values={"value": 380})
        entering.submit(entry.pk, actor=who, expected=4)
        entering.approve(entry.pk, actor=bureau.chiefs["county"], expected=5)
        approved(bureau, "other", "books", 7)
    with clock.at(NOW + timedelta(days=20)):
        entering.withdraw(entry.pk, actor=bureau.chiefs["county"], expected=6, reason="重复")

    def books(days: int) -> int:
        found = totals(YEAR, bureau.city, NOW + timedelta(days=days))
        return found["books"].value if found else 0

    assert [books(days) for days in (-1, 0, 9, 10, 19, 20)] == [0, 300, 300, 387, 387, 7]
    assert totals(YEAR, bureau.city)["books"].value == 7


def test_a_returned_entry_says_why_and_comes_again(bureau):
    entry = submitted(bureau, "county", "banners", 70)
    entering.give_back(entry.pk, actor=bureau.chiefs["city"], expected=2, reason="依据不符")
    last = entry.records.last()
    assert (last.status, last.reason, last.actor) == ("returned", "依据不符", bureau.chiefs["city"])

    who = bureau.enterers["county"]
    entering.revise(entry.pk, actor=who, expected=3, values={"evidence": "台账第9页"})
    entering.submit(entry.pk, actor=who, expected=4)
    entering.approve(entry.pk, actor=bureau.chiefs["county"], expected=5)
    assert totals(YEAR, bureau.county)["banners"].value == 70


def test_nobody_approves_what_passed_through_the_own_hands(bureau):
    """Entering, changing and handing in count; what lies before the last decision does not."""
    chief, legal = bureau.chiefs["county"], make_officer(bureau.county, Role.LEGAL)
    made = entering.create(actor=chief, unit=bureau.county, kind="books", values=said(3))
    entering.submit(made.pk, actor=bureau.enterers["county"], expected=1)
    for who in (chief, make_officer(bureau.county, Role.OFFICER)):
        code = "ACTIVITY_OWN_ENTRY" if who == chief else "ROLE_FORBIDDEN"
        refused(code, entering.approve, made.pk, actor=who, expected=2)

    entering.approve(made.pk, actor=legal, expected=2)
    entering.revise(made.pk, actor=legal, expected=3, values={"value": 4})
    entering.submit(made.pk, actor=legal, expected=4)
    refused("ACTIVITY_OWN_ENTRY", entering.approve, made.pk, actor=legal, expected=5)
    entering.approve(made.pk, actor=chief, expected=5)


def test_a_unit_beside_or_below_neither_enters_nor_approves(bureau):
    entry = submitted(bureau, "county", "books", 3)
    for name in ("other", "station"):
        chief = bureau.chiefs[name]
        refused("ACTIVITY_OF_ANOTHER_UNIT", entering.approve, entry.pk, actor=chief, expected=2)
        refused("ACTIVITY_OF_ANOTHER_UNIT", entering.create, actor=chief, unit=bureau.county,
                kind="books", values=said(3))  # fmt: skip


@pytest.mark.parametrize("role", [Role.MACHINE, Role.SYSTEM_ADMIN, Role.AUDIT_ADMIN])
def test_machines_and_administrators_enter_nothing(bureau, role):
    who = make_officer(bureau.county, role)
    refused("ROLE_FORBIDDEN", entering.create, actor=who, unit=bureau.county, kind="books",
            values=said(3))  # fmt: skip


@pytest.mark.parametrize(
    ("days", "code"),
    [
        ((date(2025, 3, 2), date(2025, 3, 1)), "ACTIVITY_PERIOD"),
        ((date(2024, 12, 31), date(2025, 1, 1)), "ACTIVITY_PERIOD"),
        ((date(2026, 1, 2), date(2026, 1, 3)), "ACTIVITY_IN_FUTURE"),
    ],
)
def test_days_that_cannot_be_entered(bureau, days, code):
    refused(code, enter, bureau, "county", "books", 3, *days)


def test_a_correction_keeps_its_year(bureau):
    entry = enter(bureau, "county", "books", 3)
    moved = {"starts_on": date(2024, 3, 1), "ends_on": date(2024, 3, 1)}
    refused("ACTIVITY_YEAR_FIXED", entering.revise, entry.pk, actor=bureau.enterers["county"],
            expected=1, values=moved)  # fmt: skip


def test_nothing_is_handed_in_without_evidence(bureau):
    entry = enter(bureau, "county", "books", 3, evidence="")
    refused("ACTIVITY_EVIDENCE_MISSING", entering.submit, entry.pk,
            actor=bureau.enterers["county"], expected=1)  # fmt: skip


@pytest.mark.parametrize(
    ("first", "second", "days", "warned"),
    [
        ("county", "county", (date(2025, 3, 1), date(2025, 3, 31)), True),
        ("county", "station", (date(2025, 2, 1), date(2025, 3, 1)), True),
        ("station", "county", (date(2025, 3, 1), date(2025, 12, 31)), True),
        ("county", "county", (date(2025, 3, 2), date(2025, 3, 31)), False),
        ("county", "other", (date(2025, 3, 1), date(2025, 3, 31)), False),
    ],
)
def test_the_same_work_in_two_entries_is_warned_of(bureau, first, second, days, warned):
    submitted(bureau, first, "lectures", 3)
    entry, who = enter(bureau, second, "lectures", 5, *days), bureau.enterers[second]
    if warned:
        refusal = refused(
            "ACTIVITY_COUNTED_TWICE", entering.submit, entry.pk, actor=who, expected=1
        )
        assert isinstance(refusal, Caution)
        assert f"{getattr(bureau, first)}2025-03-01至2025-03-01已录入3次" in refusal.detail
    why = {"ACTIVITY_COUNTED_TWICE": "另一场"} if warned else {}
    entering.submit(entry.pk, actor=who, expected=1, acknowledged=why)
    assert entry.records.last().reason == ("另一场" if warned else "")


def test_another_kind_and_another_count_of_what_stands_are_no_double(bureau):
    submitted(bureau, "county", "lectures", 3)
    submitted(bureau, "county", "posting_rooms", 3)
    for kind in ("special_trainings", "posting_rooms"):
        entry = enter(bureau, "county", kind, 5)
        entering.submit(entry.pk, actor=bureau.enterers["county"], expected=1)


def test_a_step_decided_on_an_older_state_is_refused(bureau):
    entry = submitted(bureau, "county", "books", 3)
    with pytest.raises(Outdated):
        entering.approve(entry.pk, actor=bureau.chiefs["county"], expected=1)
    assert totals(YEAR, bureau.county) == {}


@pytest.mark.parametrize("step", ["submit", "approve", "give_back", "revise", "withdraw"])
def test_a_withdrawn_entry_takes_no_step(bureau, step):
    entry, chief = approved(bureau, "county", "books", 3), bureau.chiefs["county"]
    entering.withdraw(entry.pk, actor=chief, expected=3, reason="录错单位")
    more = {"revise": {"values": {"value": 4}}, "give_back": {"reason": "x"},
            "withdraw": {"reason": "x"}}  # fmt: skip
    with pytest.raises(WrongState):
        getattr(entering, step)(entry.pk, actor=chief, expected=4, **more.get(step, {}))
    assert totals(YEAR, bureau.county) == {}
    assert entry.records.count() == 4


def test_what_counts_is_withdrawn_only_by_who_may_approve(bureau):
    entry = approved(bureau, "county", "books", 3)
    refused("ROLE_FORBIDDEN", entering.withdraw, entry.pk, actor=bureau.enterers["county"],
            expected=3, reason="录错")  # fmt: skip
    draft = enter(bureau, "county", "banners", 3)
    entering.withdraw(draft.pk, actor=bureau.enterers["county"], expected=1, reason="录错")


def test_the_database_keeps_the_records(bureau):
    entry = approved(bureau, "county", "books", 3)
    rows = ActivityRecord.objects.filter(activity=entry)
    for change in (lambda: rows.update(value=4), rows.delete):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            change()
    assert totals(YEAR, bureau.county)["books"].value == 3


def test_the_database_approves_nothing_without_evidence(bureau):
    entry = submitted(bureau, "county", "books", 3)
    last = entry.records.last()
    last.pk, last.seq, last.status, last.evidence = None, 3, "approved", ""
    with pytest.raises(IntegrityError, match="activity_approved_on_evidence"), transaction.atomic():
        last.save(force_insert=True)


def test_kinds_are_named_once_and_lead_to_kinds():
    assert len({kind.name for kind in KINDS.values()}) == len(KINDS) >= 75
    for kind in KINDS.values():
        assert {kind.people, kind.part_of} - {""} <= KINDS.keys()
        assert kind.source
        assert kind.unit
    assert len(INDICATORS) == len(KINDS) + 12
