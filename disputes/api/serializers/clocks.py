"""Clocks (期限) of a case, extensions of its time limit, alerts (提醒), and the lists of them."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from rest_framework import serializers

from config.rest.pagination import PageForm
from disputes import clock
from disputes.api.paging import KeyPageForm
from disputes.api.serializers.fields import BusinessDay, Moment, Text
from disputes.api.serializers.steps import StepBodySerializer
from disputes.api.serializers.units import VisibleUnit
from disputes.clocks import Clock, ClockState
from disputes.deadlines import CASE_LIMIT
from disputes.models import Alert, Extension

CLOCK_LEVELS = [(level.value, level.label) for level in (Alert.Level.DUE, Alert.Level.OVERDUE)]


class PauseSerializer(serializers.Serializer[Any]):
    """Days that do not count, both ends included."""

    since = serializers.DateField(help_text="自（含）")
    until = serializers.DateField(help_text="至（含）；仍在进行的为今天")
    why = serializers.CharField(help_text="事由")


class ClockSerializer(serializers.Serializer[Clock]):
    """One clock: from when, by which rule, until when, how it was counted, how it stands."""

    code = serializers.CharField(help_text="期限代码")
    name = serializers.CharField(help_text="期限名称")
    subject = serializers.IntegerField(help_text="所涉记录（义务、移交、回避申请）的编号；没有为0")
    source = serializers.CharField(  # type: ignore[assignment]
        help_text="依据：法条，或者“本单位规定”"
    )
    statutes = serializers.ListField(child=serializers.CharField(), help_text="法律依据")
    starts_on = serializers.DateField(help_text="起算日，当日不计")
    days = serializers.IntegerField(help_text="期间")
    unit = serializers.CharField(help_text="工作日或者日")
    pauses = PauseSerializer(source="paused", many=True, help_text="扣除的期间")
    due_on = serializers.DateField(allow_null=True, help_text="届满日；缺少放假安排时为空")
    how = serializers.CharField(help_text="如何计算")
    advisory = serializers.BooleanField(help_text="超期只作提示，不禁止办理")
    state = serializers.ChoiceField(ClockState.choices, help_text="状态")
    state_name = serializers.CharField(source="state.label", help_text="状态名称")
    met_on = serializers.DateField(allow_null=True, help_text="完成日")
    days_left = serializers.SerializerMethodField(help_text="距届满日的日数，负数为已超期日数")

    def get_days_left(self, ticking: Clock) -> int | None:
        """None when nothing is waited for any more."""
        if not ticking.waits or ticking.due_on is None:
            return None
        return (ticking.due_on - clock.today()).days


class CaseClocksSerializer(serializers.Serializer[Any]):
    """Every clock of a case that has started, and what makes them unreliable."""

    today = serializers.DateField(help_text="计算日")
    warnings = serializers.ListField(
        child=serializers.CharField(), help_text="警示，如尚未导入某年的放假安排"
    )
    clocks = ClockSerializer(many=True)


class ExtensionSerializer(serializers.ModelSerializer[Extension]):
    """An approved extension of the time limit."""

    class Meta:
        model = Extension
        fields = ["id", "days", "reason", "approved_by", "approved_on"]
        read_only_fields = fields


class ExtendSerializer(StepBodySerializer):
    """What the next higher organ approved."""

    days = serializers.IntegerField(
        default=CASE_LIMIT.days, min_value=1, max_value=CASE_LIMIT.days, help_text="延长日数"
    )
    reason = Text(500, help_text="延长理由")
    approved_by = Text(50, help_text="批准的上一级公安机关及负责人")
    approved_on = BusinessDay()


class AlertSerializer(serializers.ModelSerializer[Alert]):
    """Something an officer has to see."""

    level_name = serializers.CharField(source="get_level_display", read_only=True)
    dispute_number = serializers.CharField(
        source="dispute.number", read_only=True, help_text="纠纷编号"
    )
    unit_name = serializers.CharField(source="unit.name", read_only=True, help_text="单位名称")
    officer_name = serializers.CharField(
        source="officer.name", read_only=True, help_text="提醒对象姓名"
    )
    days_left = serializers.SerializerMethodField(help_text="距期限的日数，负数为已逾期日数")
    raised_at = Moment(read_only=True, help_text="提醒时间")
    seen_at = Moment(read_only=True, allow_null=True, help_text="已阅时间")
    cleared_at = Moment(read_only=True, allow_null=True, help_text="解除时间")

    class Meta:
        model = Alert
        fields = [
            "id", "dispute", "dispute_number", "unit", "unit_name", "code", "subject", "level",
            "level_name", "title", "due_on", "days_left", "officer", "officer_name", "raised_at",
            "seen_at", "cleared_at",
        ]  # fmt: skip
        read_only_fields = fields

    def get_days_left(self, alert: Alert) -> int | None:
        return None if alert.due_on is None else (alert.due_on - clock.today()).days


class AlertFilters(KeyPageForm):
    """What the list of alerts may be narrowed by."""

    level = serializers.ChoiceField(Alert.Level.choices, required=False, help_text="程度")
    code = serializers.CharField(required=False, max_length=24, help_text="事项代码")
    open = serializers.BooleanField(required=False, help_text="true 为尚未解除的")
    mine = serializers.BooleanField(required=False, help_text="true 为只看提醒本人的")

    def query(self) -> Q:
        given = self.validated_data
        found = Q(**{name: given[name] for name in ("level", "code") if name in given})
        if "open" in given:
            found &= Q(cleared_at__isnull=given["open"])
        return found


class DueClockFilters(PageForm):
    """What the list of clocks that are due may be narrowed by."""

    level = serializers.ChoiceField(CLOCK_LEVELS, required=False, help_text="临期或者逾期")
    code = serializers.CharField(required=False, max_length=24, help_text="期限代码")
    unit = VisibleUnit(required=False, help_text="单位编号，含其下级")
    officer = serializers.IntegerField(required=False, min_value=1, help_text="责任民警编号")

    def query(self) -> Q:
        given = self.validated_data
        return Q(**{name: given[name] for name in ("level", "code", "officer") if name in given})
