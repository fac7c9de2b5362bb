"""Annual reports: live from exact figures, and the drafts that are kept."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
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
from disputes import clock
from disputes.models import Unit
from reporting.api.conditional import UNCHANGED, tagged
from reporting.api.forms import DraftsForm, ReportForm, visible_unit
from reporting.api.permissions import BuildsDrafts, ReadsFigures
from reporting.api.renderers import FiguresCsvRenderer
from reporting.api.serializers.reports import (
    DraftSerializer,
    DraftsSerializer,
    ReportSectionSerializer,
    ReportSerializer,
)
from reporting.drain import exact_snapshot
from reporting.editions import drafting
from reporting.indicators import INDICATORS
from reporting.models import Edition
from reporting.periods import FIRST_YEAR, LAST_YEAR
from reporting.report import annual_report, figures_report, section_report, year_up_to
from reporting.sections import SECTIONS

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

    def asked(self, request: Request, year: int, unit_code: str) -> tuple[Unit, date]:
        """The unit and the cutoff. Raises Http404, ValidationError."""
        unit = visible_unit(request, unit_code)
        cutoff = ReportForm.of(request).validated_data.get("cutoff")
        try:
            return unit, year_up_to(year, cutoff).cutoff
        except ValueError as wrong:
            raise ValidationError({"cutoff": str(wrong)}) from None


class ReportView(_LiveReport):
    @extend_schema(
        operation_id="annual_reports_retrieve",
        tags=TAGS,
        summary="年度报告预览",
        description="按本单位选定的提纲即时生成全文，数字精确。document 为全文，每段由若干片段组成，片段的 figure "
        "指向 figures 中的数字，每个数字附有分子、分母、口径；links 为该数字所含的纠纷或者工作量数据的地址。"
        "待填写的部分见 slots。",
        parameters=[*PLACE, ReportForm],
        responses=ReportSerializer,
    )
    def get(self, request: Request, year: int, unit_code: str) -> Response:
        unit, cutoff = self.asked(request, year, unit_code)
        with exact_snapshot():
            report = annual_report(year, unit, cutoff)
        return Response(report | {"links": dict(_links_of(report))})


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
        unit, cutoff = self.asked(request, year, unit_code)
        with exact_snapshot():
            report = section_report(year, unit, SECTIONS[section], cutoff)
        used = {code for said in report["section"]["sentences"] for code in said["indicators"]}
        figures = [figure for figure in report["figures"] if figure["code"] in used]
        linked = _linked(report["section"], report)
        return Response(report | {"section": linked, "figures": figures})


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
        unit, cutoff = self.asked(request, year, unit_code)
        with exact_snapshot():
            report = figures_report(year, unit, cutoff)
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
        officer: Any = request.user
        draft = drafting.build_draft(year, visible_unit(request, unit_code), actor=officer)
        return _answer(request, draft)


def _drafts() -> Any:
    return Edition.objects.filter(month=0, status=Edition.Status.DRAFT).select_related("unit")


def _answer(request: Request, draft: Edition) -> Any:
    return tagged(request, _line(draft) | {"body": draft.body}, draft.digest)


def _line(draft: Edition) -> dict[str, Any]:
    place = {"year": draft.year, "unit_code": draft.unit.code}
    return {
        "unit": {"code": draft.unit.code, "name": draft.unit.name},
        "year": draft.year,
        "cutoff": draft.cutoff,
        "built_at": clock.local(draft.built_at),
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


def _links_of(report: dict[str, Any]) -> Iterator[tuple[str, list[str]]]:
    """For each figure the addresses of what is behind it, where it can be opened."""
    place = {"unit": report["unit"]["code"], "from": report["start"], "to": report["cutoff"]}
    for key, figure in report["figures"].items():
        source, codes = (
            figure["source"],
            (figure["numerator_measure"], figure["denominator_measure"]),
        )
        if source["kind"] == "indicator":
            yield key, [link["url"] for link in _links([source["code"]], report)]
        elif source["kind"] == "activity":
            kinds = dict.fromkeys(code for code in codes if code)
            asked = [urlencode({"kind": kind, **place}) for kind in kinds]
            yield key, [f"{reverse('activity-entries')}?{query}" for query in asked]
        elif source["kind"] == "kind":
            query = urlencode({"indicator": "registered", "by": "kind_major",
                               "key": source["code"], **place})  # fmt: skip
            yield key, [f"{reverse('statistics-drill-down')}?{query}"]


def _links(codes: list[str], report: dict[str, Any]) -> Iterator[dict[str, str]]:
    asked = {"unit": report["unit"]["code"], "from": report["start"], "to": report["cutoff"]}
    for code in codes:
        for part in (
            ("numerator", "denominator") if INDICATORS[code].denominator else ("numerator",)
        ):
            query = urlencode({"indicator": code, "part": part, **asked})
            url = f"{reverse('statistics-drill-down')}?{query}"
            yield {"indicator": code, "part": part, "url": url}
