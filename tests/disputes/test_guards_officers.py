"""Who may mediate and decide: two officers or a recording, and recusal (回避)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from disputes import workflow
from disputes.casefile import case_file
from disputes.choices import Role, State, Track
from disputes.errors import Caution, RuleViolation, WrongState
from disputes.models import Dispute, MediationSession, Officer, Recusal
from disputes.services import procedure
from tests.disputes.hall import Hall
from tests.disputes.racing import at_once
from tests.disputes.refusing import refused
from tests.disputes.sessions import hold
from tests.factories import DAY, act, days, make_case, make_chief, make_officer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]

ART_17 = "《公安机关办理行政案件程序规定》第十七条"
ART_24 = "《公安机关办理行政案件程序规定》第二十四条"
ART_52 = "《公安机关办理行政案件程序规定》第五十二条（条文序号待核对）"
ART_108 = "《中华人民共和国治安管理处罚法》第一百零八条（条文序号待核对）"
ART_15 = "《中华人民共和国人民调解法》第十五条"
ART_83 = "《中华人民共和国道路交通安全法》第八十三条"
LAWS = {Track.SECURITY_CASE: ART_17, Track.CIVIL: ART_15, Track.TRAFFIC: ART_83}
NEW_YEAR = date(2026, 1, 1)


@pytest.fixture
def officer() -> Officer:
    return make_chief()


@pytest.fixture
def security() -> Dispute:
    return make_case(State.ACCEPTED, track=Track.SECURITY_CASE)


# --- two officers


@pytest.mark.parametrize(("in_case_area", "recording"), [(False, "录-1"), (True, " "), (False, "")])
def test_one_officer_alone_mediates_recorded_and_in_the_case_area(
    security, officer, in_case_area, recording
):
    with refused(security, "SINGLE_OFFICER_NO_RECORDING", ART_108, said="一名民警调解的"):
        hold(security, officer, in_case_area=in_case_area, recording=recording)
    assert hold(security, officer, in_case_area=True, recording="录-1").ordinal == 1


def test_two_officers_need_neither(security, officer):
    alone = {"in_case_area": False, "recording": ""}
    with refused(security, "SINGLE_OFFICER_NO_RECORDING", ART_108):
        hold(security, officer, second_officer=officer, **alone)
    assert hold(security, officer, second_officer=make_officer(), **alone).ordinal == 1


@pytest.mark.parametrize(("on", "allowed"), [(date(2025, 12, 31), False), (NEW_YEAR, True)])
def test_one_officer_alone_mediates_from_the_day_the_new_law_is_in_force(officer, on, allowed):
    dispute = make_case(State.ACCEPTED, track=Track.SECURITY_CASE, day=date(2025, 12, 30))
    if allowed:
        assert hold(dispute, officer, on).held_on == on
    else:
        with refused(dispute, "SINGLE_OFFICER_NO_RECORDING", ART_52, said="两名以上民警进行$"):
            hold(dispute, officer, on)
        assert hold(dispute, officer, on, second_officer=make_officer()).held_on == on


def test_before_2026_one_officer_alone_may_where_the_bureau_reads_the_article_so(officer, settings):
    settings.LONE_OFFICER_BEFORE_2026 = True
    dispute = make_case(State.ACCEPTED, track=Track.SECURITY_CASE, day=date(2025, 12, 29))
    on = date(2025, 12, 30)
    with refused(dispute, "SINGLE_OFFICER_NO_RECORDING", ART_52):
        hold(dispute, officer, on, recording=" ")
    assert hold(dispute, officer, on, recording="录-1", in_case_area=False).held_on == on


def test_a_hearing_of_a_security_case_obeys_the_same_rule():
    hall = Hall(Track.SECURITY_CASE).until("opening")
    with refused(hall.dispute, "SINGLE_OFFICER_NO_RECORDING", ART_108):
        hall.hold("opening", record={"in_case_area": False})
    colleague = make_officer()
    hall.hold("opening", record={"in_case_area": False, "second_officer": colleague.pk})
    assert MediationSession.objects.get().second_officer == colleague


def test_the_second_officer_of_a_hearing_is_an_officer_of_the_station():
    hall = Hall(Track.SECURITY_CASE).until("opening")
    for stranger in (0, make_officer(role=Role.STATISTICIAN).pk):
        with refused(hall.dispute, "SECOND_OFFICER_UNKNOWN"):
            hall.hold("opening", record={"second_officer": stranger})


def test_a_quarrel_is_mediated_by_one_officer(officer):
    civil = make_case(State.ACCEPTED)
    assert hold(civil, officer, in_case_area=False, recording="").ordinal == 1


# --- recusal


@pytest.mark.parametrize("track", Track)
def test_while_a_recusal_is_open_nobody_mediates_agrees_or_closes(officer, track):
    dispute = make_case(State.MEDIATING, track=track)
    act(dispute, "draft_agreement", officer, DAY)
    act(dispute, "request_recusal", officer, DAY)
    for attempt in ("hold_session", "agree", "propose_hearing"):
        with refused(dispute, "RECUSAL_PENDING", LAWS[track]):
            act(dispute, attempt, officer, DAY)
    act(dispute, "decide_recusal", make_chief(), DAY)
    assert act(dispute, "agree", officer, DAY).to_state == State.AGREED


def test_a_hearing_waits_for_the_decision():
    hall = Hall().until("statements")
    act(hall.dispute, "request_recusal", hall.chief, DAY)
    with refused(hall.dispute, "RECUSAL_PENDING", ART_15):
        hall.hold("statements")


def test_the_inquiry_does_not_wait_for_the_decision(security, officer):
    act(security, "request_recusal", officer, DAY)
    for action in ("find", "add_evidence", "request_appraisal"):
        assert act(security, action, officer, DAY).action == action


@pytest.mark.parametrize("track", Track)
def test_who_was_recused_neither_hosts_nor_assists(officer, track):
    dispute, barred = make_case(State.ACCEPTED, track=track), make_officer()
    act(dispute, "request_recusal", officer, DAY, officer=barred)
    act(dispute, "decide_recusal", officer, DAY, granted=True)
    for part in ("host", "second_officer"):
        with refused(dispute, "RECUSED", LAWS[track], said=f"{barred}已被决定回避"):
            hold(dispute, officer, **{part: barred})
    assert hold(dispute, officer, second_officer=make_officer()).ordinal == 1


def test_who_was_recused_makes_no_agreement(officer):
    dispute = make_case(State.MEDIATING)
    act(dispute, "draft_agreement", officer, DAY)
    act(dispute, "request_recusal", officer, DAY)
    act(dispute, "decide_recusal", make_chief(), DAY, granted=True)
    with refused(dispute, "RECUSED", ART_15):
        act(dispute, "agree", make_officer(), DAY)
    other = make_officer()
    act(dispute, "draft_agreement", other, DAY)
    assert act(dispute, "agree", other, DAY).to_state == State.AGREED


def test_who_was_recused_approves_no_settlement(security, officer):
    act(security, "request_recusal", officer, DAY)
    act(security, "decide_recusal", make_chief(), DAY, granted=True)
    other = make_officer()
    with refused(security, "RECUSED", ART_17):
        act(security, "settle", other, DAY, approved_by=f" {officer.name} ")
    assert act(security, "settle", other, DAY, approved_by="赵局长").to_state == State.CLOSED


@pytest.mark.parametrize(("track", "law"), sorted((LAWS | {Track.SECURITY_CASE: ART_24}).items()))
def test_who_was_recused_takes_no_step_of_the_case_any_more(officer, track, law):
    dispute, barred = make_case(State.ACCEPTED, track=track), make_chief()
    act(dispute, "request_recusal", officer, DAY, officer=barred)
    act(dispute, "decide_recusal", officer, DAY, granted=True)
    for action in ("notify", "add_evidence", "amend", "withdraw", "request_recusal", "void"):
        with refused(dispute, "RECUSED", law, said=f"{barred}已被决定回避，不得再参与本案"):
            act(dispute, action, barred, DAY)
    assert act(dispute, "notify", officer, DAY).action == "notify"


def test_a_request_that_was_not_granted_bars_nobody(security, officer):
    asked = make_chief()
    act(security, "request_recusal", officer, DAY, officer=asked)
    act(security, "decide_recusal", officer, DAY, granted=False)
    assert act(security, "notify", asked, DAY).actor == asked


@pytest.mark.parametrize("track", Track)
@pytest.mark.parametrize("granted", [False, True])
def test_nobody_decides_on_the_own_recusal(officer, track, granted):
    dispute = make_case(State.ACCEPTED, track=track)
    act(dispute, "request_recusal", officer, DAY)
    with refused(dispute, "RECUSAL_SELF_DECISION", LAWS[track]):
        act(dispute, "decide_recusal", officer, DAY, granted=granted)
    superior = make_chief(dispute.unit.parent)
    act(dispute, "decide_recusal", superior, DAY, granted=True)
    assert Recusal.objects.get().decided_by == superior


def test_a_recusal_is_decided_by_a_chief_once_and_not_before_it_was_asked_for(security, officer):
    act(security, "request_recusal", officer, days(2))
    with refused(security, "ROLE_FORBIDDEN"):
        act(security, "decide_recusal", make_officer(), days(2))
    with refused(security, "OUT_OF_ORDER"):
        act(security, "decide_recusal", make_chief(), days(1))
    with refused(security, "REASON_MISSING"):
        act(security, "decide_recusal", make_chief(), days(2), reason=" ")
    act(security, "decide_recusal", make_chief(), days(2))
    with refused(security, "WRONG_STATE", by=WrongState):
        act(security, "decide_recusal", make_chief(), days(2))


def test_an_officer_is_asked_to_stand_back_once_at_a_time(security, officer):
    other = make_officer()
    act(security, "request_recusal", officer, DAY)
    with refused(security, "RECUSAL_PENDING", ART_17, said="正在审查"):
        act(security, "request_recusal", officer, DAY)
    act(security, "request_recusal", officer, DAY, officer=other)
    act(security, "decide_recusal", make_chief(), DAY)
    act(security, "request_recusal", officer, DAY, officer=other)
    assert Recusal.objects.count() == 3


@pytest.mark.parametrize("track", Track)
def test_a_host_with_the_name_of_a_party_says_that_it_is_somebody_else(officer, track):
    dispute, namesake = make_case(State.ACCEPTED, track=track), make_officer(name="王强")
    with refused(dispute, "HOST_IS_PARTY", LAWS[track], by=Caution):
        hold(dispute, officer, host=namesake)
    with refused(dispute, "HOST_IS_PARTY", LAWS[track], by=Caution):
        hold(dispute, officer, second_officer=namesake)
    said = {"HOST_IS_PARTY": "同名不同人，已核对身份证"}
    assert hold(dispute, officer, host=namesake, because=said).host == namesake


# --- at the same moment


def decide(dispute: Dispute, recusal: Recusal, chief: Officer, granted: bool) -> Any:
    with case_file(dispute.pk) as case:
        row = case.row(Recusal, recusal.pk)
        return procedure.decide_recusal(
            case, row, actor=chief, granted=granted, reason="核查", decided_on=DAY
        ).granted


@pytest.mark.django_db(transaction=True)
def test_of_two_decisions_at_once_the_first_stands():
    dispute, chief = make_case(State.ACCEPTED), make_chief()
    act(dispute, "request_recusal", make_officer(), DAY)
    recusal = Recusal.objects.get()

    outcomes = at_once(
        lambda: decide(dispute, recusal, chief, True),
        lambda: decide(dispute, recusal, chief, False),
    )

    assert sorted(type(o).__name__ for o in outcomes) == ["WrongState", "bool"]
    stored = Recusal.objects.get()
    assert stored.granted in outcomes
    assert dispute.events.filter(action="decide_recusal").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_case_is_not_closed_beside_an_open_recusal():
    dispute, officer = make_case(State.FAILED), make_chief()

    def close() -> Any:
        return workflow.perform(dispute.pk, "close", actor=officer, on=DAY)

    def ask() -> Any:
        with case_file(dispute.pk) as case:
            return procedure.request_recusal(
                case, actor=officer, officer=officer, ground="interest", statement="亲属",
                requested_on=DAY,
            )  # fmt: skip

    outcomes = at_once(close, ask)

    dispute.refresh_from_db()
    closed = dispute.state == State.CLOSED
    assert closed != Recusal.objects.exists()
    assert sum(isinstance(o, RuleViolation | WrongState) for o in outcomes) == 1


def test_an_open_recusal_keeps_a_case_from_being_closed(officer):
    dispute = make_case(State.FAILED)
    act(dispute, "request_recusal", officer, DAY)
    with refused(dispute, "RECUSAL_PENDING", ART_15):
        act(dispute, "close", officer, DAY)
    act(dispute, "decide_recusal", make_chief(), DAY)
    assert act(dispute, "close", officer, DAY).to_state == State.CLOSED
