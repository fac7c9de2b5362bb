"""What must hold before parties are mediated: each rule just inside and just outside."""

from __future__ import annotations

from typing import Any

import pytest

from disputes import statutes
from disputes.casefile import case_file
from disputes.choices import State, Track
from disputes.errors import WrongState
from disputes.models import Dispute, MediationSession, Officer, Party
from disputes.services import parties
from tests.acts import session_fields
from tests.disputes.refusing import refused
from tests.disputes.sessions import hold
from tests.factories import DAY, act, days, make_case, make_chief

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]

ART_178 = "《公安机关办理行政案件程序规定》第一百七十八条第三款"
ART_179 = "《公安机关办理行政案件程序规定》第一百七十九条"
ART_181 = "《公安机关办理行政案件程序规定》第一百八十一条"
ART_183 = "《公安机关办理行政案件程序规定》第一百八十三条"
ART_9 = "《中华人民共和国治安管理处罚法》第九条"
ART_165 = "《中华人民共和国民法典》第一百六十五条"
ART_84_TRAFFIC = "《道路交通事故处理程序规定》第八十四条"
ART_86_TRAFFIC = "《道路交通事故处理程序规定》第八十六条"
VOLUNTARY = "《中华人民共和国人民调解法》第十七条"


@pytest.fixture
def officer() -> Officer:
    return make_chief()


@pytest.fixture
def security() -> Dispute:
    """A security case (治安案件) that was accepted."""
    return make_case(State.ACCEPTED, track=Track.SECURITY_CASE)


@pytest.fixture
def civil() -> Dispute:
    return make_case(State.ACCEPTED)


# --- consent


@pytest.mark.parametrize(
    ("track", "law"),
    [(Track.SECURITY_CASE, ART_179), (Track.CIVIL, VOLUNTARY), (Track.TRAFFIC, ART_86_TRAFFIC)],
)
def test_a_party_that_refuses_is_not_mediated(officer, track, law):
    dispute = make_case(State.ACCEPTED, track=track)
    with refused(dispute, "PARTY_REFUSED", law):
        hold(dispute, officer, answers={"王强": {"consented": False}})


def test_a_party_that_was_not_asked_is_not_mediated_and_is_named_masked(civil, officer):
    with refused(civil, "CONSENT_MISSING", VOLUNTARY, said="当事人是否同意调解：王\\*$"):
        hold(civil, officer, answers={"王强": None})


@pytest.mark.parametrize(
    ("track", "law", "missing"),
    [
        (Track.SECURITY_CASE, ART_9, "违法嫌疑人"),
        (Track.CIVIL, VOLUNTARY, "被申请人"),
        (Track.TRAFFIC, ART_84_TRAFFIC, "被申请人"),
    ],
)
def test_one_party_alone_has_nobody_to_be_mediated_with(officer, track, law, missing):
    dispute = make_case(State.ACCEPTED, track=track)
    change(dispute, officer, 1, is_active=False)
    with refused(dispute, "PARTIES_MISSING", law, said=f"尚未登记{missing}$"):
        hold(dispute, officer)


@pytest.mark.parametrize("track", Track)
def test_two_parties_of_one_side_have_nothing_to_be_mediated(officer, track):
    dispute = make_case(State.ACCEPTED, track=track)
    change(dispute, officer, 1, role=dispute.parties.first().role)
    with refused(dispute, "PARTIES_MISSING", str(statutes.TRACKS[track])):
        hold(dispute, officer)


def change(dispute: Dispute, officer: Officer, which: int, **fields: Any) -> Party:
    with case_file(dispute.pk) as case:
        return parties.change_party(case, case.rows(Party)[which].pk, actor=officer, **fields)


def test_nobody_joins_a_mediation_before_it_was_held(civil, officer):
    hold(civil, officer, days(2))
    act(civil, "add_party", officer, days(2))
    with refused(civil, "OUT_OF_ORDER", said=f"不得早于调解日期{days(2)}$"):
        act(civil, "join_session", officer, days(1))
    assert act(civil, "join_session", officer, days(2)).occurred_on == days(2)


# --- a refusal on the way


@pytest.mark.parametrize(
    ("track", "law"),
    [(Track.SECURITY_CASE, ART_179), (Track.CIVIL, VOLUNTARY), (Track.TRAFFIC, ART_86_TRAFFIC)],
)
def test_who_refuses_during_the_mediation_ends_it(officer, track, law):
    dispute = make_case(State.MEDIATING, track=track)
    act(dispute, "draft_agreement", officer, DAY)
    act(dispute, "refuse", officer, days(1))
    assert dispute.sessions.get().outcome == "not_agreed"

    with refused(dispute, "PARTY_REFUSED", law, said="李\\*在调解过程中明确表示不愿意调解"):
        act(dispute, "agree", officer, days(1))
    with refused(dispute, "PARTY_REFUSED", law):
        hold(dispute, officer, days(2))
    with refused(dispute, "PARTY_REFUSED", law):
        act(dispute, "propose_hearing", officer, days(2))
    assert act(dispute, "fail", officer, days(2)).to_state == State.FAILED


def test_a_refusal_is_over_with_the_mediation_it_ended(officer):
    dispute = make_case(State.MEDIATING)
    act(dispute, "refuse", officer, days(1))
    for action in ("fail", "close", "relapse"):
        act(dispute, action, officer, days(2))
    hold(dispute, officer, days(3))
    act(dispute, "draft_agreement", officer, days(3))
    assert act(dispute, "agree", officer, days(3)).to_state == State.AGREED


def test_only_somebody_who_took_part_refuses_to_go_on(civil, officer):
    act(civil, "hold_session", officer, DAY)
    act(civil, "add_party", officer, DAY)
    with refused(civil, "NOT_A_PARTICIPANT"):
        act(civil, "refuse", officer, DAY, party=civil.parties.last())
    with refused(civil, "REASON_MISSING"):
        act(civil, "refuse", officer, DAY, reason=" ")


def test_what_ended_in_an_agreement_is_not_refused_afterwards(civil, officer):
    act(civil, "hold_session", officer, DAY)
    act(civil, "end_session", officer, DAY, outcome="agreed")
    with refused(civil, "WRONG_STATE", by=WrongState):
        act(civil, "refuse", officer, DAY)


# --- who is there


@pytest.mark.parametrize(
    ("track", "law"),
    [(Track.SECURITY_CASE, ART_181), (Track.CIVIL, ART_165), (Track.TRAFFIC, ART_165)],
)
def test_a_party_that_stays_away_sends_a_proxy(officer, track, law):
    dispute = make_case(State.ACCEPTED, track=track)
    away = {"李明": {"attended": False}}
    with refused(dispute, "PARTY_ABSENT", law, said="李\\*未到场"):
        hold(dispute, officer, answers=away)
    with refused(dispute, "PARTY_ABSENT", law):
        hold(dispute, officer, answers={"李明": {"attended": False, "by_proxy": True}})
    with case_file(dispute.pk) as case:
        parties.add_representative(
            case, actor=officer, party=case.rows(Party)[0], capacity="proxy", name="孙律师",
            powers="代为协商、签收", authorisation="委2026-1",
        )  # fmt: skip
    with refused(dispute, "PARTY_ABSENT", law):
        hold(dispute, officer, answers=away)
    assert hold(dispute, officer, answers={"李明": {"attended": False, "by_proxy": True}}).pk


def test_a_suspect_comes_in_person(security, officer):
    with refused(security, "PARTY_ABSENT", ART_181, said="王\\*未到场"):
        hold(security, officer, answers={"王强": {"attended": False, "by_proxy": True}})


def test_a_party_of_another_dispute_takes_no_part(civil, officer):
    stranger = make_case(State.ACCEPTED).parties.first()
    with case_file(civil.pk) as case:
        everybody = session_fields(case)["participants"]
    with refused(civil, "ANOTHER_DISPUTE"):
        hold(civil, officer, participants=[*everybody, {"party": stranger, "consented": True}])
    with refused(civil, "ANOTHER_DISPUTE"):
        hold(civil, officer, participants=[{"party_id": stranger.pk, "consented": True}])


# --- how often


def test_a_security_case_is_mediated_twice_and_no_third_time(security, officer):
    act(security, "hold_session", officer, days(0))
    act(security, "hold_session", officer, days(3))
    act(security, "end_session", officer, days(3))
    with refused(security, "MEDIATION_COUNT_EXCEEDED", ART_183):
        hold(security, officer, days(4))


def test_mediations_on_another_track_are_not_counted(officer):
    dispute = make_case(State.MEDIATING)
    act(dispute, "hold_session", officer, DAY)
    act(dispute, "change_track", officer, days(1))
    act(dispute, "find", officer, days(1))
    act(dispute, "add_evidence", officer, days(1))

    first = hold(dispute, officer, days(2), second_reason="")
    act(dispute, "end_session", officer, days(2))
    hold(dispute, officer, days(3))
    act(dispute, "end_session", officer, days(3))

    assert (first.ordinal, first.track) == (3, Track.SECURITY_CASE)
    with refused(dispute, "MEDIATION_COUNT_EXCEEDED", ART_183):
        hold(dispute, officer, days(4))


def test_a_civil_dispute_is_mediated_as_often_as_it_helps(civil, officer):
    for n in range(5):
        act(civil, "hold_session", officer, days(n))
    assert [s.ordinal for s in civil.sessions.all()] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("reason", ["police", "party"])
def test_the_second_mediation_of_a_security_case_has_a_reason(security, officer, reason):
    act(security, "hold_session", officer, DAY)
    act(security, "end_session", officer, DAY)
    with refused(security, "SECOND_MEDIATION_REASON", ART_183):
        hold(security, officer, days(1), second_reason="")
    assert hold(security, officer, days(1), second_reason=reason).ordinal == 2


def test_the_second_mediation_waits_for_the_failure_of_the_first(security, officer):
    act(security, "hold_session", officer, DAY)
    with refused(security, "SECOND_MEDIATION_REASON", ART_183):
        hold(security, officer, days(1))
    act(security, "end_session", officer, DAY, outcome="agreed")
    with refused(security, "SECOND_MEDIATION_REASON", ART_183):
        hold(security, officer, days(1))


def test_a_session_ends_with_a_result_and_not_before_it_was_held(civil, officer):
    act(civil, "hold_session", officer, days(2))
    with refused(civil, "SESSION_OUTCOME_MISSING"):
        act(civil, "end_session", officer, days(2), outcome="pending")
    with refused(civil, "OUT_OF_ORDER"):
        act(civil, "end_session", officer, days(1))
    act(civil, "end_session", officer, days(2))
    assert MediationSession.objects.get().outcome == "not_agreed"


# --- on the spot, jointly, as a hearing

ON_THE_SPOT = ("minor", "facts_clear", "loss_undisputed", "performed_now")


@pytest.mark.parametrize("lacking", ON_THE_SPOT)
def test_on_the_spot_every_condition_of_art_178_holds(security, officer, lacking):
    facts = {name: name != lacking for name in ON_THE_SPOT}
    with refused(security, "ON_SPOT_NOT_ALLOWED", ART_178):
        hold(security, officer, mode="on_the_spot", facts=facts)
    facts[lacking] = True
    assert hold(security, officer, mode="on_the_spot", facts=facts).mode == "on_the_spot"


def test_a_joint_mediation_names_its_partner(civil, officer):
    with refused(civil, "JOINT_WITHOUT_PARTNER"):
        hold(civil, officer, mode="joint")
    lawyer = {"name": "孙律师", "organisation": "某律师事务所", "capacity": "律师"}
    assert hold(civil, officer, mode="joint", guests=[lawyer]).guests.get().name == "孙律师"


def test_a_session_does_not_call_itself_a_hearing(civil, officer):
    with refused(civil, "HEARING_NOT_OPENED"):
        hold(civil, officer, mode="hearing")
