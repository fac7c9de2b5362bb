"""Parties who are reconciled, and settlements that the police approve."""

from __future__ import annotations

from datetime import date

import pytest

from disputes.choices import State, Track
from disputes.errors import Caution, WrongState
from disputes.models import Dispute, Officer
from tests.acts import FACTS
from tests.disputes.refusing import refused
from tests.disputes.stepping import step
from tests.factories import DAY, act, days, make_case, make_chief, make_officer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]

ART_9_4 = "《中华人民共和国治安管理处罚法》第九条第四款"
MILDER = {"SETTLEMENT_OF_EARLIER_CASE": "新法不予处罚，较轻"}
ART_16 = "《中华人民共和国反家庭暴力法》第十六条"
ART_186 = "《公安机关办理行政案件程序规定》第一百八十六条"


@pytest.fixture
def officer() -> Officer:
    return make_chief()


@pytest.mark.parametrize(("on", "allowed"), [("2025-12-31", False), ("2026-01-01", True)])
def test_settlement_ends_a_security_case_from_the_day_the_new_law_is_in_force(officer, on, allowed):
    dispute = make_case(State.ACCEPTED, track=Track.SECURITY_CASE, day=date(2025, 12, 30))
    day = date.fromisoformat(on)
    if allowed:
        act(dispute, "settle", officer, day, acknowledged=MILDER)
        closed = Dispute.objects.get()
        assert (closed.state, closed.resolved_on) == (State.CLOSED, day)
    else:
        with refused(dispute, "SETTLEMENT_NOT_APPROVED", ART_9_4, said="2026年1月1日起施行"):
            act(dispute, "settle", officer, day)


@pytest.mark.parametrize("on", ["2025-12-31", "2026-01-01"])
def test_what_a_committee_helped_to_settle_was_approved_before_the_new_law_as_well(officer, on):
    dispute = make_case(State.ACCEPTED, track=Track.SECURITY_CASE, day=date(2025, 12, 30))
    day = date.fromisoformat(on)
    laws = [ART_9_4, ART_186] if on >= "2026" else [ART_186]
    with refused(dispute, "SETTLEMENT_NOT_APPROVED", *laws, said="已履行"):
        act(dispute, "settle", officer, day, settled_by="committee", performed=False)
    act(dispute, "settle", officer, day, settled_by="committee")
    assert Dispute.objects.get().resolved_on == day


@pytest.mark.parametrize("state", [State.FAILED, State.BREACHED])
def test_a_settlement_is_approved_as_long_as_there_is_no_decision(officer, state):
    dispute = make_case(state, track=Track.SECURITY_CASE)
    act(dispute, "settle", officer, days(1))
    dispute.refresh_from_db()
    assert (dispute.state, dispute.resolved_on) == (State.CLOSED, days(1))
    converted = make_case(State.CONVERTED, track=Track.SECURITY_CASE)
    with refused(converted, "WRONG_STATE", by=WrongState):
        act(converted, "settle", officer, days(1))


@pytest.mark.parametrize(
    ("fact", "name"),
    [
        ("performed", "已履行"),
        ("applied_by_all", "各方书面申请"),
        ("approved_by", "负责人批准"),
        ("settled_by", "和解方式"),
    ],
)
def test_a_settlement_is_performed_applied_for_and_approved(officer, fact, name):
    dispute = make_case(State.ACCEPTED, track=Track.SECURITY_CASE)
    with refused(dispute, "SETTLEMENT_NOT_APPROVED", ART_9_4, ART_186, said=f"缺少：{name}$"):
        step(dispute, "settle", officer, **{**FACTS, fact: ""})


def test_a_settlement_names_everything_it_lacks(officer):
    dispute = make_case(State.ACCEPTED, track=Track.SECURITY_CASE)
    with refused(
        dispute, "SETTLEMENT_NOT_APPROVED", ART_9_4, ART_186, said="缺少：已履行、负责人批准$"
    ):
        step(dispute, "settle", officer, **{**FACTS, "performed": False, "approved_by": " "})


def test_whoever_settles_what_was_marked_as_violence_confirms_that_it_is_none(officer):
    """The warning stands at every end of a case, not only where parties are reconciled."""
    dispute = make_case(State.ACCEPTED, track=Track.SECURITY_CASE)
    Dispute.objects.update(domestic_violence=True)
    act(dispute, "ask_clearance", make_officer(officer.unit), DAY)
    act(dispute, "decide_clearance", officer, DAY)
    with refused(dispute, "DV_MARK_CLEARED", ART_16, said="2026-03-02由", by=Caution):
        act(dispute, "settle", officer, DAY)
    act(dispute, "settle", officer, DAY, acknowledged={"DV_MARK_CLEARED": "系邻居"})
    assert Dispute.objects.get().state == State.CLOSED
