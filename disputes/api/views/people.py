"""Parties, their representatives, and the one way to see full identity data."""

from __future__ import annotations

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from config.rest.concurrency import if_match
from config.rest.idempotency import idempotent
from disputes.api.serializers.people import (
    AddPartySerializer,
    ChangePartySerializer,
    PartySerializer,
    RepresentativeSerializer,
    RepresentSerializer,
    RevealedPartySerializer,
    RevealedRepresentativeSerializer,
    RevealSerializer,
)
from disputes.api.serializers.standing import answering
from disputes.api.views.base import RecordView
from disputes.models import Party, Representative
from disputes.services import parties

TAGS = ["当事人"]
REVEAL = "须写明事由；每次查看记入审计。"


class _Revealing(RecordView):
    revealed: type

    def _reveal(self, request: Request) -> Response:
        row = get_object_or_404(self.get_queryset(), pk=self.kwargs["pk"])
        purpose = self.read(RevealSerializer)["purpose"]
        parties.reveal(
            row,
            actor=self.officer,
            purpose=purpose,
            request_id=self.request_id,
        )
        return Response(self.revealed(row).data, headers={"Cache-Control": "no-store"})


class PartiesView(_Revealing):
    model = Party
    serializer_class = PartySerializer
    revealed = RevealedPartySerializer

    @extend_schema(
        operation_id="parties_create",
        tags=TAGS,
        summary="登记当事人",
        request=AddPartySerializer,
        responses={201: answering(PartySerializer)},
    )
    @idempotent
    def create(self, request: Request, dispute_id: int) -> Response:
        with self.open_case() as case:
            party = parties.add_party(
                case, actor=self.officer, **self.read(AddPartySerializer, case=case)
            )
        return self.answer(case, party, 201)

    @extend_schema(operation_id="parties_retrieve", tags=TAGS, summary="当事人详情")
    def retrieve(self, request: Request, dispute_id: int, pk: int) -> Response:
        return self.current()

    @extend_schema(
        operation_id="parties_partial_update",
        tags=TAGS,
        summary="更正当事人",
        description="只更正所填的项目。If-Match 为该当事人的 ETag。",
        request=ChangePartySerializer,
        responses=answering(PartySerializer),
    )
    @if_match
    def partial_update(self, request: Request, dispute_id: int, pk: int) -> Response:
        with self.open_case() as case:
            party = self.on_file(case)
            fields = self.read(ChangePartySerializer, case=case, party=party)
            parties.change_party(case, pk, actor=self.officer, **fields)
        return self.answer(case, party)

    @extend_schema(
        operation_id="parties_reveal",
        tags=TAGS,
        summary="查看当事人完整身份信息",
        description=REVEAL,
        request=RevealSerializer,
        responses=RevealedPartySerializer,
    )
    def reveal(self, request: Request, dispute_id: int, pk: int) -> Response:
        return self._reveal(request)


class RepresentativesView(_Revealing):
    model = Representative
    serializer_class = RepresentativeSerializer
    revealed = RevealedRepresentativeSerializer

    @extend_schema(
        operation_id="representatives_create",
        tags=TAGS,
        summary="登记监护人或者代理人",
        request=RepresentSerializer,
        responses={201: answering(RepresentativeSerializer)},
    )
    @idempotent
    def create(self, request: Request, dispute_id: int) -> Response:
        with self.open_case() as case:
            representative = parties.add_representative(
                case, actor=self.officer, **self.read(RepresentSerializer, case=case)
            )
        return self.answer(case, representative, 201)

    @extend_schema(
        operation_id="representatives_reveal",
        tags=TAGS,
        summary="查看监护人或者代理人的完整电话",
        description=REVEAL,
        request=RevealSerializer,
        responses=RevealedRepresentativeSerializer,
    )
    def reveal(self, request: Request, dispute_id: int, pk: int) -> Response:
        return self._reveal(request)
