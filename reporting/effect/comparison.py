"""Like with like: strata of one kind and one risk, and what they say together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from django.db import connection

from disputes.models import Kind, RiskLevel, Unit
from reporting import thresholds
from reporting.effect.cases import GROUPS, HEARING, ORDINARY, OUTCOMES, Outcome, cases
from reporting.formatting import decimal_text, interval, ratio
from reporting.periods import Period
from reporting.slices.cases import NOT_ASSESSED

KEYS = ("group", "minor", "major", "risk")
GROUPED = "SELECT {keys}, {sums} FROM ({rows}) AS t ({columns}) GROUP BY {keys}"
DEEP = 12  # decimals of Wilson's limits before they are added up


class Arm(NamedTuple):
    """Of so many cases, so many met the outcome."""

    met: int = 0
    of: int = 0

    def __add__(self, other: Arm) -> Arm:  # type: ignore[override]
        return Arm(self.met + other.met, self.of + other.of)

    @property
    def share(self) -> Fraction:
        return Fraction(self.met, self.of)

    def limits(self) -> tuple[Decimal, Decimal]:
        """Wilson's, as shares."""
        low, high = interval(self.met, self.of, DEEP) or (Decimal(0), Decimal(100))
        return low / 100, high / 100


@dataclass(slots=True)
class Stratum:
    """Cases of the same kinds and the same risk. `kinds` are several where small ones of a major
    kind were put together."""

    key: str
    kinds: tuple[str, ...]
    risk: str
    arms: dict[str, Arm] = field(default_factory=lambda: dict.fromkeys(GROUPS, Arm()))

    @property
    def least(self) -> int:
        return min(arm.of for arm in self.arms.values())

    @property
    def weight(self) -> Fraction:
        """Mantel's and Haenszel's: strata count as far as both sides are in them."""
        one, other = (arm.of for arm in self.arms.values())
        return Fraction(one * other, one + other)


@dataclass(frozen=True, slots=True)
class Comparison:
    """One outcome in both groups. `why_not` says why there is no difference; then it is None.

    `difference`, `low` and `high` are in points (个百分点), hearings less ordinary mediation.
    """

    outcome: Outcome
    crude: Mapping[str, Arm]
    strata: list[Stratum]
    dropped: list[Stratum]
    shares: Mapping[str, Decimal]
    difference: Decimal | None
    low: Decimal | None
    high: Decimal | None
    why_not: str

    @property
    def matched(self) -> dict[str, Arm]:
        """Both groups in the strata that are compared."""
        return {g: sum((s.arms[g] for s in self.strata), Arm()) for g in GROUPS}

    @property
    def text(self) -> str:
        """What may be said of it in a sentence."""
        if self.difference is None or self.low is None or self.high is None:
            return self.why_not
        span = f"95%区间{decimal_text(self.low)}至{decimal_text(self.high)}个百分点"
        if self.low <= 0 <= self.high:
            return f"两组看不出差异（相差{decimal_text(self.difference)}个百分点，{span}，含0）"
        word = "高" if self.difference > 0 else "低"
        return f"听证式调解{word}{decimal_text(abs(self.difference))}个百分点（{span}）"


def comparisons(period: Period, unit: Unit) -> list[Comparison]:
    """Every outcome of a unit's period. Call inside `drain.exact_snapshot`."""
    counted, limits = _counted(period, unit), thresholds.current()
    stratum = limits[thresholds.EFFECT_STRATUM.code]
    total = limits[thresholds.EFFECT_LEAST.code]
    return [
        compare(outcome, counted[outcome.code], stratum, total) for outcome in OUTCOMES.values()
    ]


Line = tuple[str, str, str, str, Arm]  # group, minor kind, major kind, risk


def _counted(period: Period, unit: Unit) -> dict[str, list[Line]]:
    """Cases by outcome, group, kind and risk: one statement, however many cases there are."""
    flags = [f"{code}_{end}" for code in OUTCOMES for end in ("met", "of")]
    rows = cases(period, unit).order_by().values_list(*KEYS, *flags)
    sql, params = rows.query.sql_with_params()
    columns = [f"c{n}" for n in range(len(KEYS) + len(flags))]
    keys, flagged = ", ".join(columns[: len(KEYS)]), columns[len(KEYS) :]
    sums = ", ".join(f"count(*) FILTER (WHERE {column})" for column in flagged)
    statement = GROUPED.format(keys=keys, sums=sums, rows=sql, columns=", ".join(columns))
    found: dict[str, list[Line]] = {code: [] for code in OUTCOMES}
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        for group, minor, major, risk, *counts in cursor.fetchall():
            for n, code in enumerate(OUTCOMES):
                found[code].append((group, minor, major, risk, Arm(*counts[2 * n : 2 * n + 2])))
    return found


def compare(outcome: Outcome, lines: Iterable[Line], least: int, total: int) -> Comparison:
    """Match, weigh, subtract.

    A stratum in which either side has fewer than `least` cases is put together with the others of
    its major kind and risk, and left out when that does not help. Strata are weighed by Mantel and
    Haenszel; the interval is Newcombe's for a difference (1998, method 10), added up over strata.
    With fewer than `total` cases on either side there is no difference.
    """
    lines = list(lines)
    crude = {g: sum((arm for group, *_, arm in lines if group == g), Arm()) for g in GROUPS}
    strata, dropped = matched(lines, least)
    left = {g: sum(s.arms[g].of for s in strata) for g in GROUPS}
    if min(left.values()) < total:
        why = (
            f"按类型和风险匹配后，听证式调解{left[HEARING]}起、普通调解{left[ORDINARY]}起，"
            f"任一组不足{total}起的不作比较"
        )
        return Comparison(outcome, crude, strata, dropped, {}, None, None, None, why)
    weights = [s.weight / sum(s.weight for s in strata) for s in strata]
    shares = {
        g: sum(w * s.arms[g].share for w, s in zip(weights, strata, strict=True)) for g in GROUPS
    }
    difference = Fraction(shares[HEARING] - shares[ORDINARY])
    below, above = _spread(strata, weights)
    middle = Decimal(difference.numerator) / difference.denominator
    return Comparison(
        outcome, crude, strata, dropped,
        {g: _points(Fraction(share)) for g, share in shares.items()},
        _points(difference), _rounded(middle - below), _rounded(middle + above), "",
    )  # fmt: skip


def matched(lines: Iterable[Line], least: int) -> tuple[list[Stratum], list[Stratum]]:
    """The strata that are compared, and those left out."""
    by_kind: dict[tuple[str, str, str], Stratum] = {}
    for group, minor, major, risk, arm in lines:
        if arm.of:
            stratum = by_kind.setdefault(
                (major, minor, risk), Stratum(f"{minor}|{risk}", (minor,), risk)
            )
            stratum.arms[group] += arm
    kept = [s for s in by_kind.values() if s.least >= least]
    together: dict[tuple[str, str], Stratum] = {}
    for (major, minor, risk), small in sorted(by_kind.items()):
        if small.least < least:
            whole = together.setdefault((major, risk), Stratum(f"{major}*|{risk}", (), risk))
            whole.kinds += (minor,)
            for group, arm in small.arms.items():
                whole.arms[group] += arm
    kept += [s for s in together.values() if s.least >= least]
    dropped = [s for s in together.values() if s.least < least]
    return sorted(kept, key=_key), sorted(dropped, key=_key)


def _key(stratum: Stratum) -> str:
    return stratum.key


def _spread(strata: list[Stratum], weights: list[Fraction]) -> tuple[Decimal, Decimal]:
    """How far the interval reaches below and above the difference, as shares."""
    below = above = Decimal(0)
    for stratum, weight in zip(strata, weights, strict=True):
        square = (Decimal(weight.numerator) / weight.denominator) ** 2
        one, other = stratum.arms[HEARING], stratum.arms[ORDINARY]
        (low, high), (other_low, other_high) = one.limits(), other.limits()
        mine, its = (Decimal(arm.met) / arm.of for arm in (one, other))
        below += square * ((mine - low) ** 2 + (other_high - its) ** 2)
        above += square * ((high - mine) ** 2 + (its - other_low) ** 2)
    return below.sqrt(), above.sqrt()


def _points(share: Fraction) -> Decimal:
    found = ratio(100 * share.numerator, share.denominator)
    assert found is not None
    return found


def _rounded(share: Decimal) -> Decimal:
    return (100 * share).quantize(Decimal("0.01"))


def names(comparison: Comparison) -> dict[str, str]:
    """Chinese names of the strata, by key."""
    kinds = dict(Kind.objects.values_list("code", "name"))
    risks = dict(RiskLevel.objects.values_list("code", "name")) | {NOT_ASSESSED: "未评估"}
    told: dict[str, str] = defaultdict(str)
    for stratum in (*comparison.strata, *comparison.dropped):
        kind, _, risk = stratum.key.partition("|")
        major = kind.removesuffix("*")
        name = f"{kinds.get(major, major)}（合并）" if major != kind else kinds.get(kind, kind)
        told[stratum.key] = f"{name}·{risks.get(risk, risk)}"
    return told


def answer(comparison: Comparison) -> dict[str, Any]:
    """The comparison as plain values, with everything it was told from."""
    named = names(comparison)

    def arms(
        of: Mapping[str, Arm], shares: Mapping[str, Decimal] | None = None
    ) -> list[dict[str, Any]]:
        return [
            {
                "group": group,
                "name": GROUPS[group],
                "numerator": arm.met,
                "denominator": arm.of,
                "rate": _text(ratio(100 * arm.met, arm.of)),
                "interval": [f"{end:f}" for end in interval(arm.met, arm.of) or ()],
                "standardised": _text((shares or {}).get(group)),
            }
            for group, arm in of.items()
        ]

    def told(strata: list[Stratum]) -> list[dict[str, Any]]:
        return [
            {"key": s.key, "name": named[s.key], "kinds": list(s.kinds), "groups": arms(s.arms)}
            for s in strata
        ]

    return {
        "code": comparison.outcome.code,
        "name": comparison.outcome.name,
        "note": comparison.outcome.note,
        "groups": arms(comparison.crude),
        "matched": arms(comparison.matched, comparison.shares),
        "difference": _text(comparison.difference),
        "interval": [f"{end:f}" for end in (comparison.low, comparison.high) if end is not None],
        "text": comparison.text,
        "strata": told(comparison.strata),
        "dropped": told(comparison.dropped),
    }


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"
