"""What police must have established before and while they mediate: finding, evidence, no crime."""

from __future__ import annotations

from datetime import date
from typing import Any

from disputes import statutes
from disputes.casefile import CaseFile
from disputes.choices import Track
from disputes.errors import Caution, RuleViolation
from disputes.guards.mediation import nobody_refused_since
from disputes.guards.officers import recusals_decided
from disputes.mediations import last_relapse
from disputes.models import (
    Appraisal,
    CriminalCase,
    DisputeEvent,
    Evidence,
    Finding,
    MediationSession,
)
from disputes.models.hearing import Stage

Facts = dict[str, Any]
Result, Subject = Appraisal.Result, Appraisal.Subject

# Art. 179 (1)–(3), (5)–(7); (4), a party that refuses, is `everyone_consents`.
EXCLUSIONS = {
    "hired_injury": "雇凶伤害他人",
    "gang_fight": "结伙斗殴或者其他寻衅滋事",
    "repeat_offence": "多次实施违反治安管理行为",
    "new_violation": "调解过程中又针对对方实施违反治安管理行为",
    "suspect_escaped": "调解过程中违法嫌疑人逃跑",
    "unsuitable": "其他不宜调解处理",
}
CRIMINAL_INJURIES = frozenset({Result.MINOR, Result.SERIOUS})
RESULTS = {
    Subject.INJURY: frozenset({Result.NONE, Result.SLIGHT, Result.MINOR, Result.SERIOUS}),
    Subject.PRICE: frozenset({Result.OTHER}),
    Subject.MENTAL: frozenset({Result.OTHER}),
}
# What follows the mediation inside a hearing, and ends it in any case.
AFTER_MEDIATION = frozenset({Stage.CONCLUSION, Stage.FOLLOW_UP})


def finding_that_counts(case: CaseFile) -> Finding | None:
    """The finding that counts: the newest one, on the security track only."""
    if case.dispute.track != Track.SECURITY_CASE:
        return None
    return next(reversed(case.rows(Finding)), None)


def offence_found(case: CaseFile, facts: Facts, on: date) -> None:
    """G01: police mediate an offence that an officer has found, not a quarrel."""
    if case.dispute.track != Track.SECURITY_CASE:
        return
    finding = finding_that_counts(case)
    if finding is None or finding.found_on > on:
        raise RuleViolation(
            "治安调解前应当先作案情认定，写明违法行为",
            code="NOT_SECURITY_CASE",
            statutes=[statutes.MEDIABLE, statutes.POLICE_MEDIATION.on(on)],
        )


def new_offence_after_relapse(case: CaseFile, facts: Facts, on: date) -> None:
    """G01, G05: after a relapse (反复) police mediate a new offence, which is found anew.

    Whoever offends again and again is not mediated (art. 179); when that begins no text says, so
    whoever mediates says why it is not so: a warning.
    """
    start = last_relapse(case)
    if case.dispute.track != Track.SECURITY_CASE or not start:
        return
    if not any(e.action == "find" and e.seq > start for e in case.rows(DisputeEvent)):
        raise RuleViolation(
            "原违法行为已经处理完毕；反复后再行调解的，应当先对新的违法行为作案情认定",
            code="NOT_SECURITY_CASE",
            statutes=[statutes.MEDIABLE, statutes.POLICE_MEDIATION.on(on)],
        )
    raise Caution(
        "本案反复后再次发生违法行为，多次实施违反治安管理行为的不适用调解；认为可以调解的，请说明理由",
        code="REPEATED_OFFENCE",
        statutes=[statutes.NOT_MEDIABLE],
    )


def circumstances_minor(case: CaseFile, facts: Facts, on: date) -> None:
    """G03: only an offence of minor circumstances is mediated."""
    finding = finding_that_counts(case)
    if finding is not None and not finding.minor_circumstances:
        raise RuleViolation(
            "违法行为不属情节较轻，不适用治安调解",
            code="NOT_MINOR_CIRCUMSTANCES",
            statutes=[statutes.MEDIABLE, statutes.POLICE_MEDIATION.on(on)],
        )


def ground_found(case: CaseFile, facts: Facts, on: date) -> None:
    """G04: one of the three grounds of article 178 speaks for mediation."""
    finding = finding_that_counts(case)
    if finding is not None and not finding.ground:
        raise RuleViolation(
            "案情认定没有写明可以调解处理的情形",
            code="NO_MEDIATION_GROUND",
            statutes=[statutes.MEDIABLE],
        )


def not_excluded(case: CaseFile, facts: Facts, on: date) -> None:
    """G05, G07: circumstances of article 179 end public-security mediation (治安调解) for good.

    Judged from the newest finding, so that they keep every further session, hearing and
    agreement from taking place, whoever asks for it.
    """
    finding = finding_that_counts(case)
    found = list(finding.exclusions) if finding else []
    if "new_violation" in found:
        raise RuleViolation(
            "调解过程中又针对对方实施违反治安管理行为，应当终止调解，依法处理",
            code="NEW_VIOLATION_DURING_MEDIATION",
            statutes=[statutes.NOT_MEDIABLE],
        )
    if "suspect_escaped" in found:
        raise RuleViolation(
            "调解过程中违法嫌疑人逃跑，应当终止调解，依法处理",
            code="SUSPECT_ESCAPED",
            statutes=[statutes.NOT_MEDIABLE],
        )
    if found:
        raise RuleViolation(
            f"存在不适用调解的情形：{'、'.join(EXCLUSIONS[key] for key in found)}",
            code="EXCLUDED_CIRCUMSTANCE",
            statutes=[statutes.NOT_MEDIABLE],
        )


def facts_established(case: CaseFile, facts: Facts, on: date) -> None:
    """G08: facts are found and evidence is on file before parties of a security case are mediated."""
    if case.dispute.track != Track.SECURITY_CASE:
        return
    missing = []
    if not case.rows(MediationSession)[-1].facts_found.strip():
        missing.append("填写查明的事实")
    if not any(item.obtained_on <= on for item in case.rows(Evidence)):
        missing.append("登记至少一项证据")
    if missing:
        raise RuleViolation(
            f"调解前应当查明事实、收集证据，请{'，'.join(missing)}",
            code="FACTS_NOT_ESTABLISHED",
            statutes=[statutes.FACTS_FIRST],
        )


def no_criminal_element(case: CaseFile, facts: Facts, on: date) -> None:
    """G32: what may be a crime is not mediated; until an injury is appraised nobody knows."""
    if _criminal_element(case):
        raise RuleViolation(
            "已刑事立案或者伤情构成轻伤以上，不得调解、和解结案，应当转刑事办理",
            code="CRIMINAL_ELEMENT",
            statutes=[statutes.INJURY_APPRAISAL, statutes.POLICE_MEDIATION.on(on)],
        )
    if any(a.subject == Subject.INJURY and not a.result for a in case.rows(Appraisal)):
        raise RuleViolation(
            "伤情鉴定尚未出具结论，暂不得调解",
            code="APPRAISAL_PENDING",
            statutes=[statutes.INJURY_APPRAISAL],
        )


def _criminal_element(case: CaseFile) -> bool:
    return criminal_injuries(case) or criminal_cases(case)


def criminal_injuries(case: CaseFile) -> bool:
    """Whether the newest appraisal of somebody's injury says 轻伤 or worse."""
    newest = {a.party: a for a in case.rows(Appraisal) if a.subject == Subject.INJURY and a.result}
    return any(appraisal.result in CRIMINAL_INJURIES for appraisal in newest.values())


def criminal_cases(case: CaseFile) -> bool:
    """Whether a criminal case is on file."""
    return bool(case.rows(CriminalCase))


def criminal_element_found(case: CaseFile, facts: Facts, on: date) -> None:
    """G32: a conversion to criminal procedure rests on a criminal case or an appraisal on file."""
    if facts.get("convert_to") == "criminal" and not _criminal_element(case):
        raise RuleViolation(
            "转刑事办理须先关联刑事案件或者登记轻伤以上的伤情鉴定结论",
            code="CRIMINAL_GROUND_MISSING",
            statutes=[statutes.INJURY_APPRAISAL],
        )


def hearing_may_go_on(case: CaseFile, facts: Facts, on: date) -> None:
    """G05, G06, G07, G26, G32: what forbids a session forbids every stage up to the mediation.

    The conclusion may always be recorded: that is how such a hearing ends.
    """
    if facts.get("stage") in AFTER_MEDIATION:
        return
    nobody_refused_since(case, facts, on)
    not_excluded(case, facts, on)
    no_criminal_element(case, facts, on)
    recusals_decided(case, facts, on)


def exclusions_known(case: CaseFile, facts: Facts, on: date) -> None:
    """A finding names circumstances of article 179 and nothing else; it is not made for the future."""
    unknown = set(case.rows(Finding)[-1].exclusions) - EXCLUSIONS.keys()
    if unknown:
        raise RuleViolation(
            f"不适用调解的情形不存在：{'、'.join(sorted(unknown))}",
            code="EXCLUSION_UNKNOWN",
            statutes=[statutes.NOT_MEDIABLE],
        )


def appraisal_result_fits(case: CaseFile, facts: Facts, on: date) -> None:
    """An injury is graded, a price and a mind are not; no result before the request."""
    appraisal = case.row(Appraisal, facts["appraisal"])
    if facts["result"] not in RESULTS[Subject(appraisal.subject)]:
        raise RuleViolation(
            f"{appraisal.get_subject_display()}不能使用该结论",
            code="APPRAISAL_RESULT_MISMATCH",
            statutes=[statutes.INJURY_APPRAISAL],
        )
    if on < appraisal.requested_on:
        raise RuleViolation(
            f"出具日期不得早于委托日期{appraisal.requested_on:%Y-%m-%d}", code="OUT_OF_ORDER"
        )
