"""Cases that know each other: merged, split off, recurring; and the criminal cases they became."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from config.rest.pagination import PageForm
from config.rest.serializers import StrictSerializer
from disputes.api.serializers.fields import BusinessDay, KindCode, OnFile, Text
from disputes.api.serializers.steps import StepBodySerializer
from disputes.api.serializers.units import VisibleUnit
from disputes.models import CriminalCase, Dispute, Party, Recurrence
from disputes.querysets import RecordQuerySet, case_scope


class LinkedCaseSerializer(serializers.ModelSerializer[Dispute]):
    """Another case of the same unit: merged here, split off from here, or the other way round."""

    class Meta:
        model = Dispute
        fields = ["id", "number", "state"]
        read_only_fields = fields


class EarlierCaseSerializer(serializers.Serializer[Any]):
    """An earlier dispute. Outside the caller's scope only that there is one, its unit and number."""

    number = serializers.CharField(help_text="纠纷编号")
    unit_name = serializers.CharField(source="unit.name", help_text="登记单位名称")
    id = serializers.SerializerMethodField(help_text="编号；无权查看的为空")
    registered_on = serializers.SerializerMethodField(help_text="登记日期；无权查看的为空")
    state = serializers.SerializerMethodField(help_text="状态；无权查看的为空")

    def get_id(self, earlier: Dispute) -> int | None:
        return earlier.pk if self._visible(earlier) else None

    @extend_schema_field(serializers.DateField(allow_null=True))
    def get_registered_on(self, earlier: Dispute) -> Any:
        return earlier.registered_on if self._visible(earlier) else None

    def get_state(self, earlier: Dispute) -> str | None:
        return earlier.state if self._visible(earlier) else None

    def _visible(self, earlier: Dispute) -> bool:
        """The same scope as `visible_to`, asked of a row that was read already."""
        column, pk = case_scope(self.context["request"].user)
        return bool(getattr(earlier, column) == pk)


class RecurrenceSerializer(serializers.ModelSerializer[Recurrence]):
    """A candidate: found by machine, decided by a person."""

    earlier = EarlierCaseSerializer(read_only=True)
    decided_by_name = serializers.CharField(
        source="decided_by.name", read_only=True, allow_null=True, help_text="认定人姓名"
    )

    class Meta:
        model = Recurrence
        fields = [
            "id", "earlier", "parties_in_common", "phones_in_common", "same_alarm", "both_alarms",
            "is_recurrence", "decided_by", "decided_by_name", "decided_on", "reason", "version",
        ]  # fmt: skip
        read_only_fields = fields


class DecideRecurrenceSerializer(StepBodySerializer):
    """A named officer decides."""

    is_recurrence = serializers.BooleanField(help_text="是否再发")
    reason = Text(500, help_text="认定理由")
    repeat_alarm = serializers.BooleanField(
        required=False, help_text="同时认定本纠纷是否重复警情；不填的不变"
    )
    decided_on = BusinessDay()


class VisibleCase(serializers.PrimaryKeyRelatedField[Dispute]):
    """A dispute that exists for the caller."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Dispute.objects.all(), **kwargs)

    def get_queryset(self) -> Any:
        return Dispute.objects.visible_to(self.context["request"].user)


class MergeSerializer(StrictSerializer):
    """Into which case this one goes."""

    into = VisibleCase(help_text="并入的纠纷，须为同一单位登记")
    reason = Text(500, help_text="并案事由")


class SplitSerializer(StepBodySerializer):
    """Who goes into the new case, and who stays no longer in this one."""

    parties = serializers.ListField(
        child=OnFile(Party), allow_empty=False, max_length=50, help_text="转入新纠纷的当事人编号"
    )
    leaving = serializers.ListField(
        child=OnFile(Party), required=False, max_length=50,
        help_text="其中不再参加原纠纷的当事人编号",
    )  # fmt: skip
    kind = KindCode()
    summary = Text(4000, help_text="新纠纷的简要情况")
    reason = Text(500, help_text="拆分事由")


class CriminalCaseSerializer(serializers.ModelSerializer[CriminalCase]):
    """A criminal case that came out of the dispute."""

    kind_name = serializers.CharField(source="get_kind_display", read_only=True)
    linked_by_name = serializers.CharField(
        source="linked_by.name", read_only=True, help_text="关联民警姓名"
    )

    class Meta:
        model = CriminalCase
        fields = [
            "id", "kind", "kind_name", "number", "charge", "filed_on", "deaths", "linked_by",
            "linked_by_name",
        ]  # fmt: skip
        read_only_fields = fields


class CriminalRowSerializer(CriminalCaseSerializer):
    """A line of the register (民转刑台账)."""

    dispute_number = serializers.CharField(
        source="dispute.number", read_only=True, help_text="纠纷编号"
    )
    unit_name = serializers.CharField(source="unit.name", read_only=True, help_text="登记单位名称")

    class Meta(CriminalCaseSerializer.Meta):
        fields = [
            *CriminalCaseSerializer.Meta.fields, "dispute", "dispute_number", "unit", "unit_name",
        ]  # fmt: skip
        read_only_fields = fields


class LinkCriminalSerializer(StepBodySerializer):
    """A criminal case to be named."""

    kind = serializers.ChoiceField(CriminalCase.Kind.choices, help_text="类别")
    number = Text(40, help_text="刑事案件编号")
    charge = Text(100, help_text="涉嫌罪名")
    deaths = serializers.IntegerField(
        default=0, min_value=0, max_value=1000, help_text="死亡人数；刑转命的至少为1"
    )
    filed_on = serializers.DateField(help_text="立案日期，不早于纠纷登记日期")


class CriminalFilters(PageForm):
    """What the register may be narrowed by."""

    kind = serializers.ChoiceField(CriminalCase.Kind.choices, required=False, help_text="类别")
    unit = VisibleUnit(required=False, help_text="单位编号，含其下级")
    filed_from = serializers.DateField(required=False, help_text="立案日期自（含）")
    filed_to = serializers.DateField(required=False, help_text="立案日期至（含）")

    PATHS = {"kind": "kind", "filed_from": "filed_on__gte", "filed_to": "filed_on__lte"}

    def narrow(self, rows: RecordQuerySet) -> RecordQuerySet:
        given = self.validated_data
        rows = rows.filter(**{path: given[n] for n, path in self.PATHS.items() if n in given})
        return rows.below(given["unit"]) if "unit" in given else rows
