"""Legal review: sending, deciding, and the queue of those who review."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from config.rest.concurrency import if_match
from config.rest.idempotency import idempotent
from config.rest.pagination import KeysetPagination
from disputes.api.serializers.review import (
    DecideReviewSerializer,
    QueuedReviewSerializer,
    ReviewFilters,
    ReviewSerializer,
    SubmitReviewSerializer,
)
from disputes.api.serializers.standing import answering
from disputes.api.views.base import OfficerView, RecordView
from disputes.models import Dispute, Review
from disputes.services import review as reviews

TAGS = ["法制审核"]


class ReviewsView(RecordView):
    model = Review
    serializer_class = ReviewSerializer

    @extend_schema(
        operation_id="reviews_create",
        tags=TAGS,
        summary="送审",
        description="不填层级的，送规则要求而尚未通过的最低一级。",
        request=SubmitReviewSerializer,
        responses={201: answering(ReviewSerializer)},
    )
    @idempotent
    def create(self, request: Request, dispute_id: int) -> Response:
        with self.open_case() as case:
            given = self.read(SubmitReviewSerializer, case=case)
            sent = reviews.submit_review(
                case, actor=self.officer, on=given.pop("submitted_on"), **given
            )
        return self.answer(case, sent, 201)

    @extend_schema(operation_id="reviews_retrieve", tags=TAGS, summary="审核详情")
    def retrieve(self, request: Request, dispute_id: int, pk: int) -> Response:
        return self.current()

    @extend_schema(
        operation_id="reviews_decide",
        tags=TAGS,
        summary="审核",
        description="通过，或者写明理由退回。If-Match 为该次审核的 ETag。",
        request=DecideReviewSerializer,
        responses=answering(ReviewSerializer),
    )
    @if_match
    def decide(self, request: Request, dispute_id: int, pk: int) -> Response:
        with self.open_case() as case:
            sent = self.on_file(case)
            given = self.read(DecideReviewSerializer, case=case)
            reviews.review(case, sent, actor=self.officer, on=given.pop("reviewed_on"), **given)
        return self.answer(case, sent)


class ReviewQueueView(OfficerView):
    """Reviews of the cases that the caller can see, newest first."""

    serializer_class = QueuedReviewSerializer
    pagination_class = KeysetPagination
    query_form = ReviewFilters
    page_day = "submitted_on"

    @extend_schema(
        operation_id="reviews_list",
        tags=TAGS,
        summary="审核列表",
        description="open=true 为等待审核的。",
    )
    def list(self, request: Request) -> Response:
        conditions = ReviewFilters.of(request).conditions()
        rows = Review.objects.filter(
            dispute__in=Dispute.objects.visible_to(self.officer), **conditions
        ).select_related("unit", "dispute__kind", "submitted_by", "reviewed_by")
        page = self.paginate_queryset(rows)
        return self.get_paginated_response(self.get_serializer(page, many=True).data)
