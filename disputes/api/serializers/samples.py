"""The draw of cases for follow-up by somebody else (抽查回访), and what came of it."""

from __future__ import annotations

from typing import Any

from django.core.validators import RegexValidator
from django.db.models import Q
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from config.rest.pagination import PageForm
from config.rest.serializers import StrictSerializer
from disputes.api.paging import KeyPageForm
from disputes.api.serializers.fields import Moment
from disputes.api.serializers.followups import SampleSerializer
from disputes.api.serializers.method import RatioSerializer
from disputes.api.serializers.units import VisibleUnit
from disputes.models import FollowUp, Officer, SampledCase, SampleDraw
from disputes.services.followup import Satisfaction

MOST = 1000  # cases of one draw
ASSIGNEE = RegexValidator(r"\A(me|[0-9]{1,18})\Z", "请填 me 或者民警编号")


class DrawSerializer(serializers.ModelSerializer[SampleDraw]):
    """A draw. With its seed and its population anybody can repeat it."""

    unit_name = serializers.CharField(source="unit.name", read_only=True, help_text="单位名称")
    drawn_at = Moment(read_only=True, help_text="抽取时间")
    drawn_by_name = serializers.CharField(
        source="drawn_by.name", read_only=True, allow_null=True, help_text="抽取人姓名"
    )

    class Meta:
        model = SampleDraw
        fields = [
            "id", "unit", "unit_name", "start", "end", "size", "drawn_at", "drawn_by",
            "drawn_by_name",
        ]  # fmt: skip
        read_only_fields = fields


class DrawnCaseSerializer(SampleSerializer):
    """A drawn case with its number, and how its follow-up went."""

    number = serializers.CharField(source="dispute.number", read_only=True, help_text="纠纷编号")
    held_on = serializers.DateField(
        source="follow_up.held_on", read_only=True, allow_null=True, help_text="回访日期"
    )
    satisfaction = serializers.ChoiceField(
        FollowUp.Satisfaction.choices, source="follow_up.satisfaction", read_only=True,
        allow_null=True, help_text="满意度",
    )  # fmt: skip

    class Meta(SampleSerializer.Meta):
        model = SampledCase
        fields = [*SampleSerializer.Meta.fields, "number", "held_on", "satisfaction"]
        read_only_fields = fields


class SampleListSerializer(DrawnCaseSerializer):
    """A drawn case on somebody's list of work: of which station, drawn when."""

    unit_name = serializers.CharField(source="unit.name", read_only=True, help_text="单位名称")
    drawn_at = Moment(source="draw.drawn_at", read_only=True, help_text="抽取时间")

    class Meta(DrawnCaseSerializer.Meta):
        fields = [*DrawnCaseSerializer.Meta.fields, "unit", "unit_name", "drawn_at"]
        read_only_fields = fields


class SampleFilters(KeyPageForm):
    """What the list of drawn cases may be narrowed by."""

    assignee = serializers.CharField(
        required=False, validators=[ASSIGNEE], help_text="me 为指派给本人的，或者民警编号"
    )
    done = serializers.BooleanField(required=False, help_text="是否已经回访")

    def query(self, officer: Officer) -> Q:
        given, found = self.validated_data, Q()
        if who := given.get("assignee"):
            found &= Q(assigned_to=officer.pk if who == "me" else int(who))
        if "done" in given:
            found &= Q(follow_up__isnull=not given["done"])
        return found


class SatisfactionOfDrawSerializer(serializers.Serializer[Satisfaction]):
    """Who was not reached or did not answer counts as such, never as satisfied."""

    answered = RatioSerializer(help_text="作出评价的占抽中的纠纷")
    satisfied = RatioSerializer(help_text="满意（含基本满意）的占作出评价的")
    not_followed_up = serializers.IntegerField(help_text="尚未回访的纠纷数")


class DrawDetailSerializer(DrawSerializer):
    """A draw whole: what it was drawn from, by which seed, and the cases drawn."""

    population = serializers.ListField(
        child=serializers.IntegerField(),
        read_only=True,
        help_text="抽样范围：纠纷编号（id），由小到大",
    )
    cases = DrawnCaseSerializer(many=True, read_only=True, help_text="抽中的纠纷")
    satisfaction = serializers.SerializerMethodField(help_text="满意度")

    class Meta(DrawSerializer.Meta):
        fields = [*DrawSerializer.Meta.fields, "seed", "population", "cases", "satisfaction"]
        read_only_fields = fields
        extra_kwargs = {
            "seed": {"help_text": "随机种子；按“种子:纠纷id”的 SHA-256 由小到大取前 size 件"}
        }

    @extend_schema_field(SatisfactionOfDrawSerializer)
    def get_satisfaction(self, draw: SampleDraw) -> dict[str, Any]:
        return dict(SatisfactionOfDrawSerializer(Satisfaction.of(draw.cases.all())).data)


class DrawCasesSerializer(StrictSerializer):
    """What to draw from and how much."""

    unit = VisibleUnit(required=False, help_text="单位编号，含其下级；缺省为本单位")
    start = serializers.DateField(help_text="办结日期自（含）")
    end = serializers.DateField(help_text="办结日期至（含）")
    size = serializers.IntegerField(
        required=False, min_value=1, max_value=MOST, help_text="抽取件数"
    )
    share = serializers.IntegerField(
        required=False, min_value=1, max_value=100, help_text="抽取比例（%），不足一件的进为一件"
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("size" in attrs) == ("share" in attrs):
            raise ValidationError(
                "请填写抽取件数或者抽取比例，二者只能填一项", code="SIZE_OR_SHARE"
            )
        if attrs["end"] < attrs["start"]:
            raise ValidationError("截止日期不得早于起始日期", code="PERIOD_INVALID")
        return attrs


class DrawFilters(PageForm):
    """What the list of draws may be narrowed by."""
