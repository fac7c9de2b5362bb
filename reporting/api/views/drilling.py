"""The disputes behind a figure (数字所含的纠纷): page by page, or all of them as CSV or Excel."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from tempfile import TemporaryFile
from typing import Any, ClassVar

from django.http import FileResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from config.rest.permissions import HasScope
from disputes import clock
from reporting.api.cases import page_of_cases
from reporting.api.forms import DrillDownForm
from reporting.api.permissions import ReadsCasesBehindFigures
from reporting.api.renderers import CasesCsvRenderer, CasesXlsxRenderer
from reporting.api.serializers.statistics import DrillDownSerializer
from reporting.api.views.statistics import TAGS, _frame
from reporting.drain import exact_snapshot
from reporting.exports import cases
from reporting.indicators import INDICATORS
from reporting.measures import MEASURES, Measure
from reporting.slices import slicing


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


class _ListedView(_Drilling):
    """All of them as a file, however many: it lies on disk without a name while it is sent."""

    write: ClassVar[Any]
    ending: ClassVar[str]
    content_type: ClassVar[str]

    def get(self, request: Request) -> Any:
        form = DrillDownForm.of(request)
        officer: Any = request.user
        file = TemporaryFile()  # noqa: SIM115  # the answer closes it
        with self.drilled(form) as (measure, rows, _):
            type(self).write(file, measure, rows, officer.unit)
        file.seek(0)
        return FileResponse(
            file, as_attachment=True, filename=f"cases.{self.ending}",
            content_type=self.content_type,
        )  # fmt: skip


class DrillDownCsvView(_ListedView):
    renderer_classes = [CasesCsvRenderer]
    write, ending = staticmethod(cases.write_csv), "csv"
    content_type = "text/csv; charset=utf-8"

    @extend_schema(
        operation_id="statistics_drill_down_csv",
        tags=TAGS,
        summary="数字所含的纠纷（CSV）",
        description="全部纠纷；cursor 和 page_size 不起作用。",
        parameters=[DrillDownForm],
        responses={(200, "text/csv"): OpenApiTypes.STR},
    )
    def get(self, request: Request) -> Any:
        return super().get(request)


class DrillDownXlsxView(_ListedView):
    renderer_classes = [CasesXlsxRenderer]
    write, ending = staticmethod(cases.write_xlsx), "xlsx"
    content_type = CasesXlsxRenderer.media_type

    @extend_schema(
        operation_id="statistics_drill_down_xlsx",
        tags=TAGS,
        summary="数字所含的纠纷（Excel）",
        description="全部纠纷，超过一张表的行数限制时分表；cursor 和 page_size 不起作用。",
        parameters=[DrillDownForm],
        responses={(200, CasesXlsxRenderer.media_type): OpenApiTypes.BINARY},
    )
    def get(self, request: Request) -> Any:
        return super().get(request)
