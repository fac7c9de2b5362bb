"""Appointments of a case: arranged, confirmed, moved, cancelled, told of, kept or missed."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from config.rest.concurrency import if_match
from config.rest.idempotency import idempotent
from disputes.api.serializers.appointments import (
    AppointmentSerializer,
    ArrangeSerializer,
    ConfirmAppointmentSerializer,
    EndAppointmentSerializer,
    KeepAppointmentSerializer,
    RescheduleSerializer,
    TellAppointmentSerializer,
)
from disputes.api.serializers.calendars import ProposalForm, ProposalsSerializer
from disputes.api.serializers.standing import answering
from disputes.api.views.base import CaseView, RecordView
from disputes.casefile import CaseFile
from disputes.models import Appointment, Party, Room
from disputes.services import appointment as appointments
from disputes.services import freetime

TAGS = ["排期"]
TAG_OF_APPOINTMENT = "If-Match 为该排期的 ETag。"
CONFLICT = "调解室、民警、当事人或者听证员同一时间已被占用的不予排定（APPOINTMENT_CONFLICT）。"
ANSWER = answering(AppointmentSerializer)


class AppointmentsView(RecordView):
    model = Appointment
    serializer_class = AppointmentSerializer

    def get_queryset(self) -> QuerySet[Appointment]:
        form = AppointmentSerializer
        return super().get_queryset().select_related(*form.JOINED).prefetch_related(*form.READ)

    @extend_schema(
        operation_id="disputes_appointments",
        tags=TAGS,
        summary="本纠纷的排期",
        description="全部排期，含已取消的，按时间先后；含改期记录和通知情况。",
        responses=AppointmentSerializer(many=True),
    )
    def of_case(self, request: Request, dispute_id: int) -> Response:
        get_object_or_404(self.visible(), pk=dispute_id)
        return Response(self.get_serializer(self.get_queryset(), many=True).data)

    @extend_schema(
        operation_id="appointments_create",
        tags=TAGS,
        summary="排期",
        description="暂定或者直接排定一次调解、听证。" + CONFLICT,
        request=ArrangeSerializer,
        responses={201: ANSWER},
    )
    @idempotent
    def create(self, request: Request, dispute_id: int) -> Response:
        with self.open_case() as case:
            given = self.read(ArrangeSerializer, case=case)
            row = appointments.arrange(case, actor=self.officer, **given)
        return self.answer(case, row, 201)

    @extend_schema(operation_id="appointments_retrieve", tags=TAGS, summary="排期详情")
    def retrieve(self, request: Request, dispute_id: int, pk: int) -> Response:
        return self.current()

    @extend_schema(
        operation_id="appointments_confirm",
        tags=TAGS,
        summary="确定排期",
        description="暂定已过期的，时间仍空闲时也可以确定。" + CONFLICT + TAG_OF_APPOINTMENT,
        request=ConfirmAppointmentSerializer,
        responses=ANSWER,
    )
    @if_match
    def confirm(self, request: Request, dispute_id: int, pk: int) -> Response:
        return self._step(ConfirmAppointmentSerializer, appointments.confirm)

    @extend_schema(
        operation_id="appointments_reschedule",
        tags=TAGS,
        summary="改期",
        description=(
            "更改时间、场所或者人员，未填写的不变；原安排留存，已通知的须重新通知。"
            + CONFLICT + TAG_OF_APPOINTMENT
        ),
        request=RescheduleSerializer,
        responses=ANSWER,
    )  # fmt: skip
    @if_match
    def reschedule(self, request: Request, dispute_id: int, pk: int) -> Response:
        return self._step(RescheduleSerializer, appointments.reschedule)

    @extend_schema(
        operation_id="appointments_cancel",
        tags=TAGS,
        summary="取消排期",
        description="时间即时空出。" + TAG_OF_APPOINTMENT,
        request=EndAppointmentSerializer,
        responses=ANSWER,
    )
    @if_match
    def cancel(self, request: Request, dispute_id: int, pk: int) -> Response:
        return self._step(EndAppointmentSerializer, appointments.cancel)

    @extend_schema(
        operation_id="appointments_tell",
        tags=TAGS,
        summary="登记排期通知",
        description="逐人登记已通知的当事人和其他人员。" + TAG_OF_APPOINTMENT,
        request=TellAppointmentSerializer,
        responses=ANSWER,
    )
    @if_match
    def tell(self, request: Request, dispute_id: int, pk: int) -> Response:
        return self._step(TellAppointmentSerializer, appointments.tell)

    @extend_schema(
        operation_id="appointments_keep",
        tags=TAGS,
        summary="登记排期已举行",
        description="当日只有一次排期的，登记调解或者听证开场时自动对应。" + TAG_OF_APPOINTMENT,
        request=KeepAppointmentSerializer,
        responses=ANSWER,
    )
    @if_match
    def keep(self, request: Request, dispute_id: int, pk: int) -> Response:
        return self._step(KeepAppointmentSerializer, appointments.keep)

    @extend_schema(
        operation_id="appointments_miss",
        tags=TAGS,
        summary="登记排期未举行",
        description="到了排定的时间而没有举行。" + TAG_OF_APPOINTMENT,
        request=EndAppointmentSerializer,
        responses=ANSWER,
    )
    @if_match
    def miss(self, request: Request, dispute_id: int, pk: int) -> Response:
        return self._step(EndAppointmentSerializer, appointments.miss)

    def _step(self, form: type, take: Any) -> Response:
        with self.open_case() as case:
            row = self.on_file(case)
            given = self.read(form, case=case, appointment=row)
            take(case, row, actor=self.officer, **given)
        return self.answer(case, row)


class ProposalsView(CaseView):
    """When everybody who is needed could meet."""

    serializer_class = ProposalsSerializer

    @extend_schema(
        operation_id="disputes_appointment_proposals",
        tags=TAGS,
        summary="可排的时段",
        description=(
            "工作日办公时间内，民警、当事人和调解室都空闲的时段；注明届时将超过的期限和听证的最迟通知日期。"
        ),
        parameters=[ProposalForm],
        responses=ProposalsSerializer,
    )
    def retrieve(self, request: Request, dispute_id: int) -> Response:
        dispute = get_object_or_404(self.visible().select_related("unit"), pk=dispute_id)
        given, case = ProposalForm.of(request).validated_data, CaseFile(dispute)
        officers = given.get("officer") or [self.officer]
        parties = _parties(case, given.get("party"))
        found = freetime.propose(
            case,
            duration=timedelta(minutes=given["minutes"]),
            since=given["since"],
            until=given["until"],
            officers=officers,
            parties=parties,
            rooms=_rooms(case, given, len(officers) + len(parties)),
            hearing=given["purpose"] == Appointment.Purpose.HEARING,
            most=given["most"],
        )
        return Response(self.get_serializer(found).data)


def _parties(case: CaseFile, wanted: list[int] | None) -> list[Party]:
    there = {p.pk: p for p in case.rows(Party) if p.is_active}
    if wanted is None:
        return [*there.values()]
    if not there.keys() >= set(wanted):
        raise ValidationError({"party": ["本纠纷中没有这条记录"]}, code="NOT_ON_FILE")
    return [there[pk] for pk in wanted]


def _rooms(case: CaseFile, given: dict[str, Any], people: int) -> list[Room] | None:
    """The rooms that were asked for, else those of the unit that hold so many; None: no room."""
    if given["without_room"]:
        return None
    if given.get("room"):
        return list(given["room"])
    return list(Room.objects.usable_by(case.dispute.unit).filter(capacity__gte=people))
