"""Agreements (调解协议), what each party has to do, and who signed."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from config.rest.serializers import StrictSerializer
from disputes.api.serializers.fields import BusinessDay, Colleague, Money, Name, OnFile, Text
from disputes.models import Agreement, Obligation, Party, Signature

Signer = Signature.Signer


class ObligationSerializer(serializers.ModelSerializer[Obligation]):
    class Meta:
        model = Obligation
        fields = [
            "id", "type", "debtor", "creditor", "content", "method", "amount", "due_on",
            "fulfilled_on", "proof",
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
            "id", "number", "form", "session", "organ", "host", "host_name", "facts", "content",
            "recording", "mediator", "committee_sealed", "signed_on", "effective_on", "due_on",
            "fulfilled_on", "breached_on", "version", "obligations", "signatures",
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
    party = OnFile(Party, required=False, allow_null=True, help_text="当事人编号；主持人签名时不填")
    name = Name(help_text="姓名")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if (attrs["signer"] == Signer.HOST) == bool(attrs.get("party")):
            wrong = "主持人签名不填当事人，其他签名须填当事人"
            raise ValidationError({"party": [wrong]}, code="SIGNER_PARTY")
        return attrs


class AgreementTextSerializer(StrictSerializer):
    """An agreement to be drafted; signatures may follow later."""

    form = serializers.ChoiceField(Agreement.Form.choices, help_text="协议形式")
    facts = Text(4000, help_text="案件或者纠纷事实")
    content = Text(4000, help_text="协议内容")
    organ = Text(100, required=False, help_text="调解机关，缺省为登记单位")
    host = Colleague(required=False, help_text="主持人，缺省为本人")
    recording = Text(100, required=False, allow_blank=True, help_text="录音录像编号")
    mediator = Name(required=False, allow_blank=True, help_text="人民调解员")
    committee_sealed = serializers.BooleanField(required=False, help_text="调解委员会是否盖章")
    obligations = ObligeSerializer(  # type: ignore[call-arg]
        many=True, allow_empty=False, max_length=50
    )
    signatures = SignatureRowSerializer(  # type: ignore[call-arg]
        many=True, required=False, max_length=100
    )


class DraftAgreementSerializer(AgreementTextSerializer):
    drafted_on = BusinessDay()


class SignSerializer(StrictSerializer):
    """Signatures under an agreement that is not in effect yet."""

    signed_on = BusinessDay()
    signatures = SignatureRowSerializer(  # type: ignore[call-arg]
        many=True, allow_empty=False, max_length=100
    )


class PerformSerializer(StrictSerializer):
    """The performance of one obligation."""

    obligation = OnFile(Obligation, help_text="义务编号")
    fulfilled_on = BusinessDay()
    proof = Text(300, help_text="履行凭证")
