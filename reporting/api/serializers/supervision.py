"""What supervisors and operators are shown: signals, reconciliation, alarms."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from reporting.api.serializers.frame import FrameSerializer, NamedSerializer


class SignalSerializer(serializers.Serializer[Any]):
    code = serializers.CharField(help_text="异常代码")
    name = serializers.CharField(help_text="异常名称")
    observed = serializers.IntegerField(help_text="发现的件数或百分比")
    threshold = serializers.IntegerField(help_text="阈值")
    explanation = serializers.CharField(help_text="说明")


class SignalsOfUnitSerializer(serializers.Serializer[Any]):
    unit = NamedSerializer(help_text="单位，含其下级")
    registered = serializers.IntegerField(help_text="期内录入")
    signals = SignalSerializer(many=True, help_text="只提示核实，不作结论")


class SignalsSerializer(FrameSerializer):
    as_of = serializers.DateTimeField(help_text="数据时刻")
    results = SignalsOfUnitSerializer(many=True)


class UnbalancedSerializer(serializers.Serializer[Any]):
    unit = serializers.CharField(help_text="机构代码")
    month = serializers.CharField(help_text="月份")
    disputes = serializers.IntegerField(help_text="流转记录前后不衔接的纠纷数")


class ReconciliationSerializer(serializers.Serializer[Any]):
    at = serializers.DateTimeField(help_text="对账时间")
    cells = serializers.IntegerField(help_text="单元格数")
    differing = serializers.IntegerField(help_text="不一致数，应为0")
    unbalanced = UnbalancedSerializer(
        many=True, help_text="未结与录入、办结不平衡的单位和月份，应为空"
    )
    seconds = serializers.FloatField(help_text="用时（秒）")


class RollupStateSerializer(serializers.Serializer[Any]):
    trusted = serializers.BooleanField(
        help_text="最近一次对账为0、平衡且未过期；否则年度报告不能签发"
    )
    reconciliation = ReconciliationSerializer(allow_null=True, help_text="最近一次对账")
    dirty_keys = serializers.IntegerField(help_text="待计入的变动")
    oldest_seconds = serializers.FloatField(allow_null=True, help_text="最早一条已等候的秒数")
    drained_keys = serializers.IntegerField(help_text="最近一小时计入的变动")
    keys_per_second = serializers.FloatField(allow_null=True, help_text="计入速度")


class AlarmSerializer(NamedSerializer):
    explanation = serializers.CharField(help_text="说明")
    observed = serializers.IntegerField(allow_null=True, help_text="观察值，单位见说明")
    threshold = serializers.IntegerField(help_text="阈值")
    blocks = serializers.BooleanField(help_text="解除之前，年度报告不能签发")


class HeartbeatSerializer(serializers.Serializer[Any]):
    job = serializers.CharField(help_text="后台任务")
    at = serializers.DateTimeField(help_text="最近一次完成")


class OperationsSerializer(serializers.Serializer[Any]):
    as_of = serializers.DateTimeField(help_text="数据时刻")
    obstacle = serializers.CharField(
        allow_blank=True, help_text="年度报告现在不能签发的原因；可以签发时为空"
    )
    alarms = AlarmSerializer(many=True, help_text="告警；一切正常时为空")
    rollup = RollupStateSerializer(help_text="汇总状态")
    heartbeats = HeartbeatSerializer(many=True, help_text="后台任务的心跳")
