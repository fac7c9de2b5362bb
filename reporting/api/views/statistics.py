"""Statistics: figures, series, rankings, and their definitions."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from config.rest.permissions import HasScope
from config.rest.schema import ETAG, IF_NONE_MATCH
from disputes import clock
from disputes.models import Unit
from reporting.api.conditional import UNCHANGED, tagged
from reporting.api.forms import RankingForm, SeriesForm, StatisticsForm
from reporting.api.permissions import ReadsFigures
from reporting.api.renderers import TablesCsvRenderer
from reporting.api.serializers.statistics import (
    DefinitionsSerializer,
    RankingSerializer,
    SeriesSerializer,
    StatisticsSerializer,
)
from reporting.drain import exact_snapshot
from reporting.indicators import DEFINITIONS_VERSION, INDICATORS
from reporting.periods import Period
from reporting.ranking import ranking
from reporting.slices import slicing
from reporting.statistics import definitions, figures_by_slice

TAGS = ["统计"]


class _Figures(APIView):
    permission_classes = [HasScope, ReadsFigures]
    required_scope = "statistics"

    def tables(self, form: StatisticsForm) -> tuple[list[dict[str, Any]], datetime]:
        """One table for each unit and period, all of one moment."""
        units, given = form.asked_units(), form.validated_data
        with exact_snapshot():
            found = [
                _frame(period, unit) | {"rows": _rows(form, period, unit)}
                for unit in units
                for period in form.asked_periods()
            ]
            return found, given.get("known_at") or clock.now()


class StatisticsView(_Figures):
    @extend_schema(
        operation_id="statistics_retrieve",
        tags=TAGS,
        summary="统计数字",
        description="若干单位（含其下级）在若干期间内的指标，精确到日，一次查询的各表同一时刻。"
        "按下级单位分组时，一行数据归入当日的直接下级；划转的单位，划转前归原上级，划转后归新上级。"
        "凡有比率，必附履行、反复、再发、回访、评价情况（quality）。",
        parameters=[StatisticsForm],
        responses=StatisticsSerializer,
    )
    def get(self, request: Request) -> Response:
        form = StatisticsForm.of(request)
        tables, as_of = self.tables(form)
        several = len(tables) > 1
        first = tables[0] | ({"rows": []} if several else {})
        return Response(
            {
                **first,
                "as_of": as_of,
                "dirty_keys": 0,
                "definitions_version": DEFINITIONS_VERSION,
                "by": ",".join(form.validated_data["by"]),
                "tables": tables if several else [],
            }
        )


class StatisticsCsvView(_Figures):
    renderer_classes = [TablesCsvRenderer]

    @extend_schema(
        operation_id="statistics_csv",
        tags=TAGS,
        summary="统计数字（CSV）",
        parameters=[StatisticsForm],
        responses={(200, "text/csv"): OpenApiTypes.STR},
    )
    def get(self, request: Request) -> Response:
        tables, as_of = self.tables(StatisticsForm.of(request))
        named = {"Content-Disposition": 'attachment; filename="statistics.csv"'}
        return Response({"tables": tables, "as_of": as_of}, headers=named)


class SeriesView(_Figures):
    @extend_schema(
        operation_id="statistics_series",
        tags=TAGS,
        summary="图表数据",
        description="横轴为一个分组方式（日、周、月、季、年、类型、下级单位等），每个指标一条。",
        parameters=[SeriesForm],
        responses=SeriesSerializer,
    )
    def get(self, request: Request) -> Response:
        tables, as_of = self.tables(SeriesForm.of(request))
        rows = tables[0].pop("rows")
        lines = list(zip(*(row["figures"] for row in rows), strict=True))
        return Response(
            {
                **tables[0],
                "as_of": as_of,
                "keys": [row["key"] for row in rows],
                "labels": [row["name"] for row in rows],
                "series": [_line(line) for line in lines],
            }
        )


def _line(figures: tuple[dict[str, Any], ...]) -> dict[str, Any]:
    return {
        **{name: figures[0][name] for name in ("code", "name", "unit")},
        "values": [figure["value"] for figure in figures],
        "texts": [figure["text"] for figure in figures],
        "numbers": [figure["denominator"] for figure in figures],
    }


class RankingView(APIView):
    permission_classes = [HasScope, ReadsFigures]
    required_scope = "statistics"

    @extend_schema(
        operation_id="statistics_ranking",
        tags=TAGS,
        summary="下级单位比较",
        description="比率及其95%置信区间。名次为一个范围：区间重叠的单位不分先后；"
        "件数不足阈值的单位不参与排名。",
        parameters=[RankingForm],
        responses=RankingSerializer,
    )
    def get(self, request: Request) -> Response:
        form = RankingForm.of(request)
        unit, given = form.asked_unit(), form.validated_data
        with exact_snapshot():
            found = ranking(INDICATORS[given["indicator"]], given["period"], unit)
            as_of = clock.now()
        return Response({**_frame(given["period"], unit), "as_of": as_of, **found})


class DefinitionsView(APIView):
    permission_classes = [HasScope, ReadsFigures]
    required_scope = "statistics"

    @extend_schema(
        operation_id="statistics_definitions",
        tags=TAGS,
        summary="口径和指标的定义",
        parameters=[IF_NONE_MATCH, ETAG],
        responses={200: DefinitionsSerializer, **UNCHANGED},
    )
    def get(self, request: Request) -> Any:
        return tagged(request, definitions())


def _rows(form: StatisticsForm, period: Period, unit: Unit) -> list[dict[str, Any]]:
    given = form.validated_data
    by, compare = given["by"], given["compare"]
    return figures_by_slice(
        slicing(by, period, unit),
        tuple(form.asked_indicators(given)),
        slicing(by, period.year_before(), unit) if "year" in compare else None,
        slicing(by, period.previous(), unit) if "period" in compare else None,
        given.get("known_at"),
    )


def _frame(period: Period, unit: Unit) -> dict[str, Any]:
    return {
        "unit": {"code": unit.code, "name": unit.name},
        "period": {"start": period.start, "end": period.end},
        "cutoff": period.cutoff,
    }
