"""For supervisors: signs that figures were made, and how the roll-up is doing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from config.rest.permissions import HasScope
from config.rest.queries import QueryForm
from disputes import clock
from reporting import state
from reporting.api.forms import PeriodForm
from reporting.api.permissions import Oversees, ReadsFigures, ReadsMetrics, Supervises
from reporting.api.serializers.supervision import (
    OperationsSerializer,
    RollupStateSerializer,
    SignalsSerializer,
)
from reporting.api.views.statistics import TAGS, _frame
from reporting.drain import exact_snapshot
from reporting.signals import Signals


class SignalsView(APIView):
    permission_classes = [HasScope, Supervises]
    required_scope = "statistics"

    @extend_schema(
        operation_id="statistics_signals",
        tags=TAGS,
        summary="数据异常提示",
        description="月末突击、当日录入当日办结、雷同文本、拆分登记、指标化录入。按单位提示，"
        "不针对个人；只供核实，不作结论。阈值可以设置。",
        parameters=[PeriodForm],
        responses=SignalsSerializer,
    )
    def get(self, request: Request) -> Response:
        form = PeriodForm.of(request)
        unit, period = form.asked_unit(), form.validated_data["period"]
        with exact_snapshot():
            results = Signals(period, unit).by_unit()
            as_of = clock.now()
        return Response({**_frame(period, unit), "as_of": as_of, "results": results})


class RollupStateView(APIView):
    permission_classes = [HasScope, ReadsFigures]
    required_scope = "statistics"

    @extend_schema(
        operation_id="statistics_rollup",
        tags=TAGS,
        summary="汇总状态和最近一次对账",
        description="对账不为0时，统计仍从原始数据修复，但年度报告不能签发。",
        parameters=[],
        responses=RollupStateSerializer,
    )
    def get(self, request: Request) -> Response:
        QueryForm.of(request)
        return Response(state.state())


class OperationsView(APIView):
    permission_classes = [HasScope, Oversees]
    required_scope = "statistics"

    @extend_schema(
        operation_id="operations_retrieve",
        tags=TAGS,
        summary="运行告警",
        description="对账不一致、对账过期、流转记录不衔接、口径变更后未重新计算、变动积压、后台任务停止。"
        "其中 blocks 为真的，解除之前年度报告不能签发。不含案件信息。",
        parameters=[],
        responses=OperationsSerializer,
    )
    def get(self, request: Request) -> Response:
        QueryForm.of(request)
        return Response(state.operations())


class PrometheusRenderer(BaseRenderer):
    media_type = "text/plain"
    format = "prometheus"
    charset = "utf-8"

    def render(
        self,
        data: Any,
        accepted_media_type: str | None = None,
        renderer_context: Mapping[str, Any] | None = None,
    ) -> bytes:
        return str(data).encode()


class MetricsView(APIView):
    permission_classes = [HasScope, ReadsMetrics]
    required_scope = "statistics"
    renderer_classes = [PrometheusRenderer]

    @extend_schema(
        operation_id="statistics_metrics",
        tags=TAGS,
        summary="运行指标",
        description="Prometheus 文本格式：待计入的变动、最早一条的等候时间、计入速度、对账结果。",
        parameters=[],
        responses={(200, "text/plain"): OpenApiTypes.STR},
    )
    def get(self, request: Request) -> Response:
        QueryForm.of(request)
        return Response(state.prometheus())
