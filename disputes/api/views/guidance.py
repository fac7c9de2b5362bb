"""What may be done with a case now, what is missing, what is due: one call."""

from __future__ import annotations

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from disputes import clock
from disputes.api.serializers.guidance import GuidanceSerializer
from disputes.api.views.base import CaseView
from disputes.api.views.clocks import clocks_body
from disputes.casefile import CaseFile
from disputes.guidance import guidance


class GuidanceView(CaseView):
    serializer_class = GuidanceSerializer

    @extend_schema(
        operation_id="disputes_guidance",
        tags=["矛盾纠纷"],
        summary="办理指引",
        description=(
            "当前用户可以考虑的每个动作：现在能否办理、尚缺什么、依据哪一条、办理时填什么；"
            "以及各项期限。与办理时的检查是同一套规则，客户端据此启用按钮。"
        ),
        responses=GuidanceSerializer,
    )
    def retrieve(self, request: Request, dispute_id: int) -> Response:
        rows = self.visible().select_related("unit", "kind", "risk_level")
        dispute, today = get_object_or_404(rows, pk=dispute_id), clock.today()
        case = CaseFile(dispute)
        body = {
            "number": dispute.number,
            "version": dispute.version,
            "state": dispute.state,
            "state_name": dispute.get_state_display(),
            "steps": guidance(case, self.officer, today),
            **clocks_body(case, today),
        }
        return Response(self.get_serializer(body).data)
