"""The order of days, reasons, and the ways a dispute ends."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from disputes import clock, statutes, workflow
from disputes.choices import State, Track
from disputes.models import Dispute, Officer
from tests.acts import FACTS
from tests.disputes.refusing import refused
from tests.factories import DAY, NOW, SHANGHAI, act, days, make_case, make_chief

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]

ART_9 = "《中华人民共和国治安管理处罚法》第九条第四款"
ART_185 = "《公安机关办理行政案件程序规定》第一百八十五条"
ART_186 = "《公安机关办理行政案件程序规定》第一百八十六条"


@pytest.fixture
def officer() -> Officer:
    return make_chief()


def step(dispute: Dispute, action: str, officer: Officer, on: date = DAY, **facts):
    """One step with exactly these facts."""
    return workflow.perform(dispute.pk, action, actor=officer, on=on, facts=facts)


# --- the order of days


@pytest.mark.parametrize(("moment", "allowed"), [("23:59:59", False), ("00:00:00", True)])
def test_a_step_happens_by_the_shanghai_day_not_earlier_than_it_comes(officer, moment, allowed):
    dispute = make_case(State.REGISTERED)
    day = days(0) if not allowed else days(1)
    with clock.at(datetime.fromisoformat(f"{day} {moment}").replace(tzinfo=SHANGHAI)):
        if allowed:
            assert step(dispute, "accept", officer, days(1)).occurred_on == days(1)
        else:
            with refused(dispute, "FUTURE_DATE", said="2026-03-03尚未到来"):
                step(dispute, "accept", officer, days(1))


def test_nothing_happens_before_the_registration(officer):
    dispute = make_case(State.REGISTERED)
    with refused(dispute, "BEFORE_REGISTRATION", said="登记日期2026-03-02"):
        step(dispute, "accept", officer, days(-1))
    assert step(dispute, "accept", officer, days(0)).occurred_on == DAY


def test_states_follow_each_other_in_real_life_as_well(officer):
    dispute = make_case(State.REGISTERED)
    act(dispute, "accept", officer, days(5))
    with refused(dispute, "OUT_OF_ORDER", said="2026-03-07"):
        step(dispute, "withdraw", officer, days(4), reason="撤回")
    assert step(dispute, "withdraw", officer, days(5), reason="撤回").to_state == State.WITHDRAWN


def test_a_record_entered_late_keeps_its_own_day(officer):
    dispute = make_case(State.REGISTERED)
    act(dispute, "accept", officer, days(5))
    event = act(dispute, "refer", officer, days(2))
    assert event.occurred_on == days(2)
    assert event.recorded_at == NOW


def test_an_agreement_of_the_second_session_is_not_dated_before_it(officer):
    dispute = make_case(State.MEDIATING)
    act(dispute, "hold_session", officer, days(9))
    act(dispute, "draft_agreement", officer, days(4))
    with refused(dispute, "OUT_OF_ORDER", said="2026-03-11"):
        act(dispute, "agree", officer, days(4))


# --- reasons and notices

REASONED = {
    "decline": State.REGISTERED,
    "breach": State.AGREED,
    "reconcile": State.ACCEPTED,
    "fail": State.MEDIATING,
    "withdraw": State.ACCEPTED,
    "convert": State.ACCEPTED,
    "relapse": State.FULFILLED,
    "void": State.REGISTERED,
}


def test_every_step_that_ends_undoes_or_voids_is_listed_here():
    asked = {t.action for t in workflow.ROWS if workflow.G.reason_given in t.guards}
    assert asked == {*REASONED, "amend"}


@pytest.mark.parametrize(("action", "state"), REASONED.items())
@pytest.mark.parametrize("reason", [None, "", "  "])
def test_whoever_ends_undoes_or_voids_something_says_why(officer, action, state, reason):
    dispute = make_case(state)
    with refused(dispute, "REASON_MISSING"):
        act(dispute, action, officer, days(3), reason=reason)
    assert act(dispute, action, officer, days(3), reason="见谈话记录").action == action


def test_a_failed_mediation_ends_with_the_notice_of_the_courts(officer):
    dispute = make_case(State.MEDIATING)
    with refused(dispute, "SUE_NOTICE_MISSING", ART_185, said="依法提起民事诉讼"):
        step(dispute, "fail", officer, reason="分歧过大")
    assert (
        step(dispute, "fail", officer, reason="分歧过大", remedies_told=True).to_state == "failed"
    )


@pytest.mark.parametrize("target", ["", "elsewhere", None])
def test_a_conversion_says_where_to(officer, target):
    dispute = make_case(State.ACCEPTED, track=Track.SECURITY_CASE)
    with refused(dispute, "CONVERSION_TARGET_MISSING"):
        step(dispute, "convert", officer, reason="构成犯罪", convert_to=target)
    event = step(dispute, "convert", officer, reason="构成犯罪", convert_to="criminal")
    assert (event.to_state, event.facts["convert_to"]) == (State.CONVERTED, "criminal")


# --- reconciled, settled


@pytest.mark.parametrize("track", [Track.SECURITY_CASE, Track.TRAFFIC])
def test_only_parties_of_a_civil_dispute_are_reconciled_on_record(officer, track):
    dispute = make_case(State.ACCEPTED, track=track)
    with refused(dispute, "TRACK_FORBIDDEN", str(statutes.TRACKS[track]), said="不能登记和好"):
        act(dispute, "reconcile", officer, DAY)


@pytest.mark.parametrize("track", [Track.CIVIL, Track.TRAFFIC])
def test_only_a_security_case_is_settled(officer, track):
    dispute = make_case(State.ACCEPTED, track=track)
    with refused(dispute, "TRACK_FORBIDDEN", str(statutes.TRACKS[track]), said="不能认可和解"):
        act(dispute, "settle", officer, DAY)


@pytest.mark.parametrize(("on", "allowed"), [("2025-12-31", False), ("2026-01-01", True)])
def test_settlement_ends_a_security_case_from_the_day_the_new_law_is_in_force(officer, on, allowed):
    dispute = make_case(State.ACCEPTED, track=Track.SECURITY_CASE, day=date(2025, 12, 30))
    day = date.fromisoformat(on)
    if allowed:
        act(dispute, "settle", officer, day)
        closed = Dispute.objects.get()
        assert (closed.state, closed.resolved_on) == (State.CLOSED, day)
    else:
        with refused(dispute, "SETTLEMENT_NOT_APPROVED", ART_9, said="2026年1月1日起施行"):
            act(dispute, "settle", officer, day)


@pytest.mark.parametrize(
    ("fact", "name"),
    [("performed", "已履行"), ("applied_by_all", "各方书面申请"), ("approved_by", "负责人批准")],
)
def test_a_settlement_is_performed_applied_for_and_approved(officer, fact, name):
    dispute = make_case(State.ACCEPTED, track=Track.SECURITY_CASE)
    with refused(dispute, "SETTLEMENT_NOT_APPROVED", ART_9, ART_186, said=name):
        step(dispute, "settle", officer, **{**FACTS, fact: ""})
