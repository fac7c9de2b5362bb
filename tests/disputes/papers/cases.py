"""Cases from which, together, every paper can be issued; their people are fully identified."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from disputes import clock
from disputes.casefile import CaseFile, case_file
from disputes.choices import State, Track
from disputes.models import Agreement, Dispute, Obligation, Officer, Paper, Party, Unit
from disputes.papers import applicable, key
from disputes.services import parties, performance
from disputes.services.agreement import draft
from tests import acts
from tests.disputes.hall import Hall
from tests.disputes.papers.printing import issue
from tests.disputes.test_on_the_spot import on_the_spot
from tests.factories import DAY, SHANGHAI, act, days, make_case

PEOPLE: dict[str, dict[str, Any]] = {
    "李明": {
        "id_number": "11010519491231002X", "phone": "13800000000",
        "address": "北京市朝阳区建国路1号院2号楼3单元401室", "employer": "朝阳区第一小学",
    },
    "王强": {
        "id_number": "110105199005170011", "phone": "13900000000",
        "address": "北京市朝阳区建国路1号院2号楼3单元402室", "employer": "无业",
    },
}  # fmt: skip
TOLD: dict[str, Any] = {
    "source": "alarm_110", "alarm_number": "JJ2026030100017", "place": "幸福小区3号楼4单元",
    "occurred_at": datetime(2026, 3, 1, 19, 10, tzinfo=SHANGHAI),
    "reported_at": datetime(2026, 3, 1, 19, 25, tzinfo=SHANGHAI),
    "claims": "赔偿天花板和地板损失", "people_count": 2, "amount": 1680, "repeat_alarm": True,
}  # fmt: skip
ORAL = {"form": "oral", "mediator": "赵六"}


def identify(dispute: Dispute) -> Dispute:
    """The two neighbours with everything that the papers print of them."""
    Unit.objects.filter(pk=dispute.unit_id).update(name="幸福派出所", phone="010-8212345")
    Officer.objects.filter(pk=dispute.registered_by_id).update(name="陈建国")
    with case_file(dispute.pk) as case:
        for party in case.rows(Party):
            parties.change_party(case, party.pk, actor=dispute.registered_by, **PEOPLE[party.name])
    return Dispute.objects.get(pk=dispute.pk)


def represent(dispute: Dispute, whom: str, **fields: Any) -> None:
    with case_file(dispute.pk) as case:
        party = next(p for p in case.rows(Party) if p.name == whom)
        told = {"relation": "父子", "phone": "13700000000", **fields}
        parties.add_representative(case, actor=dispute.registered_by, party=party, **told)


def security() -> Dispute:
    """A mediated offence with a proxy of the victim and a guardian, performed and followed up."""
    dispute = identify(make_case(State.REGISTERED, track=Track.SECURITY_CASE, **TOLD))
    officer = dispute.registered_by
    represent(dispute, "李明", capacity="proxy", name="李子", powers="代为陈述、和解",
              authorisation="委-1")  # fmt: skip
    represent(dispute, "王强", capacity="guardian", name="王父", notified_on=DAY)
    for action in ("assess_risk", "accept"):
        act(dispute, action, officer, DAY)
    with clock.at(clock.now()), case_file(dispute.pk) as case:
        acts.take(case, "hold_session", officer, DAY, {})
    return dispute


def performed() -> Dispute:
    dispute = identify(make_case(State.AGREED, track=Track.SECURITY_CASE))
    act(dispute, "perform", dispute.registered_by, days(1))
    act(dispute, "follow_up", dispute.registered_by, days(3))
    return dispute


def spot() -> Dispute:
    dispute = make_case(State.ACCEPTED, track=Track.SECURITY_CASE)
    on_the_spot(dispute)
    return dispute


def settled() -> Dispute:
    dispute = make_case(State.FAILED, track=Track.SECURITY_CASE)
    act(dispute, "settle", dispute.registered_by, days(1))
    return dispute


def peoples() -> Dispute:
    """A civil quarrel agreed on, referred as well, with an application to the court."""
    dispute = identify(make_case(State.AGREED))
    Agreement.objects.update(organ="幸福社区人民调解委员会")
    officer = dispute.registered_by
    act(dispute, "refer", officer, days(1))
    act(dispute, "receive", officer, days(2))
    act(dispute, "answer", officer, days(3))
    act(dispute, "apply_confirmation", officer, days(4))
    return dispute


def oral() -> Dispute:
    dispute = make_case(State.MEDIATING)
    with case_file(dispute.pk) as case:
        draft(case, actor=dispute.registered_by, on=DAY, **acts.agreement_fields(case, DAY, **ORAL))
    return dispute


def violent() -> Dispute:
    """Mediated in vain, with a warning letter."""
    dispute = make_case(State.FAILED, domestic_violence=True)
    with case_file(dispute.pk) as case:
        acts.take(case, "decide_warning", dispute.registered_by, days(1), {
            "issued": True, "perpetrator": case.rows(Party)[1], "delivered_on": days(1),
            "committee_told_on": days(2), "reason": "已批评教育",
        })  # fmt: skip
    return dispute


def heard() -> Dispute:
    hall = Hall()
    hall.until("follow_up")
    return hall.dispute


def stopped() -> Dispute:
    """A hearing that ends because a party takes its consent back."""
    hall = Hall().until("evidence")
    hall.withdraw("王强")
    return hall.dispute


MAKERS = (security, performed, spot, settled, peoples, oral, violent, heard, stopped)


def traffic() -> Dispute:
    return make_case(State.AGREED, track=Track.TRAFFIC)


def issue_all(dispute: Dispute) -> list[Paper]:
    """Every paper that the case gives, in the order of the registry."""
    found = CaseFile(Dispute.objects.get(pk=dispute.pk))
    wanted = [(paper.code, key(row)) for paper, row in applicable(found)]
    return [issue(dispute, code, subject) for code, subject in wanted]


def pay(dispute: Dispute, amount: str, on: date) -> None:
    with case_file(dispute.pk) as case:
        duty = case.rows(Obligation)[0]
        performance.record_performance(
            case, duty.pk, actor=dispute.registered_by, performed_on=on, amount=amount, proof="收条"
        )
