"""Mediation sessions (调解): what was held, who took part, how it ended."""

from __future__ import annotations

from rest_framework import serializers

from config.rest.serializers import StrictSerializer
from disputes.api.serializers.agreements import AgreementTextSerializer
from disputes.api.serializers.fields import (
    MOST_PARTIES,
    BusinessDay,
    Colleague,
    Moment,
    Name,
    OnFile,
    Text,
)
from disputes.api.serializers.inquiry import EvidenceItemSerializer, WhatIsFoundSerializer
from disputes.api.serializers.method import PersuadeSerializer, PersuasionSerializer
from disputes.api.serializers.steps import StepBodySerializer
from disputes.models import MediationSession, Party, SessionGuest, SessionParticipant

Mode, Outcome = MediationSession.Mode, MediationSession.Outcome
# On the spot and hearing-style mediation have their own addresses and more rules.
PLAIN_MODES = [(mode.value, mode.label) for mode in (Mode.ORDINARY, Mode.JOINT)]
OUTCOMES = [(end.value, end.label) for end in (Outcome.AGREED, Outcome.NOT_AGREED)]


class ParticipantSerializer(serializers.ModelSerializer[SessionParticipant]):
    class Meta:
        model = SessionParticipant
        fields = [
            "party", "attended", "by_proxy", "consented", "guardian_attended", "guardian_waived",
        ]  # fmt: skip
        read_only_fields = fields


class GuestSerializer(serializers.ModelSerializer[SessionGuest]):
    class Meta:
        model = SessionGuest
        fields = ["name", "organisation", "capacity"]
        read_only_fields = fields


class SessionSerializer(serializers.ModelSerializer[MediationSession]):
    """One mediation with its participants."""

    began_at = Moment(read_only=True, allow_null=True, help_text="开始时间")
    ended_at = Moment(read_only=True, allow_null=True, help_text="结束时间")
    host_name = serializers.CharField(source="host.name", read_only=True, help_text="主持人姓名")
    second_reason = serializers.ChoiceField(
        MediationSession.SecondReason.choices, read_only=True, allow_blank=True
    )
    participants = ParticipantSerializer(many=True, read_only=True)
    guests = GuestSerializer(many=True, read_only=True)
    persuasions = PersuasionSerializer(many=True, read_only=True)

    class Meta:
        model = MediationSession
        fields = [
            "id", "ordinal", "track", "mode", "held_on", "began_at", "ended_at", "place", "host", "host_name",
            "second_officer", "in_case_area", "recorder",
            "facts_found", "record", "recording", "outcome", "second_reason", "version",
            "participants", "guests", "persuasions",
        ]  # fmt: skip
        read_only_fields = fields


class AttendSerializer(StrictSerializer):
    """One party at the mediation."""

    party = OnFile(Party, help_text="当事人编号")
    attended = serializers.BooleanField(default=True, help_text="是否到场")
    by_proxy = serializers.BooleanField(
        default=False, help_text="由已登记的代理人到场；违法嫌疑人不得委托代理"
    )
    consented = serializers.BooleanField(help_text="是否同意调解")
    guardian_attended = serializers.BooleanField(default=False, help_text="监护人是否到场")
    guardian_waived = serializers.BooleanField(
        default=False, help_text="已满十六周岁、以自己劳动收入为主要生活来源且不同意通知监护人"
    )


class InviteSerializer(StrictSerializer):
    """Somebody invited to take part."""

    name = Name(help_text="姓名")
    organisation = Text(100, required=False, allow_blank=True, help_text="单位")
    capacity = Text(50, help_text="身份，如村委会主任、邻居")


class MeetingSerializer(StrictSerializer):
    """What every kind of session records."""

    participants = AttendSerializer(  # type: ignore[call-arg]
        many=True, allow_empty=False, max_length=MOST_PARTIES, help_text="参加的当事人"
    )
    guests = InviteSerializer(  # type: ignore[call-arg]
        many=True, required=False, max_length=50, help_text="邀请参加的人员"
    )
    began_at = Moment(required=False, help_text="开始时间，须在调解当日")
    ended_at = Moment(required=False, help_text="结束时间；尚未结束的不填")
    place = Text(200, help_text="调解地点")
    host = Colleague(required=False, help_text="主持人，缺省为本人")
    second_officer = Colleague(required=False, help_text="参加调解的另一名民警")
    in_case_area = serializers.BooleanField(
        required=False, help_text="在规范设置的执法办案场所进行；一名民警调解的须全程录音录像"
    )
    recorder = Name(required=False, allow_blank=True, help_text="记录人")
    facts_found = Text(4000, help_text="查明的事实")
    record = Text(8000, required=False, allow_blank=True, help_text="调解经过")
    recording = Text(100, required=False, allow_blank=True, help_text="录音录像编号")


def _persuasions() -> serializers.BaseSerializer[object]:
    return PersuadeSerializer(  # type: ignore[call-arg]
        many=True, required=False, max_length=20, help_text="法理情疏导，也可以事后记录"
    )


class HoldSessionSerializer(StepBodySerializer, MeetingSerializer):
    """A session to be put on file."""

    persuasions = _persuasions()
    mode = serializers.ChoiceField(PLAIN_MODES, help_text="调解方式，普通或者联合")
    held_on = BusinessDay()
    second_reason = serializers.ChoiceField(
        MediationSession.SecondReason.choices, required=False, help_text="再次调解事由"
    )


class JoinSessionSerializer(StepBodySerializer):
    """Parties put on file after the mediation began."""

    participants = AttendSerializer(  # type: ignore[call-arg]
        many=True, allow_empty=False, max_length=MOST_PARTIES, help_text="参加的当事人"
    )
    joined_on = BusinessDay()


class RefuseSerializer(StepBodySerializer):
    """A party does not want to go on."""

    party = OnFile(Party, help_text="拒绝调解的当事人编号")
    reason = Text(500, help_text="拒绝的理由")
    refused_on = BusinessDay()


class EndSessionSerializer(StepBodySerializer):
    """How a session ended."""

    persuasions = _persuasions()
    outcome = serializers.ChoiceField(OUTCOMES, help_text="结果")
    record = Text(8000, required=False, allow_blank=True, default="", help_text="调解经过")
    ended_at = Moment(required=False, help_text="结束时间")
    ended_on = BusinessDay()


class SpotMeetingSerializer(MeetingSerializer):
    """The session of an on-the-spot mediation."""


class OnTheSpotSerializer(StepBodySerializer):
    """On-the-spot mediation (当场调解): mediated, agreed and performed in one go."""

    held_on = BusinessDay()
    minor = serializers.BooleanField(default=False, help_text="情节轻微")
    facts_clear = serializers.BooleanField(default=False, help_text="事实清楚、因果关系明确")
    loss_undisputed = serializers.BooleanField(
        default=False, help_text="不涉及医疗费用、物品损失或者双方对此无争议"
    )
    performed_now = serializers.BooleanField(default=False, help_text="当场履行")
    proof = Text(300, help_text="履行凭证")
    finding = WhatIsFoundSerializer(required=False, help_text="案情认定；治安案件尚未认定的必填")
    evidence = EvidenceItemSerializer(  # type: ignore[call-arg]
        many=True, required=False, max_length=50, help_text="证据；治安案件尚无证据的必填"
    )
    session = SpotMeetingSerializer(help_text="调解")
    agreement = AgreementTextSerializer(help_text="协议")
