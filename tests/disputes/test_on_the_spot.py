"""On-the-spot mediation (当场调解): accepted, mediated, agreed and performed, or nothing at all."""

from __future__ import annotations

from typing import Any

import pytest

from disputes.casefile import case_file
from disputes.choices import State, Track
from disputes.models import Agreement, Dispute, MediationSession, Obligation, Performance
from disputes.services import mediation
from tests.acts import agreement_fields, finding_fields, session_fields
from tests.disputes.refusing import everything_about, refused
from tests.factories import DAY, days, make_case

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]

ART_178 = "《公安机关办理行政案件程序规定》第一百七十八条第三款"
ART_28 = "《中华人民共和国人民调解法》第二十八条"
ART_184 = "《公安机关办理行政案件程序规定》第一百八十四条"
TICKS = {"shows_parties": True, "shows_facts": True, "shows_content": True}
CLEAR = {"minor": True, "facts_clear": True, "loss_undisputed": True, "performed_now": True}


def on_the_spot(
    dispute: Dispute, conditions: dict[str, bool] = CLEAR, proof: str = "当场收讫", **paper: Any
) -> None:
    with case_file(dispute.pk) as case:
        told = session_fields(case)
        told.pop("mode")
        finding = finding_fields() if dispute.track == Track.SECURITY_CASE else None
        written = agreement_fields(case, DAY, **{"form": "on_the_spot", **paper})
        mediation.mediate_on_the_spot(
            case, actor=dispute.registered_by, held_on=DAY, session=told, agreement=written,
            proof=proof, facts=conditions, finding=finding,
        )  # fmt: skip


@pytest.mark.parametrize("state", [State.REGISTERED, State.ACCEPTED])
def test_everything_happens_at_once(state):
    dispute = make_case(state, track=Track.SECURITY_CASE)
    on_the_spot(dispute)

    dispute.refresh_from_db()
    prepared = ("register", "add_party", "add_evidence", "find")
    steps = [e.action for e in dispute.events.all() if e.action not in prepared]
    assert steps == [
        "accept",
        "hold_session",
        "draft_agreement",
        "sign_agreement",
        "agree",
        "fulfil",
    ]
    assert (dispute.state, dispute.resolved_on) == (State.FULFILLED, DAY)
    session, paper = MediationSession.objects.get(), Agreement.objects.get()
    assert (session.mode, session.outcome) == ("on_the_spot", "agreed")
    assert (paper.session, paper.effective_on, paper.fulfilled_on) == (session, DAY, DAY)
    done, paid = Obligation.objects.get(), Performance.objects.get()
    assert (done.fulfilled_on, done.proof) == (DAY, "当场收讫")
    assert (paid.obligation, paid.amount, paid.performed_on) == (done, 100, DAY)


@pytest.mark.parametrize(
    ("paper", "code", "law"),
    [
        ({"facts": " "}, "AGREEMENT_INCOMPLETE", [ART_184]),
        ({"signatures": []}, "ON_SPOT_NEEDS_PAPER_OR_AV", [ART_178]),
        ({"obligations": []}, "AGREEMENT_INCOMPLETE", []),
        ({"form": "oral"}, "ORAL_AGREEMENT_TRACK", [ART_28, ART_184]),
    ],
)
def test_a_paper_that_fails_at_the_end_leaves_nothing_of_the_beginning(paper, code, law):
    dispute = make_case(track=Track.SECURITY_CASE)
    with refused(dispute, code, *law):
        on_the_spot(dispute, **paper)
    assert Dispute.objects.get().state == State.REGISTERED


def test_what_is_not_clear_is_not_mediated_on_the_spot():
    dispute = make_case(track=Track.SECURITY_CASE)
    with refused(dispute, "ON_SPOT_NOT_ALLOWED", ART_178, said="当场履行"):
        on_the_spot(dispute, CLEAR | {"performed_now": False})


def test_what_is_due_later_is_not_performed_on_the_spot_before_it_was_signed():
    dispute = make_case(track=Track.SECURITY_CASE)
    _, second = dispute.parties.all()
    late = {
        "type": "apology",
        "debtor": second,
        "content": "道歉",
        "method": "当面",
        "due_on": days(-1),
    }
    with refused(dispute, "DEADLINE_BEFORE_SIGNING"):
        on_the_spot(dispute, obligations=[late])


def test_a_recording_stands_for_the_signatures_on_the_spot_only():
    dispute = make_case(track=Track.SECURITY_CASE)
    on_the_spot(dispute, signatures=[], recording="录-2026-0302", **TICKS)
    assert Dispute.objects.get().state == State.FULFILLED

    long_form = make_case(track=Track.SECURITY_CASE)
    with refused(long_form, "SIGNATURES_MISSING", ART_184):
        on_the_spot(long_form, form="security", signatures=[], recording="录-3", **TICKS)

    ordinary = make_case(State.MEDIATING, track=Track.SECURITY_CASE)
    with case_file(ordinary.pk) as case:
        written = agreement_fields(case, DAY, form="on_the_spot", signatures=[], recording="录-2")
        mediation.agreements.draft(case, actor=ordinary.registered_by, on=DAY, **written)
    with refused(ordinary, "AGREEMENT_FORM_MISMATCH", ART_178), case_file(ordinary.pk) as case:
        mediation.take_agreement_into_effect(case, actor=ordinary.registered_by, on=DAY)


@pytest.mark.parametrize(("lacking", "named"), [
    ({"recording": ""}, "录音录像编号"),
    ({"shows_parties": False}, "当事人基本情况"),
    ({"shows_facts": False}, "主要违法事实"),
    ({"shows_content": False}, "缺少：协议内容）$"),
])  # fmt: skip
def test_a_recording_that_does_not_clearly_show_everything_stands_for_nothing(lacking, named):
    dispute = make_case(track=Track.SECURITY_CASE)
    recorded = {"signatures": [], "recording": "录-1", **TICKS, **lacking}
    with refused(dispute, "ON_SPOT_NEEDS_PAPER_OR_AV", ART_178, said=named):
        on_the_spot(dispute, **recorded)


def test_what_the_recording_shows_need_not_be_written_down_as_well():
    blank = dict.fromkeys(("occurred", "place", "cause", "circumstances", "consequence"), "")
    dispute = make_case(track=Track.SECURITY_CASE)
    with refused(
        dispute, "AGREEMENT_INCOMPLETE", ART_184, said="案件时间、案件地点、起因、情节、结果$"
    ):
        on_the_spot(dispute, **blank)
    on_the_spot(dispute, **blank, recording="录-1", **TICKS)
    assert Dispute.objects.get().state == State.FULFILLED


def test_a_civil_quarrel_is_settled_on_the_spot_with_its_own_paper():
    dispute = make_case()
    on_the_spot(dispute, {}, form="oral")
    before = everything_about(dispute)
    assert before["Dispute"][0]["state"] == State.FULFILLED
    assert before["Agreement"][0]["form"] == "oral"
