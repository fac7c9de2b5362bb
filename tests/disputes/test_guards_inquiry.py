"""What police establish before they mediate a security case, and what keeps them from it."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from disputes import statutes, workflow
from disputes.casefile import case_file
from disputes.choices import State, Track
from disputes.errors import WrongState
from disputes.guards.inquiry import EXCLUSIONS
from disputes.models import Appraisal, CriminalCase, Dispute, Finding, Officer
from disputes.services import inquiry
from tests.acts import finding_fields
from tests.disputes.hall import Hall
from tests.disputes.refusing import refused
from tests.disputes.sessions import hold
from tests.factories import DAY, act, days, make_case, make_chief

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]

ART_9 = "《中华人民共和国治安管理处罚法》第九条"
ART_90 = "《公安机关办理行政案件程序规定》第九十条"
ART_178 = "《公安机关办理行政案件程序规定》第一百七十八条"
ART_179 = "《公安机关办理行政案件程序规定》第一百七十九条"
ART_180 = "《公安机关办理行政案件程序规定》第一百八十条"
CODES = dict.fromkeys(EXCLUSIONS, "EXCLUDED_CIRCUMSTANCE") | {
    "new_violation": "NEW_VIOLATION_DURING_MEDIATION",
    "suspect_escaped": "SUSPECT_ESCAPED",
}


@pytest.fixture
def officer() -> Officer:
    return make_chief()


@pytest.fixture
def security() -> Dispute:
    """A security case that was accepted, with a finding and evidence."""
    return make_case(State.ACCEPTED, track=Track.SECURITY_CASE)


def find(dispute: Dispute, on: date = DAY, **fields: Any) -> Finding:
    with case_file(dispute.pk) as case:
        return inquiry.find(
            case, actor=dispute.registered_by, found_on=on, **finding_fields(**fields)
        )


@pytest.fixture
def bare(officer) -> Dispute:
    """An accepted security case without any finding."""
    dispute = make_case(track=Track.SECURITY_CASE)
    workflow.perform(dispute.pk, "accept", actor=officer, on=DAY)
    return dispute


# --- the finding


def test_an_offence_is_found_before_it_is_mediated(bare, officer):
    with refused(bare, "NOT_SECURITY_CASE", ART_178, ART_9, said="先作案情认定"):
        hold(bare, officer)
    find(bare, days(1))
    with refused(bare, "NOT_SECURITY_CASE", ART_178, ART_9):
        hold(bare, officer, DAY)
    assert hold(bare, officer, days(1)).ordinal == 1


def test_a_quarrel_needs_no_finding_and_gets_none(officer):
    civil = make_case(State.ACCEPTED)
    assert hold(civil, officer).ordinal == 1
    with refused(civil, "TRACK_FORBIDDEN", str(statutes.VOLUNTARY), said="不能案情认定"):
        find(civil)


def test_a_grave_offence_is_not_mediated(security, officer):
    find(security, minor_circumstances=False)
    with refused(security, "NOT_MINOR_CIRCUMSTANCES", ART_178, ART_9):
        hold(security, officer)


def test_a_finding_without_a_ground_does_not_lead_to_mediation(security, officer):
    find(security, ground="")
    with refused(security, "NO_MEDIATION_GROUND", ART_178):
        hold(security, officer)
    find(security, ground="provoked")
    assert hold(security, officer).ordinal == 1


@pytest.mark.parametrize("found", EXCLUSIONS)
def test_each_circumstance_of_art_179_excludes_a_security_case(security, officer, found):
    find(security, exclusions=[found])
    with refused(security, CODES[found], ART_179):
        hold(security, officer)


@pytest.mark.parametrize("found", EXCLUSIONS)
def test_what_is_found_on_the_way_ends_sessions_agreements_and_hearings(officer, found):
    dispute = make_case(State.MEDIATING, track=Track.SECURITY_CASE)
    act(dispute, "draft_agreement", officer, DAY)
    act(dispute, "end_session", officer, DAY)
    find(dispute, exclusions=[found])
    for attempt in ("hold_session", "agree", "propose_hearing"):
        with refused(dispute, CODES[found], ART_179):
            act(dispute, attempt, officer, days(1))
    gone = act(dispute, "convert", officer, days(1), ground="excluded")
    assert gone.to_state == State.CONVERTED


def test_a_hearing_does_not_go_on_but_is_concluded(officer):
    for stage in ("statements", "mediation"):
        hall = Hall(Track.SECURITY_CASE).until(stage)
        find(hall.dispute, exclusions=["new_violation"])
        with refused(hall.dispute, "NEW_VIOLATION_DURING_MEDIATION", ART_179):
            hall.hold(stage)
        act(hall.dispute, "request_appraisal", officer, DAY)
        act(hall.dispute, "record_appraisal", officer, DAY, result="minor")
        find(hall.dispute)
        with refused(hall.dispute, "CRIMINAL_ELEMENT", ART_90, ART_9):
            hall.hold(stage)
    hall = Hall(Track.SECURITY_CASE).until("conclusion")
    find(hall.dispute, exclusions=["new_violation"])
    assert hall.hold("conclusion").record["outcome"] == "not_agreed"


def test_the_newest_finding_counts_and_the_earlier_one_stays(security, officer):
    find(security, exclusions=["gang_fight"])
    find(security)
    assert hold(security, officer).ordinal == 1
    assert [f.exclusions for f in security.findings.all()] == [[], ["gang_fight"], []]


def test_a_circumstance_nobody_knows_is_refused(security):
    with refused(security, "EXCLUSION_UNKNOWN", ART_179, said="新情形"):
        find(security, exclusions=["新情形"])


# --- facts and evidence first


def test_a_security_case_is_mediated_after_its_facts_are_found(security, officer):
    hold(make_case(State.ACCEPTED), officer, facts_found="待核实")
    with refused(security, "FACTS_NOT_ESTABLISHED", ART_180, said="填写查明的事实$"):
        hold(security, officer, facts_found="  ")


def test_there_is_evidence_before_a_security_case_is_mediated(officer):
    security = make_case(State.ACCEPTED, track=Track.SECURITY_CASE, prepared=False)
    with refused(security, "FACTS_NOT_ESTABLISHED", ART_180, said="登记至少一项证据"):
        hold(security, officer)
    act(security, "add_evidence", officer, days(1))
    with refused(security, "FACTS_NOT_ESTABLISHED", ART_180):
        hold(security, officer, DAY)
    assert hold(security, officer, days(1)).ordinal == 1


# --- what may be a crime


@pytest.mark.parametrize(("result", "mediable"), [
    ("none", True), ("slight", True), ("minor", False), ("serious", False),
])  # fmt: skip
def test_an_injury_is_appraised_before_anybody_mediates(security, officer, result, mediable):
    act(security, "request_appraisal", officer, DAY)
    with refused(security, "APPRAISAL_PENDING", ART_90):
        hold(security, officer, days(1))
    act(security, "record_appraisal", officer, days(3), result=result)
    if mediable:
        assert hold(security, officer, days(3)).ordinal == 1
    else:
        for attempt in ("hold_session", "propose_hearing", "settle"):
            with refused(security, "CRIMINAL_ELEMENT", ART_90, ART_9):
                act(security, attempt, officer, days(3))
        event = act(security, "convert", officer, days(3), convert_to="criminal", ground="injury")
        assert event.to_state == State.CONVERTED


@pytest.mark.parametrize("subject", ["price", "mental"])
def test_a_price_or_a_mind_does_not_hold_up_the_mediation(security, officer, subject):
    act(security, "request_appraisal", officer, DAY, subject=subject)
    assert hold(security, officer).ordinal == 1
    with refused(security, "APPRAISAL_RESULT_MISMATCH", ART_90):
        act(security, "record_appraisal", officer, DAY, result="minor")
    act(security, "record_appraisal", officer, DAY, result="other", amount=300)
    assert Appraisal.objects.get().amount == 300


def test_of_two_appraisals_of_one_person_the_newer_counts(security, officer):
    victim = security.parties.first()
    for result in ("minor", "slight"):
        act(security, "request_appraisal", officer, DAY, party=victim)
        act(security, "record_appraisal", officer, DAY, result=result)
    assert hold(security, officer).ordinal == 1
    act(security, "request_appraisal", officer, DAY, party=security.parties.last())
    act(security, "record_appraisal", officer, DAY, result="minor")
    with refused(security, "CRIMINAL_ELEMENT", ART_90, ART_9):
        act(security, "hold_session", officer, DAY)


def test_a_second_appraisal_under_way_does_not_make_light_of_the_first(security, officer):
    victim = security.parties.first()
    act(security, "request_appraisal", officer, DAY, party=victim)
    act(security, "record_appraisal", officer, DAY, result="minor")
    act(security, "request_appraisal", officer, DAY, party=victim)
    with refused(security, "CRIMINAL_ELEMENT", ART_90, ART_9):
        act(security, "hold_session", officer, DAY)


def test_an_appraisal_has_one_result_and_not_before_it_was_asked_for(security, officer):
    act(security, "request_appraisal", officer, days(2))
    with refused(security, "OUT_OF_ORDER"):
        act(security, "record_appraisal", officer, days(1))
    act(security, "record_appraisal", officer, days(2))
    with refused(security, "WRONG_STATE", by=WrongState):
        act(security, "record_appraisal", officer, days(2))


@pytest.mark.parametrize("track", [Track.SECURITY_CASE, Track.CIVIL])
def test_with_a_criminal_case_on_file_nothing_is_mediated_or_reconciled(officer, track):
    dispute = make_case(State.MEDIATING, track=track)
    act(dispute, "draft_agreement", officer, DAY)
    CriminalCase.objects.create(
        dispute=dispute, kind="civil_to_criminal", number="A1", charge="故意伤害",
        filed_on=DAY, linked_by=officer,
    )  # fmt: skip
    peace = "reconcile" if track == Track.CIVIL else "settle"
    for attempt in ("agree", "hold_session", peace):
        with refused(dispute, "CRIMINAL_ELEMENT", ART_90, ART_9):
            act(dispute, attempt, officer, DAY)
    event = act(dispute, "convert", officer, DAY, convert_to="criminal", ground="criminal_case")
    assert event.facts["ground"] == "criminal_case"


@pytest.mark.parametrize("ground", ["injury", "criminal_case"])
def test_nobody_is_handed_to_criminal_procedure_without_a_ground_on_file(security, officer, ground):
    with refused(security, "CRIMINAL_GROUND_MISSING", ART_90):
        act(security, "convert", officer, DAY, convert_to="criminal", ground=ground)
