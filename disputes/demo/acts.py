"""What happens in many stories: letters, sessions, agreements, performance."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from disputes.choices import Receiver, State, Track
from disputes.demo import people
from disputes.demo.matters import Term
from disputes.demo.pace import Steps
from disputes.demo.story import Story
from disputes.models import Agreement, MediationSession, Obligation, Referral, Representative
from disputes.services import agreement, mediation, method, performance, referral

Mode, Outcome = MediationSession.Mode, MediationSession.Outcome
PARTNERS = (
    ("{town}司法所", "司法所工作人员"),
    ("{town}人民调解委员会", "人民调解员"),
    ("{county}人民法院", "法庭法官"),
    ("{county}法律援助中心", "律师"),
    ("{town}村民委员会", "村干部"),
)
PERSUASIONS = {
    "law": ("讲解民法典关于相邻关系和侵权责任的规定", "说明治安管理处罚法的规定和处罚后果"),
    "reason": ("算清诉讼的时间账和经济账", "指出双方各自的不当之处"),
    "feeling": ("以多年邻里情分劝导", "请家中长辈出面安抚", "由当事人互相倾听对方的难处"),
}
STATED = {
    Track.CIVIL: {"responsibility": "双方各有不当之处，互相谅解，按协议内容承担责任"},
    Track.SECURITY_CASE: {
        "cause": "民间纠纷引起", "circumstances": "情节较轻", "consequence": "未造成严重后果",
    },
    Track.TRAFFIC: {"responsibility": "被申请人负主要责任，按七比三的比例承担"},
}  # fmt: skip
PROOFS = {"money": "转账凭证或者收条", "item": "交接清单", "apology": "当面道歉，双方确认",
          "act": "现场查看，双方确认"}  # fmt: skip


# --- letters


def letters(s: Story) -> Steps:
    """The letters of a dispute that is referred in its own year; nothing for any other."""
    if s.plan.referred:
        yield s.wait(0, 4)
        yield from letter(s)


def letter(s: Story) -> Steps:
    """A letter, its receipt, and in a few cases its return and a letter to the other body."""
    s.inform()
    receiver = s.pick({Receiver.GOVERNANCE_CENTRE: 57, Receiver.PEACE_OFFICE: 43})
    sent = _refer(s, receiver)
    if s.chance(0.92):
        yield s.wait(0, 2)
        referral.receive(s.case, sent, actor=s.officer, on=s.today,
                         received_by=people.name(s.rng, s.chance(0.4)))  # fmt: skip
    if s.chance(0.05):
        yield s.wait(0, 4)
        referral.send_back(s.case, sent, actor=s.officer, on=s.today,
                           reason="经核查，宜由另一单位牵头办理")  # fmt: skip
        other = {Receiver.GOVERNANCE_CENTRE, Receiver.PEACE_OFFICE} - {receiver}
        yield s.wait(0, 1)
        _refer(s, other.pop())


def transferred(s: Story) -> Steps:
    """Another body becomes responsible (移送主办): the case ends here; a few come back."""
    yield s.wait(0, 4)
    s.inform()
    sent = _refer(s, Receiver.GOVERNANCE_CENTRE, kind=Referral.Kind.TRANSFER)
    yield s.wait(0, 2)
    referral.receive(s.case, sent, actor=s.officer, on=s.today,
                     received_by=people.name(s.rng, s.chance(0.4)))  # fmt: skip
    if s.chance(0.2):
        yield s.wait(1, 6)
        referral.send_back(s.case, sent, actor=s.officer, on=s.today,
                           reason="经核查，宜由派出所继续调解")  # fmt: skip
        s.pass_cutoff()
        yield s.wait(1, 20)
        session(s)
        yield from agreed_and_done(s)


def _refer(s: Story, receiver: Receiver, kind: str = Referral.Kind.REFER) -> Referral:
    town = receiver == Receiver.PEACE_OFFICE
    return referral.refer(
        s.case, actor=s.officer, receiver=receiver, on=s.today, kind=kind,
        receiver_name=f"{s.station.township}平安法治办公室" if town
        else f"{s.station.county.name}综治中心",
        channel=s.pick({"phone_and_letter": 55, "platform": 30, "letter": 15}),
        reason=s.rng.choice(("涉及多个部门，需协同化解", "当事人诉求超出公安机关职责", "存在反复可能，需联合稳控")),
    )  # fmt: skip


def open_letter(s: Story) -> Referral | None:
    sent = next(reversed(s.case.rows(Referral)), None)
    return None if sent is None or sent.returned_on or sent.answered_on else sent


def answered(s: Story, *, resolved: bool, share: float = 1.0) -> Steps:
    """The receiving body reports back on the letter that is open, if any."""
    sent = open_letter(s)
    if sent is None or not s.chance(share):
        return
    yield s.wait(1, 15)
    text = "已组织相关单位化解，双方达成一致" if resolved else "已约谈双方，未能达成一致"
    referral.answer(s.case, sent, actor=s.officer, on=s.today, text=text, resolved=resolved)


# --- sessions


def participants(s: Story) -> list[dict[str, Any]]:
    return [
        {"party": party, "consented": True, "guardian_attended": bool(party.is_minor(s.today))}
        for party in (s.first, s.second)
    ]


def session(s: Story, mode: str = Mode.ORDINARY, **fields: Any) -> MediationSession:
    s.method_steps(3)
    return mediation.hold_session(
        s.case, actor=s.officer, mode=mode, held_on=s.today, participants=participants(s),
        place=f"{s.station.unit.name}调解室", second_officer=s.colleague(s.officer),
        recorder=s.rng.choice(s.station.officers).name,
        facts_found=s.case.dispute.summary, record="民警听取双方陈述，释法说理，提出调解方案",
        **fields,
    )  # fmt: skip


def partners(s: Story) -> list[dict[str, str]]:
    """People of other bodies at a joint mediation."""
    chosen = s.rng.sample(PARTNERS, s.rng.choice((1, 2, 2, 3)))
    names = {"town": s.station.township, "county": s.station.county.name}
    return [
        {
            "name": people.name(s.rng, s.chance(0.35)),
            "organisation": body.format(**names),
            "capacity": capacity,
        }
        for body, capacity in chosen
    ]


def persuaded(s: Story, held: MediationSession) -> None:
    """By law, reason and feeling: two of them, or all three."""
    chosen = s.rng.sample(list(PERSUASIONS), s.rng.choice((2, 3, 3)))
    said = [{"dimension": d, "content": s.rng.choice(PERSUASIONS[d])} for d in chosen]
    method.record_persuasion(s.case, held, actor=s.officer, on=s.today, persuasions=said)


def no_agreement(s: Story) -> Steps:
    """The session that is open ends without an agreement."""
    yield s.wait(0, 0)
    held = s.case.rows(MediationSession)[-1]
    mediation.end_session(s.case, held.pk, actor=s.officer, outcome=Outcome.NOT_AGREED,
                          record="双方分歧较大，未达成协议", on=s.today)  # fmt: skip


# --- agreements


def agree(s: Story, *, days: tuple[int, int] | None = None) -> Steps:
    """Draft, sign, take effect. `days` until performance is due; often it is due at once."""
    if days is None:
        days = (0, 0) if s.chance(0.45) else (3, 40)
    yield s.wait(0, 0)
    agreement.draft(s.case, actor=s.officer, on=s.today, **paper(s, s.rng.randint(*days)))
    s.method_steps(4)
    yield s.wait(0, 0)
    mediation.take_agreement_into_effect(s.case, actor=s.officer, on=s.today)


def paper(s: Story, days: int, form: str = "") -> dict[str, Any]:
    """Fields of an agreement that fits the track, signed by everybody who has to."""
    form = form or _form(s)
    terms = s.rng.sample(s.plan.matter.terms, 1 if s.chance(0.7) else len(s.plan.matter.terms))
    duties = [_duty(s, term, days) for term in terms]
    fields: dict[str, Any] = {
        "form": form,
        "facts": s.case.dispute.summary,
        "content": "；".join(duty["content"] for duty in duties) + "。",
        "obligations": duties,
        **STATED[s.plan.matter.track],
        "issues": s.plan.matter.claim,
    }
    if s.plan.matter.track == Track.CIVIL:
        fields["mediator"] = people.name(s.rng, s.chance(0.3))
    if form != Agreement.Form.ORAL:
        fields["signatures"] = _signatures(s)
    return fields


def _form(s: Story) -> str:
    match s.plan.matter.track:
        case Track.SECURITY_CASE:
            return Agreement.Form.SECURITY
        case Track.TRAFFIC:
            return Agreement.Form.TRAFFIC
        case _:
            return Agreement.Form.PEOPLES if s.chance(0.72) else Agreement.Form.ORAL


def _duty(s: Story, term: Term, days: int) -> dict[str, Any]:
    kind, content, method = term.value
    amount = s.amount() if kind == "money" else None
    return {
        "type": kind, "debtor": s.second, "creditor": s.first, "method": method, "amount": amount,
        "content": content.format(amount=amount), "due_on": s.today + timedelta(days),
    }  # fmt: skip


def _signatures(s: Story) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = []
    for party in (s.first, s.second):
        rows.append({"signer": "party", "party": party, "name": party.name})
        if party.is_minor(s.today):
            guardian = next(r for r in s.case.rows(Representative) if r.party == party)
            rows.append({"signer": "guardian", "party": party, "name": guardian.name})
    if s.plan.matter.track != Track.CIVIL:
        return [*rows, {"signer": "host"}]
    committee = f"{s.station.township}人民调解委员会"
    return [*rows, {"signer": "mediator"}, {"signer": "seal", "name": committee}]


def performed(s: Story) -> Steps:
    """Each obligation in its turn, no later than it is due."""
    assert s.case.agreement is not None
    for duty in s.case.rows_of(s.case.agreement, Obligation):
        yield s.wait(0, max((duty.due_on - s.today).days, 0))
        performance.record_performance(s.case, duty.pk, actor=s.officer, performed_on=s.today,
                                       proof=PROOFS[duty.type])  # fmt: skip


def breached(s: Story) -> Steps:
    """The deadline passes and nothing happens."""
    duties = s.case.rows(Obligation)
    left = (max(duty.due_on for duty in duties) - s.today).days
    yield s.wait(left + 1, left + 6)
    s.step("breach", reason="期限届满后经催告仍未履行")


def agreed_and_done(s: Story) -> Steps:
    """The agreement that resolves the dispute, and all that follows from it."""
    yield from agree(s)
    s.free()
    yield from performed(s)
    yield from aftercare(s)


def give_up(s: Story) -> Steps:
    """No agreement is to be had: the parties are told that they may sue."""
    yield s.wait(0, 3)
    s.inform()
    s.step("fail", reason="双方诉求差距较大，多次劝解未果", remedies_told=True)
    s.free()
    yield from aftercare(s, resolved=False, share=0.3)


def aftercare(s: Story, *, resolved: bool = True, share: float = 0.75) -> Steps:
    """Feedback on a letter, follow-up, closing, archive."""
    yield from answered(s, resolved=resolved, share=0.8)
    yield from s.follow_up(share, performed=True if s.case.agreement and resolved else None)
    if s.security and s.case.dispute.state == State.FAILED:
        yield s.wait(0, 5)
        s.step("convert", reason="调解未达成协议，依法处理", convert_to="penalty",
               ground="not_agreed")  # fmt: skip
    close = s.case.dispute.state in (State.FULFILLED, State.FAILED)
    yield from s.file_away(close=close)
