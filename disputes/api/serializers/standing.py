"""How a dispute stands after a write: every nested answer carries it."""

from __future__ import annotations

import functools
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from config.rest.concurrency import etag
from disputes import workflow
from disputes.models import Dispute


class StandingSerializer(serializers.ModelSerializer[Dispute]):
    """The dispute after this write: what the next step needs to know."""

    etag = serializers.SerializerMethodField(help_text="下一次写入该纠纷时放入 If-Match")
    state_name = serializers.CharField(source="get_state_display", read_only=True)
    available_actions = serializers.SerializerMethodField(help_text="当前用户可执行的动作")

    class Meta:
        model = Dispute
        fields = [
            "id", "number", "version", "etag", "state", "state_name", "resolved_on",
            "available_actions",
        ]  # fmt: skip
        read_only_fields = fields

    def get_etag(self, dispute: Dispute) -> str:
        return etag(dispute)

    def get_available_actions(self, dispute: Dispute) -> list[str]:
        role = self.context["request"].user.role
        return workflow.available_actions(dispute.state, role, dispute.track)


class _Answer(serializers.Serializer[Any]):
    @extend_schema_field(StandingSerializer)
    def get_dispute(self, row: Any) -> dict[str, Any]:
        return StandingSerializer(self.context["case"].dispute, context=self.context).data


@functools.cache
def answering(
    declared: type[serializers.ModelSerializer[Any]],
) -> type[serializers.ModelSerializer[Any]]:
    """The declaration of a row, and with it how its dispute stands (`dispute`)."""
    fields = [*declared.Meta.fields, "dispute"]
    body = {
        "__doc__": declared.__doc__,
        "dispute": serializers.SerializerMethodField(help_text="写入后的纠纷"),
        "Meta": type("Meta", (declared.Meta,), {"fields": fields, "read_only_fields": fields}),
    }
    name = declared.__name__.removesuffix("Serializer")
    return type(f"{name}AnswerSerializer", (declared, _Answer), body)
