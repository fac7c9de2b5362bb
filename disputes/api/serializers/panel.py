"""The pool of hearing members (听证员库), proposals from it, and what happens to a panel."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from config.rest.queries import QueryForm
from config.rest.serializers import StrictSerializer
from disputes import privacy
from disputes.api.paging import KeyPageForm
from disputes.api.serializers.fields import BusinessDay, KindCode, Masked, Name, OnFile, Phone, Text
from disputes.api.serializers.hearing_stages import CitizenNumber, SitSerializer
from disputes.api.serializers.steps import StepBodySerializer
from disputes.api.serializers.units import VisibleUnit
from disputes.models import (
    HearingSeat,
    HearingStop,
    PanelMember,
    PanelObjection,
    Party,
)
from disputes.services.panel import Candidate

# A party's withdrawal has an address of its own.
GROUNDS = [
    (ground.value, ground.label)
    for ground in HearingStop.Ground
    if ground != HearingStop.Ground.CONSENT_WITHDRAWN
]


class PanelMemberSerializer(serializers.ModelSerializer[PanelMember]):
    """Somebody of the pool, with what he has to do."""

    unit_name = serializers.CharField(source="unit.name", read_only=True, help_text="管理单位名称")
    specialties = serializers.SlugRelatedField(  # type: ignore[var-annotated]
        slug_field="code", many=True, read_only=True, help_text="擅长的纠纷类型代码"
    )
    phone = Masked(privacy.mask_phone, help_text="电话，已遮盖")
    heard = serializers.IntegerField(read_only=True, help_text="近12个月参加听证次数")
    open = serializers.IntegerField(read_only=True, help_text="在办听证次数")

    class Meta:
        model = PanelMember
        fields = [
            "id", "unit", "unit_name", "name", "organisation", "capacity", "specialties",
            "expertise", "phone", "is_active", "heard", "open", "version",
        ]  # fmt: skip
        read_only_fields = fields


class PanelMemberFilters(KeyPageForm):
    """What the list of the pool may be narrowed by."""

    capacity = serializers.ChoiceField(
        HearingSeat.Capacity.choices, required=False, help_text="身份"
    )
    kind = serializers.CharField(required=False, max_length=32, help_text="擅长的纠纷类型代码")
    is_active = serializers.BooleanField(required=False, allow_null=True, help_text="是否在用")


class _MemberFields(StrictSerializer):
    name = Name(help_text="姓名")
    organisation = Text(100, required=False, allow_blank=True, help_text="单位")
    capacity = serializers.ChoiceField(HearingSeat.Capacity.choices, help_text="身份")
    specialties = serializers.ListField(
        child=KindCode(), required=False, max_length=30,
        help_text="擅长的纠纷类型代码，大类或者小类",
    )  # fmt: skip
    expertise = Text(200, required=False, allow_blank=True, help_text="专长")
    phone = Phone(required=False, allow_blank=True, help_text="电话，加密保存")
    id_number = CitizenNumber(
        required=False, allow_blank=True, help_text="身份证号；只保存用于核对是否为当事人的索引"
    )


class EnrolSerializer(_MemberFields):
    """Somebody to be taken into the pool."""

    unit = VisibleUnit(required=False, help_text="管理单位，缺省为本单位")  # type: ignore[assignment]


class ChangeMemberSerializer(_MemberFields):
    """What is to be corrected; only what is filled in."""

    is_active = serializers.BooleanField(required=False, help_text="是否在用")

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        fields = super().get_fields()
        for field in fields.values():
            field.required = False
        return fields


class CandidateSerializer(serializers.Serializer[Candidate]):
    """Somebody of the pool for this case, and why he stands where he stands."""

    person = PanelMemberSerializer(source="member")
    proposed = serializers.BooleanField(help_text="建议选任")
    fits = serializers.BooleanField(help_text="专长符合本纠纷类型")
    reason = serializers.CharField(help_text="排序理由")
    obstacles = serializers.ListField(child=serializers.CharField(), help_text="不得选任的原因")
    doubts = serializers.ListField(child=serializers.CharField(), help_text="须核实说明的情形")


class CandidatesSerializer(serializers.Serializer[Any]):
    least_members = serializers.IntegerField(help_text="听证员最少人数")
    most_members = serializers.IntegerField(help_text="听证员最多人数")
    candidates = CandidateSerializer(many=True, help_text="建议在前；不得选任的在后并写明原因")


class CandidateFilters(QueryForm):
    """How many are wanted."""

    size = serializers.IntegerField(
        required=False, min_value=1, max_value=15, help_text="建议人数，缺省为最少人数"
    )


class LeaveSerializer(StrictSerializer):
    seat = serializers.IntegerField(min_value=1, help_text="席位编号")
    reason = Text(400, help_text="退出理由")


class ChangePanelSerializer(StepBodySerializer):
    """Who leaves and who joins."""

    leaving = LeaveSerializer(  # type: ignore[call-arg]
        many=True, allow_empty=False, max_length=10, help_text="退出的人员"
    )
    joining = SitSerializer(  # type: ignore[call-arg]
        many=True, required=False, max_length=10, help_text="补入的人员"
    )
    changed_on = BusinessDay()


class ObjectSerializer(StepBodySerializer):
    """A party's objection."""

    seat = serializers.IntegerField(min_value=1, help_text="被申请回避的席位编号")
    applicant = OnFile(Party, help_text="申请人编号")
    reason = Text(500, help_text="申请理由")
    requested_on = BusinessDay()


class DecideObjectionSerializer(StepBodySerializer):
    """The decision; whoever has to go is replaced in the same act."""

    objection = OnFile(PanelObjection, help_text="回避申请编号")
    granted = serializers.BooleanField(help_text="是否回避")
    reason = Text(400, help_text="决定理由")
    replacement = SitSerializer(required=False, help_text="补入的人员，同意回避的填写")
    also_leaving = LeaveSerializer(  # type: ignore[call-arg]
        many=True, required=False, max_length=5, help_text="为保持单数一并退出的人员"
    )
    decided_on = BusinessDay()

    def validate_objection(self, row: PanelObjection) -> int:
        return row.pk


class GiveOpinionSerializer(StepBodySerializer):
    """One member's opinion; it is sealed at once."""

    seat = serializers.IntegerField(min_value=1, help_text="听证员席位编号")
    text = Text(2000, help_text="评议意见")
    supports_applicant = serializers.BooleanField(
        required=False, allow_null=True, help_text="是否支持申请方主要诉求"
    )
    given_on = BusinessDay()


class RevealOpinionsSerializer(StepBodySerializer):
    revealed_on = BusinessDay()


class SuspendSerializer(StepBodySerializer):
    ground = serializers.ChoiceField(GROUNDS, help_text="中止事由")
    reason = Text(500, help_text="具体情况")
    stopped_on = BusinessDay()


class ResumeSerializer(StepBodySerializer):
    resumed_on = BusinessDay()


class TerminateSerializer(StepBodySerializer):
    ground = serializers.ChoiceField(GROUNDS, help_text="终止事由")
    reason = Text(500, help_text="具体情况")
    remedies_told = serializers.BooleanField(
        default=False, help_text="已告知可以继续申请调解或者依法提起诉讼"
    )
    stopped_on = BusinessDay()


class WithdrawConsentSerializer(StepBodySerializer):
    """A party takes its consent back: the hearing ends, ordinary mediation stays possible."""

    party = OnFile(Party, help_text="撤回同意的当事人编号")
    reason = Text(400, help_text="撤回理由")
    remedies_told = serializers.BooleanField(
        default=False, help_text="已告知可以继续申请调解或者依法提起诉讼"
    )
    withdrawn_on = BusinessDay()
