"""Activity figures over HTTP: what is asked, and what is answered."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from config.rest.pagination import PageForm
from config.rest.serializers import CleanedField, StrictSerializer
from disputes import identity
from disputes.models import Unit
from reporting.activities.kind import FIELDS
from reporting.activities.kinds import KINDS
from reporting.api.fields import Day
from reporting.api.forms import ORGAN_CODE, PeriodForm
from reporting.api.serializers.frame import NamedSerializer
from reporting.models import Activity, ActivityRecord
from reporting.models.activity import Hedge, Status, Step
from reporting.periods import FIRST_YEAR, LAST_YEAR

KIND_CHOICES = [(kind.code, kind.name) for kind in KINDS.values()]
FIELD_CHOICES = list(FIELDS.items())
MOST = 2_000_000_000  # what a column of four bytes holds


class Text(CleanedField):
    """Free text of at most `longest` characters."""

    def __init__(self, longest: int, **kwargs: Any) -> None:
        def clean(text: str) -> str:
            return identity.clean_text(text, longest)

        super().__init__(clean, max_length=longest, **kwargs)


class ActivityKindSerializer(serializers.Serializer[Any]):
    """A kind of activity figure."""

    code = serializers.CharField(help_text="工作种类代码")
    name = serializers.CharField(help_text="名称")
    unit = serializers.CharField(help_text="计量单位")
    field = serializers.ChoiceField(FIELD_CHOICES, help_text="所属方面")
    field_label = serializers.SerializerMethodField(help_text="所属方面的名称")
    standing = serializers.BooleanField(
        help_text="期末现有数：每个单位以最近一次录入的为准，不累加"
    )
    people = serializers.CharField(allow_blank=True, help_text="同一工作所涉人数的种类代码")
    part_of = serializers.CharField(allow_blank=True, help_text="不应超过的种类代码")
    note = serializers.CharField(allow_blank=True, help_text="口径说明")
    source = serializers.CharField(allow_blank=True, help_text="出处")  # type: ignore[assignment]

    def get_field_label(self, kind: Any) -> str:
        return FIELDS[kind.field]


class ActivityKindsSerializer(serializers.Serializer[Any]):
    results = ActivityKindSerializer(many=True)


class ActivityValuesSerializer(StrictSerializer):
    """What an entry says."""

    value = serializers.IntegerField(
        min_value=0, max_value=MOST, help_text="数值；0 表示确认没有发生"
    )
    hedge = serializers.ChoiceField(
        Hedge.choices, required=False, help_text="精确程度：确数、余、近、约、以上"
    )
    starts_on = Day(help_text="自（含）")
    ends_on = Day(help_text="至（含），与起始日期在同一年度；一天的工作两者相同")
    note = Text(500, required=False, allow_blank=True, help_text="说明")
    evidence = Text(
        200, required=False, allow_blank=True, help_text="依据：文件、台账、照片的编号，提交时必填"
    )


class CreateActivitySerializer(ActivityValuesSerializer):
    """A new entry."""

    unit = serializers.CharField(
        required=False, validators=[ORGAN_CODE], help_text="机构代码，12位；缺省为本单位"
    )
    kind = serializers.ChoiceField(KIND_CHOICES, help_text="工作种类代码")


class ReviseActivitySerializer(ActivityValuesSerializer):
    """What is to be changed."""

    def get_fields(self) -> dict[str, Any]:
        fields = super().get_fields()
        for field in fields.values():
            field.required = False
        return fields


class WarningReasonSerializer(StrictSerializer):
    """A warning that somebody overrides, and why."""

    code = serializers.CharField(max_length=40, help_text="被拒绝时返回的 acknowledge")
    reason = Text(200, help_text="仍然提交的理由，记入记录")


class SubmitActivitySerializer(StrictSerializer):
    acknowledged = WarningReasonSerializer(  # type: ignore[call-arg]
        many=True, required=False, max_length=5, help_text="对提示说明理由后继续提交"
    )


class ReasonSerializer(StrictSerializer):
    """Why."""

    reason = Text(500, help_text="理由")


class ActivityRecordSerializer(serializers.ModelSerializer[ActivityRecord]):
    """An entry as it stood after a step."""

    step = serializers.ChoiceField(Step.choices, help_text="操作")
    actor_name = serializers.CharField(source="actor.name", help_text="经办人")

    class Meta:
        model = ActivityRecord
        fields = [
            "seq", "step", "status", "value", "hedge", "starts_on", "ends_on", "note", "evidence",
            "reason", "actor_name", "at",
        ]  # fmt: skip
        read_only_fields = fields


class ActivitySerializer(serializers.ModelSerializer[Activity]):
    """An entry as it is now."""

    unit = serializers.SerializerMethodField(help_text="单位")
    kind_name = serializers.SerializerMethodField(help_text="工作种类名称")
    unit_word = serializers.SerializerMethodField(help_text="计量单位")
    latest = serializers.SerializerMethodField(help_text="现在的内容")

    class Meta:
        model = Activity
        fields = [
            "id", "unit", "kind", "kind_name", "unit_word", "year", "status", "latest", "version",
        ]  # fmt: skip
        read_only_fields = fields

    @extend_schema_field(NamedSerializer)
    def get_unit(self, activity: Activity) -> dict[str, str]:
        return {"code": activity.unit.code, "name": activity.unit.name}

    def get_kind_name(self, activity: Activity) -> str:
        return KINDS[activity.kind].name

    def get_unit_word(self, activity: Activity) -> str:
        return KINDS[activity.kind].unit

    @extend_schema_field(ActivityRecordSerializer)
    def get_latest(self, activity: Activity) -> dict[str, Any]:
        (latest,) = (r for r in activity.records.all() if r.seq == activity.version)
        return ActivityRecordSerializer(latest).data


class ActivityHistorySerializer(ActivitySerializer):
    """With all its records, the first one first."""

    records = ActivityRecordSerializer(many=True, help_text="全部记录")

    class Meta(ActivitySerializer.Meta):
        fields = [*ActivitySerializer.Meta.fields, "records"]
        read_only_fields = fields


class ActivityFilters(PageForm):
    """Filters of the list."""

    year = serializers.IntegerField(
        required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR, help_text="年度"
    )
    unit = serializers.CharField(
        required=False, validators=[ORGAN_CODE], help_text="机构代码，12位，含其下级"
    )
    kind = serializers.ChoiceField(KIND_CHOICES, required=False, help_text="工作种类代码")
    field = serializers.ChoiceField(FIELD_CHOICES, required=False, help_text="所属方面")
    status = serializers.ChoiceField(Status.choices, required=False, help_text="状态")

    def query(self) -> Q:
        """The condition on entries, apart from the unit, which has to be visible first."""
        given = self.validated_data
        plain = {name: given[name] for name in ("year", "kind", "status") if name in given}
        found = Q(**plain)
        if "field" in given:
            found &= Q(kind__in=[k.code for k in KINDS.values() if k.field == given["field"]])
        return found


class ActivityTotalsForm(PeriodForm):
    """A unit with all below it, and a period."""


class ActivityEntriesForm(PeriodForm):
    """One kind's entries behind its total."""

    kind = serializers.ChoiceField(KIND_CHOICES, help_text="工作种类代码")


class _ActivityFrameSerializer(serializers.Serializer[Any]):
    unit = NamedSerializer(help_text="单位，含其下级")
    start = serializers.DateField(help_text="自（含）")
    end = serializers.DateField(help_text="至（含）")
    as_of = serializers.DateTimeField(help_text="数据时刻")


class ActivityTotalSerializer(NamedSerializer):
    """A kind's total."""

    field = serializers.ChoiceField(FIELD_CHOICES, help_text="所属方面")
    unit = serializers.CharField(help_text="计量单位")
    value = serializers.IntegerField(help_text="合计；只计已审核的")
    hedge = serializers.ChoiceField(Hedge.choices, help_text="精确程度；不同的概数相加为“约”")
    text = serializers.CharField(help_text="报告中的写法")
    entries = serializers.IntegerField(help_text="由多少条数据合成")
    url = serializers.CharField(help_text="所含数据的地址")


class ActivityTotalsSerializer(_ActivityFrameSerializer):
    results = ActivityTotalSerializer(many=True, help_text="有数据的工作种类")


class ActivityEntrySerializer(serializers.Serializer[Any]):
    """An entry as it counts, by the record that was approved last."""

    id = serializers.IntegerField(source="activity_id", help_text="工作量数据编号")
    unit = serializers.SerializerMethodField(help_text="单位")
    seq = serializers.IntegerField(help_text="计入的记录序号")
    value = serializers.IntegerField(help_text="数值；全部相加即合计")
    hedge = serializers.ChoiceField(Hedge.choices, help_text="精确程度")
    starts_on = serializers.DateField(help_text="自")
    ends_on = serializers.DateField(help_text="至")
    note = serializers.CharField(allow_blank=True, help_text="说明")
    evidence = serializers.CharField(help_text="依据")
    approved_at = serializers.DateTimeField(source="at", help_text="审核通过的时间")
    approved_by = serializers.CharField(source="actor.name", help_text="审核人")

    @extend_schema_field(NamedSerializer)
    def get_unit(self, record: ActivityRecord) -> dict[str, str]:
        unit: Unit = record.activity.unit
        return {"code": unit.code, "name": unit.name}


class ActivityEntriesSerializer(_ActivityFrameSerializer):
    kind = serializers.ChoiceField(KIND_CHOICES, help_text="工作种类代码")
    total = serializers.IntegerField(help_text="合计")
    results = ActivityEntrySerializer(many=True)
