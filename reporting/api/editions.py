"""Editions over HTTP: what is asked, and what is answered."""

from __future__ import annotations

from typing import Any

from drf_spectacular.utils import extend_schema_field, extend_schema_serializer
from rest_framework import serializers

from config.rest.queries import QueryForm
from config.rest.serializers import StrictSerializer
from reporting.api.activities import Text
from reporting.api.fields import Day
from reporting.api.forms import ORGAN_CODE
from reporting.api.serializers.frame import NamedSerializer
from reporting.editions import steps
from reporting.editions.drafting import LONGEST
from reporting.editions.parts import standings
from reporting.models import Edition, Erratum
from reporting.models.edition import EditionAction, EditionKind, Status
from reporting.periods import FIRST_YEAR, LAST_YEAR

STEP_CHOICES = [(step.action.value, step.action.label) for step in steps.STEPS.values()
                if step.action not in (EditionAction.CONFIRM, EditionAction.OBJECT)]  # fmt: skip
ANSWER_CHOICES = [(a.value, a.label) for a in (EditionAction.CONFIRM, EditionAction.OBJECT)]
STANDINGS = [("waiting", "未确认"), ("confirmed", "已确认"), ("objected", "有异议")]
PARTS = [("numerator", "分子"), ("denominator", "分母")]


class EditionFilters(QueryForm):
    year = serializers.IntegerField(
        required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR, help_text="年度"
    )
    month = serializers.IntegerField(
        required=False, min_value=0, max_value=12, help_text="月份；年度报告为0"
    )
    kind = serializers.ChoiceField(EditionKind.choices, required=False, help_text="种类")
    status = serializers.ChoiceField(Status.choices, required=False, help_text="状态")
    unit = serializers.CharField(
        required=False, validators=[ORGAN_CODE], help_text="机构代码，限于该单位"
    )

    def query(self) -> dict[str, Any]:
        given = dict(self.validated_data)
        return {("unit__code" if name == "unit" else name): v for name, v in given.items()}


class BuildEditionSerializer(StrictSerializer):
    unit = serializers.CharField(
        required=False, validators=[ORGAN_CODE], help_text="机构代码，缺省为本单位"
    )
    year = serializers.IntegerField(min_value=FIRST_YEAR, max_value=LAST_YEAR, help_text="年度")
    month = serializers.IntegerField(
        required=False, default=0, min_value=0, max_value=12, help_text="月份；年度报告为0"
    )
    cutoff = Day(required=False, help_text="统计截止日，限于年度报告；缺省为12月31日")


class EditionTextsSerializer(StrictSerializer):
    texts = serializers.DictField(
        child=serializers.CharField(allow_blank=True, max_length=LONGEST, trim_whitespace=False),
        allow_empty=False,
        help_text="位置代码 → 文字；空文字恢复自动生成的内容",
    )


class EditionStepFormSerializer(StrictSerializer):
    action = serializers.ChoiceField(STEP_CHOICES, help_text="办理的步骤")
    reason = Text(500, required=False, default="", allow_blank=True, help_text="理由；退回时必填")


class ConfirmationFormSerializer(StrictSerializer):
    action = serializers.ChoiceField(ANSWER_CHOICES, help_text="确认，或者提出异议")
    reason = Text(500, required=False, default="", allow_blank=True, help_text="理由；有异议时必填")


class ErratumFormSerializer(StrictSerializer):
    reason = Text(500, help_text="说明")


class UnlockingFormSerializer(StrictSerializer):
    unit = serializers.CharField(
        required=False, validators=[ORGAN_CODE], help_text="机构代码，缺省为本单位"
    )
    year = serializers.IntegerField(min_value=FIRST_YEAR, max_value=LAST_YEAR, help_text="年度")
    days = serializers.IntegerField(min_value=1, max_value=90, help_text="天数")
    reason = Text(500, help_text="理由")


class FrozenCasesForm(QueryForm):
    figure = serializers.CharField(max_length=100, help_text="报告中数字的键，或者指标代码")
    part = serializers.ChoiceField(
        PARTS, required=False, default="numerator", help_text="分子或者分母"
    )
    start = serializers.IntegerField(
        required=False, default=0, min_value=0, help_text="从第几件起，0为第一件"
    )
    page_size = serializers.IntegerField(
        required=False, default=50, min_value=1, max_value=200, help_text="每页条数，1至200"
    )


class DifferenceForm(QueryForm):
    other = serializers.IntegerField(min_value=1, help_text="与之比较的报告")


class EditionStepSerializer(serializers.Serializer[Any]):
    seq = serializers.IntegerField(help_text="序号")
    action = serializers.ChoiceField(EditionAction.choices, help_text="步骤")
    action_name = serializers.CharField(source="get_action_display", help_text="步骤名称")
    from_status = serializers.ChoiceField(Status.choices, help_text="原状态")
    to_status = serializers.ChoiceField(Status.choices, help_text="新状态")
    by = serializers.SerializerMethodField(help_text="经办人；定时任务为空")
    unit = NamedSerializer(help_text="经办单位")
    at = serializers.DateTimeField(help_text="时间")
    digest = serializers.CharField(help_text="所见内容的SM3摘要")
    reason = serializers.CharField(allow_blank=True, help_text="理由")

    def get_by(self, step: Any) -> str:
        return str(step.actor) if step.actor else ""


class LowerUnitSerializer(serializers.Serializer[Any]):
    code = serializers.CharField(help_text="机构代码")
    name = serializers.CharField(help_text="单位名称")
    standing = serializers.ChoiceField(STANDINGS, help_text="是否确认")
    by = serializers.CharField(allow_blank=True, help_text="经办人")
    at = serializers.DateTimeField(allow_null=True, help_text="时间")
    reason = serializers.CharField(allow_blank=True, help_text="异议的理由")


class AvailableActionSerializer(serializers.Serializer[Any]):
    action = serializers.ChoiceField(EditionAction.choices, help_text="步骤")
    name = serializers.CharField(help_text="名称")
    needs_reason = serializers.BooleanField(help_text="须写明理由")


class EditionSignatureSerializer(serializers.Serializer[Any]):
    digest = serializers.CharField(help_text="SM3摘要，也是文件的 ETag")
    key_id = serializers.CharField(help_text="签名密钥编号")
    signed_by = serializers.StringRelatedField[Any](help_text="签发人")
    signed_at = serializers.DateTimeField(help_text="签发时间")


class EditionLineSerializer(serializers.ModelSerializer[Edition]):
    """An edition without its content."""

    unit = NamedSerializer(help_text="单位")
    title = serializers.CharField(help_text="名称")
    kind_name = serializers.CharField(source="get_kind_display", help_text="种类名称")
    status_name = serializers.CharField(source="get_status_display", help_text="状态名称")

    class Meta:
        model = Edition
        fields = (
            "id", "version", "unit", "title", "kind", "kind_name", "year", "month", "cutoff",
            "status", "status_name", "digest", "built_at",
        )  # fmt: skip


@extend_schema_serializer(many=False)
class EditionsSerializer(serializers.Serializer[Any]):
    results = EditionLineSerializer(many=True)


class EditionSerializer(EditionLineSerializer):
    """An edition with its content, its history and what may be done with it."""

    texts = serializers.DictField(child=serializers.CharField(), help_text="人工文字，按位置代码")
    body = serializers.DictField(help_text="报告内容：文字、数字及其来源")
    lower_units = serializers.SerializerMethodField(help_text="下级单位对本单位数据的确认")
    available_actions = serializers.SerializerMethodField(help_text="当前可以办理的步骤")
    signature = serializers.SerializerMethodField(help_text="签发后的摘要和签名")
    steps = EditionStepSerializer(many=True, help_text="办理记录")

    class Meta(EditionLineSerializer.Meta):
        fields = (  # type: ignore[assignment]
            *EditionLineSerializer.Meta.fields, "texts", "body", "lower_units",
            "available_actions", "signature", "steps",
        )  # fmt: skip

    @extend_schema_field(LowerUnitSerializer(many=True))
    def get_lower_units(self, edition: Edition) -> list[dict[str, Any]]:
        return [dict(row) for row in LowerUnitSerializer(standings(edition), many=True).data]

    @extend_schema_field(AvailableActionSerializer(many=True))
    def get_available_actions(self, edition: Edition) -> list[dict[str, Any]]:
        officer: Any = self.context["request"].user
        return [
            {
                "action": action,
                "name": action.label,
                "needs_reason": steps.STEPS[action].needs_reason,
            }
            for action in steps.available(edition, officer)
        ]

    @extend_schema_field(EditionSignatureSerializer(allow_null=True))
    def get_signature(self, edition: Edition) -> dict[str, Any] | None:
        signed = getattr(edition, "signed", None)
        return EditionSignatureSerializer(signed).data if signed else None


class LowerFigureSerializer(serializers.Serializer[Any]):
    code = serializers.CharField(help_text="指标或者工作种类代码")
    name = serializers.CharField(help_text="名称")
    value = serializers.JSONField(help_text="数值")
    text = serializers.CharField(help_text="数值和单位")


class ToConfirmSerializer(serializers.Serializer[Any]):
    """What a superior's report says about the own unit; the rest of it is not shown."""

    id = serializers.IntegerField(help_text="报告")
    version = serializers.IntegerField(help_text="报告的版本")
    etag = serializers.CharField(help_text="确认时放入 If-Match")
    title = serializers.CharField(help_text="报告名称")
    unit = NamedSerializer(help_text="编写报告的上级单位")
    cutoff = serializers.DateField(help_text="统计截止日")
    status = serializers.ChoiceField(Status.choices, help_text="报告的状态")
    standing = serializers.ChoiceField(STANDINGS, help_text="本单位是否已确认")
    digest = serializers.CharField(help_text="本单位数据的摘要")
    figures = LowerFigureSerializer(many=True, help_text="报告所用的本单位数据")


@extend_schema_serializer(many=False)
class ToConfirmListSerializer(serializers.Serializer[Any]):
    results = ToConfirmSerializer(many=True)


class FrozenDisputeSerializer(serializers.Serializer[Any]):
    number = serializers.CharField(help_text="签发时的纠纷编号")
    contribution = serializers.IntegerField(help_text="对该数字的贡献")
    id = serializers.IntegerField(allow_null=True, help_text="纠纷；不在管辖范围的为空")
    state_name = serializers.CharField(allow_null=True, help_text="现在的状态")


class FrozenEntrySerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField(help_text="工作量数据")
    unit = NamedSerializer(help_text="录入单位")
    value = serializers.IntegerField(help_text="数值")
    starts_on = serializers.DateField(help_text="自")
    ends_on = serializers.DateField(help_text="至")
    evidence = serializers.CharField(allow_blank=True, help_text="依据")


class FrozenCasesSerializer(serializers.Serializer[Any]):
    figure = serializers.CharField(help_text="数字的键")
    name = serializers.CharField(help_text="名称")
    part = serializers.ChoiceField(PARTS, help_text="分子或者分母")
    measure = serializers.CharField(help_text="口径代码")
    total = serializers.IntegerField(help_text="固定的数字")
    count = serializers.IntegerField(help_text="所列件数")
    results = FrozenDisputeSerializer(many=True)
    entries = FrozenEntrySerializer(many=True, help_text="工作量数据，数字来自纠纷的为空")


class PublicKeySerializer(serializers.Serializer[Any]):
    key_id = serializers.CharField(help_text="密钥编号")
    algorithm = serializers.CharField(help_text="算法")
    public_key = serializers.CharField(help_text="公钥，十六进制")


class PublicKeysSerializer(serializers.Serializer[Any]):
    keys = PublicKeySerializer(many=True)


class VerdictSerializer(serializers.Serializer[Any]):
    accepted = serializers.BooleanField(help_text="是否与签发时一致")
    detail = serializers.CharField(help_text="结论；不一致时说明何处不符")


class ErratumSerializer(serializers.ModelSerializer[Erratum]):
    signed_by = serializers.StringRelatedField[Any](help_text="签发人")

    class Meta:
        model = Erratum
        fields = ("number", "reason", "digest", "key_id", "signed_by", "signed_at")


class ErrataSerializer(serializers.Serializer[Any]):
    results = ErratumSerializer(many=True)


class ErratumContentSerializer(serializers.Serializer[Any]):
    """What differs from the signed edition."""

    title = serializers.CharField(help_text="名称")
    edition = serializers.DictField(help_text="所更正的报告及其摘要")
    as_of = serializers.DateTimeField(help_text="数据时刻")
    figures = serializers.ListField(child=serializers.DictField(), help_text="变动的指标")
    printed = serializers.ListField(child=serializers.DictField(), help_text="正文中变动的数字")
    measures = serializers.ListField(
        child=serializers.DictField(), help_text="变动的口径，逐件列明增减"
    )
    activities = serializers.ListField(child=serializers.DictField(), help_text="变动的工作量数据")
    cases = serializers.ListField(
        child=serializers.DictField(), help_text="变动的纠纷，每件列明原因"
    )


class DifferenceSerializer(serializers.Serializer[Any]):
    texts = serializers.ListField(child=serializers.DictField(), help_text="不同的文字，按部分")
    figures = serializers.ListField(child=serializers.DictField(), help_text="不同的数字")


class UnlockingSerializer(serializers.Serializer[Any]):
    id = serializers.IntegerField(help_text="解锁记录")
    unit = NamedSerializer(help_text="单位，含其下级")
    year = serializers.IntegerField(help_text="年度")
    reason = serializers.CharField(help_text="理由")
    granted_by = serializers.StringRelatedField[Any](help_text="批准人")
    granted_at = serializers.DateTimeField(help_text="批准时间")
    ends_at = serializers.DateTimeField(help_text="截止时间")


class UnlockingsSerializer(serializers.Serializer[Any]):
    results = UnlockingSerializer(many=True)
