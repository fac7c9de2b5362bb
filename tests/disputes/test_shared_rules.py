"""Rules that many steps share, each asked by the very step that could forget it."""

from __future__ import annotations

from typing import Any

import pytest

from disputes.casefile import case_file
from disputes.choices import State, Track
from disputes.errors import Caution, WrongState
from disputes.models import Dispute, Officer
from disputes.services import agreement
from disputes.workflow import perform
from tests.acts import agreement_fields, money
from tests.disputes.agreeing import agree, agreed, draft
from tests.disputes.refusing import refused
from tests.disputes.sessions import hold
from tests.disputes.test_referral import answer, refer, withdraw
from tests.disputes.test_transfer import transfer
from tests.factories import DAY, act, days, make_case, make_chief

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]

ART_9 = "《中华人民共和国治安管理处罚法》第九条"
ART_178 = "《公安机关办理行政案件程序规定》第一百七十八条"
ART_90 = "《公安机关办理行政案件程序规定》第九十条"
ART_178_2 = "《公安机关办理行政案件程序规定》第一百七十八条第二款"
ART_178_3 = "《公安机关办理行政案件程序规定》第一百七十八条第三款"
ART_183 = "《公安机关办理行政案件程序规定》第一百八十三条"
ART_185 = "《公安机关办理行政案件程序规定》第一百八十五条"
RECUSAL = "《中华人民共和国人民调解法》第十五条"
RECUSALS = {
    Track.SECURITY_CASE: "《公安机关办理行政案件程序规定》第十七条",
    Track.CIVIL: RECUSAL,
}
WARNING = "《中华人民共和国反家庭暴力法》第十六条"
SIGNED_29 = "《中华人民共和国人民调解法》第二十九条第二款"
ISSUES_29 = "《中华人民共和国人民调解法》第二十九条"
ORAL = "《中华人民共和国人民调解法》第二十八条"


@pytest.fixture
def officer() -> Officer:
    return make_chief()


# --- what is found after the mediation began


@pytest.mark.parametrize("action", ["agree", "propose_hearing"])
@pytest.mark.parametrize(("lacking", "code", "laws"), [
    ({"minor_circumstances": False}, "NOT_MINOR_CIRCUMSTANCES", [ART_178, ART_9]),
    ({"ground": ""}, "NO_MEDIATION_GROUND", [ART_178]),
])  # fmt: skip
def test_what_turns_out_not_to_be_mediable_ends_in_no_agreement(
    officer, action, lacking, code, laws
):
    dispute = make_case(State.MEDIATING, track=Track.SECURITY_CASE)
    act(dispute, "draft_agreement", officer, DAY)
    act(dispute, "find", officer, DAY, **lacking)
    with refused(dispute, code, *laws):
        act(dispute, action, officer, DAY)


def test_an_offence_whose_mediation_ended_in_vain_is_mediated_again_before_it_is_agreed(officer):
    dispute = make_case(State.MEDIATING, track=Track.SECURITY_CASE)
    act(dispute, "draft_agreement", officer, DAY)
    act(dispute, "end_session", officer, DAY)
    with refused(dispute, "MEDIATION_ENDED", ART_183):
        act(dispute, "agree", officer, DAY)


def test_an_offence_mediated_in_vain_is_not_declined_when_another_body_returns_it(officer):
    dispute = make_case(State.MEDIATING, track=Track.SECURITY_CASE)
    for action in ("end_session", "fail"):
        act(dispute, action, officer, DAY)
    transfer(dispute, 1)
    for action in ("receive", "return"):
        act(dispute, action, officer, days(2))
    assert Dispute.objects.get().state == State.ACCEPTED
    with refused(dispute, "PENALTY_PROCEDURE_FOLLOWS", ART_185, ART_9):
        act(dispute, "decline", officer, days(3))


# --- a new version of an agreement is as lawful as the first one


def change(dispute: Dispute, *extra: dict[str, Any], **fields: Any) -> None:
    """A new version, with further signatures and other fields than usual."""
    with case_file(dispute.pk) as case:
        told = agreement_fields(case, days(3), **{"reason": "延期履行", **fields})
        told["signatures"] += extra
        agreement.change(
            case, case.agreement, actor=dispute.registered_by, on=days(3), **told
        )  # fmt: skip


@pytest.mark.parametrize(("since", "code", "laws"), [
    ("link_criminal", "CRIMINAL_ELEMENT", [ART_90, ART_9]),
    ("request_recusal", "RECUSAL_PENDING", [RECUSAL]),
])  # fmt: skip
def test_what_came_up_since_stands_in_the_way_of_a_new_version(officer, since, code, laws):
    dispute = agreed(5)
    act(dispute, since, officer, DAY)
    with refused(dispute, code, *laws):
        change(dispute)


def test_who_was_recused_makes_no_new_version(officer):
    dispute = agreed(5)
    act(dispute, "request_recusal", officer, DAY, officer=dispute.registered_by)
    act(dispute, "decide_recusal", officer, DAY, granted=True)
    with refused(dispute, "RECUSED", RECUSAL):
        change(dispute)


def test_a_new_version_is_signed_once_by_each_and_by_nobody_else():
    dispute = agreed(5)
    seal = {"signer": "seal", "name": "调委会"}
    with refused(dispute, "ALREADY_SIGNED", by=WrongState):
        change(dispute, seal)
    with refused(dispute, "SIGNER_UNKNOWN", SIGNED_29):
        change(dispute, {"signer": "host", "name": "张所长"})


def test_an_oral_new_version_is_recorded_by_the_mediator():
    dispute = agreed(5)
    with refused(dispute, "ORAL_RECORD_MISSING", ORAL):
        change(dispute, form="oral", mediator=" ", signatures=[])


def test_a_new_version_that_states_no_issues_gives_a_reason():
    dispute = agreed(5)
    with refused(dispute, "AGREEMENT_BRIEF", ISSUES_29, by=Caution):
        change(dispute, issues=" ")


def test_a_new_version_of_what_was_agreed_on_the_spot_is_on_paper_or_recorded(officer):
    dispute = make_case(State.ACCEPTED, track=Track.SECURITY_CASE)
    facts = dict.fromkeys(("minor", "facts_clear", "loss_undisputed", "performed_now"), True)
    hold(dispute, officer, mode="on_the_spot", facts=facts)
    draft(dispute, form="on_the_spot", obligations=[owed(dispute, 5)])
    agree(dispute)
    with refused(dispute, "ON_SPOT_NEEDS_PAPER_OR_AV", ART_178_3):
        change(dispute, form="on_the_spot", signatures=[])


def owed(dispute: Dispute, due: int) -> dict[str, Any]:
    first, second = dispute.parties.all()
    return money(second, first, days(due))


# --- ways to end a case


@pytest.mark.parametrize(("action", "track"), [
    ("reconcile", Track.CIVIL), ("settle", Track.SECURITY_CASE), ("feedback", Track.CIVIL),
])  # fmt: skip
def test_no_case_ends_well_while_a_recusal_is_open(officer, action, track):
    dispute = make_case(State.ACCEPTED, track=track)
    act(dispute, "refer", officer, DAY)
    act(dispute, "request_recusal", officer, DAY)
    with refused(dispute, "RECUSAL_PENDING", RECUSALS[track]):
        act(dispute, action, officer, DAY)


def test_another_body_does_not_resolve_what_is_a_crime(officer):
    dispute = make_case(State.ACCEPTED)
    act(dispute, "refer", officer, DAY)
    act(dispute, "link_criminal", officer, DAY)
    with refused(dispute, "CRIMINAL_ELEMENT", ART_90, ART_9):
        act(dispute, "feedback", officer, DAY)


def test_domestic_violence_is_not_handed_over_before_the_warning_letter_is_decided(officer):
    dispute = make_case(State.ACCEPTED, domestic_violence=True)
    transfer(dispute, 1)
    act(dispute, "receive", officer, days(1))
    assert Dispute.objects.get().state == State.ACCEPTED
    with refused(dispute, "DV_WARNING_DECISION", WARNING):
        perform(dispute.pk, "hand_over", actor=officer, on=days(1))


def test_a_quarrel_that_was_an_offence_when_it_was_sent_is_not_handed_over_without_notice(officer):
    dispute = make_case(State.ACCEPTED, track=Track.SECURITY_CASE)
    transfer(dispute, 1)
    for action in ("change_track", "receive"):
        act(dispute, action, officer, days(1))
    assert Dispute.objects.get().state == State.ACCEPTED
    with refused(dispute, "CIVIL_DISPUTE_MUST_INFORM", ART_178_2):
        perform(dispute.pk, "hand_over", actor=officer, on=days(1))


def test_a_letter_that_was_withdrawn_is_not_answered(officer):
    dispute = make_case(State.ACCEPTED)
    letter = refer(dispute, 1)
    withdraw(dispute, letter, 2)
    with refused(dispute, "REFERRAL_OVER", said="已撤回", by=WrongState):
        answer(dispute, letter, 3, resolved=False)
