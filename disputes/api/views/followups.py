"""Follow-ups."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from config.rest.idempotency import idempotent
from disputes.api.serializers.followups import (
    FollowUpSerializer,
    RecordFollowUpSerializer,
)
from disputes.api.serializers.standing import answering
from disputes.api.views.base import RecordView
from disputes.models import FollowUp
from disputes.services import followup

TAGS = ["回访"]


class FollowUpsView(RecordView):
    model = FollowUp
    serializer_class = FollowUpSerializer

    @extend_schema(
        operation_id="follow_ups_create",
        tags=TAGS,
        summary="登记回访",
        description=(
            "回访发现反复的，提醒所长，由所长以动作 relapse 登记。"
            "风险等级要求上门而采用其他方式的，以 acknowledged 说明理由。"
        ),
        request=RecordFollowUpSerializer,
        responses={201: answering(FollowUpSerializer)},
    )
    @idempotent
    def create(self, request: Request, dispute_id: int) -> Response:
        with self.open_case() as case:
            visit = followup.record_follow_up(
                case, actor=self.officer, **self.read(RecordFollowUpSerializer, case=case)
            )
        return self.answer(case, visit, 201)
