"""Who sits on a hearing (听证小组): numbers, conflicts of interest, objections. H02.

No statute gives the numbers; a unit's plan (实施方案) may, the odd number it may not change.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from disputes import privacy, statutes
from disputes.casefile import CaseFile
from disputes.choices import Track
from disputes.errors import Caution, RuleViolation, WrongState
from disputes.models import (
    Agreement,
    Evidence,
    Finding,
    Hearing,
    HearingPlan,
    HearingSeat,
    HearingStage,
    Officer,
    PanelMember,
    PanelObjection,
    Party,
    Recusal,
    Representative,
    SessionGuest,
)
from disputes.models.hearing import Stage

Facts = dict[str, Any]
Seat = HearingSeat.Seat
Somebody = HearingSeat | PanelMember
Index = bytes | memoryview | None
BY_DEFAULT = HearingPlan(least_members=3, most_members=7, quorum=HearingPlan.Quorum.ALL)


@dataclass(frozen=True, slots=True)
class SeatRule:
    code: str
    name: str
    least: int
    most: int
    odd: bool = False

    def fits(self, n: int) -> bool:
        return self.least <= n <= self.most and (n % 2 == 1 or not self.odd)


def seats_of(plan: HearingPlan) -> tuple[SeatRule, ...]:
    """H02. How many members is each plan's; that they are odd holds everywhere."""
    least, most = plan.least_members, plan.most_members
    return (
        SeatRule("host", "主持人1名", 1, 1),
        SeatRule("member", f"听证员{least}至{most}名且为单数", least, most, odd=True),
        SeatRule("recorder", "记录员1名", 1, 1),
    )


SEATS = seats_of(BY_DEFAULT)


def plan_of(case: CaseFile) -> HearingPlan:
    """The plan in force for a case: that of its unit or of the nearest unit above which has one."""
    unit = case.dispute.unit
    plans = {plan.unit_id: plan for plan in case.entries(HearingPlan)}
    upwards = (unit.pk, unit.county_id, unit.city_id, unit.province_id)
    return next((plans[pk] for pk in upwards if pk in plans), BY_DEFAULT)


def newest_hearing(case: CaseFile) -> Hearing:
    """The hearing that steps are about: only the newest one goes on."""
    return case.rows(Hearing)[-1]


def sitting(case: CaseFile, hearing: Hearing) -> list[HearingSeat]:
    """Those who sit now: whoever left keeps a row and no seat."""
    return [seat for seat in case.rows_of(hearing, HearingSeat) if seat.left_on is None]


def members(case: CaseFile, hearing: Hearing) -> list[HearingSeat]:
    """The members (听证员) who sit now and give an opinion."""
    return [seat for seat in sitting(case, hearing) if seat.seat == Seat.MEMBER]


def _about_the_panel(facts: Facts) -> bool:
    """When the panel is formed, and when somebody leaves or joins later."""
    return facts.get("stage") in (None, Stage.PANEL)


def panel_valid(case: CaseFile, facts: Facts, on: date) -> None:
    """H02: every seat filled, members odd, nobody on two seats, the recorder apart."""
    if not _about_the_panel(facts):
        return
    seats = sitting(case, newest_hearing(case))
    taken = [seat.seat for seat in seats]
    rules = seats_of(plan_of(case))
    wrong = [rule.name for rule in rules if not rule.fits(taken.count(rule.code))]
    if len({seat.name for seat in seats}) < len(seats):
        wrong.append("一人不得多席")
    if wrong:
        raise RuleViolation(f"听证组成不符合要求：{'、'.join(wrong)}", code="PANEL_INVALID")


def nobody_in_conflict(case: CaseFile, facts: Facts, on: date) -> None:
    """H02: nobody at the table declared a relation, is a party or acts for one, or was recused.

    A surname proves nothing. A name alone does not either: then somebody says who it is.
    """
    if not _about_the_panel(facts):
        return
    law = [statutes.RECUSALS[Track(case.dispute.track)]]
    seats = sitting(case, newest_hearing(case))
    found = [why for seat in seats for why in conflicts(case, seat)]
    if found:
        raise RuleViolation(
            f"听证组成人员应当与当事人无利害关系：{'；'.join(found)}",
            code="PANEL_CONFLICT",
            statutes=law,
        )
    doubtful = [why for seat in seats for why in doubts(case, seat)]
    if doubtful:
        raise Caution(
            f"请核实后说明可以参加听证的理由：{'；'.join(doubtful)}",
            code="PANEL_DOUBT",
            statutes=law,
        )


def conflicts(case: CaseFile, who: Somebody) -> Iterator[str]:
    """What certainly keeps somebody off the panel of this case, in words."""
    if isinstance(who, HearingSeat):
        if not who.unrelated:
            yield f"{who.name}声明{who.relation or '与当事人有利害关系'}"
        if who.officer is not None and who.officer in _recused(case):
            yield f"{who.name}已被决定回避"
    same = [p for p in case.rows(Party) if p.is_active and _same_party(who, p)]
    yield from (f"{who.name}是本案{party.get_role_display()}" for party in same)
    acting = [r for r in case.rows(Representative) if _same_representative(who, r)]
    yield from (f"{who.name}是当事人的{row.get_capacity_display()}" for row in acting)


def _recused(case: CaseFile) -> set[Officer]:
    return {r.officer for r in case.rows(Recusal) if r.granted}


def _same_party(who: Somebody, party: Party) -> bool:
    """By the blind index of the identity number, or by name and phone together."""
    return _equal(who.id_number_index, party.id_number_index) or (
        who.name == party.name and _equal(who.phone_index, party.phone_index)
    )


def _same_representative(who: Somebody, row: Representative) -> bool:
    """By name and phone together; an identity number of those who act for a party is not kept."""
    index = privacy.blind_index(row.phone, domain="phone")
    return who.name == row.name and _equal(who.phone_index, index)


def _equal(one: Index, other: Index) -> bool:
    return one is not None and other is not None and bytes(one) == bytes(other)


def doubts(case: CaseFile, who: Somebody) -> Iterator[str]:
    """What has to be looked into: the same name, or an earlier part in this dispute."""
    people = {p.name for p in case.rows(Party)} | {r.name for r in case.rows(Representative)}
    if who.name in people:
        yield f"{who.name}与本案当事人或者其监护人、代理人同名"
    if who.name in _took_part(case):
        yield f"{who.name}曾参加本案的调解"
    officer = who.officer if isinstance(who, HearingSeat) else None
    if officer is not None and officer in _investigated(case):
        yield f"{who.name}是本案的调查人员"


def _took_part(case: CaseFile) -> set[str]:
    """Guests of earlier mediations and the mediators of earlier agreements."""
    return {g.name for g in case.rows(SessionGuest)} | {
        a.mediator for a in case.rows(Agreement) if a.mediator
    }


def _investigated(case: CaseFile) -> set[Officer]:
    """Who found the facts should not chair or sit where somebody else can (程序规定 art. 127, by analogy)."""
    return {f.found_by for f in case.rows(Finding)} | {e.obtained_by for e in case.rows(Evidence)}


def newcomers_hear_everything(case: CaseFile, facts: Facts, on: date) -> None:
    """H02: whoever joins after the statements has not heard them and cannot deliberate."""
    hearing = newest_hearing(case)
    heard = {s.stage for s in case.rows_of(hearing, HearingStage)}
    if Stage.STATEMENTS in heard and facts.get("joining"):
        raise RuleViolation(
            "陈述开始后不得增补听证组成人员；人数不符合要求的，应当终止听证",
            code="PANEL_CHANGED_LATE",
        )


def panel_formed(case: CaseFile, facts: Facts, on: date) -> None:
    """H02: whoever is objected to or leaves has taken a seat, and opinions are not yet given."""
    stages = {s.stage for s in case.rows_of(newest_hearing(case), HearingStage)}
    if Stage.PANEL not in stages or Stage.DELIBERATION in stages:
        raise WrongState("听证小组组成以后、评议以前才能申请回避或者更换人员")


def open_objections(case: CaseFile, hearing: Hearing) -> list[PanelObjection]:
    """Objections nobody has decided, of those who still sit."""
    seats = sitting(case, hearing)
    return [o for o in case.rows(PanelObjection) if o.seat in seats and o.decided_on is None]


def objected_once(case: CaseFile, facts: Facts, on: date) -> None:
    """H02: one open objection for each seat."""
    *_, newest = case.rows(PanelObjection)
    others = [o for o in open_objections(case, newest_hearing(case)) if o is not newest]
    if any(o.seat == newest.seat for o in others):
        raise RuleViolation("对该人员的回避申请尚未决定", code="OBJECTION_PENDING")


def objections_decided(case: CaseFile, facts: Facts, on: date) -> None:
    """H02: while an objection is open the hearing neither opens nor goes on."""
    if facts.get("stage") in (Stage.NOTICE, Stage.CONCLUSION, Stage.FOLLOW_UP):
        return
    waiting = open_objections(case, newest_hearing(case))
    if waiting:
        names = "、".join(dict.fromkeys(o.seat.name for o in waiting))
        raise RuleViolation(
            f"对{names}的回避申请尚未决定",
            code="OBJECTION_PENDING",
            statutes=[statutes.RECUSALS[Track(case.dispute.track)]],
        )


def objection_decided_by_another(case: CaseFile, facts: Facts, on: date) -> None:
    """H02: neither the host nor whoever is objected to decides."""
    objection = case.row(PanelObjection, facts["objection"])
    decider = objection.decided_by
    assert decider is not None
    if is_host(case, decider) or decider == objection.seat.officer:
        raise RuleViolation(
            "听证人员的回避由主持人和被申请人以外的负责人决定",
            code="OBJECTION_SELF_DECISION",
            statutes=[statutes.RECUSALS[Track(case.dispute.track)]],
        )
    if on < objection.requested_on:
        raise RuleViolation(
            f"决定日期不得早于申请日期{objection.requested_on:%Y-%m-%d}", code="OUT_OF_ORDER"
        )


def is_host(case: CaseFile, officer: Officer) -> bool:
    """Whether an officer chairs the newest hearing; a chair filled by hand goes by the name."""
    chairs = [s for s in sitting(case, newest_hearing(case)) if s.seat == Seat.HOST]
    police = HearingSeat.Capacity.POLICE
    return any(
        chair.officer == officer
        or (chair.officer is None and chair.capacity == police and chair.name == officer.name)
        for chair in chairs
    )
