"""Referral (移交): the record, its steps, the list of silence, the letter."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Q
from django.db.models.functions import Coalesce
from rest_framework import serializers

from config.rest.pagination import PageForm
from config.rest.queries import QueryForm
from disputes import clock
from disputes.api.serializers.fields import BusinessDay, Name, Text
from disputes.api.serializers.steps import StepBodySerializer
from disputes.api.serializers.units import VisibleUnit
from disputes.choices import Receiver
from disputes.models import Referral
from disputes.querysets import RecordQuerySet
from disputes.services.letter import Purpose

Standing = Referral.Standing
OVER = {"answered_on": None, "returned_on": None, "withdrawn_on": None}
STANDINGS = {
    Standing.SENT: Q(received_on=None, **OVER),
    Standing.RECEIVED: Q(received_on__isnull=False, **OVER),
    Standing.RETURNED: Q(returned_on__isnull=False),
    Standing.WITHDRAWN: Q(withdrawn_on__isnull=False),
    Standing.ANSWERED: Q(answered_on__isnull=False),
}


class ReferralSerializer(serializers.ModelSerializer[Referral]):
    """A referral from its letter to the answer."""

    standing = serializers.ChoiceField(
        Standing.choices, read_only=True, help_text="现状：未签收和未反馈都是可见的状态"
    )
    standing_name = serializers.CharField(source="standing.label", read_only=True)
    silent_days = serializers.IntegerField(
        read_only=True, allow_null=True, help_text="接收单位无回音的天数；已办结的为空"
    )

    class Meta:
        model = Referral
        fields = [
            "id", "number", "kind", "receiver", "receiver_name", "channel", "reason", "sent_on",
            "received_on", "received_by", "returned_on", "return_reason", "answered_on", "answer",
            "resolved_on", "reminded_on", "reminders", "withdrawn_on", "withdrawal_reason",
            "standing", "standing_name", "silent_days", "version",
        ]  # fmt: skip
        read_only_fields = fields


class ReferralRowSerializer(ReferralSerializer):
    """A referral in the list of all cases, with the case it is about."""

    dispute_number = serializers.CharField(
        source="dispute.number", read_only=True, help_text="纠纷编号"
    )
    dispute_state = serializers.CharField(
        source="dispute.state", read_only=True, help_text="纠纷状态"
    )
    unit_name = serializers.CharField(source="unit.name", read_only=True, help_text="登记单位名称")

    class Meta(ReferralSerializer.Meta):
        fields = [
            *ReferralSerializer.Meta.fields, "dispute", "dispute_number", "dispute_state", "unit",
            "unit_name",
        ]  # fmt: skip
        read_only_fields = fields


class ReferralFilters(PageForm):
    """What the list of referrals may be narrowed by."""

    standing = serializers.ListField(
        child=serializers.ChoiceField(Standing.choices), required=False, help_text="现状，可重复"
    )
    kind = serializers.ChoiceField(Referral.Kind.choices, required=False, help_text="移交类别")
    receiver = serializers.ChoiceField(Receiver.choices, required=False, help_text="接收单位类别")
    unit = VisibleUnit(required=False, help_text="单位编号，含其下级")
    older_than = serializers.IntegerField(
        required=False, min_value=0, max_value=3650, help_text="接收单位至少这么多天没有回音"
    )

    def narrow(self, rows: RecordQuerySet) -> RecordQuerySet:
        given = self.validated_data
        rows = rows.filter(**{name: given[name] for name in ("kind", "receiver") if name in given})
        if "unit" in given:
            rows = rows.below(given["unit"])
        if "standing" in given:
            rows = rows.filter(Q.create([STANDINGS[s] for s in given["standing"]], Q.OR))
        return self._silent(rows) if "older_than" in given else rows

    def _silent(self, rows: Any) -> Any:
        """Open ones whose last sign of life lies that far back."""
        last_day = clock.today() - timedelta(days=self.validated_data["older_than"])
        heard = Coalesce("received_on", "sent_on")
        return rows.filter(**OVER).alias(heard_on=heard).filter(heard_on__lte=last_day)


class ReferSerializer(StepBodySerializer):
    """A referral to be sent."""

    kind = serializers.ChoiceField(
        Referral.Kind.choices, default=Referral.Kind.REFER,
        help_text="移交类别；移交协办由本单位继续负责，移送主办经签收后由接收单位负责",
    )  # fmt: skip
    receiver = serializers.ChoiceField(Receiver.choices, help_text="接收单位类别")
    receiver_name = Text(100, help_text="接收单位名称")
    channel = serializers.ChoiceField(Referral.Channel.choices, help_text="移交方式")
    reason = Text(500, help_text="移交事由")
    sent_on = BusinessDay()


class ReceiveSerializer(StepBodySerializer):
    """The receiving body signs for it."""

    received_on = BusinessDay()
    received_by = Name(help_text="签收人")


class ReturnSerializer(StepBodySerializer):
    """The receiving body sends it back."""

    returned_on = BusinessDay()
    reason = Text(500, help_text="退回事由")


class RemindSerializer(StepBodySerializer):
    """We remind the receiving body."""

    reminded_on = BusinessDay()


class WithdrawReferralSerializer(StepBodySerializer):
    """We take the letter back before it is answered."""

    withdrawn_on = BusinessDay()
    reason = Text(500, help_text="撤回事由")


class AnswerSerializer(StepBodySerializer):
    """The receiving body answers."""

    answered_on = BusinessDay()
    answer = Text(2000, help_text="反馈内容")
    resolved = serializers.BooleanField(help_text="是否已经化解")


class LetterForm(QueryForm):
    """What the letter is given for."""

    purpose = serializers.ChoiceField(
        Purpose.choices, default=Purpose.HANDLING,
        help_text="提供目的；只有需要接收单位直接联系当事人时才含电话",
    )  # fmt: skip


class LetterPartySerializer(serializers.Serializer[Any]):
    role_name = serializers.CharField(help_text="当事人地位")
    name = serializers.CharField(help_text="姓名或名称，已遮蔽")
    phone = serializers.CharField(allow_blank=True, help_text="电话；目的不需要的为空")


class LetterContactSerializer(serializers.Serializer[Any]):
    unit_name = serializers.CharField(help_text="移交单位")
    officer_name = serializers.CharField(help_text="责任民警")
    phone = serializers.CharField(allow_blank=True, help_text="移交单位联系电话")


class LetterSerializer(serializers.Serializer[Any]):
    """What the receiving body is told, and no more."""

    number = serializers.CharField(help_text="移交函编号")
    kind_name = serializers.CharField(help_text="移交类别")
    to = serializers.CharField(help_text="接收单位")
    sent_on = serializers.DateField(help_text="发函日期")
    dispute_number = serializers.CharField(help_text="纠纷编号")
    dispute_kind = serializers.CharField(help_text="纠纷类型")
    registered_on = serializers.DateField(help_text="登记日期")
    summary = serializers.CharField(help_text="简要情况，姓名和号码已遮蔽")
    done = serializers.ListField(child=serializers.CharField(), help_text="已做工作")
    risk_level = serializers.CharField(allow_blank=True, help_text="风险等级")
    reason = serializers.CharField(help_text="移交事由")
    parties = LetterPartySerializer(many=True)
    contact = LetterContactSerializer()
