"""Agreements (调解协议), what each party has to do, and who signed."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from config.rest.serializers import StrictSerializer
from disputes.api.serializers.fields import (
    MOST_PARTIES,
    BusinessDay,
    Colleague,
    Money,
    Name,
    OnFile,
    Text,
)
from disputes.api.serializers.steps import StepBodySerializer
from disputes.guards.signing import OF_PARTIES
from disputes.models import (
    Agreement,
    Confirmation,
    Obligation,
    Party,
    Performance,
    Signature,
)

Signer = Signature.Signer
PARTY_SIGNERS = [(s.value, s.label) for s in Signer if s in OF_PARTIES]


class PerformanceSerializer(serializers.ModelSerializer[Performance]):
    """One act of performance: a payment, whole or in part."""

    class Meta:
        model = Performance
        fields = ["id", "performed_on", "amount", "proof", "recorded_by"]
        read_only_fields = fields


class ObligationSerializer(serializers.ModelSerializer[Obligation]):
    """One obligation; `fulfilled_on` is the day of its last part, `waived_on` that of a waiver."""

    performances = PerformanceSerializer(many=True, read_only=True)

    class Meta:
        model = Obligation
        fields = [
            "id", "type", "debtor", "creditor", "content", "method", "amount", "due_on",
            "fulfilled_on", "proof", "waived_on", "waiver_reason", "waiver_consent",
            "carried_from", "performances",
        ]  # fmt: skip
        read_only_fields = fields


class SignatureSerializer(serializers.ModelSerializer[Signature]):
    class Meta:
        model = Signature
        fields = ["id", "signer", "party", "name", "signed_on"]
        read_only_fields = fields


class AgreementSerializer(serializers.ModelSerializer[Agreement]):
    """An agreement with its obligations and signatures."""

    host_name = serializers.CharField(source="host.name", read_only=True, help_text="主持人姓名")
    obligations = ObligationSerializer(many=True, read_only=True)
    signatures = SignatureSerializer(many=True, read_only=True)

    class Meta:
        model = Agreement
        fields = [
            "id", "number", "form", "session", "replaces", "replaced_on", "organ", "host",
            "host_name", "occurred", "place", "cause", "facts", "circumstances", "consequence",
            "others_present", "issues", "responsibility", "content", "recording", "shows_parties",
            "shows_facts", "shows_content", "mediator", "signed_on", "effective_on", "due_on",
            "fulfilled_on", "has_waiver", "breached_on", "version", "obligations", "signatures",
        ]  # fmt: skip
        read_only_fields = fields

    # Every table is read once, however many obligations and signatures there are.
    READ = ("host", "obligations__performances", "signatures")


class ConfirmationSerializer(serializers.ModelSerializer[Confirmation]):
    """An application for judicial confirmation and what became of it."""

    result = serializers.ChoiceField(
        Confirmation.Result.choices, read_only=True, allow_blank=True, help_text="结果，空表示尚无"
    )

    class Meta:
        model = Confirmation
        fields = [
            "id", "agreement", "court", "applied_by_all", "personal_status", "applied_on",
            "result", "result_on", "version",
        ]  # fmt: skip
        read_only_fields = fields


class ObligeSerializer(StrictSerializer):
    """One obligation to be agreed on."""

    type = serializers.ChoiceField(Obligation.Type.choices, help_text="义务类型")
    debtor = OnFile(Party, help_text="义务人（当事人编号）")
    creditor = OnFile(Party, required=False, allow_null=True, help_text="权利人（当事人编号）")
    content = Text(500, help_text="内容")
    method = Text(200, help_text="履行方式")
    amount = Money(required=False, allow_null=True, help_text="金额（元），给付金钱时必填")
    due_on = serializers.DateField(help_text="履行期限")


class SignatureRowSerializer(StrictSerializer):
    """One signature, seal or fingerprint."""

    signer = serializers.ChoiceField(Signer.choices, help_text="签名人")
    party = OnFile(
        Party, required=False, allow_null=True,
        help_text="当事人编号；当事人及其监护人、代理人签名时填写",
    )  # fmt: skip
    name = Name(required=False, help_text="姓名，印章填调解委员会名称；主持人和调解员可以不填")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if (attrs["signer"] in OF_PARTIES) != bool(attrs.get("party")):
            wrong = "当事人、监护人、代理人签名须填当事人，其他签名不填"
            raise ValidationError({"party": [wrong]}, code="SIGNER_PARTY")
        if "name" not in attrs and attrs["signer"] not in (Signer.HOST, Signer.MEDIATOR):
            raise ValidationError({"name": ["请填写姓名"]}, code="required")
        return attrs


class AgreementTextSerializer(StrictSerializer):
    """An agreement to be drafted; signatures may follow later."""

    form = serializers.ChoiceField(Agreement.Form.choices, help_text="协议形式")
    occurred = Text(100, required=False, help_text="案件时间，缺省为登记的发生时间")
    place = Text(200, required=False, help_text="案件地点，缺省为登记的发生地点")
    cause = Text(1000, required=False, allow_blank=True, help_text="起因，治安案件必填")
    facts = Text(4000, help_text="案件经过或者纠纷主要事实")
    circumstances = Text(1000, required=False, allow_blank=True, help_text="情节，治安案件必填")
    consequence = Text(1000, required=False, allow_blank=True, help_text="结果，治安案件必填")
    others_present = Text(500, required=False, help_text="其他在场人员，缺省为邀请参加调解的人员")
    issues = Text(1000, required=False, allow_blank=True, help_text="争议事项")
    responsibility = Text(
        1000, required=False, allow_blank=True, help_text="各方责任；交通事故须写明责任比例"
    )
    content = Text(4000, help_text="协议内容")
    organ = Text(100, required=False, help_text="调解机关，缺省为登记单位")
    host = Colleague(required=False, help_text="主持人，缺省为本人")
    recording = Text(100, required=False, allow_blank=True, help_text="录音录像编号")
    shows_parties = serializers.BooleanField(
        required=False, help_text="录音录像明确记录当事人基本情况"
    )
    shows_facts = serializers.BooleanField(required=False, help_text="录音录像明确记录主要违法事实")
    shows_content = serializers.BooleanField(required=False, help_text="录音录像明确记录协议内容")
    mediator = Name(required=False, allow_blank=True, help_text="人民调解员，口头协议的记录人")
    obligations = ObligeSerializer(  # type: ignore[call-arg]
        many=True,
        allow_empty=False,
        max_length=2 * MOST_PARTIES,
        help_text="义务，分期履行的逐期填写",
    )
    signatures = SignatureRowSerializer(  # type: ignore[call-arg]
        many=True, required=False, max_length=2 * MOST_PARTIES, help_text="签名"
    )


class DraftAgreementSerializer(StepBodySerializer, AgreementTextSerializer):
    drafted_on = BusinessDay()


class SignSerializer(StepBodySerializer):
    """Signatures under an agreement that is not in effect yet."""

    signed_on = BusinessDay()
    signatures = SignatureRowSerializer(  # type: ignore[call-arg]
        many=True, allow_empty=False, max_length=2 * MOST_PARTIES, help_text="签名"
    )


class ChangeAgreementSerializer(StepBodySerializer, AgreementTextSerializer):
    """A signed new version: what is left to do, by when. What was done is carried over."""

    changed_on = BusinessDay()
    reason = Text(500, help_text="变更事由")


class PerformSerializer(StepBodySerializer):
    """The performance of one obligation, or of a part of a sum of money."""

    obligation = OnFile(Obligation, help_text="义务编号")
    performed_on = BusinessDay()
    amount = Money(required=False, help_text="本次给付金额（元），缺省为尚未履行的全部")
    proof = Text(300, help_text="履行凭证")

    def validate_amount(self, amount: Decimal) -> Decimal:
        if not amount:
            raise ValidationError("金额须大于零", code="MONEY_NOT_POSITIVE")
        return amount


class WaiveSerializer(StepBodySerializer):
    """A creditor's waiver of what is left of an obligation."""

    obligation = OnFile(Obligation, help_text="义务编号")
    waived_on = BusinessDay()
    reason = Text(300, help_text="免除理由")
    consent = Text(100, help_text="权利人签名的书面声明编号")
    signer = serializers.ChoiceField(PARTY_SIGNERS, help_text="在声明上签名的人")
    name = Name(help_text="签名人姓名")


class ApplyForConfirmationSerializer(StepBodySerializer):
    """An application of the parties to a court."""

    agreement = OnFile(Agreement, help_text="协议编号")
    applied_on = BusinessDay()
    court = Text(100, help_text="受理法院")
    applied_by_all = serializers.BooleanField(help_text="双方当事人共同申请")
    personal_status = serializers.BooleanField(help_text="涉及确认身份、收养、婚姻关系")


class ConfirmationResultSerializer(StepBodySerializer):
    """What became of an application."""

    result = serializers.ChoiceField(Confirmation.Result.choices, help_text="结果")
    result_on = BusinessDay()
