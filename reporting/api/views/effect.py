"""Hearing-style beside ordinary mediation, and the cases behind every number of it."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from config.rest.pagination import PageForm
from config.rest.permissions import HasScope
from disputes import clock
from disputes.models import Dispute
from reporting import effect
from reporting.api.cases import page_of_cases
from reporting.api.forms import PeriodForm
from reporting.api.permissions import ReadsCasesBehindFigures, ReadsFigures
from reporting.api.serializers.frame import FrameSerializer, NamedSerializer
from reporting.api.serializers.statistics import ContributionSerializer
from reporting.api.views.statistics import TAGS, _frame
from reporting.drain import exact_snapshot
from reporting.effect.comparison import answer
from reporting.measures import Measure

OUTCOME_CHOICES = [(o.code, o.name) for o in effect.OUTCOMES.values()]
GROUP_CHOICES = list(effect.GROUPS.items())
CASE = Measure("compared_case", "参与比较的纠纷", Dispute, "registered_on", unit="起")
CAVEAT = "观察性比较：已按类型和风险匹配，不能排除其他差别，不作因果结论，也不用于考核排名"


class ArmSerializer(serializers.Serializer[Any]):
    group = serializers.ChoiceField(GROUP_CHOICES, help_text="组")
    name = serializers.CharField(help_text="组的名称")
    numerator = serializers.IntegerField(help_text="达到的件数")
    denominator = serializers.IntegerField(help_text="件数（n）")
    rate = serializers.CharField(allow_null=True, help_text="百分比；件数为0时为空")
    interval = serializers.ListField(
        child=serializers.CharField(), help_text="95%置信区间（威尔逊法）"
    )
    standardised = serializers.CharField(
        allow_null=True, help_text="按类型和风险标准化后的百分比；不作比较时为空"
    )


class StratumSerializer(serializers.Serializer[Any]):
    key = serializers.CharField(help_text="层：类型|风险；大类合并的类型后加 *")
    name = serializers.CharField(help_text="层的名称")
    kinds = serializers.ListField(child=serializers.CharField(), help_text="所含小类")
    groups = ArmSerializer(many=True, help_text="两组")


class EffectOutcomeSerializer(NamedSerializer):
    note = serializers.CharField(help_text="口径说明")
    groups = ArmSerializer(many=True, help_text="匹配之前的两组")
    matched = ArmSerializer(many=True, help_text="参与比较的各层之和")
    difference = serializers.CharField(
        allow_null=True, help_text="标准化后的差（听证式减普通，个百分点）；不作比较时为空"
    )
    interval = serializers.ListField(
        child=serializers.CharField(), help_text="差的95%置信区间（个百分点）"
    )
    text = serializers.CharField(help_text="结论；不作比较的原因")
    strata = StratumSerializer(many=True, help_text="参与比较的各层")
    dropped = StratumSerializer(many=True, help_text="件数不足、合并后仍不足而不参与比较的各层")


class EffectSerializer(FrameSerializer):
    as_of = serializers.DateTimeField(help_text="数据时刻")
    caveat = serializers.CharField(help_text="使用限制")
    outcomes = EffectOutcomeSerializer(many=True)


class EffectCasesSerializer(FrameSerializer):
    as_of = serializers.DateTimeField(help_text="数据时刻")
    total = serializers.IntegerField(help_text="件数，即比较中的数字")
    next = serializers.CharField(allow_null=True, help_text="下一页的游标；末页为空")
    results = ContributionSerializer(many=True)


class EffectCasesForm(PeriodForm, PageForm):
    outcome = serializers.ChoiceField(OUTCOME_CHOICES, help_text="比较的结果")
    group = serializers.ChoiceField(GROUP_CHOICES, help_text="组")
    part = serializers.ChoiceField(
        [("numerator", "分子"), ("denominator", "分母")], required=False, default="numerator",
        help_text="分子或者分母",
    )  # fmt: skip
    stratum = serializers.CharField(
        required=False, default="", max_length=100, help_text="比较结果中该层的 key；缺省为全部"
    )


class HearingEffectView(APIView):
    permission_classes = [HasScope, ReadsFigures]
    required_scope = "statistics"

    @extend_schema(
        operation_id="statistics_hearing_effect",
        tags=TAGS,
        summary="听证式调解与普通调解的比较",
        description="达成协议、履行、90日和180日反复再发、满意度，按类型和风险分层匹配，给出标准化的差和区间。"
        "任一组件数不足的层先按大类合并，仍不足的不参与并列出；匹配后任一组不足阈值的不作比较并说明原因。"
        "当场调解不参与比较。" + CAVEAT + "。",
        parameters=[PeriodForm],
        responses=EffectSerializer,
    )
    def get(self, request: Request) -> Response:
        form = PeriodForm.of(request)
        unit, period = form.asked_unit(), form.validated_data["period"]
        with exact_snapshot():
            outcomes = [answer(one) for one in effect.comparisons(period, unit)]
            as_of = clock.now()
        return Response(
            {**_frame(period, unit), "as_of": as_of, "caveat": CAVEAT, "outcomes": outcomes}
        )


class HearingEffectCasesView(APIView):
    permission_classes = [HasScope, ReadsCasesBehindFigures]
    required_scope = "statistics"

    @extend_schema(
        operation_id="statistics_hearing_effect_cases",
        tags=TAGS,
        summary="比较所含的纠纷",
        description="比较中一个数字所含的纠纷，可以限于一层。不含当事人信息。",
        parameters=[EffectCasesForm],
        responses=EffectCasesSerializer,
    )
    def get(self, request: Request) -> Response:
        form = EffectCasesForm.of(request)
        given, officer = form.validated_data, request.user
        unit, period = form.asked_unit(), given["period"]
        with exact_snapshot():
            rows = _members(period, unit, given)
            own: Any = officer
            following, results = page_of_cases(
                CASE, rows, given.get("cursor"), given["page_size"], own.unit
            )
            frame = {**_frame(period, unit), "as_of": clock.now(), "total": rows.count()}
        return Response(frame | {"next": following, "results": results})


def _members(period: Any, unit: Any, given: dict[str, Any]) -> Any:
    """The cases of one number. Raises ValidationError for a stratum that is not in the answer."""
    flags = {f"{given['outcome']}_of": True}
    if given["part"] == "numerator":
        flags[f"{given['outcome']}_met"] = True
    rows = effect.cases(period, unit).filter(group=given["group"], **flags)
    if not given["stratum"]:
        return rows
    compared = {c.outcome.code: c for c in effect.comparisons(period, unit)}[given["outcome"]]
    for stratum in (*compared.strata, *compared.dropped):
        if stratum.key == given["stratum"]:
            return rows.filter(minor__in=stratum.kinds, risk=stratum.risk)
    raise ValidationError({"stratum": "比较结果中没有这一层"})
