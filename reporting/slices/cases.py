"""Slices by what a dispute is: kind, source, track, risk."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import F, Value
from django.db.models.expressions import Combinable
from django.db.models.functions import Coalesce

from disputes.choices import JudicialClass, Source, Track
from disputes.models import Kind, RiskLevel, Unit
from reporting.measures import Measure
from reporting.periods import Period
from reporting.slices.slice import Keyed

NOT_ASSESSED = "none"


class ByKind(Keyed):
    label = "小类"
    dimension = "kind"

    def row_key(self, measure: Measure) -> Combinable:
        return F(measure.path("kind__code"))

    def names(self) -> Mapping[str, str]:
        return dict(Kind.objects.values_list("code", "name"))


class _ByGroupOfKinds(ByKind):
    """Slices that several kinds share. Cells are kept by kind and grouped here."""

    @staticmethod
    def group(kind: str) -> Combinable:
        """The slice of the kind at the path `kind`, which is empty or ends with "__"."""
        raise NotImplementedError

    def __init__(self, period: Period, unit: Unit) -> None:
        super().__init__(period, unit)
        self.groups: dict[str, str] = dict(Kind.objects.values_list("code", self.group("")))

    def of_cell(self, *keys: Any) -> str:
        return str(self.groups.get(keys[0], keys[0]))

    def row_key(self, measure: Measure) -> Combinable:
        return self.group(measure.path("kind__"))


class ByMajor(_ByGroupOfKinds):
    label = "大类"

    @staticmethod
    def group(kind: str) -> Combinable:
        return Coalesce(f"{kind}parent__code", f"{kind}code")


class ByJudicialClass(_ByGroupOfKinds):
    label = "司法统计类别"

    @staticmethod
    def group(kind: str) -> Combinable:
        return F(f"{kind}judicial_class")

    def names(self) -> Mapping[str, str]:
        return dict(JudicialClass.choices)


class BySource(Keyed):
    label = "来源"
    dimension = "source"

    def row_key(self, measure: Measure) -> Combinable:
        return F(measure.path("source"))

    def names(self) -> Mapping[str, str]:
        return dict(Source.choices)


class ByTrack(Keyed):
    label = "办理途径"
    dimension = "track"

    def row_key(self, measure: Measure) -> Combinable:
        return F(measure.path("track"))

    def names(self) -> Mapping[str, str]:
        return dict(Track.choices)


class ByRisk(Keyed):
    """Today's level of each dispute: a level that was changed moves all its figures."""

    label = "风险等级"
    dimension = "risk"

    def row_key(self, measure: Measure) -> Combinable:
        return Coalesce(measure.path("risk_level__code"), Value(NOT_ASSESSED))

    def names(self) -> Mapping[str, str]:
        levels = RiskLevel.objects.order_by("-rank").values_list("code", "name")
        return {**dict(levels), NOT_ASSESSED: "未评估"}
