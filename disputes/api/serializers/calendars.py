"""Questions to the calendar: who is free, when could it be, what is arranged; and its feed."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from config.rest.pagination import PageForm
from config.rest.queries import QueryForm
from disputes import clock
from disputes.api.serializers.appointments import MOST_PEOPLE, UsableRoom
from disputes.api.serializers.fields import MOST_PARTIES, Colleague, Moment
from disputes.models import Appointment, Booking, Room

LONGEST_RANGE = 62  # days that a calendar shows at a time


def _within(day: date, days: int) -> timedelta:
    return timedelta(days=days) if day < date.max - timedelta(days=days) else date.max - day


class RangeForm(QueryForm):
    """A span of days, both included."""

    since = serializers.DateField(required=False, help_text="自（含），缺省为今天")
    until = serializers.DateField(required=False, help_text="至（含），缺省为其后30日")
    longest = LONGEST_RANGE

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        since = attrs.setdefault("since", clock.today())
        until = attrs.setdefault("until", since + _within(since, 30))
        if not 0 <= (until - since).days < self.longest or not 1900 < since.year < 9999:
            raise ValidationError(
                {"until": [f"起止日期应先后排列，最长{self.longest}日"]}, code="RANGE"
            )
        return attrs

    def span(self) -> tuple[datetime, datetime]:
        """From the first midnight to the one after the last day, in Shanghai."""
        given = self.validated_data
        first, after = given["since"], given["until"] + timedelta(days=1)
        return _midnight(first), _midnight(after)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))


class FreeBusyForm(RangeForm):
    """Whose time is asked for."""

    officer = serializers.ListField(
        child=Colleague(), required=False, max_length=MOST_PEOPLE, help_text="民警编号，可重复"
    )
    room = serializers.ListField(
        child=UsableRoom(), required=False, max_length=MOST_PEOPLE, help_text="调解室编号，可重复"
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if not attrs.get("officer") and not attrs.get("room"):
            raise ValidationError({"officer": ["请指定民警或者调解室"]}, code="REQUIRED")
        return super().validate(attrs)


class BusySerializer(serializers.Serializer[Any]):
    """A span that is taken; whose it is only where the caller may see the case."""

    starts_at = Moment(help_text="开始时间")
    ends_at = Moment(help_text="结束时间")
    appointment = serializers.IntegerField(
        source="appointment.pk", allow_null=True, default=None, help_text="排期编号；无权查看的为空"
    )
    dispute = serializers.IntegerField(
        source="appointment.dispute_id", allow_null=True, default=None, help_text="纠纷"
    )
    dispute_number = serializers.CharField(
        source="appointment.dispute.number", allow_null=True, default=None, help_text="纠纷编号"
    )
    purpose_name = serializers.CharField(
        source="appointment.get_purpose_display", allow_null=True, default=None, help_text="事项"
    )


class ResourceCalendarSerializer(serializers.Serializer[Any]):
    """One officer or room."""

    kind = serializers.ChoiceField(Booking.Kind.choices, help_text="民警或者调解室")
    id = serializers.IntegerField(help_text="编号")
    name = serializers.CharField(help_text="姓名或者名称")
    busy = BusySerializer(many=True, help_text="已占用的时段")


class FreeBusySerializer(serializers.Serializer[Any]):
    """When officers and rooms are taken."""

    since = serializers.DateField(help_text="自（含）")
    until = serializers.DateField(help_text="至（含）")
    calendars = ResourceCalendarSerializer(many=True)


class ProposalForm(RangeForm):
    """What has to be free for how long."""

    minutes = serializers.IntegerField(
        min_value=15, max_value=600, default=90, help_text="时长（分钟）"
    )
    purpose = serializers.ChoiceField(
        Appointment.Purpose.choices, default=Appointment.Purpose.ORDINARY, help_text="事项"
    )
    officer = serializers.ListField(
        child=Colleague(), required=False, max_length=MOST_PEOPLE,
        help_text="民警编号，可重复，缺省为本人",
    )  # fmt: skip
    party = serializers.ListField(
        child=serializers.IntegerField(min_value=1), required=False, max_length=MOST_PARTIES,
        help_text="当事人编号，可重复，缺省为全部当事人",
    )  # fmt: skip
    room = serializers.ListField(
        child=UsableRoom(), required=False, max_length=MOST_PEOPLE,
        help_text="调解室编号，可重复，缺省为本纠纷可用且坐得下的",
    )  # fmt: skip
    without_room = serializers.BooleanField(default=False, help_text="true 为不需要调解室")
    most = serializers.IntegerField(
        min_value=1, max_value=100, default=20, help_text="最多给出几个时段"
    )


class SlotRoomSerializer(serializers.ModelSerializer[Room]):
    class Meta:
        model = Room
        fields = ["id", "name", "capacity"]
        read_only_fields = fields


class SlotSerializer(serializers.Serializer[Any]):
    """A free span."""

    starts_at = Moment(help_text="开始时间")
    ends_at = Moment(help_text="结束时间")
    rooms = SlotRoomSerializer(many=True, help_text="当时空闲的调解室，小的在前")
    late = serializers.ListField(
        child=serializers.CharField(), help_text="届时已超过的期限；为空则都在期限内"
    )
    notice_due_on = serializers.DateField(
        allow_null=True, help_text="听证式调解最迟通知日期；其他事项为空"
    )
    notice_short = serializers.BooleanField(help_text="已来不及按规定提前通知")


class ProposalsSerializer(serializers.Serializer[Any]):
    """The next free spans on working days."""

    slots = SlotSerializer(many=True)
    warnings = serializers.ListField(
        child=serializers.CharField(), help_text="警示，如尚未导入某年的放假安排"
    )


class AppointmentFilters(PageForm):
    """What the list of appointments may be narrowed by."""

    since = serializers.DateField(required=False, help_text="自（含）")
    until = serializers.DateField(required=False, help_text="至（含）")
    state = serializers.ListField(
        child=serializers.ChoiceField(Appointment.State.choices), required=False,
        help_text="状态，可重复",
    )  # fmt: skip
    purpose = serializers.ChoiceField(Appointment.Purpose.choices, required=False, help_text="事项")
    officer = serializers.IntegerField(required=False, min_value=1, help_text="民警编号")
    room = serializers.IntegerField(required=False, min_value=1, help_text="调解室编号")
    to_notify = serializers.BooleanField(required=False, help_text="true 为已定而尚有人员待通知的")

    CONDITIONS = {
        "since": "day__gte",
        "until": "day__lte",
        "state": "state__in",
        "purpose": "purpose",
    }

    def narrow(self, rows: QuerySet[Appointment]) -> QuerySet[Appointment]:
        given = self.validated_data
        found = {way: given[name] for name, way in self.CONDITIONS.items() if name in given}
        rows = rows.filter(**found)
        booked = Booking.objects.filter(dropped=False)
        for name in ("officer", "room"):
            if name in given:
                rows = rows.filter(
                    pk__in=booked.filter(**{name: given[name]}).values("appointment")
                )
        if given.get("to_notify"):
            waiting = booked.filter(kind__in=("party", "outsider"), notified_on=None)
            rows = rows.filter(
                state=Appointment.State.CONFIRMED, pk__in=waiting.values("appointment")
            )
        return rows


class FeedSerializer(serializers.Serializer[Any]):
    """Whether the caller's calendar can be subscribed to, and since when."""

    active = serializers.BooleanField(help_text="现有有效的订阅地址")
    created_at = Moment(allow_null=True, help_text="地址的创建时间")


class NewFeedSerializer(serializers.Serializer[Any]):
    """A new address. It is shown this once."""

    url = serializers.CharField(help_text="订阅地址，只显示这一次；知道地址的人无需登录即可读取")
    created_at = Moment(help_text="创建时间")
