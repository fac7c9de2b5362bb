"""What an agreement contains, who signs it, when it counts as performed or breached."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError

from disputes.casefile import case_file
from disputes.choices import State, Track
from disputes.errors import WrongState
from disputes.models import Agreement, Dispute, Obligation, Officer, Party
from disputes.services import agreement, mediation, parties
from tests.acts import agreement_fields, money, session_fields
from tests.disputes.refusing import refused
from tests.factories import DAY, act, days, make_case, make_chief

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]

ART_178 = "《公安机关办理行政案件程序规定》第一百七十八条第三款"
ART_184 = "《公安机关办理行政案件程序规定》第一百八十四条"
ART_185 = "《公安机关办理行政案件程序规定》第一百八十五条"
ART_29 = "《中华人民共和国人民调解法》第二十九条"
CONTENT_LAW = {Track.CIVIL: ART_29, Track.SECURITY_CASE: ART_184}


@pytest.fixture
def officer() -> Officer:
    return make_chief()


def draft(dispute: Dispute, on: date = DAY, **fields: Any) -> Agreement:
    with case_file(dispute.pk) as case:
        told = agreement_fields(case, on, **fields)
        return agreement.draft(case, actor=dispute.registered_by, on=on, **told)


def agree(dispute: Dispute, on: date = DAY) -> None:
    act(dispute, "agree", dispute.registered_by, on)


def party(dispute: Dispute, name: str) -> Party:
    return dispute.parties.get(name=name)


# --- which paper

FORMS = {
    Track.SECURITY_CASE: {"security"},
    Track.CIVIL: {"peoples", "oral"},
    Track.TRAFFIC: {"traffic"},
}


@pytest.mark.parametrize("track", Track)
@pytest.mark.parametrize("form", Agreement.Form)
def test_each_track_has_its_own_paper(track, form):
    dispute = make_case(State.MEDIATING, track=track)
    draft(dispute, form=form)
    if form in FORMS[track]:
        agree(dispute)
        assert Dispute.objects.get().state == State.AGREED
        return
    code = "ORAL_AGREEMENT_TRACK" if form == "oral" else "AGREEMENT_FORM_MISMATCH"
    law = ART_178 if (track, form) == (Track.SECURITY_CASE, "on_the_spot") else None
    with refused(dispute, code, law or CONTENT_LAW.get(track, ART_184)):
        agree(dispute)


def test_without_an_agreement_there_is_nothing_to_take_effect():
    dispute = make_case(State.MEDIATING)
    with refused(dispute, "AGREEMENT_MISSING"):
        agree(dispute)


def test_after_a_relapse_the_old_agreement_does_not_take_effect_again(officer):
    dispute = make_case(State.MEDIATING)
    with case_file(dispute.pk) as case:
        first, second = case.rows(Party)
        promise = money(second, first, days(300))
        told = agreement_fields(case, DAY, obligations=[promise])
        agreement.draft(case, actor=officer, on=DAY, **told)
    for action, day in (("agree", 0), ("perform", 1), ("relapse", 5), ("hold_session", 6)):
        act(dispute, action, officer, days(day))
    with refused(dispute, "AGREEMENT_MISSING", said="拟定新的调解协议"):
        agree(dispute, days(7))
    draft(dispute, days(7))
    agree(dispute, days(7))
    assert Dispute.objects.get().resolved_on == days(7)


# --- complete


@pytest.mark.parametrize("track", [Track.SECURITY_CASE, Track.CIVIL])
@pytest.mark.parametrize(
    ("field", "name"), [("facts", "案件事实"), ("content", "协议内容"), ("organ", "调解机关")]
)
def test_blank_content_is_no_content(track, field, name):
    dispute = make_case(State.MEDIATING, track=track)
    draft(dispute, **{field: " "})
    with refused(dispute, "AGREEMENT_INCOMPLETE", CONTENT_LAW[track], said=name):
        agree(dispute)


def test_every_obligation_says_how_it_is_performed():
    dispute = make_case(State.MEDIATING)
    first, second = dispute.parties.all()
    draft(
        dispute,
        obligations=[money(second, first, DAY), money(second, first, DAY) | {"method": " "}],
    )
    with refused(dispute, "AGREEMENT_INCOMPLETE", ART_29, said="履行方式"):
        agree(dispute)


def test_an_agreement_to_nothing_is_not_even_drafted(officer):
    dispute = make_case(State.MEDIATING)
    with refused(dispute, "AGREEMENT_INCOMPLETE"):
        draft(dispute, obligations=[])


@pytest.mark.parametrize(("due", "allowed"), [(0, True), (-1, False)])
def test_no_deadline_lies_before_the_day_of_signing(due, allowed):
    dispute = make_case(State.MEDIATING)
    first, second = dispute.parties.all()
    draft(dispute, obligations=[money(second, first, days(9)), money(second, first, days(due))])
    if allowed:
        agree(dispute)
        assert Agreement.objects.get().due_on == days(9)
    else:
        with refused(dispute, "DEADLINE_BEFORE_SIGNING"):
            agree(dispute)


@pytest.mark.parametrize("amount", [None, 0, Decimal("-0.01")])
def test_a_promise_of_money_names_an_amount(amount):
    dispute = make_case(State.MEDIATING)
    first, second = dispute.parties.all()
    with pytest.raises(IntegrityError, match="obligation_money_has_amount"):
        draft(dispute, obligations=[money(second, first, DAY, amount=amount)])


def test_the_promise_of_a_stranger_binds_nobody():
    dispute, stranger = make_case(State.MEDIATING), make_case().parties.first()
    with refused(dispute, "ANOTHER_DISPUTE"):
        draft(dispute, obligations=[money(stranger, dispute.parties.first(), DAY)])


# --- signed


def drafted_with(track: str, *signers: tuple[str, str], **fields: Any) -> Dispute:
    dispute = make_case(State.MEDIATING, track=track)
    named = [
        {"signer": signer, "name": name}
        | ({"party": party(dispute, name)} if signer != "host" else {})
        for signer, name in signers
    ]
    draft(dispute, signatures=named, **fields)
    return dispute


LI, WANG, HOST = ("party", "李明"), ("party", "王强"), ("host", "张所长")


@pytest.mark.parametrize(
    ("track", "signers", "missing"),
    [
        (Track.SECURITY_CASE, (LI, WANG), "主持人$"),
        (Track.SECURITY_CASE, (LI, HOST), "王\\*$"),
        (Track.SECURITY_CASE, (), "李\\*、王\\*、主持人$"),
        (Track.CIVIL, (WANG,), "李\\*$"),
        (Track.CIVIL, (LI, ("guardian", "王强")), "王\\*$"),
    ],
)
def test_whoever_has_not_signed_is_named(track, signers, missing):
    dispute = drafted_with(track, *signers)
    with refused(dispute, "SIGNATURES_MISSING", CONTENT_LAW[track], said=f"：{missing}"):
        agree(dispute)


@pytest.mark.parametrize(
    ("field", "value", "missing"),
    [("mediator", "", "调解员"), ("committee_sealed", False, "调解委员会印章")],
)
def test_a_peoples_agreement_bears_mediator_and_seal(field, value, missing):
    dispute = drafted_with(Track.CIVIL, LI, WANG, **{field: value})
    with refused(dispute, "SIGNATURES_MISSING", ART_29, said=missing):
        agree(dispute)


def test_an_oral_agreement_needs_no_hand_but_the_mediator_who_records_it():
    without = drafted_with(Track.CIVIL, form="oral", mediator="")
    with refused(without, "SIGNATURES_MISSING", ART_29, said="口头协议记录人"):
        agree(without)
    recorded = drafted_with(Track.CIVIL, form="oral", committee_sealed=False)
    agree(recorded)
    assert Dispute.objects.get(pk=recorded.pk).state == State.AGREED


def test_a_signature_given_tomorrow_does_not_count_today(officer):
    dispute = drafted_with(Track.CIVIL, LI)
    with case_file(dispute.pk) as case:
        row = {"signer": "party", "party": party(dispute, "王强"), "name": "王强"}
        agreement.sign(case, case.agreement, actor=officer, on=days(1), signatures=[row])
    Obligation.objects.update(due_on=days(9))
    with refused(dispute, "SIGNATURES_MISSING", ART_29, said="王"):
        agree(dispute, DAY)
    agree(dispute, days(1))
    assert Agreement.objects.get().signed_on == days(1)


def test_a_proxy_signs_only_with_an_authorisation_on_file(officer):
    dispute = make_case(State.MEDIATING, track=Track.SECURITY_CASE)
    li = party(dispute, "李明")
    draft(dispute, signatures=[
        {"signer": "proxy", "party": li, "name": "孙律师"},
        {"signer": "party", "party": party(dispute, "王强"), "name": "王强"},
        {"signer": "host", "name": "张所长"},
    ])  # fmt: skip
    with refused(dispute, "SIGNATURES_MISSING", ART_184, said="：李\\*$"):
        agree(dispute)
    with case_file(dispute.pk) as case:
        parties.add_representative(case, actor=officer, party=li, capacity="proxy", name="孙律师",
                                   powers="代为签收", authorisation="委1")  # fmt: skip
    agree(dispute)
    assert Dispute.objects.get().state == State.AGREED


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
    with refused(dispute, "SIGNATURES_MISSING", ART_29, said="李\\*的监护人$"):
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
