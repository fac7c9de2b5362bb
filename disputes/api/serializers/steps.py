"""What every request that takes a step may say besides its own fields."""

from __future__ import annotations

from rest_framework import serializers

from config.rest.serializers import StrictSerializer
from disputes.api.serializers.fields import Text


class AcknowledgementSerializer(StrictSerializer):
    """A warning that somebody overrides, and why."""

    code = serializers.CharField(max_length=40, help_text="被拒绝时返回的 acknowledge")
    reason = Text(500, help_text="仍然办理的理由，记入流转记录")


class StepBodySerializer(StrictSerializer):
    """Base of the body of every request that takes a step; `CaseView.read` puts it on the file."""

    acknowledged = AcknowledgementSerializer(  # type: ignore[call-arg]
        many=True, required=False, max_length=10, help_text="对规定的提示说明理由后继续办理"
    )
