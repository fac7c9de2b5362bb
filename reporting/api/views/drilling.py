"""The disputes behind a figure (数字所含的纠纷): page by page, or all of them as CSV."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from config.rest.permissions import HasScope
from disputes import clock
from reporting.api.cases import page_of_cases
from reporting.api.forms import DrillDownForm
from reporting.api.permissions import ReadsCasesBehindFigures
from reporting.api.renderers import CasesCsvRenderer
from reporting.api.serializers import DrillDownSerializer
from reporting.api.views.statistics import TAGS, _frame
from reporting.drain import exact_snapshot
from reporting.indicators import INDICATORS
from reporting.measures import MEASURES, Measure
from reporting.slices import slicing

MOST_LINES = 20_000


class _Drilling(APIView):
    permission_classes = [HasScope, ReadsCasesBehindFigures]
    required_scope = "statistics"

    @contextmanager
    def drilled(self, form: DrillDownForm) -> Iterator[tuple[Measure, Any, dict[str, Any]]]:
        """Measure, rows and the frame of the answer, all of one moment."""
        unit, given = form.asked_unit(), form.validated_data
        measure = MEASURES[getattr(INDICATORS[given["indicator"]], given["part"])]
        if "known_at" in given:
            measure = measure.known_at(given["known_at"])
        with exact_snapshot():
            sliced = slicing(given["by"], given["period"], unit)
            rows = sliced.only(measure, measure.counted(given["period"], unit), given["key"])
            frame = {
                "indicator": given["indicator"],
                "part": given["part"],
                "measure": measure.code,
                **_frame(given["period"], unit),
                "as_of": given.get("known_at") or clock.now(),
                "total": measure.sum_of(rows),
            }
            yield measure, rows, frame


class DrillDownView(_Drilling):
    @extend_schema(
        operation_id="statistics_drill_down",
        tags=TAGS,
        summary="数字所含的纠纷",
        description="一个指标的分子或者分母由哪些纠纷组成，各贡献多少；各页贡献之和等于 total。"
        "中位数的分子列出各纠纷的天数，total 为天数合计。不含当事人信息。",
        parameters=[DrillDownForm],
        responses=DrillDownSerializer,
    )
    def get(self, request: Request) -> Response:
        form = DrillDownForm.of(request)
        given, officer = form.validated_data, request.user
        with self.drilled(form) as (measure, rows, frame):
            own: Any = officer
            following, results = page_of_cases(
                measure, rows, given.get("cursor"), given["page_size"], own.unit
            )
        return Response(frame | {"next": following, "results": results})


class DrillDownCsvView(_Drilling):
    renderer_classes = [CasesCsvRenderer]

    @extend_schema(
        operation_id="statistics_drill_down_csv",
        tags=TAGS,
        summary="数字所含的纠纷（CSV）",
        description=f"全部纠纷，最多{MOST_LINES}行；cursor 和 page_size 不起作用。",
        parameters=[DrillDownForm],
        responses={(200, "text/csv"): OpenApiTypes.STR},
    )
    def get(self, request: Request) -> Response:
        form = DrillDownForm.of(request)
        officer: Any = request.user
        with self.drilled(form) as (measure, rows, frame):
            more, results = page_of_cases(measure, rows, None, MOST_LINES, officer.unit)
        if more:
            raise ValidationError({"indicator": f"超过{MOST_LINES}行，请缩小范围"})
        named = {"Content-Disposition": 'attachment; filename="cases.csv"'}
        return Response(frame | {"results": results}, headers=named)
