"""The calendar in force (放假安排), and taking over a yearly notice."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError as Refused
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from config.rest.queries import QueryForm
from config.rest.serializers import StrictSerializer
from disputes.api.serializers.fields import Text
from disputes.models import Holiday
from disputes.services.calendar import Change, Changes

MOST_DAYS = 200  # of one notice; a year has about 35


class HolidaySerializer(serializers.ModelSerializer[Holiday]):
    """A day that the notice takes out of the plain week."""

    kind_name = serializers.CharField(source="get_kind_display", read_only=True)

    class Meta:
        model = Holiday
        fields = ["day", "kind", "kind_name", "name", "source"]
        read_only_fields = fields


class YearForm(QueryForm):
    """Which year's calendar is read."""

    year = serializers.IntegerField(
        required=False, min_value=1900, max_value=9999, help_text="年份，缺省为今年"
    )


class CalendarSerializer(serializers.Serializer[Any]):
    """One year's days, and whether the clocks can rely on them."""

    year = serializers.IntegerField(help_text="年份")
    known = serializers.BooleanField(help_text="该年的放假安排是否完整，不完整则不计算期限")
    missing_years = serializers.ListField(
        child=serializers.IntegerField(), help_text="现在应有而尚未导入的年份"
    )
    days = HolidaySerializer(many=True, help_text="周一至周五的放假日和周末的上班日")


class NoticeForm(QueryForm):
    """How a notice is taken over."""

    preview = serializers.BooleanField(required=False, default=False, help_text="只预览，不保存")
    source = Text(100, help_text="来源，例如通知的文号")  # type: ignore[assignment]


class NoticeDaySerializer(StrictSerializer):
    """One day of a notice."""

    day = serializers.DateField(help_text="日期")
    kind = serializers.ChoiceField(Holiday.Kind.choices, help_text="放假或者上班")
    name = Text(30, help_text="名称")


class HolidayNoticeSerializer(StrictSerializer):
    """A notice as JSON. Weekends off may be named or left out."""

    days = NoticeDaySerializer(  # type: ignore[call-arg]
        many=True, allow_empty=False, max_length=MOST_DAYS, help_text="放假日和上班日"
    )

    def validate_days(self, days: list[dict[str, Any]]) -> list[dict[str, Any]]:
        named = [row["day"] for row in days]
        if twice := sorted({str(day) for day in named if named.count(day) > 1}):
            raise ValidationError(f"日期重复：{'、'.join(twice)}", code="DUPLICATE_DAY")
        return days


class ChangedDaySerializer(serializers.Serializer[Change]):
    """A day that is stored otherwise so far."""

    before = HolidaySerializer(help_text="原为")
    after = HolidaySerializer(help_text="改为")


class ChangesSerializer(serializers.Serializer[Changes]):
    """What a notice changes, or would change."""

    preview = serializers.SerializerMethodField(help_text="true 为预览，没有保存")
    added = HolidaySerializer(many=True, help_text="新增")
    changed = ChangedDaySerializer(many=True, help_text="更改")
    removed = HolidaySerializer(many=True, help_text="删除：恢复为平常的一周")
    unchanged = serializers.SerializerMethodField(help_text="不变的日数")

    def get_preview(self, changes: Changes) -> bool:
        return bool(self.context["preview"])

    def get_unchanged(self, changes: Changes) -> int:
        return len(changes.unchanged)


def as_invalid(refused: Refused) -> ValidationError:
    """A notice that is wrong in itself is a wrong request (400), with every line."""
    return ValidationError({"days": refused.messages}, code="HOLIDAYS_INVALID")
