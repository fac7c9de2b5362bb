"""Order of days, reasons, and the ways a dispute ends."""

from __future__ import annotations

from datetime import date
from typing import Any

from disputes import clock, statutes
from disputes.casefile import CaseFile
from disputes.choices import State, Track
from disputes.errors import Caution, RuleViolation
from disputes.mediations import UNSETTLED, mediated_in_vain
from disputes.models import Notice, WarningDecision

Facts = dict[str, Any]
UNFINISHED = UNSETTLED | {State.REGISTERED, State.ACCEPTED, State.MEDIATING}
# Who made the settlement: the parties themselves, or a people's mediation committee with them.
SETTLED_BY = {"parties": "自行和解", "committee": "经人民调解委员会调解达成协议"}


def in_order(case: CaseFile, facts: Facts, on: date) -> None:
    """A step happens on or after the registration and no later than today."""
    if on > clock.today():
        raise RuleViolation(f"{on:%Y-%m-%d}尚未到来，不能登记未来的办理日期", code="FUTURE_DATE")
    if on < case.dispute.registered_on:
        raise RuleViolation(
            f"办理日期不得早于登记日期{case.dispute.registered_on:%Y-%m-%d}",
            code="BEFORE_REGISTRATION",
        )


def after_last_change(case: CaseFile, facts: Facts, on: date) -> None:
    """States follow each other in real life as well: no change before the one it builds on."""
    if on < case.latest_change_on:
        raise RuleViolation(
            f"办理日期不得早于上一环节的日期{case.latest_change_on:%Y-%m-%d}", code="OUT_OF_ORDER"
        )


def reason_given(case: CaseFile, facts: Facts, on: date) -> None:
    """Whoever ends, undoes or voids something says why."""
    if not _given(facts, "reason"):
        raise RuleViolation("请写明事由", code="REASON_MISSING")


def _given(facts: Facts, key: str) -> bool:
    """Blank text says nothing."""
    value = facts.get(key)
    return bool(value.strip() if isinstance(value, str) else value)


def _told(case: CaseFile, on: date, *about: str) -> bool:
    """Whether the parties were told, on record, by that day."""
    return any(n.about in about and n.told_on <= on for n in case.rows(Notice))


def suit_told(case: CaseFile, on: date) -> bool:
    """Whether the parties were told, on record, by that day that they may sue."""
    return _told(case, on, Notice.About.SUIT)


def civil_remedies_told(case: CaseFile, facts: Facts, on: date) -> None:
    """G02: police tell the parties of a civil quarrel about courts and mediation committees.

    Before they pass it on, decline it, or close it without a result.
    """
    agreed = case.dispute.state in (State.FULFILLED, State.BREACHED)
    if case.dispute.track != Track.CIVIL or agreed:
        return
    if not _told(case, on, Notice.About.CIVIL_REMEDIES):
        raise RuleViolation(
            "民间纠纷应当先告知当事人向人民法院起诉或者向人民调解组织申请调解，请登记告知",
            code="CIVIL_DISPUTE_MUST_INFORM",
            statutes=[statutes.CIVIL_NOTICE],
        )


def remedies_told(case: CaseFile, facts: Facts, on: date) -> None:
    """G22: a failed mediation ends with the notice that the parties may sue."""
    if not suit_told(case, on) and not facts.get("remedies_told"):
        raise RuleViolation(
            "调解不成的，应当告知当事人可以就民事争议依法提起民事诉讼",
            code="SUE_NOTICE_MISSING",
            statutes=[statutes.REMEDIES[Track(case.dispute.track)]],
        )


def suit_notice_recorded(case: CaseFile, facts: Facts, on: date) -> None:
    """G22: what was promised and not performed is closed when the parties know they may sue."""
    if case.dispute.state == State.BREACHED and not suit_told(case, on):
        raise RuleViolation(
            "协议未履行的，应当登记已告知当事人可以依法提起民事诉讼，方可结案",
            code="SUE_NOTICE_MISSING",
            statutes=[statutes.SUITS[Track(case.dispute.track)]],
        )


def penalty_follows(case: CaseFile, facts: Facts, on: date) -> None:
    """G21, G22: an offence that was mediated in vain is punished; nobody lets it rest.

    Only a conversion, late performance or an approved settlement ends such a security case.
    """
    if case.dispute.state in UNFINISHED and mediated_in_vain(case):
        raise RuleViolation(
            "治安案件调解未达成协议或者达成协议后不履行的，应当依法处罚，请转处罚",
            code="PENALTY_PROCEDURE_FOLLOWS",
            statutes=[statutes.PERFORMANCE, statutes.POLICE_MEDIATION.on(on)],
        )


def relapse_is_new(case: CaseFile, facts: Facts, on: date) -> None:
    """G21: a relapse (反复) follows a settled matter; it does not clear an offence of its failure."""
    if case.dispute.resolved_on is None and mediated_in_vain(case):
        raise RuleViolation(
            "本案调解不成或者未履行，尚未处理，不是反复；请恢复办理或者转处罚",
            code="PENALTY_PROCEDURE_FOLLOWS",
            statutes=[statutes.PERFORMANCE, statutes.POLICE_MEDIATION.on(on)],
        )


def warning_decided(case: CaseFile, facts: Facts, on: date) -> None:
    """G31: domestic violence never ends without a decision about the warning letter (告诫书)."""
    if case.dispute.domestic_violence and not case.rows(WarningDecision):
        raise RuleViolation(
            "涉家庭暴力的纠纷，须先登记是否出具告诫书的决定及理由",
            code="DV_WARNING_DECISION",
            statutes=[statutes.WARNING_LETTER],
        )


def warning_letter_whole(case: CaseFile, facts: Facts, on: date) -> None:
    """G31: a letter names the perpetrator, reaches both sides, and the committee hears of it."""
    decision = case.rows(WarningDecision)[-1]
    if not case.dispute.domestic_violence:
        raise RuleViolation(
            "本纠纷未登记为涉家庭暴力，请先更正登记信息",
            code="NOT_DOMESTIC_VIOLENCE",
            statutes=[statutes.WARNING_LETTER],
        )
    told = [decision.delivered_on, decision.committee_told_on]
    if decision.issued and (decision.perpetrator is None or None in told):
        raise RuleViolation(
            "出具告诫书的，须写明加害人、送达双方日期和通知居（村）民委员会日期",
            code="WARNING_INCOMPLETE",
            statutes=[statutes.WARNING_DELIVERY],
        )
    if any(day is not None and day < on for day in told):
        raise RuleViolation("告诫书的送达、通知日期不得早于决定日期", code="OUT_OF_ORDER")


def settlement_allowed(case: CaseFile, facts: Facts, on: date) -> None:
    """G23: an approved settlement ends a security case without a penalty, of two kinds.

    One that a people's mediation committee helped to reach has been approved since article 186
    of the 程序规定 is in force. A settlement of the parties alone (自行和解) stands in that
    article as well, yet only the law of 2026 lets it do without a penalty: until then it is not
    approved here. Either must have been performed, all parties must have applied in writing, and
    a named leader must have approved.
    """
    by = facts.get("settled_by")
    law = statutes.SETTLEMENT
    if by == "parties" and not law.in_force(on):
        raise RuleViolation(
            f"自行和解认可制度自{law.since:%Y年%-m月%-d日}起施行；请由公安机关调解，"
            "或者经人民调解委员会达成协议并履行后申请认可",
            code="SETTLEMENT_NOT_APPROVED",
            statutes=[law],
        )
    needed = {"performed": "已履行", "applied_by_all": "各方书面申请", "approved_by": "负责人批准"}
    missing = [] if by in SETTLED_BY else ["和解方式"]
    missing += [name for key, name in needed.items() if not _given(facts, key)]
    if missing:
        both = (statutes.SETTLEMENT, statutes.SETTLEMENT_APPROVAL)
        raise RuleViolation(
            f"认可和解缺少：{'、'.join(missing)}",
            code="SETTLEMENT_NOT_APPROVED",
            statutes=[article for article in both if article.in_force(on)],
        )


def milder_law_named(case: CaseFile, facts: Facts, on: date) -> None:
    """G23: an offence goes by the law of its own day, unless the new one is milder.

    行政处罚法 art. 37. That a settlement spares the penalty is milder; whoever applies the new law
    to an offence of before 2026 says so, and the reason stays on record.
    """
    law = statutes.SETTLEMENT
    if facts.get("settled_by") == "parties" and not law.in_force(case.happened_on):
        raise Caution(
            f"本案发生于{case.happened_on:%Y年%-m月%-d日}，当时的法律没有自行和解认可制度；"
            "处理时新法规定较轻的适用新法，请说明从轻适用新法的理由",
            code="SETTLEMENT_OF_EARLIER_CASE",
            statutes=[statutes.MILDER_LAW, law],
        )
