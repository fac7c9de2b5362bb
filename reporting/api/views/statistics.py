"""Statistics: figures, their definitions, and the disputes behind them."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from config.rest.permissions import HasScope
from config.rest.schema import ETAG, IF_NONE_MATCH
from disputes import clock
from reporting.api.cases import page_of_cases
from reporting.api.conditional import UNCHANGED, tagged
from reporting.api.forms import DrillDownForm, StatisticsForm
from reporting.api.permissions import ReadsCasesBehindFigures, ReadsFigures
from reporting.api.serializers import (
    DefinitionsSerializer,
    DrillDownSerializer,
    StatisticsSerializer,
)
from reporting.drain import exact_snapshot
from reporting.indicators import ALL, DEFINITIONS_VERSION, INDICATORS
from reporting.measures import MEASURES
from reporting.slices import SLICES
from reporting.statistics import definitions, figures_by_slice

TAGS = ["统计"]


class StatisticsView(APIView):
    permission_classes = [HasScope, ReadsFigures]
    required_scope = "statistics"

    @extend_schema(
        operation_id="statistics_retrieve",
        tags=TAGS,
        summary="统计数字",
        description="一个单位（含其下级）在一段日期内的指标，精确到日。按下级单位分组时，一行数据"
        "归入当日的直接下级；划转的单位，划转前归原上级，划转后归新上级。",
        parameters=[StatisticsForm],
        responses=StatisticsSerializer,
    )
    def get(self, request: Request) -> Response:
        form = StatisticsForm.of(request)
        unit, given = form.asked_unit(), form.validated_data
        with exact_snapshot():
            slicing = SLICES[given["by"]](given["period"], unit)
            rows = figures_by_slice(slicing, given.get("indicators", ALL))
            as_of = clock.now()
        return Response(
            {
                **_frame(given, unit, as_of),
                "dirty_keys": 0,
                "definitions_version": DEFINITIONS_VERSION,
                "by": given["by"],
                "rows": rows,
            }
        )


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


class DrillDownView(APIView):
    permission_classes = [HasScope, ReadsCasesBehindFigures]
    required_scope = "statistics"

    @extend_schema(
        operation_id="statistics_drill_down",
        tags=TAGS,
        summary="数字所含的纠纷",
        description="一个指标的分子或者分母由哪些纠纷组成，各贡献多少；各页贡献之和等于 total。"
        "不含当事人信息。",
        parameters=[DrillDownForm],
        responses=DrillDownSerializer,
    )
    def get(self, request: Request) -> Response:
        form = DrillDownForm.of(request)
        unit, given = form.asked_unit(), form.validated_data
        officer: Any = request.user
        measure = MEASURES[getattr(INDICATORS[given["indicator"]], given["part"])]
        with exact_snapshot():
            slicing = SLICES[given["by"]](given["period"], unit)
            rows = slicing.only(measure, measure.counted(given["period"], unit), given["key"])
            total = measure.total(rows)
            following, results = page_of_cases(
                measure, rows, given.get("cursor"), given["page_size"], officer.unit
            )
            as_of = clock.now()
        return Response(
            {
                "indicator": given["indicator"],
                "part": given["part"],
                "measure": measure.code,
                **_frame(given, unit, as_of),
                "total": total,
                "next": following,
                "results": results,
            }
        )


def _frame(given: dict[str, Any], unit: Any, as_of: Any) -> dict[str, Any]:
    period = given["period"]
    return {
        "unit": {"code": unit.code, "name": unit.name},
        "period": {"start": period.start, "end": period.end},
        "cutoff": period.cutoff,
        "as_of": as_of,
    }
