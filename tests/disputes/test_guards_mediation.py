"""What must hold before parties are mediated: each rule just inside and just outside."""

from __future__ import annotations

import pytest

from disputes.casefile import case_file
from disputes.choices import State, Track
from disputes.guards.mediation import EXCLUSIONS
from disputes.models import Dispute, MediationSession, Officer, Party
from disputes.services import parties
from tests.acts import session_fields
from tests.disputes.refusing import refused
from tests.disputes.sessions import hold
from tests.factories import DAY, act, days, make_case, make_chief

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]

ART_178 = "《公安机关办理行政案件程序规定》第一百七十八条第三款"
ART_179 = "《公安机关办理行政案件程序规定》第一百七十九条"
ART_180 = "《公安机关办理行政案件程序规定》第一百八十条"
ART_183 = "《公安机关办理行政案件程序规定》第一百八十三条"
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


# --- art. 179


@pytest.mark.parametrize("found", EXCLUSIONS)
def test_each_circumstance_of_art_179_excludes_a_security_case(security, officer, found):
    with refused(security, "EXCLUDED_CIRCUMSTANCE", ART_179, said=EXCLUSIONS[found]):
        hold(security, officer, facts={"exclusions": [found]})


def test_a_circumstance_nobody_knows_excludes_rather_than_slips_through(security, officer):
    with refused(security, "EXCLUDED_CIRCUMSTANCE", ART_179, said="新情形"):
        hold(security, officer, facts={"exclusions": ["新情形"]})


def test_no_circumstance_and_a_civil_dispute_are_mediated(security, civil, officer):
    hold(security, officer, facts={"exclusions": []})
    hold(civil, officer, facts={"exclusions": ["gang_fight"]})
    assert set(Dispute.objects.values_list("state", flat=True)) == {"mediating"}


def test_a_circumstance_found_before_signing_keeps_the_agreement_from_taking_effect(officer):
    dispute = make_case(State.MEDIATING, track=Track.SECURITY_CASE)
    act(dispute, "draft_agreement", officer, DAY)
    with refused(dispute, "EXCLUDED_CIRCUMSTANCE", ART_179):
        act(dispute, "agree", officer, DAY, exclusions=["suspect_escaped"])


# --- consent


@pytest.mark.parametrize(
    ("track", "law"), [(Track.SECURITY_CASE, ART_179), (Track.CIVIL, VOLUNTARY)]
)
def test_a_party_that_refuses_is_not_mediated(officer, track, law):
    dispute = make_case(State.ACCEPTED, track=track)
    with refused(dispute, "PARTY_REFUSED", law):
        hold(dispute, officer, answers={"王强": {"consented": False}})


def test_a_party_that_was_not_asked_is_not_mediated_and_is_named_masked(civil, officer):
    with refused(civil, "CONSENT_MISSING", VOLUNTARY, said="当事人是否同意调解：王\\*$"):
        hold(civil, officer, answers={"王强": None})


def test_one_party_alone_has_nobody_to_be_mediated_with(civil, officer):
    with case_file(civil.pk) as case:
        other = case.rows(Party)[1]
        parties.change_party(case, other.pk, actor=officer, is_active=False)
    with refused(civil, "PARTIES_MISSING"):
        hold(civil, officer)


def test_a_party_of_another_dispute_takes_no_part(civil, officer):
    stranger = make_case(State.ACCEPTED).parties.first()
    with case_file(civil.pk) as case:
        everybody = session_fields(case)["participants"]
    with refused(civil, "ANOTHER_DISPUTE"):
        hold(civil, officer, participants=[*everybody, {"party": stranger, "consented": True}])
    with refused(civil, "ANOTHER_DISPUTE"):
        hold(civil, officer, participants=[{"party_id": stranger.pk, "consented": True}])


# --- facts first


def test_a_security_case_is_mediated_after_its_facts_are_found(security, civil, officer):
    hold(civil, officer, facts_found="待核实")
    with refused(security, "FACTS_NOT_ESTABLISHED", ART_180):
        hold(security, officer, facts_found="  ")


# --- how often


def test_a_security_case_is_mediated_twice_and_no_third_time(security, officer):
    act(security, "hold_session", officer, days(0))
    act(security, "hold_session", officer, days(3))
    act(security, "end_session", officer, days(3))
    with refused(security, "MEDIATION_COUNT_EXCEEDED", ART_183):
        hold(security, officer, days(4))


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
