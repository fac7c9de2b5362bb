"""Merging (并案) and splitting (拆分): both cases know each other, nothing is lost, counts hold."""

from __future__ import annotations

from typing import Any

import pytest

from disputes import clock
from disputes.casefile import both_files, case_file
from disputes.choices import Role
from disputes.errors import Outdated, WrongState
from disputes.models import Dispute, Officer, Party, Referral
from disputes.services import linking, parties
from reporting.measures import MEASURES
from tests.disputes.racing import at_once
from tests.disputes.refusing import everything_about, refused
from tests.disputes.test_referral import answer, refer
from tests.factories import (
    act,
    days,
    make_case,
    make_chief,
    make_kind,
    make_officer,
    make_station,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]

ID, PHONE = "11010519491231002X", "13800138000"


@pytest.fixture
def chief() -> Officer:
    return make_chief()


def merge(one: Dispute, into: Dispute, by: Officer, reason: str = "同一事由", **more: Any) -> None:
    with both_files(one.pk, into.pk, **more) as (case, other):
        linking.merge(case, other, actor=by, reason=reason)


def split(dispute: Dispute, by: Officer, who: list[Party], **fields: Any) -> Dispute:
    told = {"kind": make_kind(), "summary": "另一起口角", "reason": "并非同一事由", **fields}
    with case_file(dispute.pk) as case:
        rows = {p.pk: p for p in case.rows(Party)}
        told["leaving"] = [rows[p.pk] for p in told.get("leaving", ())]
        return linking.split(case, actor=by, parties=[rows[p.pk] for p in who], **told)


def test_a_merged_case_is_voided_names_the_other_and_keeps_its_letters(chief):
    one, other = make_case("accepted", chief), make_case("mediating", chief)
    answer(one, refer(one), 1, resolved=False)
    merge(one, other, chief)

    one.refresh_from_db()
    assert (one.state, one.merged_into, one.resolved_on) == ("voided", other, None)
    assert Referral.objects.get().dispute == one
    assert [e.action for e in one.events.all()][-1] == "merge"
    told = other.events.last()
    assert (told.action, told.facts["number"]) == ("absorb", one.number)
    assert Dispute.objects.get(pk=other.pk).state == "mediating"


def test_merging_takes_back_a_resolution_and_the_case_counts_no_more(chief):
    one, other = make_case("agreed", chief), make_case("accepted", chief)
    merge(one, other, chief)
    assert [e.change for e in one.events.exclude(change=0)] == [1, -1]
    for code in ("registered", "resolved", "agreements"):
        rows = MEASURES[code].rows()
        assert not rows.filter(**{MEASURES[code].path("pk"): one.pk}).exists()
    assert MEASURES["registered"].rows().get() == other


@pytest.mark.parametrize("end", ["voided", "archived", "withdrawn"])
def test_nothing_is_merged_into_a_case_that_has_ended(end, chief):
    one, other = make_case("accepted", chief), make_case(end, chief)
    with refused(one, "WRONG_STATE", by=WrongState):
        merge(one, other, chief)


def test_a_case_is_not_merged_into_itself(chief):
    one = make_case("accepted", chief)
    with refused(one, "MERGE_INTO_ITSELF", said="自身"):
        merge(one, one, chief)


def test_cases_of_two_stations_are_not_merged(chief):
    one, other = make_case("accepted", chief), make_case("accepted", make_chief(make_station()))
    with refused(one, "ANOTHER_UNIT", said="同一单位"):
        merge(one, other, chief)


def test_a_case_is_not_merged_while_a_letter_waits_for_its_answer(chief):
    one, other = make_case("accepted", chief), make_case("accepted", chief)
    letter = refer(one)
    with refused(one, "REFERRAL_OPEN", said=letter.number):
        merge(one, other, chief)


def test_merging_says_why_and_is_the_chiefs(chief):
    one, other = make_case("accepted", chief), make_case("accepted", chief)
    with refused(one, "REASON_MISSING"):
        merge(one, other, chief, reason=" ")
    with refused(one, "ROLE_FORBIDDEN"):
        merge(one, other, make_officer(one.unit))
    with refused(one, "OUTDATED", by=Outdated):
        merge(one, other, chief, expected=one.version - 1)


@pytest.mark.django_db(transaction=True)
def test_a_into_b_and_b_into_a_at_once_merges_one_of_them(chief):
    one, other = make_case("accepted", chief), make_case("accepted", chief)
    for _ in range(3):
        outcomes = at_once(lambda: merge(one, other, chief), lambda: merge(other, one, chief))
        assert max(type(o).__name__ for o in outcomes) == "WrongState"
    states = sorted(Dispute.objects.values_list("state", flat=True))
    assert states == ["accepted", "voided"]
    assert Dispute.objects.get(state="voided").merged_into.state == "accepted"


def test_a_split_case_is_a_case_of_its_own_with_its_own_people(chief):
    dispute = make_case("accepted", chief, alarm_number="JJ1")
    with case_file(dispute.pk) as case:
        third = parties.add_party(
            case, actor=chief, role="respondent", name="周芳", id_number=ID, phone=PHONE,
            address="甘肃省庆阳市西峰区某街1号",
        )  # fmt: skip
    first = dispute.parties.first()
    new = split(dispute, chief, [first, third], leaving=[third])

    new.refresh_from_db()
    assert (new.split_from, new.unit, new.state) == (dispute, dispute.unit, "registered")
    assert (new.registered_on, new.alarm_number) == (clock.today(), "JJ1")
    copied = list(new.parties.all())
    assert [p.name for p in copied] == [first.name, "周芳"]
    assert (copied[1].id_number, copied[1].phone) == (ID, PHONE)
    assert bytes(copied[1].id_number_sealed) != bytes(third.id_number_sealed)
    assert {p.name for p in dispute.parties.all() if p.is_active} == {"李明", "王强"}
    assert not new.recurrences.exists()  # its own origin is no earlier quarrel
    event = dispute.events.filter(action="split").get()
    assert event.facts["parties"] == [first.pk, third.pk]


def test_somebody_goes_and_somebody_stays(chief):
    dispute = make_case("accepted", chief)
    both = list(dispute.parties.all())
    for who, leaving, code in (
        ([], [], "PARTIES_MISSING"),
        (both[:1], both[1:], "NOBODY_LEFT"),
        (both, both, "NOBODY_LEFT"),
    ):
        with refused(dispute, code):
            split(dispute, chief, who, leaving=leaving)
    assert Dispute.objects.count() == 1


def test_a_split_says_why_and_is_the_chiefs_of_the_station(chief):
    dispute = make_case("accepted", chief)
    who = list(dispute.parties.all())[:1]
    with refused(dispute, "REASON_MISSING"):
        split(dispute, chief, who, reason="")
    with refused(dispute, "ROLE_FORBIDDEN"):
        split(dispute, make_officer(dispute.unit), who)
    with refused(dispute, "ANOTHER_UNIT"):
        split(dispute, make_officer(dispute.unit.parent, Role.CHIEF), who)


def test_a_split_that_fails_leaves_neither_case_changed(chief):
    dispute = make_case("accepted", chief)
    before = everything_about(dispute)
    with pytest.raises(Exception, match="纠纷小类"):
        split(dispute, chief, list(dispute.parties.all())[:1], kind=make_kind("neighbour"))
    assert everything_about(dispute) == before
    assert Dispute.objects.count() == 1


def test_a_case_that_has_ended_is_not_split(chief):
    dispute = make_case("agreed", chief)
    for action, day in (("perform", 1), ("close", 2)):
        act(dispute, action, chief, days(day))
    with refused(dispute, "WRONG_STATE", by=WrongState):
        split(dispute, chief, list(dispute.parties.all())[:1])
