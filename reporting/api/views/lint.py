"""The linter: of pasted texts, and of editions with the answers to its warnings."""

from __future__ import annotations

from typing import cast

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from config.rest.idempotency import idempotent
from config.rest.permissions import HasScope
from config.rest.queries import QueryForm
from disputes.models import Officer, Unit
from reporting.api.lint import (
    EditionRemarksSerializer,
    LintFormSerializer,
    LintSerializer,
    RemarkAnswerFormSerializer,
    RemarkAnswerSerializer,
)
from reporting.api.permissions import PreparesReports, ReadsFigures
from reporting.editions import remarks
from reporting.lint import lint_text
from reporting.lint.bodies import text_of
from reporting.models import Edition

TAGS = ["校核和公开"]
MOST = 1000  # remarks of one answer


class LintView(APIView):
    """Whoever works on reports may check any text: it need not be of a unit, and is not kept."""

    permission_classes = [HasScope, PreparesReports]
    required_scope = "statistics"

    @extend_schema(
        operation_id="annual_reports_lint",
        tags=TAGS,
        summary="校核报告文字",
        description=(
            "找出文中每个数字并复算：比率与件数、部分与总数、包含关系、同比、移交与化解的重叠、"
            "计量单位、概数、年度和截止日。位置和长度以字符（码点）计。文字不保存。"
        ),
        request=LintFormSerializer,
        responses=LintSerializer,
    )
    def post(self, request: Request) -> Response:
        QueryForm.of(request)
        form = LintFormSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        found = lint_text(**form.validated_data)
        answer = remarks.counted(found) | {
            "truncated": len(found) > MOST,
            "results": [one.as_json() for one in found[:MOST]],
        }
        return Response(LintSerializer(answer).data)


class EditionRemarksView(APIView):
    """Of an edition of the own unit or below; anything else is not found."""

    permission_classes = [HasScope, ReadsFigures]
    required_scope = "statistics"

    def edition(self, pk: int) -> Edition:
        officer = cast(Officer, self.request.user)
        found: Edition = get_object_or_404(
            Edition, pk=pk, unit__in=Unit.objects.visible_to(officer)
        )
        return found

    @extend_schema(
        operation_id="editions_remarks",
        tags=TAGS,
        summary="报告的校核意见",
        description="有错误的报告不能送审和签发；提醒可以说明理由；与上年报告比较的，以上年报告为准。",
        responses=EditionRemarksSerializer,
    )
    def get(self, request: Request, pk: int) -> Response:
        QueryForm.of(request)
        edition = self.edition(pk)
        found = remarks.remarks_of(edition)
        answer = remarks.counted([one.remark for one in found]) | {
            "text": text_of(edition.body),
            "results": [one.as_json() for one in found],
        }
        return Response(EditionRemarksSerializer(answer).data)


class RemarkAnswersView(EditionRemarksView):
    http_method_names = ["post", "options"]

    @extend_schema(
        operation_id="editions_answer_remark",
        tags=TAGS,
        summary="对校核提醒说明理由",
        description="由编写单位的统计员、法制员或者负责人说明，记录在案；错误不能以说明代替改正。",
        request=RemarkAnswerFormSerializer,
        responses={201: RemarkAnswerSerializer},
    )
    @idempotent
    def post(self, request: Request, pk: int) -> Response:
        form = RemarkAnswerFormSerializer(data=request.data)
        form.is_valid(raise_exception=True)
        made = remarks.answer(
            self.edition(pk).pk, actor=cast(Officer, request.user), **form.validated_data
        )
        return Response(RemarkAnswerSerializer(made).data, 201)
