"""Who signs an agreement, and that whoever signs is who he says."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from disputes.casefile import case_file
from disputes.choices import State, Track
from disputes.errors import WrongState
from disputes.models import Agreement, Dispute, Obligation, Officer, Party
from disputes.services import agreement, mediation, parties
from tests.acts import session_fields
from tests.disputes.agreeing import agree, draft
from tests.disputes.racing import at_once
from tests.disputes.refusing import refused
from tests.factories import DAY, act, days, make_case, make_chief

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]

ART_184 = "《公安机关办理行政案件程序规定》第一百八十四条"
ART_28 = "《中华人民共和国人民调解法》第二十八条"
SIGNED_29 = "《中华人民共和国人民调解法》第二十九条第二款"
ART_93 = "《道路交通事故处理程序规定》第九十三条"
SIGNING_LAW = {Track.CIVIL: SIGNED_29, Track.SECURITY_CASE: ART_184, Track.TRAFFIC: ART_93}


@pytest.fixture
def officer() -> Officer:
    return make_chief()


def party(dispute: Dispute, name: str) -> Party:
    return dispute.parties.get(name=name)


# --- signed


def drafted_with(track: str, *signers: tuple[str, str], **fields: Any) -> Dispute:
    dispute = make_case(State.MEDIATING, track=track)
    named = [
        {"signer": signer}
        | ({"name": name} if name else {})
        | ({"party": party(dispute, name)} if signer == "party" else {})
        for signer, name in signers
    ]
    draft(dispute, signatures=named, **fields)
    return dispute


LI, WANG, HOST = ("party", "李明"), ("party", "王强"), ("host", "")
MEDIATOR, SEAL = ("mediator", "赵六"), ("seal", "幸福村人民调解委员会")


@pytest.mark.parametrize(
    ("track", "signers", "missing"),
    [
        (Track.SECURITY_CASE, (LI, WANG), "主持人$"),
        (Track.SECURITY_CASE, (LI, HOST), "王\\*$"),
        (Track.SECURITY_CASE, (), "李\\*、王\\*、主持人$"),
        (Track.TRAFFIC, (LI, HOST), "王\\*$"),
        (Track.CIVIL, (WANG, MEDIATOR, SEAL), "李\\*$"),
        (Track.CIVIL, (LI, WANG, SEAL), "人民调解员$"),
        (Track.CIVIL, (LI, WANG, MEDIATOR), "人民调解委员会印章$"),
    ],
)
def test_whoever_has_not_signed_is_named(track, signers, missing):
    dispute = drafted_with(track, *signers)
    with refused(dispute, "SIGNATURES_MISSING", SIGNING_LAW[track], said=f"：{missing}"):
        agree(dispute)


def test_an_oral_agreement_needs_no_hand_but_the_mediator_who_records_it():
    without = drafted_with(Track.CIVIL, form="oral", mediator=" ")
    with refused(without, "ORAL_RECORD_MISSING", ART_28, said="记录协议内容"):
        agree(without)
    recorded = drafted_with(Track.CIVIL, form="oral")
    agree(recorded)
    assert Dispute.objects.get(pk=recorded.pk).state == State.AGREED


def sign(dispute: Dispute, *rows: dict[str, Any], on: date = DAY) -> None:
    with case_file(dispute.pk) as case:
        agreement.sign(
            case, case.agreement, actor=dispute.registered_by, on=on, signatures=list(rows)
        )


def test_a_signature_given_tomorrow_does_not_count_today():
    dispute = drafted_with(Track.CIVIL, LI, MEDIATOR, SEAL)
    sign(dispute, {"signer": "party", "party": party(dispute, "王强"), "name": "王强"}, on=days(1))
    Obligation.objects.update(due_on=days(9))
    with refused(dispute, "SIGNATURES_MISSING", SIGNED_29, said="王"):
        agree(dispute, DAY)
    agree(dispute, days(1))
    assert Agreement.objects.get().signed_on == days(1)


# --- who signs is who he says


@pytest.mark.parametrize("row", [
    {"signer": "party", "name": "李铭"},
    {"signer": "guardian", "name": "李父"},
    {"signer": "proxy", "name": "孙律师"},
    {"signer": "host", "name": "张所长", "party": None},
    {"signer": "mediator", "name": "钱七", "party": None},
    {"signer": "party", "name": "李明", "party": None},
])  # fmt: skip
def test_nobody_signs_whom_the_file_does_not_know(row):
    dispute = drafted_with(Track.CIVIL)
    row = {"party": party(dispute, "李明")} | row
    with refused(dispute, "SIGNER_UNKNOWN", SIGNED_29):
        sign(dispute, row)


@pytest.mark.parametrize(("signer", "name"), [("mediator", "赵六"), ("seal", "调委会")])
def test_the_committee_signs_no_paper_of_the_police(signer, name):
    dispute = drafted_with(Track.SECURITY_CASE, LI, mediator="赵六")
    with refused(dispute, "SIGNER_UNKNOWN", ART_184):
        sign(dispute, {"signer": signer, "name": name})


def test_for_an_organisation_signs_whom_it_sends():
    dispute = drafted_with(Track.CIVIL)
    Party.objects.filter(name="王强").update(is_organisation=True)
    sign(dispute, {"signer": "party", "party": party(dispute, "王强"), "name": "法定代表人陈某"})
    assert dispute.agreements.get().signatures.get().name == "法定代表人陈某"


def test_who_acts_for_one_party_signs_for_no_other(officer):
    dispute = drafted_with(Track.CIVIL)
    for name in ("李明", "王强"):
        with case_file(dispute.pk) as case:
            parties.add_representative(
                case, actor=officer, party=party(dispute, name), capacity="proxy",
                name=f"{name}的代理人", powers="代为签订协议", authorisation="委1",
            )  # fmt: skip
    theirs = {"signer": "proxy", "party": party(dispute, "李明"), "name": "王强的代理人"}
    with refused(dispute, "SIGNER_UNKNOWN", SIGNED_29, said="代理人"):
        sign(dispute, theirs)


@pytest.mark.parametrize("lacking", ["powers", "authorisation"])
def test_a_proxy_signs_only_with_an_authorisation_that_states_its_powers(lacking, officer):
    dispute = drafted_with(Track.SECURITY_CASE, WANG, HOST)
    li = party(dispute, "李明")
    by_proxy = {"signer": "proxy", "party": li, "name": "孙律师"}
    with refused(dispute, "SIGNER_UNKNOWN", ART_184, said="代理人"):
        sign(dispute, by_proxy)
    with case_file(dispute.pk) as case:
        parties.add_representative(case, actor=officer, party=li, capacity="proxy", name="孙律师",
                                   powers="代为签订协议", authorisation="委1")  # fmt: skip
    dispute.representatives.update(**{lacking: " "})
    with refused(dispute, "SIGNER_UNKNOWN", ART_184, said="代理人"):
        sign(dispute, by_proxy)
    dispute.representatives.update(**{lacking: "代为签订协议"})
    sign(dispute, by_proxy)
    agree(dispute)
    assert Dispute.objects.get().state == State.AGREED


def test_nobody_signs_the_same_line_twice():
    dispute = drafted_with(Track.CIVIL, LI)
    again = {"signer": "party", "party": party(dispute, "李明"), "name": "李明"}
    with refused(dispute, "ALREADY_SIGNED", said="李\\*（当事人）已经签名", by=WrongState):
        sign(dispute, again)
    seal = {"signer": "seal", "name": "调委会"}
    with refused(dispute, "ALREADY_SIGNED", said="印章已经签名", by=WrongState):
        sign(dispute, seal, seal)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_sign_the_same_line_at_once_one_is_told():
    dispute = drafted_with(Track.CIVIL, LI)
    row = {"signer": "party", "party": party(dispute, "王强"), "name": "王强"}

    outcomes = at_once(lambda: sign(dispute, row), lambda: sign(dispute, row))

    assert None in outcomes
    assert [o.code for o in outcomes if o is not None] == ["ALREADY_SIGNED"]
    assert dispute.agreements.get().signatures.filter(party__name="王强").count() == 1


def test_a_signature_changes_the_version_that_was_read():
    dispute = drafted_with(Track.CIVIL, LI)
    before = dispute.agreements.get().version
    sign(dispute, {"signer": "mediator"})
    assert dispute.agreements.get().version == before + 1


def test_an_older_draft_is_signed_no_more():
    dispute = drafted_with(Track.CIVIL, LI)
    draft(dispute)
    with (
        refused(dispute, "WRONG_STATE", said="已被新拟定的协议代替", by=WrongState),
        case_file(dispute.pk) as case,
    ):
        first = case.rows(Agreement)[0]
        agreement.sign(case, first, actor=dispute.registered_by, on=DAY,
                       signatures=[{"signer": "seal", "name": "调委会"}])  # fmt: skip


def minor_at_session(waived: bool) -> Dispute:
    """A dispute in mediation whose first party is 16, with or without the guardian."""
    dispute = make_case(State.ACCEPTED)
    chief = dispute.registered_by
    with case_file(dispute.pk) as case:
        li = case.rows(Party)[0]
        parties.change_party(case, li.pk, actor=chief, born_on=date(2010, 1, 1))
        parties.add_representative(case, actor=chief, party=li, capacity="guardian", name="李父",
                                   notified_on=DAY)  # fmt: skip
        told = session_fields(case)
        told["participants"][0] |= {"guardian_waived": waived, "guardian_attended": not waived}
        mediation.hold_session(case, actor=chief, held_on=DAY, **told)
    return dispute


def test_for_a_minor_the_guardian_signs_as_well():
    dispute = minor_at_session(waived=False)
    draft(dispute)
    with refused(dispute, "SIGNATURES_MISSING", SIGNED_29, said="李\\*的监护人$"):
        agree(dispute)
    act(dispute, "sign_agreement", dispute.registered_by, DAY)  # the guardian's
    agree(dispute)
    assert Dispute.objects.get().state == State.AGREED


def test_who_was_mediated_without_a_guardian_at_16_signs_without_one():
    dispute = minor_at_session(waived=True)
    draft(dispute)
    agree(dispute)
    assert Dispute.objects.get().state == State.AGREED


def test_an_agreement_in_effect_takes_no_more_signatures(officer):
    dispute = make_case(State.AGREED)
    row = {"signer": "host", "name": "张所长"}
    with (
        refused(dispute, "WRONG_STATE", said="已经生效", by=WrongState),
        case_file(dispute.pk) as case,
    ):
        agreement.sign(case, case.agreement, actor=officer, on=DAY, signatures=[row])
