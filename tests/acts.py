"""Every action of the table, taken as its service takes it, with all that the rules ask for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from disputes import clock, workflow
from disputes.casefile import CaseFile
from disputes.choices import Receiver, Role, State, Track
from disputes.guards.method import method_of
from disputes.guards.review import outstanding
from disputes.models import (
    Appraisal,
    Confirmation,
    Hearing,
    MarkKind,
    MediationSession,
    MethodStepDone,
    Obligation,
    Officer,
    Paper,
    Party,
    Recurrence,
    Recusal,
    Referral,
    Representative,
    Review,
    RiskLevel,
    SampledCase,
)
from disputes.services import (
    agreement,
    confirmation,
    criminal,
    extension,
    followup,
    hearing,
    inquiry,
    intake,
    linking,
    marks,
    mediation,
    method,
    papers,
    parties,
    performance,
    procedure,
    recurrence,
    referral,
    review,
    risk,
)

ALONE_SINCE = date(2026, 1, 1)  # one officer may mediate, in a case area and recorded
FACTS = {
    "reason": "当事人已说明",
    "remedies_told": True,
    "convert_to": "penalty",
    "ground": "refused",
    "settled_by": "parties",
    "performed": True,
    "applied_by_all": True,
    "approved_by": "赵所长",
}
Act = Callable[[CaseFile, Officer, date, dict[str, Any]], Any]


def plain(action: str) -> Act:
    """A step that needs nothing but its facts."""

    def step(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
        workflow.take_step(case, action, actor=officer, on=on, facts=FACTS | facts)

    return step


def session_fields(case: CaseFile, **fields: Any) -> dict[str, Any]:
    """What an ordinary session of everybody on file consists of."""
    everybody = [{"party": p, "consented": True} for p in case.rows(Party) if p.is_active]
    return {
        "mode": "ordinary",
        "place": "调解室",
        "facts_found": "排水管漏水属实",
        "participants": everybody,
        "second_reason": "police" if case.rows(MediationSession) else "",
        "in_case_area": True,
        "recording": "录-1",
        **fields,
    }


def agreement_fields(case: CaseFile, on: date, **fields: Any) -> dict[str, Any]:
    """A complete agreement of the track's own form, signed by everybody, to be performed today."""
    first, second = (p for p in case.rows(Party)[:2])
    names = [{"signer": "party", "party": p, "name": p.name} for p in case.rows(Party)]
    civil = case.dispute.track == Track.CIVIL
    by_track = {
        Track.CIVIL: {"form": "peoples", "mediator": "赵六"},
        Track.SECURITY_CASE: {"form": "security"},
        Track.TRAFFIC: {"form": "traffic"},
    }
    committee = [{"signer": "mediator"}, {"signer": "seal", "name": "幸福村人民调解委员会"}]
    return {
        "occurred": "2026年3月1日19时许",
        "place": "幸福小区3号楼",
        "cause": "排水",
        "facts": "2026年3月，双方因排水发生口角",
        "circumstances": "情节较轻",
        "consequence": "未造成人身伤害",
        "issues": "水管由谁修",
        "responsibility": "王强负全部责任",
        "content": "王强修好水管并赔偿一百元",
        "obligations": [money(second, first, on)],
        "signatures": [*names, *(committee if civil else [{"signer": "host"}])],
        **by_track[Track(case.dispute.track)],
        **fields,
    }


def money(debtor: Party, creditor: Party, due_on: date, amount: int = 100) -> dict[str, Any]:
    """An obligation to pay."""
    return {
        "type": "money", "debtor": debtor, "creditor": creditor, "content": "赔偿损失",
        "method": "现金", "amount": amount, "due_on": due_on,
    }  # fmt: skip


def _hold_session(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    sessions = case.rows(MediationSession)
    if sessions and sessions[-1].outcome == "pending" and case.dispute.state == State.MEDIATING:
        _end_session(case, officer, on, {})
    told = session_fields(case)
    if case.dispute.track == Track.SECURITY_CASE and on < ALONE_SINCE:
        told["second_officer"] = _colleague(officer)
    mediation.hold_session(case, actor=officer, held_on=on, **told, facts=facts)


def _colleague(officer: Officer) -> Officer:
    """Another officer of the same station."""
    there = Officer.objects.filter(unit=officer.unit, role=Role.OFFICER).exclude(pk=officer.pk)
    return there.first() or Officer.objects.create_user(
        f"colleague{officer.pk}", name="同事", unit=officer.unit
    )


def _accept(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    """A security case gets its finding with the acceptance, a traffic case shows its papers."""
    papers = {"determined_on": on, "applied_on": on} | facts
    plain("accept")(case, officer, on, papers if case.dispute.track == Track.TRAFFIC else facts)
    if case.dispute.track == Track.SECURITY_CASE:
        _find(case, officer, on, {})


def finding_fields(**fields: Any) -> dict[str, Any]:
    """A finding that speaks for mediation."""
    return {
        "offence": "beating", "minor_circumstances": True, "ground": "acquaintance",
        "exclusions": [], "basis": "双方陈述一致", **fields,
    }  # fmt: skip


def _extend(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    extension.extend(
        case, actor=officer, days=facts.get("days", 30), reason="案情复杂",
        approved_by="县公安局王局长", approved_on=on,
    )  # fmt: skip


def _find(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    inquiry.find(case, actor=officer, found_on=on, **finding_fields(**facts))


def _add_evidence(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    inquiry.add_evidence(case, actor=officer, obtained_on=on, kind="statement", title="询问笔录")


def _request_appraisal(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    told = {"subject": "injury", "organisation": "物证鉴定所", **facts}
    inquiry.request_appraisal(case, actor=officer, requested_on=on, **told)


def _record_appraisal(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    told = {"result": "slight", **facts}
    newest = case.rows(Appraisal)[-1]
    inquiry.record_appraisal(case, newest, actor=officer, result_on=on, **told)


def _notify(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    told = {"about": "civil_remedies", "method": "in_person", **facts}
    procedure.notify(case, actor=officer, told_on=on, **told)


def _request_recusal(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    told = {"officer": officer, "ground": "interest", "statement": "系一方亲属", **facts}
    procedure.request_recusal(case, actor=officer, requested_on=on, **told)


def _decide_recusal(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    told = {"granted": False, "reason": "经核查不属实", **facts}
    newest = case.rows(Recusal)[-1]
    procedure.decide_recusal(case, newest, actor=officer, decided_on=on, **told)


def _decide_warning(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    told = {"issued": False, "reason": "情节轻微，已批评教育", **facts}
    procedure.decide_warning(case, actor=officer, decided_on=on, **told)


def _refuse(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    told = {"party": case.rows(Party)[0], "reason": "不愿意继续调解", **facts}
    newest = case.rows(MediationSession)[-1]
    mediation.record_refusal(case, newest, actor=officer, refused_on=on, **told)


def _change_track(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    """To the other of the two tracks of police stations, the parties' roles first."""
    civil = case.dispute.track == Track.CIVIL
    sides = ("victim", "suspect") if civil else ("applicant", "respondent")
    for party, role in zip(case.rows(Party), sides, strict=False):
        parties.change_party(case, party.pk, actor=officer, role=role)
    track = Track.SECURITY_CASE if civil else Track.CIVIL
    plain("change_track")(case, officer, on, {"track": track, **facts})


def _end_session(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    last = case.rows(MediationSession)[-1].pk
    outcome = facts.get("outcome", "not_agreed")
    mediation.end_session(case, last, actor=officer, outcome=outcome, record="", on=on)


def _draft(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    agreement.draft(case, actor=officer, on=on, **agreement_fields(case, on))


def _agree(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    mediation.take_agreement_into_effect(case, actor=officer, on=on, facts=facts)


def _sign(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    first = case.rows(Party)[0]
    again = [{"signer": "guardian", "party": first, "name": "李父"}]
    if not any(r.party == first for r in case.rows(Representative)):
        _represent(case, officer, clock.today(), {})
    assert case.agreement is not None
    agreement.sign(case, case.agreement, actor=officer, on=on, signatures=again)


def _perform(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    assert case.agreement is not None
    open_ones = [o for o in case.rows_of(case.agreement, Obligation) if o.fulfilled_on is None]
    performance.record_performance(
        case, open_ones[0].pk, actor=officer, performed_on=on, proof="收条"
    )


def _waive(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    last = case.rows(Obligation)[-1]
    performance.waive(case, last.pk, actor=officer, waived_on=on, **waiver_fields(last, **facts))


def waiver_fields(obligation: Obligation, **fields: Any) -> dict[str, Any]:
    """The creditor's own waiver, in writing."""
    assert obligation.creditor is not None
    return {
        "reason": "念及邻里情分", "consent": "声明1", "signer": "party",
        "name": obligation.creditor.name, **fields,
    }  # fmt: skip


def _change(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    former = case.agreement
    assert former is not None
    told = agreement_fields(case, on) | {"reason": "延期履行", **facts}
    agreement.change(case, former, actor=officer, on=on, **told)


def _apply(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    told = {"court": "区人民法院", "applied_by_all": True, "personal_status": False, **facts}
    assert case.agreement is not None
    confirmation.apply_for_confirmation(case, case.agreement, actor=officer, applied_on=on, **told)


def _confirm(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    result = facts.get("result", "confirmed")
    application = case.rows(Confirmation)[-1]
    confirmation.record_result(case, application, actor=officer, result=result, result_on=on)


def _amend(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    intake.amend(case, actor=officer, reason="笔误", place="幸福小区3号楼")


def _add_party(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    parties.add_party(case, actor=officer, role="applicant", name="李芳", adult_confirmed=True)


def _change_party(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    parties.change_party(case, case.rows(Party)[0].pk, actor=officer, employer="水利局")


def _represent(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    parties.add_representative(
        case, actor=officer, party=case.rows(Party)[0], capacity="guardian", name="李父"
    )


def _assess(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    level = RiskLevel.objects.get(code="yellow")
    risk.assess_risk(case, actor=officer, level=level, basis="多次争吵", on=on)


def _mark(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    marks.mark_party(case, case.rows(Party)[0], actor=officer, kind=_a_mark(), basis="社区反映")


def _unmark(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    marks.unmark_party(case, case.rows(Party)[0], actor=officer, kind=_a_mark(), reason="已就业")


def _a_mark() -> MarkKind:
    return MarkKind.objects.get(code="lost_life")


def _submit_review(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    review.submit_review(case, actor=officer, on=on, level=facts.get("level", "legal"))


def _review(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    sent = case.rows(Review)[-1]
    review.review(
        case, sent, actor=officer, on=on, passed=facts.get("passed", True), opinion="属实"
    )


def _after_review(action: str) -> Act:
    """A step that ends the case, after whatever review the bureau's rules ask for."""

    def step(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
        for level in outstanding(case, on):
            _submit_review(case, officer, on, {"level": level})
            _review(case, _legal_officer(case), on, {})
        plain(action)(case, officer, on, facts)

    return step


def _legal_officer(case: CaseFile) -> Officer:
    """The legal officer of the bureau above: both levels are open to it."""
    bureau = case.dispute.unit.parent
    known = Officer.objects.filter(unit=bureau, role=Role.LEGAL).select_related("unit").first()
    return known or Officer.objects.create_user(
        f"legal{bureau.pk}", name="法制员", unit=bureau, role=Role.LEGAL
    )


def _assign(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    sample = case.rows(SampledCase)[-1]
    followup.assign(case, sample, actor=officer, officer=facts["officer"])


def _persuade(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    said = [{"dimension": "feeling", "content": "远亲不如近邻"}]
    latest = case.rows(MediationSession)[-1]
    method.record_persuasion(case, latest, actor=officer, on=on, persuasions=said)


def _take_method_step(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    done = {row.step_id for row in case.rows(MethodStepDone)}
    step = next(s for s in method_of(case) if s.pk not in done)
    method.take_method_step(case, step, actor=officer, on=on)


def _propose(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    hearing.propose(case, actor=officer, on=on, reason="久调不决", openness="open")


def _hold_stage(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    record = {"approved_by": "赵所长", "ground": "久调不决"}
    latest = case.rows(Hearing)[-1].pk
    hearing.hold_stage(case, latest, actor=officer, stage="initiation", held_on=on, record=record)


def _refer(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    told = {
        "receiver": Receiver.GOVERNANCE_CENTRE, "channel": "letter", "reason": "需多部门处理",
        "receiver_name": f"第{len(case.rows(Referral)) + 1}综治中心", **facts,
    }  # fmt: skip
    referral.refer(case, actor=officer, on=on, **told)


def _hand_over(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    """The receipt of a transfer ends the case here by itself."""
    _refer(case, officer, on, {"kind": "transfer", "receiver": Receiver.OTHER_POLICE})
    _receive(case, officer, on, {})


def _take_back(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    _return(case, officer, on, {})


def _open_referral(case: CaseFile) -> Referral:
    return next(r for r in reversed(case.rows(Referral)) if r.is_open)


def _receive(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    referral.receive(case, _open_referral(case), actor=officer, on=on, received_by="钱主任")


def _return(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    referral.send_back(case, _open_referral(case), actor=officer, on=on, reason="不属本单位")


def _remind(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    referral.remind(case, _open_referral(case), actor=officer, on=on)


def _withdraw_referral(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    referral.withdraw(case, _open_referral(case), actor=officer, on=on, reason="双方已另行协商")


def _answer(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    resolved = facts.get("resolved", False)
    referral.answer(
        case, _open_referral(case), actor=officer, on=on, text="已处理", resolved=resolved
    )


def _feedback(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    _answer(case, officer, on, {"resolved": True})


def _split(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    told = {"parties": case.rows(Party)[:1], "kind": case.dispute.kind, "summary": "另一起口角"}
    linking.split(case, actor=officer, reason="并非同一事由", **told | facts)


def _decide_recurrence(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    told = {"is_recurrence": True, "reason": "同一事由再次争吵", **facts}
    recurrence.decide(case, case.rows(Recurrence)[-1], actor=officer, on=on, **told)


def _link_criminal(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    told = {
        "kind": "civil_to_criminal", "number": f"A{case.dispute.number}", "charge": "故意伤害罪",
        **facts,
    }  # fmt: skip
    criminal.link(case, actor=officer, filed_on=on, **told)


def _follow_up(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    followup.record_follow_up(case, actor=officer, held_on=on, method="phone", visited="李明")


def _issue_paper(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    told = {"code": "registration_form", **facts}
    papers.issue(case, actor=officer, on=on, **told)


def _void_paper(case: CaseFile, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    standing = [p for p in case.rows(Paper) if p.voided_on is None]
    papers.void(case, standing[-1], actor=officer, on=on, reason="姓名有误")


ACTS: dict[str, Act] = {
    "accept": _accept,
    "change_track": _change_track,
    "extend": _extend,
    "find": _find,
    "add_evidence": _add_evidence,
    "request_appraisal": _request_appraisal,
    "record_appraisal": _record_appraisal,
    "notify": _notify,
    "request_recusal": _request_recusal,
    "decide_recusal": _decide_recusal,
    "decide_warning": _decide_warning,
    "refuse": _refuse,
    "hold_session": _hold_session,
    "end_session": _end_session,
    "draft_agreement": _draft,
    "sign_agreement": _sign,
    "agree": _agree,
    "perform": _perform,
    "waive": _waive,
    "change_agreement": _change,
    "apply_confirmation": _apply,
    "record_confirmation": _confirm,
    "amend": _amend,
    "add_party": _add_party,
    "change_party": _change_party,
    "represent": _represent,
    "assess_risk": _assess,
    "mark_party": _mark,
    "unmark_party": _unmark,
    "submit_review": _submit_review,
    "review": _review,
    "close": _after_review("close"),
    "reconcile": _after_review("reconcile"),
    "settle": _after_review("settle"),
    "assign_follow_up": _assign,
    "record_persuasion": _persuade,
    "take_method_step": _take_method_step,
    "propose_hearing": _propose,
    "hold_stage": _hold_stage,
    "hand_over": _hand_over,
    "take_back": _take_back,
    "split": _split,
    "decide_recurrence": _decide_recurrence,
    "link_criminal": _link_criminal,
    "refer": _refer,
    "remind": _remind,
    "withdraw_referral": _withdraw_referral,
    "receive": _receive,
    "return": _return,
    "answer": _answer,
    "feedback": _feedback,
    "follow_up": _follow_up,
    "issue_paper": _issue_paper,
    "void_paper": _void_paper,
}


def take(case: CaseFile, action: str, officer: Officer, on: date, facts: dict[str, Any]) -> None:
    """Take one action on an open case file; reasons to pass a warning hold for all its steps."""
    case.acknowledged = facts.pop("acknowledged", {})
    ACTS.get(action, plain(action))(case, officer, on, facts)
