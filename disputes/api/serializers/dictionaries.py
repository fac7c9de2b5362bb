"""The dictionaries (字典) a client needs to build its forms: one document with one version."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from rest_framework import serializers

from disputes import choices, transitions
from disputes.guards.hearing import LISTS as HEARING_LISTS
from disputes.guards.hearing import RECORDS, SKIPPABLE
from disputes.guards.inquiry import EXCLUSIONS
from disputes.guidance import Need, needs_of
from disputes.models import (
    Agreement,
    Confirmation,
    FollowUp,
    Hearing,
    HearingAttendance,
    HearingProposal,
    HearingSeat,
    HearingStop,
    Kind,
    MarkKind,
    MediationSession,
    Obligation,
    Party,
    Persuasion,
    Referral,
    Representative,
    ReviewRule,
    RiskFactor,
    RiskLevel,
    Signature,
)
from disputes.models.hearing import Stage
from disputes.models.party import DocumentType, Sex

# Every closed list of values that a request or an answer may hold.
LISTS: dict[str, Any] = {
    "tracks": choices.Track,
    "states": choices.State,
    "sources": choices.Source,
    "roles": choices.Role,
    "unit_levels": choices.UnitLevel,
    "judicial_classes": choices.JudicialClass,
    "receivers": choices.Receiver,
    "referral_channels": Referral.Channel,
    "party_roles": Party.PartyRole,
    "sexes": Sex,
    "document_types": DocumentType,
    "representative_capacities": Representative.Capacity,
    "session_modes": MediationSession.Mode,
    "session_outcomes": MediationSession.Outcome,
    "second_reasons": MediationSession.SecondReason,
    "hearing_openness": Hearing.Openness,
    "hearing_circumstances": Hearing.Circumstance,
    "hearing_standings": Hearing.Standing,
    "hearing_seats": HearingSeat.Seat,
    "attendance_kinds": HearingAttendance.Kind,
    "proposal_modes": HearingProposal.Mode,
    "proposal_answers": HearingProposal.Answer,
    "hearing_stop_grounds": HearingStop.Ground,
    "seat_capacities": HearingSeat.Capacity,
    "agreement_forms": Agreement.Form,
    "obligation_types": Obligation.Type,
    "signers": Signature.Signer,
    "confirmation_results": Confirmation.Result,
    "follow_up_methods": FollowUp.Method,
    "satisfactions": FollowUp.Satisfaction,
    "review_levels": ReviewRule.Level,
    "persuasion_dimensions": Persuasion.Dimension,
}


class EntrySerializer(serializers.Serializer[Any]):
    code = serializers.CharField(help_text="代码")
    name = serializers.CharField(help_text="名称")


class MinorKindSerializer(EntrySerializer):
    judicial_class = serializers.CharField(help_text="司法统计类别代码")
    is_active = serializers.BooleanField(help_text="是否启用")


class KindSerializer(EntrySerializer):
    is_active = serializers.BooleanField(help_text="是否启用")
    minors = MinorKindSerializer(many=True, help_text="小类")


class RiskLevelSerializer(EntrySerializer):
    rank = serializers.IntegerField(help_text="数值越大风险越高")
    color = serializers.CharField(help_text="标识颜色")
    from_score = serializers.IntegerField(help_text="建议该等级的最低评分")
    leader_required = serializers.BooleanField(help_text="是否须有包案领导")
    follow_up_method = serializers.CharField(help_text="要求的回访方式；空为不限")
    is_active = serializers.BooleanField(help_text="是否启用")


class RiskFactorSerializer(EntrySerializer):
    weight = serializers.IntegerField(help_text="分值")
    flag = serializers.CharField(help_text="按哪一项登记信息自动计入；空为由民警勾选")
    is_active = serializers.BooleanField(help_text="是否启用")


class MarkKindSerializer(EntrySerializer):
    group = serializers.CharField(help_text="类别，如重点人员、六失人员")
    is_active = serializers.BooleanField(help_text="是否启用")


class StageEntrySerializer(EntrySerializer):
    records = EntrySerializer(many=True, help_text="该环节记录的必填项")
    lists = EntrySerializer(many=True, help_text="须随该环节提交的清单")
    skippable = serializers.BooleanField(help_text="可否说明理由后省略")


class FactSerializer(EntrySerializer):
    tracks = serializers.ListField(
        child=serializers.CharField(), help_text="哪些办理途径须填；变更办理途径时指新的途径"
    )


class ActionSerializer(EntrySerializer):
    resource = serializers.CharField(help_text="由哪个接口执行；steps 即“推进一步”")
    sources = serializers.ListField(child=serializers.CharField(), help_text="可从哪些状态执行")
    target = serializers.CharField(allow_null=True, help_text="执行后的状态；空表示状态不变")
    roles = serializers.ListField(child=serializers.CharField(), help_text="哪些角色可以执行")
    tracks = serializers.ListField(child=serializers.CharField(), help_text="哪些办理途径有此动作")
    facts = FactSerializer(many=True, help_text="执行时必须填写的要素")


class DictionariesSerializer(serializers.Serializer[Any]):
    """All dictionaries; `version` changes with any entry."""

    version = serializers.CharField(help_text="字典版本")
    kinds = KindSerializer(many=True, help_text="纠纷类型，两级")
    risk_levels = RiskLevelSerializer(many=True, help_text="风险等级，由高到低")
    risk_factors = RiskFactorSerializer(many=True, help_text="风险因素，分值由高到低")
    mark_kinds = MarkKindSerializer(many=True, help_text="人员标识类型")
    exclusions = EntrySerializer(many=True, help_text="不适用治安调解的情形")
    hearing_stages = StageEntrySerializer(many=True, help_text="听证环节，按先后顺序")
    actions = ActionSerializer(many=True, help_text="动作")

    def get_fields(self) -> dict[str, serializers.Field[Any, Any, Any, Any]]:
        lists = {name: EntrySerializer(many=True, help_text=_title(name)) for name in LISTS}
        return super().get_fields() | lists


def _title(name: str) -> str:
    return f"{name} 的可选值"


def _entries(pairs: Any) -> list[dict[str, str]]:
    return [{"code": code, "name": name} for code, name in pairs]


def document() -> dict[str, Any]:
    """Everything but the version. One statement for each table."""
    return {
        "kinds": _kinds(),
        "risk_levels": _values(RiskLevelSerializer, RiskLevel),
        "risk_factors": _values(RiskFactorSerializer, RiskFactor),
        "mark_kinds": _values(MarkKindSerializer, MarkKind),
        "exclusions": _entries(EXCLUSIONS.items()),
        "hearing_stages": [_stage(stage) for stage in Stage],
        "actions": [_action(step) for step in transitions.ROWS],
        **{name: _entries(values.choices) for name, values in LISTS.items()},
    }


def _values(declared: type[EntrySerializer], model: type[Model]) -> list[dict[str, Any]]:
    return list(model._default_manager.values(*declared().fields))


def _kinds() -> list[dict[str, Any]]:
    rows = list(Kind.objects.all())
    minors: dict[int | None, list[dict[str, Any]]] = {}
    for row in rows:
        entry = {"code": row.code, "name": row.name, "is_active": row.is_active}
        minors.setdefault(row.parent_id, []).append(entry | {"judicial_class": row.judicial_class})
    return [
        {"code": row.code, "name": row.name, "is_active": row.is_active,
         "minors": minors.get(row.pk, [])}
        for row in rows if row.parent_id is None
    ]  # fmt: skip


def _stage(stage: Stage) -> dict[str, Any]:
    return {
        "code": stage.value,
        "name": stage.label,
        "records": _entries(RECORDS[stage].items()),
        "lists": _entries(HEARING_LISTS.get(stage, {}).items()),
        "skippable": stage in SKIPPABLE,
    }


def _action(step: transitions.Transition) -> dict[str, Any]:
    return {
        "code": step.action,
        "name": step.label,
        "resource": step.resource,
        "sources": [state for state in choices.State.values if state in step.sources],
        "target": step.target,
        "roles": [role for role in choices.Role.values if role in step.roles],
        "tracks": _tracks(step.tracks),
        "facts": [_fact(need) for need in needs_of(step)],
    }


def _fact(need: Need) -> dict[str, Any]:
    return {"code": need.code, "name": need.name, "tracks": _tracks(need.tracks)}


def _tracks(asked: frozenset[choices.Track]) -> list[str]:
    return [track for track in choices.Track.values if track in asked]
