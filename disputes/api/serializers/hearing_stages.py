"""What is sent to record a stage of a hearing: bounded JSON, and lists with fields of their own."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from config.rest.serializers import CleanedField, StrictSerializer
from disputes import clock, identity
from disputes.api.serializers.fields import (
    BusinessDay,
    Colleague,
    Moment,
    Name,
    OnFile,
    Phone,
    Text,
)
from disputes.api.serializers.followups import VisitSerializer
from disputes.api.serializers.method import PersuadeSerializer
from disputes.api.serializers.steps import StepBodySerializer
from disputes.models import (
    Evidence,
    HearingAttendance,
    HearingProposal,
    HearingSeat,
    MediationSession,
    PanelMember,
    Party,
    Representative,
)
from disputes.models.hearing import Stage

LONGEST_RECORD = 20_000  # characters of JSON
DEEPEST, LONGEST_TEXT = 5, 4000
MOST_ROWS = 200
Kind = HearingAttendance.Kind
# Parties, those who act for them and the panel are named by their keys.
OUTSIDERS = [(kind.value, kind.label) for kind in (Kind.WITNESS, Kind.COMPANION, Kind.OBSERVER)]


class NoticeRecord(serializers.Serializer[Any]):
    scheduled_on = serializers.DateField(required=False)
    scheduled_time = serializers.TimeField(required=False, format="%H:%M")
    place = Text(200, required=False)


class OpeningRecord(serializers.Serializer[Any]):
    facts_found = Text(4000, required=False)
    recording = Text(100, required=False, allow_blank=True)
    second_officer = serializers.IntegerField(required=False, min_value=1)
    in_case_area = serializers.BooleanField(required=False)
    second_reason = serializers.ChoiceField(MediationSession.SecondReason.choices, required=False)


class ConsentRecord(serializers.Serializer[Any]):
    served_on = serializers.DateField(required=False)


class ConclusionRecord(serializers.Serializer[Any]):
    outcome = Text(20, required=False)
    remedies_told = serializers.BooleanField(required=False)


SHAPES: dict[str, type[serializers.Serializer[Any]]] = {
    Stage.CONSENT: ConsentRecord,
    Stage.NOTICE: NoticeRecord,
    Stage.OPENING: OpeningRecord,
    Stage.CONCLUSION: ConclusionRecord,
}


@extend_schema_field(OpenApiTypes.OBJECT)
class RecordField(serializers.JSONField):
    """A JSON object of bounded size and depth whose texts can all be stored and read."""

    default_error_messages = {
        "no_object": "记录应为 JSON 对象",
        "too_large": f"记录不能超过{LONGEST_RECORD}个字符",
        "too_deep": f"记录不能超过{DEEPEST}层",
    }

    def to_internal_value(self, data: Any) -> dict[str, Any]:
        if not isinstance(data, dict):
            self.fail("no_object")
        if _depth(data) > DEEPEST:
            self.fail("too_deep")
        if len(json.dumps(data, ensure_ascii=False)) > LONGEST_RECORD:
            self.fail("too_large")
        for text in _texts(data):
            _refuse_unreadable(text)
        return data


def _depth(data: Any) -> int:
    """Levels of nesting, counted as far as it matters; recursion has its own limit."""
    depth, level = 0, [data]
    while depth <= DEEPEST and (boxes := [v for v in level if isinstance(v, dict | list)]):
        depth += 1
        level = [v for box in boxes for v in (box.values() if isinstance(box, dict) else box)]
    return depth


def _texts(data: Any) -> Iterator[str]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, dict):
        for name, value in data.items():
            yield name
            yield from _texts(value)
    elif isinstance(data, list):
        for value in data:
            yield from _texts(value)


def _refuse_unreadable(text: str) -> None:
    try:
        identity.clean_text(text, LONGEST_TEXT)
    except identity.InvalidIdentity as refused:
        raise ValidationError(refused.message, code=refused.code) from None


class ConsentToHearingSerializer(StrictSerializer):
    """One party's two consents: to the hearing, and to outsiders learning personal data."""

    party = OnFile(Party, help_text="当事人编号")
    to_hearing = serializers.BooleanField(default=False, help_text="同意听证式调解")
    to_disclosure = serializers.BooleanField(
        default=False, help_text="单独同意向听证人员提供个人信息"
    )
    signed_by = OnFile(
        Representative, required=False, help_text="代为签署的监护人编号；未成年人必填"
    )
    document = Text(60, required=False, allow_blank=True, help_text="同意书编号")


class CitizenNumber(CleanedField):
    """An identity card's number."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(_citizen_number, max_length=30, **kwargs)


def _citizen_number(text: str) -> str:
    return identity.citizen_id(text, today=clock.today()).number


class PoolMember(serializers.PrimaryKeyRelatedField[PanelMember]):
    """Somebody of the pool whom the caller can see; whom a case may take is the domain's question."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=PanelMember.objects.all(), **kwargs)

    def get_queryset(self) -> Any:
        return PanelMember.objects.visible_to(self.context["request"].user)


class SitSerializer(StrictSerializer):
    """One seat of the panel: from the pool, an officer, or by hand with name and capacity."""

    seat = serializers.ChoiceField(HearingSeat.Seat.choices, help_text="席位")
    person = PoolMember(required=False, help_text="听证员库人员编号")
    officer = Colleague(required=False, help_text="民警编号")
    name = Name(required=False, help_text="姓名；从库中或者民警中选任的不填")
    organisation = Text(100, required=False, allow_blank=True, help_text="单位")
    capacity = serializers.ChoiceField(
        HearingSeat.Capacity.choices, required=False, help_text="身份"
    )
    phone = Phone(required=False, help_text="电话；只用于核对是否为当事人，不保存")
    id_number = CitizenNumber(required=False, help_text="身份证号；只用于核对，不保存")
    unrelated = serializers.BooleanField(help_text="本人声明与当事人无利害关系")
    relation = Text(
        200, required=False, allow_blank=True, help_text="声明有利害关系的，写明与谁有何关系"
    )
    chosen_because = Text(200, required=False, allow_blank=True, help_text="选任理由")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        named = {"name", "capacity"} <= attrs.keys()
        if not named and not attrs.keys() & {"person", "officer"}:
            raise ValidationError(
                {"name": ["请填写姓名和身份，或者选择听证员库人员、民警"]}, code="NAME_REQUIRED"
            )
        return attrs


class RollCallSerializer(StrictSerializer):
    """One person on the roll: a party, somebody who acts for one, a seat, or an outsider by name."""

    party = OnFile(Party, required=False, help_text="当事人编号")
    representative = OnFile(Representative, required=False, help_text="监护人、代理人编号")
    seat = OnFile(HearingSeat, required=False, help_text="听证组成人员编号")
    kind = serializers.ChoiceField(OUTSIDERS, required=False, help_text="其他人员的类别")
    name = Name(required=False, help_text="其他人员的姓名")
    organisation = Text(100, required=False, allow_blank=True, help_text="其他人员的单位")
    expected = serializers.BooleanField(required=False, help_text="应到")
    attended = serializers.BooleanField(required=False, help_text="实到；开场时必填")
    absence = Text(300, required=False, allow_blank=True, help_text="未到场理由")
    guardian_waived = serializers.BooleanField(
        required=False, help_text="已满十六周岁、以自己劳动收入为主要生活来源且不同意通知监护人"
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        named = [key for key in ("party", "representative", "seat") if key in attrs]
        outsider = {"kind", "name"} <= attrs.keys()
        if len(named) + outsider != 1:
            raise ValidationError(
                {"name": ["请指明一名当事人、代理人、听证人员，或者填写其他人员的类别和姓名"]},
                code="PERSON_UNCLEAR",
            )
        return attrs


class ViewEvidenceSerializer(StrictSerializer):
    """What a party says of an item."""

    party = OnFile(Party, help_text="当事人编号")
    accepted = serializers.BooleanField(help_text="无异议")
    text = Text(1000, required=False, allow_blank=True, help_text="质证意见；有异议的必填")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if not attrs["accepted"] and not attrs.get("text", "").strip():
            raise ValidationError({"text": ["对证据有异议的须写明意见"]}, code="REASON_MISSING")
        return attrs


class PresentEvidenceSerializer(StrictSerializer):
    """An item of the evidence list."""

    title = Text(100, help_text="证据名称")
    shows = Text(500, required=False, allow_blank=True, help_text="证明内容")
    provided_by = OnFile(Party, required=False, help_text="提供人编号；公安机关提供的不填")
    on_file = OnFile(Evidence, required=False, help_text="案内证据编号")
    views = ViewEvidenceSerializer(  # type: ignore[call-arg]
        many=True, required=False, max_length=MOST_ROWS, help_text="各方质证意见"
    )


class AskSerializer(StrictSerializer):
    """A question and its answer."""

    seat = OnFile(HearingSeat, help_text="提问的主持人或者听证员席位编号")
    party = OnFile(Party, required=False, help_text="回答的当事人编号")
    question = Text(1000, help_text="提问")
    answer = Text(2000, help_text="回答")


class MakeProposalSerializer(StrictSerializer):
    """A proposal of the mediation."""

    mode = serializers.ChoiceField(HearingProposal.Mode.choices, help_text="面对面或者背对背")
    party = OnFile(Party, required=False, help_text="谈话的当事人编号；背对背的必填")
    content = Text(2000, help_text="方案")
    answer = serializers.ChoiceField(HearingProposal.Answer.choices, help_text="答复")
    remark = Text(500, required=False, allow_blank=True, help_text="说明")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["mode"] == HearingProposal.Mode.BACK_TO_BACK and "party" not in attrs:
            raise ValidationError({"party": ["背对背调解须写明谈话的当事人"]}, code="REQUIRED")
        return attrs


def _rows(form: type[StrictSerializer], most: int, text: str) -> Any:
    return form(many=True, required=False, max_length=most, help_text=text)  # type: ignore[call-arg]


class HoldStageSerializer(StepBodySerializer):
    """The next of the fourteen stages. What it must record: see the dictionaries."""

    stage = serializers.ChoiceField(Stage.choices, help_text="环节")
    held_on = BusinessDay()
    record = RecordField(help_text="环节记录；各环节的必填项见 dictionaries 的 hearing_stages")
    consents = _rows(ConsentToHearingSerializer, MOST_ROWS, "各方同意情况，告知与同意环节填写")
    seats = _rows(SitSerializer, 20, "听证组成人员，组成听证小组环节填写")
    attendance = _rows(
        RollCallSerializer, MOST_ROWS, "到场情况，开场环节填写；通知环节填写应到的其他人员"
    )
    evidence = _rows(PresentEvidenceSerializer, 100, "证据清单，举证质证环节填写，附各方质证意见")
    questions = _rows(AskSerializer, 100, "提问与回答，听证员提问环节填写")
    persuasions = _rows(PersuadeSerializer, 20, "法理情疏导，听证意见环节填写")
    proposals = _rows(MakeProposalSerializer, 50, "调解方案，调解环节填写，面对面或者背对背")
    began_at = Moment(required=False, help_text="听证开始时间，开场环节填写")
    ended_at = Moment(required=False, help_text="听证结束时间，签订协议或者记录未达成环节填写")
    follow_up = VisitSerializer(required=False, help_text="回访，仅在回访环节填写")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        self._refuse_misplaced(attrs, "follow_up", Stage.FOLLOW_UP, "仅在回访环节填写")
        self._refuse_misplaced(attrs, "began_at", Stage.OPENING, "仅在开场环节填写")
        self._refuse_misplaced(attrs, "ended_at", Stage.CONCLUSION, "仅在结束环节填写")
        if shape := SHAPES.get(attrs["stage"]):
            attrs["record"] = attrs["record"] | self._shaped(shape, attrs["record"])
        return attrs

    def _refuse_misplaced(self, attrs: dict[str, Any], key: str, stage: str, said: str) -> None:
        if key in attrs and attrs["stage"] != stage:
            raise ValidationError({key: [said]}, code="MISPLACED")

    def _shaped(self, shape: type[serializers.Serializer[Any]], record: dict[str, Any]) -> Any:
        form = shape(data=record, context=self.context)
        if not form.is_valid():
            raise ValidationError({"record": form.errors})
        return json.loads(json.dumps(form.validated_data, default=str))
