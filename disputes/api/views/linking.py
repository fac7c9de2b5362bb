"""Merging, splitting, recurrence, and the register of criminal cases out of disputes."""

from __future__ import annotations

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from config.rest.concurrency import if_match
from config.rest.idempotency import idempotent
from config.rest.pagination import KeysetPagination
from disputes.api.serializers.disputes import DisputeRowSerializer
from disputes.api.serializers.linking import (
    CriminalCaseSerializer,
    CriminalFilters,
    CriminalRowSerializer,
    DecideRecurrenceSerializer,
    LinkCriminalSerializer,
    MergeSerializer,
    RecurrenceSerializer,
    SplitSerializer,
)
from disputes.api.serializers.standing import answering
from disputes.api.views.base import CaseView, OfficerView, RecordView
from disputes.casefile import both_files
from disputes.models import CriminalCase, Recurrence
from disputes.services import criminal, linking, recurrence

TAGS, RECURRENCE_TAGS, CRIMINAL_TAGS = ["并案和拆分"], ["再发"], ["民转刑"]


class LinksView(CaseView):
    serializer_class = DisputeRowSerializer

    @extend_schema(
        operation_id="disputes_merge",
        tags=TAGS,
        summary="并案",
        description="本纠纷并入同一单位的另一纠纷并作废；移交、记录和流转保留在原处。",
        request=MergeSerializer,
        responses=DisputeRowSerializer,
    )
    @if_match
    def merge(self, request: Request, dispute_id: int) -> Response:
        if not self.visible().filter(pk=dispute_id).exists():
            raise Http404
        given = self.read(MergeSerializer)
        into, expected = given["into"].pk, self.seen_version(dispute_id)
        with both_files(dispute_id, into, expected=expected) as (case, other):
            linking.merge(case, other, actor=self.officer, reason=given["reason"])
        return self.row_answer(dispute_id)

    @extend_schema(
        operation_id="disputes_split",
        tags=TAGS,
        summary="拆分",
        description="以所选当事人登记一件新纠纷；返回新纠纷。",
        request=SplitSerializer,
        responses={201: DisputeRowSerializer},
    )
    @idempotent
    def split(self, request: Request, dispute_id: int) -> Response:
        with self.open_case() as case:
            given = self.read(SplitSerializer, case=case)
            new = linking.split(case, actor=self.officer, **given)
        return self.row_answer(new.pk, 201)


class RecurrencesView(RecordView):
    model = Recurrence
    serializer_class = RecurrenceSerializer

    @extend_schema(operation_id="recurrences_retrieve", tags=RECURRENCE_TAGS, summary="再发候选")
    def retrieve(self, request: Request, dispute_id: int, pk: int) -> Response:
        return self.current()

    @extend_schema(
        operation_id="recurrences_decide",
        tags=RECURRENCE_TAGS,
        summary="认定再发",
        description="候选由系统按证件号码、电话和接警单编号提出，由具名民警认定。"
        "If-Match 为该候选的 ETag。",
        request=DecideRecurrenceSerializer,
        responses=answering(RecurrenceSerializer),
    )
    @if_match
    def decide(self, request: Request, dispute_id: int, pk: int) -> Response:
        with self.open_case() as case:
            candidate = self.on_file(case)
            given = self.read(DecideRecurrenceSerializer, case=case)
            recurrence.decide(
                case, candidate, actor=self.officer, on=given.pop("decided_on"), **given
            )
        return self.answer(case, candidate)


class CriminalCasesView(RecordView):
    model = CriminalCase
    serializer_class = CriminalCaseSerializer

    @extend_schema(
        operation_id="criminal_cases_create",
        tags=CRIMINAL_TAGS,
        summary="登记民转刑",
        description="已结案、已转办、已归档的纠纷也可以登记。",
        request=LinkCriminalSerializer,
        responses={201: answering(CriminalCaseSerializer)},
    )
    @idempotent
    def create(self, request: Request, dispute_id: int) -> Response:
        with self.open_case() as case:
            given = self.read(LinkCriminalSerializer, case=case)
            row = criminal.link(case, actor=self.officer, **given)
        return self.answer(case, row, 201)


class CriminalRegisterView(OfficerView):
    """Criminal cases out of the disputes that the caller can see, newest first."""

    serializer_class = CriminalRowSerializer
    pagination_class = KeysetPagination
    query_form = CriminalFilters
    page_day = "filed_on"

    @extend_schema(
        operation_id="criminal_cases_list",
        tags=CRIMINAL_TAGS,
        summary="民转刑台账",
        description="本单位及下级单位纠纷引发的刑事案件，最新立案的在前。",
    )
    def list(self, request: Request) -> Response:
        rows = CriminalCase.objects.visible_to(self.officer)
        rows = rows.select_related("dispute", "unit", "linked_by")
        page = self.paginate_queryset(CriminalFilters.of(request).narrow(rows))
        return self.get_paginated_response(self.get_serializer(page, many=True).data)
