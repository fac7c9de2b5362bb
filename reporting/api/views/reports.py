"""Annual reports: live from exact figures, and the drafts that are kept."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from config.rest.permissions import HasScope
from config.rest.queries import QueryForm
from config.rest.schema import ETAG, IF_NONE_MATCH
from disputes.models import Unit
from reporting import editions
from reporting.api.conditional import UNCHANGED, tagged
from reporting.api.forms import DraftsForm, ReportForm, visible_unit
from reporting.api.permissions import BuildsDrafts, ReadsFigures
from reporting.api.renderers import FiguresCsvRenderer
from reporting.api.serializers import (
    DraftSerializer,
    DraftsSerializer,
    ReportSectionSerializer,
    ReportSerializer,
)
from reporting.checks import SECTIONS
from reporting.drain import exact_snapshot
from reporting.indicators import INDICATORS
from reporting.models import Edition
from reporting.periods import FIRST_YEAR, LAST_YEAR
from reporting.report import annual_report, year_up_to
from reporting.sections import Section

TAGS = ["年度报告"]
PLACE = [
    OpenApiParameter(
        "year",
        {"type": "integer", "minimum": FIRST_YEAR, "maximum": LAST_YEAR},
        OpenApiParameter.PATH,
        description="报告年度",
    ),
    OpenApiParameter(
        "unit_code",
        {"type": "string", "pattern": "^[0-9]{12}$"},
        OpenApiParameter.PATH,
        description="机构代码，12位",
    ),
]
SECTION = OpenApiParameter(
    "section",
    {"type": "string", "enum": list(SECTIONS)},
    OpenApiParameter.PATH,
    description="章节代码",
)


class _LiveReport(APIView):
    """A report composed at this moment from one exact snapshot."""

    permission_classes = [HasScope, ReadsFigures]
    required_scope = "statistics"

    def report(
        self, request: Request, year: int, unit_code: str, only: Section | None = None
    ) -> dict[str, Any]:
        unit = visible_unit(request, unit_code)
        cutoff = ReportForm.of(request).validated_data.get("cutoff")
        try:
            period = year_up_to(year, cutoff)
        except ValueError as wrong:
            raise ValidationError({"cutoff": str(wrong)}) from None
        with exact_snapshot():
            return annual_report(year, unit, period.cutoff, only=only)


class ReportView(_LiveReport):
    @extend_schema(
        operation_id="annual_reports_retrieve",
        tags=TAGS,
        summary="年度报告",
        description="即时生成，数字精确；每句话所用的指标附有所含纠纷的地址。",
        parameters=[*PLACE, ReportForm],
        responses=ReportSerializer,
    )
    def get(self, request: Request, year: int, unit_code: str) -> Response:
        report = self.report(request, year, unit_code)
        return Response(report | {"sections": [_linked(s, report) for s in report["sections"]]})


class ReportSectionView(_LiveReport):
    @extend_schema(
        operation_id="annual_reports_section",
        tags=TAGS,
        summary="年度报告的一节",
        parameters=[*PLACE, SECTION, ReportForm],
        responses=ReportSectionSerializer,
    )
    def get(self, request: Request, year: int, unit_code: str, section: str) -> Response:
        if section not in SECTIONS:
            raise Http404
        report = self.report(request, year, unit_code, SECTIONS[section])
        (found,) = report.pop("sections")
        used = {code for sentence in found["sentences"] for code in sentence["indicators"]}
        figures = [figure for figure in report["figures"] if figure["code"] in used]
        return Response(report | {"section": _linked(found, report), "figures": figures})


class FiguresCsvView(_LiveReport):
    renderer_classes = [FiguresCsvRenderer]

    @extend_schema(
        operation_id="annual_reports_figures_csv",
        tags=TAGS,
        summary="年度报告的指标（CSV）",
        parameters=[*PLACE, ReportForm],
        responses={(200, "text/csv"): OpenApiTypes.STR},
    )
    def get(self, request: Request, year: int, unit_code: str) -> Response:
        report = self.report(request, year, unit_code)
        name = f"{unit_code}-{year}.csv"
        return Response(report, headers={"Content-Disposition": f'attachment; filename="{name}"'})


class DraftsView(APIView):
    permission_classes = [HasScope, ReadsFigures]
    required_scope = "statistics"

    @extend_schema(
        operation_id="annual_reports_drafts",
        tags=TAGS,
        summary="已生成的初稿",
        parameters=[DraftsForm],
        responses=DraftsSerializer,
    )
    def get(self, request: Request) -> Response:
        year = DraftsForm.of(request).validated_data["year"]
        officer: Any = request.user
        units = Unit.objects.visible_to(officer)
        drafts = _drafts().filter(year=year, unit__in=units).defer("body")
        return Response({"results": [_line(draft) for draft in drafts]})


class DraftView(APIView):
    permission_classes = [HasScope, ReadsFigures, BuildsDrafts]
    required_scope = "statistics"

    @extend_schema(
        operation_id="annual_reports_draft_retrieve",
        tags=TAGS,
        summary="初稿",
        description="定时任务或者工作人员生成的初稿。digest 是对 body 的 SM3 摘要，也用作 ETag。",
        parameters=[*PLACE, IF_NONE_MATCH, ETAG],
        responses={200: DraftSerializer, **UNCHANGED},
    )
    def get(self, request: Request, year: int, unit_code: str) -> Any:
        QueryForm.of(request)
        unit = visible_unit(request, unit_code)
        return _answer(request, get_object_or_404(_drafts(), unit=unit, year=year))

    @extend_schema(
        operation_id="annual_reports_draft_build",
        tags=TAGS,
        summary="生成初稿",
        description="以此刻的数据重新生成，代替原有初稿；可以重复。",
        parameters=[*PLACE, ETAG],
        request=None,
        responses=DraftSerializer,
    )
    def post(self, request: Request, year: int, unit_code: str) -> Any:
        QueryForm.of(request)
        draft = editions.build_draft(year, visible_unit(request, unit_code))
        return _answer(request, draft)


def _drafts() -> Any:
    return Edition.objects.filter(status=Edition.Status.DRAFT).select_related("unit")


def _answer(request: Request, draft: Edition) -> Any:
    return tagged(request, _line(draft) | {"body": draft.body}, draft.digest)


def _line(draft: Edition) -> dict[str, Any]:
    place = {"year": draft.year, "unit_code": draft.unit.code}
    return {
        "unit": {"code": draft.unit.code, "name": draft.unit.name},
        "year": draft.year,
        "cutoff": draft.cutoff,
        "built_at": draft.built_at,
        "digest": draft.digest,
        "url": reverse("annual-report-draft", kwargs=place),
    }


def _linked(section: dict[str, Any], report: dict[str, Any]) -> dict[str, Any]:
    """The section with the addresses of the disputes behind each sentence's figures."""
    sentences = [
        sentence | {"drill_down": list(_links(sentence["indicators"], report))}
        for sentence in section["sentences"]
    ]
    return section | {"sentences": sentences}


def _links(codes: list[str], report: dict[str, Any]) -> Iterator[dict[str, str]]:
    asked = {"unit": report["unit"]["code"], "from": report["start"], "to": report["cutoff"]}
    for code in codes:
        for part in (
            ("numerator", "denominator") if INDICATORS[code].denominator else ("numerator",)
        ):
            query = urlencode({"indicator": code, "part": part, **asked})
            url = f"{reverse('statistics-drill-down')}?{query}"
            yield {"indicator": code, "part": part, "url": url}
