"""Risk (风险评估): a score suggests a level and says why; a named officer decides."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from disputes.casefile import CaseFile
from disputes.choices import Role
from disputes.errors import RuleViolation
from disputes.models import Dispute, Officer, RiskAssessment, RiskFactor, RiskLevel
from disputes.services import alerts
from disputes.workflow import take_step


@dataclass(frozen=True, slots=True)
class Point:
    """What one factor adds to the score; `by_case` when the register says so by itself."""

    code: str
    name: str
    points: int
    by_case: bool

    def __str__(self) -> str:
        return f"{self.name}（{self.points}分{'，登记信息' if self.by_case else ''}）"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the factors suggest. It decides nothing (个人信息保护法 art. 24)."""

    points: tuple[Point, ...]
    level: RiskLevel | None

    @property
    def score(self) -> int:
        return sum(point.points for point in self.points)

    @property
    def explanation(self) -> str:
        """The sum, factor by factor, in Chinese."""
        factors = "＋".join(map(str, self.points)) or "没有计分的风险因素"
        level = f"建议{self.level.name}" if self.level else "没有可建议的等级"
        return f"{factors}，合计{self.score}分，{level}"


def suggest(case: CaseFile, ticked: Collection[str] = ()) -> Suggestion:
    """The level that the ticked factors and the case's own entries suggest. Stores nothing.

    Raises RuleViolation (RISK_FACTOR_UNKNOWN) for a code that is not in use.
    """
    factors = [factor for factor in case.entries(RiskFactor) if factor.is_active]
    if unknown := set(ticked) - {factor.code for factor in factors}:
        raise RuleViolation(
            f"未知或者已停用的风险因素：{'、'.join(sorted(unknown))}", code="RISK_FACTOR_UNKNOWN"
        )
    points = tuple(
        Point(factor.code, factor.name, factor.weight, by_case)
        for factor in factors
        if (by_case := _said_by(case.dispute, factor)) or factor.code in ticked
    )
    return Suggestion(points, _level_of(case, sum(point.points for point in points)))


def _said_by(dispute: Dispute, factor: RiskFactor) -> bool:
    """Whether the register itself says so: a mark that is set, or a number as high as that."""
    value: Any = getattr(dispute, factor.flag) if factor.flag else None
    if factor.at_least is None:
        return value is True
    return value is not None and Decimal(value) >= factor.at_least


def _level_of(case: CaseFile, score: int) -> RiskLevel | None:
    """The highest level in use that the score reaches."""
    levels = (level for level in case.entries(RiskLevel) if level.is_active)
    return next((level for level in levels if level.from_score <= score), None)


def assess_risk(
    case: CaseFile,
    *,
    actor: Officer,
    level: RiskLevel,
    basis: str,
    on: date,
    factors: Collection[str] = (),
    leader: Officer | None = None,
) -> RiskAssessment:
    """Decide the risk level. What the score suggested is kept beside it.

    Raises what the guards of `assess_risk` raise, RuleViolation (RISK_FACTOR_UNKNOWN).
    """
    suggestion, before = suggest(case, factors), case.dispute.risk_level
    assessment = case.add(RiskAssessment(
        level=level, basis=basis, factors=[asdict(point) for point in suggestion.points],
        score=suggestion.score, suggested=suggestion.level, leader=leader, assessed_by=actor,
        assessed_on=on,
    ))  # fmt: skip
    take_step(case, "assess_risk", actor=actor, on=on, facts={"level": level.code})
    case.change(case.dispute, risk_level=level)
    if _alarming(case, level, before):
        _tell_the_chiefs(case, level)
    return assessment


def _alarming(case: CaseFile, level: RiskLevel, before: RiskLevel | None) -> bool:
    """The case has risen to the highest level in use."""
    highest = max(entry.rank for entry in case.entries(RiskLevel) if entry.is_active)
    return level.rank >= highest and (before is None or before.rank < level.rank)


def _tell_the_chiefs(case: CaseFile, level: RiskLevel) -> None:
    alerts.raise_now(
        case,
        code="risk_raised",
        title=f"{case.dispute.number}号纠纷的风险等级升为{level.name}",
        officers=chiefs(case),
    )


def chiefs(case: CaseFile) -> list[Officer]:
    """Who leads the unit of the case."""
    leaders = Officer.objects.filter(unit=case.dispute.unit_id, role=Role.CHIEF, is_active=True)
    return list(leaders.order_by("pk"))
