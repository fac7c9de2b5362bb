"""Reasons and notices, and what has to be done before a dispute ends."""

from __future__ import annotations

from datetime import date

import pytest

from disputes import workflow
from disputes.choices import State, Track
from disputes.models import Dispute, Officer, WarningDecision
from tests.disputes.refusing import refused
from tests.disputes.stepping import step
from tests.factories import DAY, act, days, make_case, make_chief

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]

ART_9 = "《中华人民共和国治安管理处罚法》第九条"
ART_178_2 = "《公安机关办理行政案件程序规定》第一百七十八条第二款"
ART_26 = "《中华人民共和国人民调解法》第二十六条"
ART_32 = "《中华人民共和国人民调解法》第三十二条"
ART_74 = "《中华人民共和国道路交通安全法》第七十四条"
ART_16_DV = "《中华人民共和国反家庭暴力法》第十六条"
ART_17_DV = "《中华人民共和国反家庭暴力法》第十七条"
ART_185 = "《公安机关办理行政案件程序规定》第一百八十五条"


@pytest.fixture
def officer() -> Officer:
    return make_chief()


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
    ways = {t.action for t in workflow.ROWS if t.target and t.resource == "steps"}
    assert asked & ways == REASONED.keys() | {"change_track"}


@pytest.mark.parametrize(("action", "state"), REASONED.items())
@pytest.mark.parametrize("reason", [None, "", "  "])
def test_whoever_ends_undoes_or_voids_something_says_why(officer, action, state, reason):
    dispute = make_case(state)
    with refused(dispute, "REASON_MISSING"):
        act(dispute, action, officer, days(3), reason=reason)
    assert act(dispute, action, officer, days(3), reason="见谈话记录").action == action


@pytest.mark.parametrize(
    ("track", "law"),
    [(Track.SECURITY_CASE, ART_185), (Track.CIVIL, ART_26), (Track.TRAFFIC, ART_74)],
)
@pytest.mark.parametrize("on_record", [True, False])
def test_a_failed_mediation_ends_with_the_notice_of_the_courts(officer, track, law, on_record):
    dispute = make_case(State.MEDIATING, track=track)
    with refused(dispute, "SUE_NOTICE_MISSING", law, said="依法提起民事诉讼"):
        step(dispute, "fail", officer, reason="分歧过大")
    if on_record:
        act(dispute, "notify", officer, DAY, about="suit")
    said = {} if on_record else {"remedies_told": True}
    assert step(dispute, "fail", officer, reason="分歧过大", **said).to_state == "failed"


# --- an offence that was mediated in vain


@pytest.mark.parametrize("state", [State.FAILED, State.BREACHED])
def test_an_offence_mediated_in_vain_is_not_simply_closed(officer, state):
    dispute = make_case(state, track=Track.SECURITY_CASE)
    act(dispute, "notify", officer, days(1), about="suit")
    with refused(dispute, "PENALTY_PROCEDURE_FOLLOWS", ART_185, ART_9, said="请转处罚"):
        act(dispute, "close", officer, days(1))
    assert act(dispute, "convert", officer, days(1)).to_state == "converted"


def test_the_penalty_follows_under_the_law_of_the_days_before_2026_as_well(officer):
    dispute = make_case(State.FAILED, track=Track.SECURITY_CASE, day=date(2025, 3, 3))
    with refused(dispute, "PENALTY_PROCEDURE_FOLLOWS", ART_185, ART_9):
        act(dispute, "close", officer, date(2025, 3, 4))


def test_an_offence_mediated_in_vain_is_not_withdrawn(officer):
    dispute = make_case(State.MEDIATING, track=Track.SECURITY_CASE)
    act(dispute, "end_session", officer, DAY)
    with refused(dispute, "PENALTY_PROCEDURE_FOLLOWS", ART_185, ART_9):
        act(dispute, "withdraw", officer, DAY)
    accepted = make_case(State.ACCEPTED, track=Track.SECURITY_CASE)
    assert act(accepted, "withdraw", officer, DAY).to_state == State.WITHDRAWN
    civil = make_case(State.MEDIATING)
    act(civil, "end_session", officer, DAY)
    assert act(civil, "withdraw", officer, DAY).to_state == State.WITHDRAWN


@pytest.mark.parametrize("state", [State.FAILED, State.BREACHED])
def test_another_body_does_not_resolve_an_offence_mediated_in_vain(officer, state):
    dispute = make_case(state, track=Track.SECURITY_CASE)
    act(dispute, "refer", officer, days(1))
    with refused(dispute, "PENALTY_PROCEDURE_FOLLOWS", ART_185, ART_9):
        act(dispute, "feedback", officer, days(1))


def test_late_performance_ends_a_breached_offence(officer):
    dispute = make_case(State.BREACHED, track=Track.SECURITY_CASE)
    act(dispute, "perform", officer, days(2))
    assert act(dispute, "close", officer, days(2)).to_state == State.CLOSED


# --- notices of a civil dispute, and of one that was breached


@pytest.mark.parametrize(
    ("action", "state"),
    [("refer", State.REGISTERED), ("decline", State.REGISTERED), ("close", State.FAILED)],
)
def test_parties_of_a_quarrel_hear_of_the_courts_before_police_let_go_of_it(officer, action, state):
    dispute = make_case(state, prepared=False)
    with refused(dispute, "CIVIL_DISPUTE_MUST_INFORM", ART_178_2):
        act(dispute, action, officer, DAY)
    act(dispute, "notify", officer, days(1), about="rights")
    act(dispute, "notify", officer, days(2))
    with refused(dispute, "CIVIL_DISPUTE_MUST_INFORM", ART_178_2):
        act(dispute, action, officer, days(1))
    assert act(dispute, action, officer, days(2)).action == action


@pytest.mark.parametrize("action", ["refer", "decline"])
@pytest.mark.parametrize("track", [Track.SECURITY_CASE, Track.TRAFFIC])
def test_the_notice_of_a_quarrel_is_not_asked_of_other_tracks(officer, action, track):
    dispute = make_case(State.REGISTERED, track=track)
    assert act(dispute, action, officer, DAY).action == action


@pytest.mark.parametrize(("track", "law"), [(Track.CIVIL, ART_32), (Track.TRAFFIC, ART_74)])
def test_a_breached_dispute_is_closed_when_the_parties_know_that_they_may_sue(officer, track, law):
    dispute = make_case(State.BREACHED, track=track)
    with refused(dispute, "SUE_NOTICE_MISSING", law, said="方可结案"):
        act(dispute, "close", officer, days(1))
    act(dispute, "notify", officer, days(1), about="suit")
    assert act(dispute, "close", officer, days(1)).to_state == State.CLOSED
    assert Dispute.objects.get().resolved_on is None


# --- domestic violence

ENDS = {
    "close": State.FULFILLED,
    "reconcile": State.ACCEPTED,
    "feedback": State.ACCEPTED,
    "archive": State.WITHDRAWN,
}


@pytest.mark.parametrize(("action", "state"), ENDS.items())
def test_domestic_violence_does_not_end_without_a_decision_about_the_letter(officer, action, state):
    dispute = make_case(state, domestic_violence=True)
    if action == "feedback":
        act(dispute, "refer", officer, DAY)
    with refused(dispute, "DV_WARNING_DECISION", ART_16_DV):
        act(dispute, action, officer, DAY)
    act(dispute, "decide_warning", officer, DAY)
    act(dispute, action, officer, DAY)
    dispute.refresh_from_db()
    assert dispute.state in (State.CLOSED, State.ARCHIVED)


def test_domestic_violence_is_not_settled_without_a_decision_either(officer):
    dispute = make_case(State.ACCEPTED, track=Track.SECURITY_CASE, domestic_violence=True)
    with refused(dispute, "DV_WARNING_DECISION", ART_16_DV):
        act(dispute, "settle", officer, DAY)
    act(dispute, "decide_warning", officer, DAY)
    assert act(dispute, "settle", officer, DAY).to_state == State.CLOSED


@pytest.mark.parametrize("lacking", ["perpetrator", "delivered_on", "committee_told_on"])
def test_a_letter_names_the_perpetrator_and_reaches_everybody(officer, lacking):
    dispute = make_case(State.ACCEPTED, domestic_violence=True)
    whole = {
        "issued": True, "perpetrator": dispute.parties.last(), "delivered_on": DAY,
        "committee_told_on": days(1),
    }  # fmt: skip
    with refused(dispute, "WARNING_INCOMPLETE", ART_17_DV):
        act(dispute, "decide_warning", officer, DAY, **whole | {lacking: None})
    with refused(dispute, "OUT_OF_ORDER"):
        act(dispute, "decide_warning", officer, days(1), **whole)
    act(dispute, "decide_warning", officer, DAY, **whole)
    assert WarningDecision.objects.get().issued


def test_no_letter_without_domestic_violence(officer):
    dispute = make_case(State.ACCEPTED)
    with refused(dispute, "NOT_DOMESTIC_VIOLENCE", ART_16_DV):
        act(dispute, "decide_warning", officer, DAY)
