"""Risk: what is suggested, what is decided, and marks on people."""

from __future__ import annotations

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from config.rest.idempotency import idempotent
from disputes.api.serializers.people import RevealSerializer
from disputes.api.serializers.risk import (
    AssessRiskSerializer,
    MarkPartySerializer,
    MarkSerializer,
    RiskAssessmentSerializer,
    SuggestionSerializer,
    TickedFactorsSerializer,
    UnmarkPartySerializer,
)
from disputes.api.serializers.standing import answering
from disputes.api.views.base import RecordView
from disputes.casefile import CaseFile
from disputes.models import Party, RiskAssessment
from disputes.services import marks, risk

TAGS, MARK_TAGS = ["风险评估"], ["人员标识"]
SUGGESTION = "评分只作参考，不保存；等级由具名民警决定。"
SENSITIVE = "仅限责任单位的民警和负责人；记入审计。"


class RiskAssessmentsView(RecordView):
    model = RiskAssessment
    serializer_class = RiskAssessmentSerializer

    @extend_schema(
        operation_id="risk_assessments_create",
        tags=TAGS,
        summary="评估风险",
        description=(
            "评分只作参考，等级由具名民警决定；低于建议等级的，以 acknowledged 说明理由。"
            "等级要求包案领导的，须指定本单位或者上级单位的负责人。"
        ),
        request=AssessRiskSerializer,
        responses={201: answering(RiskAssessmentSerializer)},
    )
    @idempotent
    def create(self, request: Request, dispute_id: int) -> Response:
        with self.open_case() as case:
            given = self.read(AssessRiskSerializer, case=case)
            assessment = risk.assess_risk(
                case, actor=self.officer, on=given.pop("assessed_on"), **given
            )
        return self.answer(case, assessment, 201)

    @extend_schema(
        operation_id="risk_suggestion_retrieve",
        tags=TAGS,
        summary="按登记信息建议风险等级",
        description=SUGGESTION,
        responses=SuggestionSerializer,
    )
    def suggestion(self, request: Request, dispute_id: int) -> Response:
        return self._suggest([])

    @extend_schema(
        operation_id="risk_suggestion_calculate",
        tags=TAGS,
        summary="按勾选的因素建议风险等级",
        description=SUGGESTION,
        request=TickedFactorsSerializer,
        responses=SuggestionSerializer,
    )
    def suggest(self, request: Request, dispute_id: int) -> Response:
        case = self._to_read()
        return self._suggest(self.read(TickedFactorsSerializer).get("factors", []), case)

    def _suggest(self, ticked: list[str], case: CaseFile | None = None) -> Response:
        suggestion = risk.suggest(case or self._to_read(), ticked)
        return Response(SuggestionSerializer(suggestion).data)

    def _to_read(self) -> CaseFile:
        return CaseFile(get_object_or_404(self.visible(), pk=self.kwargs["dispute_id"]))


class MarksView(RecordView):
    """Marks on the party of the address. There is no plain read of them."""

    model = Party
    serializer_class = MarkSerializer

    @extend_schema(
        operation_id="marks_create",
        tags=MARK_TAGS,
        summary="标识人员",
        description=SENSITIVE,
        request=MarkPartySerializer,
        responses={201: MarkSerializer},
    )
    @idempotent
    def create(self, request: Request, dispute_id: int, pk: int) -> Response:
        with self.open_case() as case:
            party = self.on_file(case)
            mark = marks.mark_party(
                case, party, actor=self.officer, request_id=self.request_id,
                **self.read(MarkPartySerializer, case=case),
            )  # fmt: skip
        return self._private(MarkSerializer(mark).data, 201)

    @extend_schema(
        operation_id="marks_remove",
        tags=MARK_TAGS,
        summary="解除人员标识",
        description=SENSITIVE,
        request=UnmarkPartySerializer,
        responses=MarkSerializer,
    )
    @idempotent
    def remove(self, request: Request, dispute_id: int, pk: int) -> Response:
        with self.open_case() as case:
            party = self.on_file(case)
            mark = marks.unmark_party(
                case, party, actor=self.officer, request_id=self.request_id,
                **self.read(UnmarkPartySerializer, case=case),
            )  # fmt: skip
        return self._private(MarkSerializer(mark).data)

    @extend_schema(
        operation_id="marks_reveal",
        tags=MARK_TAGS,
        summary="查看人员标识",
        description=f"须写明事由。{SENSITIVE}",
        request=RevealSerializer,
        responses=MarkSerializer(many=True),
    )
    def reveal(self, request: Request, dispute_id: int, pk: int) -> Response:
        party = get_object_or_404(self.get_queryset().select_related("dispute"), pk=pk)
        purpose = self.read(RevealSerializer)["purpose"]
        found = marks.read_marks(
            party, actor=self.officer, purpose=purpose, request_id=self.request_id
        )
        return self._private(MarkSerializer(found, many=True).data)

    def _private(self, data: object, status: int = 200) -> Response:
        return Response(data, status=status, headers={"Cache-Control": "no-store"})
