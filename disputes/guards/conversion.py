"""Conversion (转处罚、转刑事): where it leads, and that its ground is what the file says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from disputes import statutes
from disputes.casefile import CaseFile
from disputes.choices import State, Track
from disputes.errors import RuleViolation
from disputes.guards.inquiry import criminal_cases, criminal_injuries, finding_that_counts
from disputes.mediations import last_relapse, mediated_in_vain, mediations
from disputes.models import Agreement, MediationSession, SessionParticipant

Facts = dict[str, Any]
# What a conversion may rest on, by where it leads.
CONVERSION_GROUNDS = {
    "penalty": {
        "refused": "当事人明确表示不愿意调解",
        "not_agreed": "调解未达成协议",
        "not_performed": "达成协议后不履行",
        "excluded": "存在不适用调解的情形",
        "not_minor": "违法行为不属情节较轻",
        "no_ground": "不具备可以调解处理的情形",
        "relapsed": "履行或者结案后再次实施违反治安管理行为",
    },
    "criminal": {
        "injury": "伤情鉴定为轻伤以上",
        "criminal_case": "已刑事立案",
    },
}


def conversion_named(case: CaseFile, facts: Facts, on: date) -> None:
    """G21: a conversion says where it leads (转处罚, 转刑事) and which ground it rests on."""
    grounds = CONVERSION_GROUNDS.get(str(facts.get("convert_to")))
    if grounds is None:
        raise RuleViolation(
            "请选择转处罚或者转刑事",
            code="CONVERSION_TARGET_MISSING",
            statutes=[statutes.PERFORMANCE, statutes.POLICE_MEDIATION.on(on)],
        )
    if facts.get("ground") not in grounds:
        raise RuleViolation(
            f"请选择理由：{'、'.join(grounds.values())}",
            code="CONVERSION_GROUND_MISSING",
            statutes=[statutes.PERFORMANCE, statutes.POLICE_MEDIATION.on(on)],
        )


def offence_converted(case: CaseFile, facts: Facts, on: date) -> None:
    """G21: only an offence is punished; what is a quarrel by the file becomes a security case first."""
    if facts.get("convert_to") == "penalty" and case.dispute.track != Track.SECURITY_CASE:
        raise RuleViolation(
            f"本纠纷按{case.dispute.get_track_display()}办理，不能转处罚；"
            "发现违反治安管理行为的，请先变更为治安案件并作案情认定",
            code="CONVERSION_NOT_AN_OFFENCE",
            statutes=[statutes.POLICE_MEDIATION.on(on)],
        )


def conversion_grounded(case: CaseFile, facts: Facts, on: date) -> None:
    """G21, G32: the ground of a conversion is what the file says, not only what is entered.

    Before the first mediation a refusal stands nowhere else: the reason of the step records it.
    """
    ground = facts["ground"]
    holds, missing = ON_FILE[ground]
    if not holds(case):
        raise RuleViolation(
            f"以“{_named(ground)}”为由转办，与案卷记载不符：{missing}",
            code="CONVERSION_GROUND_NOT_ON_FILE",
            statutes=[
                statutes.INJURY_APPRAISAL if ground in CONVERSION_GROUNDS["criminal"]
                else statutes.PERFORMANCE
            ],
        )  # fmt: skip


def _named(ground: str) -> str:
    return next(names[ground] for names in CONVERSION_GROUNDS.values() if ground in names)


def _refused(case: CaseFile) -> bool:
    held = mediations(case)
    if not held:
        return True
    there = case.rows_of(held[-1].session, SessionParticipant)
    return any(not participant.consented for participant in there)


def _not_agreed(case: CaseFile) -> bool:
    held = mediations(case)
    in_vain = bool(held) and held[-1].outcome == MediationSession.Outcome.NOT_AGREED
    return in_vain or case.dispute.state == State.FAILED


def _not_performed(case: CaseFile) -> bool:
    """The newest agreement was breached and not performed since, here or before a split."""
    broken = [a.breached_on and not a.fulfilled_on for a in case.rows(Agreement)[-1:]]
    elsewhere = not mediations_here(case) and mediated_in_vain(case)
    return any(broken) or elsewhere


def mediations_here(case: CaseFile) -> bool:
    return any(mediated.session is not None for mediated in mediations(case))


def _excluded(case: CaseFile) -> bool:
    finding = finding_that_counts(case)
    return finding is not None and bool(finding.exclusions)


def _not_minor(case: CaseFile) -> bool:
    finding = finding_that_counts(case)
    return finding is not None and not finding.minor_circumstances


def _no_ground(case: CaseFile) -> bool:
    finding = finding_that_counts(case)
    return finding is not None and not finding.ground


ON_FILE: dict[str, tuple[Callable[[CaseFile], bool], str]] = {
    "refused": (
        _refused,
        "已经调解，没有登记当事人拒绝；请先登记拒绝调解，或者选择“调解未达成协议”等实际理由",
    ),
    "not_agreed": (_not_agreed, "没有未达成协议的调解；请先记录调解结果或者登记调解不成"),
    "not_performed": (_not_performed, "没有认定未履行的协议；请先认定未履行"),
    "excluded": (_excluded, "最近一次案情认定没有不适用调解的情形；请先补充案情认定"),
    "not_minor": (_not_minor, "最近一次案情认定为情节较轻；请先补充案情认定"),
    "no_ground": (_no_ground, "最近一次案情认定写明了可以调解的情形；请先补充案情认定"),
    "relapsed": (lambda case: last_relapse(case) > 0, "没有登记反复；请先由所长登记反复"),
    "injury": (criminal_injuries, "没有轻伤以上的伤情鉴定结论；请先登记鉴定结论"),
    "criminal_case": (criminal_cases, "没有关联刑事案件；请先登记民转刑案件"),
}
