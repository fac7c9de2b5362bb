"""The dictionaries (字典) a client needs to build its forms: one document with one version."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers

from disputes import choices, guards, workflow
from disputes.guards.hearing import RECORDS, SKIPPABLE
from disputes.guards.mediation import EXCLUSIONS
from disputes.models import (
    Agreement,
    FollowUp,
    Hearing,
    HearingSeat,
    Kind,
    MediationSession,
    Obligation,
    Party,
    Referral,
    Representative,
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
    "hearing_seats": HearingSeat.Seat,
    "seat_capacities": HearingSeat.Capacity,
    "agreement_forms": Agreement.Form,
    "obligation_types": Obligation.Type,
    "signers": Signature.Signer,
    "follow_up_methods": FollowUp.Method,
    "satisfactions": FollowUp.Satisfaction,
}
# The facts without which a guard refuses a step, for the form that asks for them.
REQUIRED: dict[Any, tuple[tuple[str, str], ...]] = {
    guards.reason_given: (("reason", "事由"),),
    guards.remedies_told: (("remedies_told", "已告知其他救济途径"),),
    guards.conversion_named: (("convert_to", "转处罚或者转刑事"),),
    guards.settlement_allowed: (
        ("performed", "和解已经履行"),
        ("applied_by_all", "各方已书面申请"),
        ("approved_by", "批准的负责人"),
    ),
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
    is_active = serializers.BooleanField(help_text="是否启用")


class StageEntrySerializer(EntrySerializer):
    records = EntrySerializer(many=True, help_text="该环节记录的必填项")
    skippable = serializers.BooleanField(help_text="可否说明理由后省略")


class ActionSerializer(EntrySerializer):
    resource = serializers.CharField(help_text="由哪个接口执行；steps 即“推进一步”")
    sources = serializers.ListField(child=serializers.CharField(), help_text="可从哪些状态执行")
    target = serializers.CharField(allow_null=True, help_text="执行后的状态；空表示状态不变")
    roles = serializers.ListField(child=serializers.CharField(), help_text="哪些角色可以执行")
    tracks = serializers.ListField(child=serializers.CharField(), help_text="哪些办理途径有此动作")
    facts = EntrySerializer(many=True, help_text="执行时必须填写的要素")


class DictionariesSerializer(serializers.Serializer[Any]):
    """All dictionaries; `version` changes with any entry."""

    version = serializers.CharField(help_text="字典版本")
    kinds = KindSerializer(many=True, help_text="纠纷类型，两级")
    risk_levels = RiskLevelSerializer(many=True, help_text="风险等级，由高到低")
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
    """Everything but the version. Two statements: kinds and risk levels."""
    return {
        "kinds": _kinds(),
        "risk_levels": list(RiskLevel.objects.values("code", "name", "rank", "color", "is_active")),
        "exclusions": _entries(EXCLUSIONS.items()),
        "hearing_stages": [_stage(stage) for stage in Stage],
        "actions": [_action(step) for step in workflow.ROWS],
        **{name: _entries(values.choices) for name, values in LISTS.items()},
    }


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
        "skippable": stage in SKIPPABLE,
    }


def _action(step: workflow.Transition) -> dict[str, Any]:
    return {
        "code": step.action,
        "name": step.label,
        "resource": step.resource,
        "sources": [state for state in choices.State.values if state in step.sources],
        "target": step.target,
        "roles": [role for role in choices.Role.values if role in step.roles],
        "tracks": [track for track in choices.Track.values if track in step.tracks],
        "facts": _entries(fact for guard in step.guards for fact in REQUIRED.get(guard, ())),
    }
