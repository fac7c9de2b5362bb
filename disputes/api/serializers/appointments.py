"""Appointments (排期): what is arranged, with whom, and the requests that change it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from config.rest.serializers import StrictSerializer
from disputes import clock
from disputes.api.serializers.fields import (
    MOST_PARTIES,
    BusinessDay,
    Colleague,
    Moment,
    Name,
    OnFile,
    Text,
)
from disputes.api.serializers.hearing_stages import PoolMember
from disputes.api.serializers.steps import StepBodySerializer
from disputes.models import (
    Appointment,
    AppointmentMove,
    Booking,
    MediationSession,
    Notice,
    PanelMember,
    Party,
    Room,
)
from disputes.services.booking import Outsider

MOST_PEOPLE = 50


class UsableRoom(serializers.PrimaryKeyRelatedField[Room]):
    """A room that the caller can see. Whether the case may use it is a rule."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Room.objects.all(), **kwargs)

    def get_queryset(self) -> QuerySet[Room]:
        return Room.objects.visible_to(self.context["request"].user)


class DayAndTime(Moment):
    """A moment that was meant as one: a day alone would be its midnight."""

    def to_internal_value(self, value: Any) -> datetime:
        if isinstance(value, str) and ":" not in value:
            self.fail("invalid", format="YYYY-MM-DDThh:mm[:ss][+HH:MM|-HH:MM|Z]")
        return super().to_internal_value(value)


class ActiveMember(PoolMember):
    """Somebody of the pool who still serves."""

    def get_queryset(self) -> QuerySet[PanelMember]:
        return super().get_queryset().filter(is_active=True)


# --- what is read


class BookingSerializer(serializers.ModelSerializer[Booking]):
    """A room or somebody who takes part. Names of parties are masked."""

    kind_name = serializers.CharField(source="get_kind_display", read_only=True)
    name = serializers.CharField(source="__str__", read_only=True, help_text="名称或姓名")
    notice_method = serializers.ChoiceField(
        Notice.Method.choices, read_only=True, allow_blank=True, help_text="通知方式"
    )

    class Meta:
        model = Booking
        fields = [
            "id", "kind", "kind_name", "room", "officer", "party", "person", "name",
            "organisation", "dropped", "notified_on", "notice_method", "notify_anew",
        ]  # fmt: skip
        read_only_fields = fields


class ArrangementSerializer(serializers.Serializer[Any]):
    """An arrangement as it stood; parties and officers by their ids."""

    starts_at = serializers.DateTimeField(help_text="开始时间")
    ends_at = serializers.DateTimeField(help_text="结束时间")
    venue = serializers.ChoiceField(Appointment.Venue.choices, help_text="场所")
    place = serializers.CharField(help_text="调解室或者地点")
    officers = serializers.ListField(child=serializers.IntegerField(), help_text="民警编号")
    parties = serializers.ListField(child=serializers.IntegerField(), help_text="当事人编号")
    outsiders = serializers.ListField(child=serializers.CharField(), help_text="其他人员姓名")

    def to_representation(self, instance: Any) -> dict[str, Any]:
        return dict(instance)  # stored as it is shown


class AppointmentMoveSerializer(serializers.ModelSerializer[AppointmentMove]):
    """Who moved it when and why, from what to what."""

    moved_by_name = serializers.CharField(
        source="moved_by.name", read_only=True, help_text="经办人姓名"
    )
    moved_at = Moment(read_only=True, help_text="改期时间")
    before = ArrangementSerializer(read_only=True)
    after = ArrangementSerializer(read_only=True)

    class Meta:
        model = AppointmentMove
        fields = ["moved_by", "moved_by_name", "moved_at", "reason", "before", "after"]
        read_only_fields = fields


class AppointmentSerializer(serializers.ModelSerializer[Appointment]):
    """An appointment with all that it takes up and its history."""

    dispute_number = serializers.CharField(
        source="dispute.number", read_only=True, help_text="纠纷编号"
    )
    purpose_name = serializers.CharField(source="get_purpose_display", read_only=True)
    venue_name = serializers.CharField(source="get_venue_display", read_only=True)
    state_name = serializers.CharField(source="get_state_display", read_only=True)
    starts_at = Moment(read_only=True, help_text="开始时间")
    ends_at = Moment(read_only=True, help_text="结束时间")
    hold_until = Moment(read_only=True, allow_null=True, help_text="暂定保留至")
    arranged_at = Moment(read_only=True, help_text="排期时间")
    changed_at = Moment(read_only=True, help_text="最近变更时间")
    arranged_by_name = serializers.CharField(
        source="arranged_by.name", read_only=True, help_text="排期人姓名"
    )
    expired = serializers.SerializerMethodField(help_text="暂定已过保留期限，不再占用时间")
    bookings = BookingSerializer(many=True, read_only=True)
    to_notify = serializers.SerializerMethodField(
        help_text="尚待通知或者须重新通知的人员（bookings 的编号）"
    )
    moves = AppointmentMoveSerializer(many=True, read_only=True)

    class Meta:
        model = Appointment
        fields = [
            "id", "dispute_number", "purpose", "purpose_name", "starts_at", "ends_at", "day",
            "venue", "venue_name", "place", "state", "state_name", "hold_until", "expired",
            "arranged_by", "arranged_by_name", "arranged_at", "changed_at", "ended_reason",
            "hearing", "session", "notice_due_on", "to_notify", "bookings", "moves", "sequence",
            "version",
        ]  # fmt: skip
        read_only_fields = fields

    JOINED = ("dispute", "arranged_by")
    READ = ("bookings__room", "bookings__officer", "bookings__party", "moves__moved_by")

    def get_expired(self, row: Appointment) -> bool:
        return row.is_expired(clock.now())

    @extend_schema_field(serializers.ListField(child=serializers.IntegerField()))
    def get_to_notify(self, row: Appointment) -> list[int]:
        """Of what is confirmed: nobody is told of a time that may be given up."""
        if row.state != Appointment.State.CONFIRMED:
            return []
        kinds = (Booking.Kind.PARTY, Booking.Kind.OUTSIDER)
        return [
            b.pk
            for b in row.bookings.all()
            if b.kind in kinds and not b.dropped and b.notified_on is None
        ]


class AppointmentRowSerializer(AppointmentSerializer):
    """An appointment in a list across cases."""

    class Meta(AppointmentSerializer.Meta):
        fields = ["dispute", *(f for f in AppointmentSerializer.Meta.fields if f != "moves")]
        read_only_fields = fields

    READ = ("bookings__room", "bookings__officer", "bookings__party")


# --- what is sent


class InvitedSerializer(StrictSerializer):
    """Somebody from outside: from the pool, or by name and body."""

    person = ActiveMember(required=False, help_text="听证员库人员编号")
    name = Name(required=False, help_text="姓名；听证员库人员不填")
    organisation = Text(100, required=False, allow_blank=True, help_text="单位")

    def validate(self, attrs: dict[str, Any]) -> Outsider:  # type: ignore[override]
        person = attrs.get("person")
        if (person is None) == ("name" not in attrs):
            raise ValidationError({"name": ["请选择听证员库人员，或者填写姓名"]}, code="OUTSIDER")
        if person is not None:
            return Outsider(person.name, person.organisation, person)
        return Outsider(attrs["name"], attrs.get("organisation", ""))


class _WhenAndWhere(StepBodySerializer):
    starts_at = DayAndTime(required=False, help_text="开始时间；不带时区的为北京时间")
    ends_at = DayAndTime(required=False, help_text="结束时间")
    venue = serializers.ChoiceField(Appointment.Venue.choices, required=False, help_text="场所")
    room = UsableRoom(required=False, help_text="调解室编号；场所为调解室的必填")
    place = Text(200, required=False, allow_blank=True, help_text="地点；场所为现场的必填")
    officers = Colleague(  # type: ignore[call-arg]
        many=True, required=False, allow_empty=False, help_text="民警编号，缺省为本人"
    )
    parties = serializers.ListField(
        child=OnFile(Party), required=False, allow_empty=False, max_length=MOST_PARTIES,
        help_text="通知到场的当事人编号，缺省为全部当事人",
    )  # fmt: skip
    outsiders = InvitedSerializer(  # type: ignore[call-arg]
        many=True, required=False, max_length=MOST_PEOPLE,
        help_text="听证员和邀请人员；听证式调解缺省为听证组成人员",
    )  # fmt: skip


class ArrangeSerializer(_WhenAndWhere):
    """A mediation or hearing to be put on the calendar."""

    purpose = serializers.ChoiceField(Appointment.Purpose.choices, help_text="事项")
    starts_at = DayAndTime(help_text="开始时间；不带时区的为北京时间")
    ends_at = DayAndTime(help_text="结束时间")
    venue = serializers.ChoiceField(
        Appointment.Venue.choices, default=Appointment.Venue.ROOM, help_text="场所"
    )
    confirmed = serializers.BooleanField(default=False, help_text="直接排定，否则为暂定")
    hold_until = DayAndTime(required=False, help_text="暂定保留至；缺省按系统设置")


class RescheduleSerializer(_WhenAndWhere):
    """Another time, place or other people: what is not sent stays."""

    reason = Text(500, help_text="改期事由")


class ConfirmAppointmentSerializer(StepBodySerializer):
    """A hold becomes firm."""


class EndAppointmentSerializer(StepBodySerializer):
    """Why it is cancelled, or was not held."""

    reason = Text(500, help_text="事由")


class TellAppointmentSerializer(StepBodySerializer):
    """Who was told of the arrangement, how and when."""

    people = serializers.ListField(
        child=serializers.IntegerField(min_value=1), allow_empty=False, max_length=MOST_PARTIES,
        help_text="已通知的人员编号，限于 to_notify 中的",
    )  # fmt: skip
    method = serializers.ChoiceField(Notice.Method.choices, help_text="通知方式")
    told_on = BusinessDay()

    def validate_people(self, people: list[int]) -> list[Booking]:
        row: Appointment = self.context["appointment"]
        rows = self.context["case"].rows_of(row, Booking)
        there = {b.pk: b for b in rows if not b.dropped and b.kind != Booking.Kind.ROOM}
        if unknown := sorted(set(people) - there.keys()):
            raise ValidationError(f"本排期中没有这些人员：{unknown}", code="NOT_ON_FILE")
        return [there[pk] for pk in dict.fromkeys(people)]


class KeepAppointmentSerializer(StepBodySerializer):
    """The mediation by which it was kept."""

    session = OnFile(MediationSession, help_text="调解编号")
