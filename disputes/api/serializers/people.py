"""Parties (当事人) and who acts for them. Identity data leaves masked."""

from __future__ import annotations

from typing import Any

from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from config.rest.serializers import StrictSerializer
from disputes import clock, identity, privacy
from disputes.api.serializers.fields import Masked, Name, OnFile, Phone, Text
from disputes.api.serializers.steps import StepBodySerializer
from disputes.models import Party, Representative
from disputes.models.party import DocumentType, Sex

ADDRESS, DOCUMENT = 200, 40  # characters accepted


class RepresentativeSerializer(serializers.ModelSerializer[Representative]):
    """A guardian or proxy."""

    phone = Masked(privacy.mask_phone, help_text="已遮蔽")

    class Meta:
        model = Representative
        fields = [
            "id", "party", "capacity", "name", "relation", "powers", "authorisation",
            "notified_on", "phone", "version",
        ]  # fmt: skip
        read_only_fields = fields


class PartySerializer(serializers.ModelSerializer[Party]):
    """A party. The birth date stays away: with the masked number it would unmask it."""

    document_type = serializers.ChoiceField(DocumentType.choices, read_only=True, allow_blank=True)
    id_number = Masked(privacy.mask_id_number, help_text="已遮蔽")
    phone = Masked(privacy.mask_phone, help_text="已遮蔽")
    address = Masked(privacy.mask_address, help_text="已遮蔽，只到乡镇街道")
    is_minor = serializers.SerializerMethodField(
        help_text="纠纷登记之日是否未满十八周岁；出生日期未知时为空"
    )
    representatives = RepresentativeSerializer(many=True, read_only=True)

    class Meta:
        model = Party
        fields = [
            "id", "role", "is_organisation", "name", "sex", "is_minor", "adult_confirmed",
            "document_type",
            "id_number", "phone", "address", "employer", "is_active", "version",
            "representatives",
        ]  # fmt: skip
        read_only_fields = fields

    def get_is_minor(self, party: Party) -> bool | None:
        return party.is_minor(party.dispute.registered_on)


class _Person(StrictSerializer):
    """What is entered about a party. An ID card's number gives birth date and sex."""

    is_organisation = serializers.BooleanField(required=False, help_text="是否单位")
    sex = serializers.ChoiceField(Sex.choices, required=False, help_text="性别，GB/T 2261.1")
    born_on = serializers.DateField(
        required=False, allow_null=True, help_text="出生日期；填写居民身份证号码时由号码得出"
    )
    adult_confirmed = serializers.BooleanField(
        required=False, help_text="已核实成年，出生日期未知时填写"
    )
    document_type = serializers.ChoiceField(
        DocumentType.choices, required=False, help_text="证件类型，缺省为居民身份证"
    )
    id_number = serializers.CharField(
        required=False, allow_blank=True, max_length=DOCUMENT, help_text="证件号码，加密保存"
    )
    phone = Phone(required=False, allow_blank=True, help_text="联系电话，加密保存")
    address = Text(ADDRESS, required=False, allow_blank=True, help_text="住址，加密保存")
    employer = Text(100, required=False, allow_blank=True, help_text="工作单位")

    document_on_file: str = DocumentType.ID_CARD

    def validate_born_on(self, day: Any) -> Any:
        if day is not None and not 1880 <= day.year <= clock.today().year:
            raise ValidationError("出生日期不存在或者晚于今天", code="BIRTH_DATE")
        return day

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs.get("id_number"):
            kind = attrs.get("document_type", self.document_on_file)
            attrs["id_number"] = _document_number(kind, attrs["id_number"])
        return attrs


class AddPartySerializer(_Person):
    """A party to be put on file."""

    role = serializers.ChoiceField(Party.PartyRole.choices, help_text="当事人地位")
    name = Name(help_text="姓名或名称，可用生僻字")


class ChangePartySerializer(_Person):
    """What is corrected about a party: only the fields that are sent change."""

    role = serializers.ChoiceField(Party.PartyRole.choices, required=False, help_text="当事人地位")
    name = Name(required=False, help_text="姓名或名称，可用生僻字")
    is_active = serializers.BooleanField(required=False, help_text="是否仍为本纠纷当事人")

    @property
    def document_on_file(self) -> str:  # type: ignore[override]
        return self.context["party"].document_type or DocumentType.ID_CARD

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if not attrs:
            raise ValidationError("没有可更正的内容", code="NOTHING_TO_CHANGE")
        return super().validate(attrs)


def _document_number(kind: str, text: str) -> str:
    """The one spelling that is sealed and searched for. Raises ValidationError."""
    try:
        return identity.document_number(kind, text, today=clock.today())
    except identity.InvalidIdentity as refused:
        raise ValidationError({"id_number": [refused.message]}, code=refused.code) from None


class RepresentSerializer(StepBodySerializer):
    """A guardian or proxy to be put on file."""

    party = OnFile(Party, help_text="被监护或者委托的当事人编号")
    capacity = serializers.ChoiceField(Representative.Capacity.choices, help_text="身份")
    name = Name(help_text="姓名")
    relation = Text(30, required=False, allow_blank=True, help_text="与当事人关系")
    powers = Text(500, required=False, allow_blank=True, help_text="委托权限")
    authorisation = Text(60, required=False, allow_blank=True, help_text="委托书编号")
    notified_on = serializers.DateField(required=False, help_text="通知监护人的日期")
    phone = Phone(required=False, allow_blank=True, help_text="联系电话，加密保存")


class RevealSerializer(StrictSerializer):
    """Why somebody wants to see full identity data. Without a purpose: 422."""

    purpose = Text(200, required=False, allow_blank=True, default="", help_text="查看事由，必填")


class RevealedPartySerializer(serializers.ModelSerializer[Party]):
    """Identity data in full; every answer of this shape stands in the audit trail."""

    document_type = serializers.ChoiceField(DocumentType.choices, read_only=True, allow_blank=True)
    id_number = serializers.CharField(read_only=True, help_text="证件号码")
    phone = serializers.CharField(read_only=True, help_text="联系电话")
    address = serializers.CharField(read_only=True, help_text="住址")

    class Meta:
        model = Party
        fields = ["id", "name", "born_on", "document_type", "id_number", "phone", "address"]
        read_only_fields = fields


class RevealedRepresentativeSerializer(serializers.ModelSerializer[Representative]):
    phone = serializers.CharField(read_only=True, help_text="联系电话")

    class Meta:
        model = Representative
        fields = ["id", "name", "phone"]
        read_only_fields = fields


class SearchSerializer(StrictSerializer):
    """Exact search by a party's number. It is a POST so that numbers never stand in addresses."""

    id_number = serializers.CharField(required=False, max_length=DOCUMENT, help_text="证件号码")
    document_type = serializers.ChoiceField(
        DocumentType.choices, default=DocumentType.ID_CARD, help_text="证件类型"
    )
    phone = Phone(required=False, help_text="联系电话")

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("id_number" in attrs) == ("phone" in attrs):
            raise ValidationError("请填写证件号码或者联系电话，二者只能填一项", code="ONE_NUMBER")
        if "id_number" in attrs:
            attrs["id_number"] = _document_number(attrs["document_type"], attrs["id_number"])
        return attrs

    def fingerprint(self) -> tuple[str, bytes]:
        """Which number is searched for ("id_number", "phone"), and its blind index."""
        domain = "phone" if "phone" in self.validated_data else "id_number"
        return domain, privacy.blind_index(self.validated_data[domain], domain=domain)
