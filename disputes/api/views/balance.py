"""The balance of disputes between two days."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from config.rest.permissions import HasScope
from disputes.api.permissions import HandlesCases
from disputes.api.serializers.balance import BalanceForm, BalanceSerializer
from disputes.api.views.base import OfficerView
from disputes.balance import balance


class BalanceView(OfficerView):
    permission_classes = [HasScope, HandlesCases]
    serializer_class = BalanceSerializer

    @extend_schema(
        operation_id="balance_retrieve",
        tags=["平衡关系"],
        summary="期初、新增、去向、期末",
        description="每起纠纷在任何一天只在一个去向；期初未结加新增等于各去向之和加期末未结。",
        parameters=[BalanceForm],
        responses=BalanceSerializer,
    )
    def retrieve(self, request: Request) -> Response:
        asked = BalanceForm.of(request).validated_data
        unit = asked.get("unit") or self.officer.unit
        assert unit is not None  # `HandlesCases` lets nobody in without one
        found = balance(unit, asked["first"], asked["last"], seen_by=self.officer)
        return Response(self.get_serializer(found).data)
