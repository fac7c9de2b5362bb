"""The answer to "what now": steps with what stands in their way, and the clocks."""

from __future__ import annotations

from rest_framework import serializers

from disputes.api.serializers.clocks import CaseClocksSerializer
from disputes.api.serializers.dictionaries import EntrySerializer
from disputes.errors import Caution, Refusal
from disputes.guidance import Advice


class ObstacleSerializer(serializers.Serializer[Refusal]):
    """What stands in the way of a step: in words, with its code and its articles."""

    code = serializers.CharField(help_text="稳定的代码")
    detail = serializers.CharField(help_text="缺少什么、下一步做什么")
    statutes = serializers.ListField(child=serializers.CharField(), help_text="法律依据")
    acknowledge = serializers.SerializerMethodField(help_text="说明理由后可以继续办理")

    def get_acknowledge(self, refusal: Refusal) -> bool:
        return isinstance(refusal, Caution)


class AdviceSerializer(serializers.Serializer[Advice]):
    """One step: whether it may be taken now, what is missing, what has to be entered."""

    action = serializers.CharField(source="step.action", help_text="动作")
    name = serializers.CharField(source="step.label", help_text="动作名称")
    resource = serializers.CharField(source="step.resource", help_text="由哪个接口执行")
    allowed = serializers.BooleanField(help_text="现在可以办理")
    obstacles = ObstacleSerializer(source="refusals", many=True, help_text="尚缺的条件和依据")
    needs = EntrySerializer(many=True, help_text="办理时须填写的要素")


class GuidanceSerializer(CaseClocksSerializer):
    """What may be done, what is missing, what is due."""

    number = serializers.CharField(help_text="纠纷编号")
    version = serializers.IntegerField(help_text="版本")
    state = serializers.CharField(help_text="状态")
    state_name = serializers.CharField(help_text="状态名称")
    steps = AdviceSerializer(many=True, help_text="可以考虑的动作，按办理顺序")
