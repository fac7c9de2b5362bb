"""Which paper an agreement needs and what it contains."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest
from django.db import IntegrityError

from disputes.casefile import case_file
from disputes.choices import State, Track
from disputes.errors import Caution
from disputes.models import Agreement, Dispute, Officer, Party
from disputes.services import agreement, mediation, parties
from tests.acts import agreement_fields, money, session_fields
from tests.disputes.agreeing import agree, draft
from tests.disputes.refusing import refused
from tests.factories import DAY, SHANGHAI, act, days, make_case, make_chief

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]

ART_178 = "《公安机关办理行政案件程序规定》第一百七十八条第三款"
ART_184 = "《公安机关办理行政案件程序规定》第一百八十四条"
ART_29 = "《中华人民共和国人民调解法》第二十九条"
ART_28 = "《中华人民共和国人民调解法》第二十八条"
ART_93 = "《道路交通事故处理程序规定》第九十三条"
CONTENT_LAW = {Track.CIVIL: ART_29, Track.SECURITY_CASE: ART_184, Track.TRAFFIC: ART_93}


@pytest.fixture
def officer() -> Officer:
    return make_chief()


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
    code, laws = "AGREEMENT_FORM_MISMATCH", [CONTENT_LAW[track]]
    if form == "oral":
        code, laws = "ORAL_AGREEMENT_TRACK", [ART_28, *laws]
    elif (track, form) == (Track.SECURITY_CASE, "on_the_spot"):
        laws = [ART_178]
    with refused(dispute, code, *laws):
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


ALWAYS = {"organ": "调解机关", "facts": "案件事实", "content": "协议内容"}
OF_THE_CASE = {"occurred": "案件时间", "place": "案件地点", "cause": "起因",
               "circumstances": "情节", "consequence": "结果"}  # fmt: skip
STATED = [(track, *item) for track in Track for item in ALWAYS.items()]
STATED += [(Track.SECURITY_CASE, *item) for item in OF_THE_CASE.items()]
STATED += [(Track.TRAFFIC, "responsibility", "各方的损害赔偿责任及比例")]


@pytest.mark.parametrize(("track", "field", "name"), STATED)
def test_each_paper_states_what_its_own_law_asks_for(track, field, name):
    dispute = make_case(State.MEDIATING, track=track)
    draft(dispute, **{field: " "})
    with refused(dispute, "AGREEMENT_INCOMPLETE", CONTENT_LAW[track], said=f"：{name}$"):
        agree(dispute)


def test_a_people_s_agreement_asks_for_no_circumstances_of_an_offence():
    dispute = make_case(State.MEDIATING)
    draft(dispute, **dict.fromkeys(OF_THE_CASE, ""))
    agree(dispute)
    assert Dispute.objects.get().state == State.AGREED


@pytest.mark.parametrize(
    ("field", "name"), [("issues", "争议事项"), ("responsibility", "各方责任")]
)
def test_a_people_s_agreement_without_issues_or_responsibilities_needs_a_reason(field, name):
    dispute = make_case(State.MEDIATING)
    draft(dispute, **{field: ""})
    with refused(dispute, "AGREEMENT_BRIEF", ART_29, said=name, by=Caution):
        agree(dispute)
    reason = {"AGREEMENT_BRIEF": "双方不愿写明"}
    act(dispute, "agree", dispute.registered_by, DAY, acknowledged=reason)
    assert dispute.events.get(action="agree").facts["acknowledged"] == reason


def test_whoever_was_invited_stands_in_the_agreement(officer):
    dispute = make_case(State.ACCEPTED, track=Track.SECURITY_CASE)
    guests = [{"name": "马主任", "organisation": "村委会", "capacity": "村委会主任"}]
    with case_file(dispute.pk) as case:
        mediation.hold_session(
            case, actor=officer, held_on=DAY, guests=guests, **session_fields(case)
        )
    draft(dispute, others_present=" ")
    with refused(dispute, "AGREEMENT_INCOMPLETE", ART_184, said="其他在场人员"):
        agree(dispute)
    assert draft(dispute).others_present == "马主任（村委会主任）"
    agree(dispute)


def test_who_is_left_alone_agrees_with_nobody(officer):
    dispute = make_case(State.MEDIATING)
    draft(dispute)
    with case_file(dispute.pk) as case:
        parties.change_party(case, case.rows(Party)[1].pk, actor=officer, is_active=False)
    with refused(dispute, "AGREEMENT_INCOMPLETE", ART_29, said="缺少：双方当事人$"):
        agree(dispute)


def test_time_and_place_are_taken_from_the_register_unless_told():
    known = {"place": "幸福小区", "occurred_at": datetime(2026, 3, 1, 19, 5, tzinfo=SHANGHAI)}
    dispute = make_case(State.MEDIATING, track=Track.SECURITY_CASE, **known)
    with case_file(dispute.pk) as case:
        told = agreement_fields(case, DAY)
        for name in ("occurred", "place"):
            told.pop(name)
        drafted = agreement.draft(case, actor=dispute.registered_by, on=DAY, **told)
    assert (drafted.occurred, drafted.place) == ("2026年3月1日19时5分", "幸福小区")


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
