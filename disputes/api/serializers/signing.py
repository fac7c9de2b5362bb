"""Signatures and seals on papers, and the seals of units."""

from __future__ import annotations

import base64
import binascii
from typing import Any

from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from config.rest.serializers import StrictSerializer
from disputes import ink
from disputes.api.serializers.fields import Moment, Name, OnFile, Text
from disputes.api.serializers.steps import StepBodySerializer
from disputes.models import PaperSignature, Party, Representative, SealImage

Signer = PaperSignature.Signer
SIGNERS = [choice for choice in Signer.choices if choice[0] != Signer.SEAL]
MOST_BASE64 = ink.LARGEST * 4 // 3 + 4


class Picture(serializers.CharField):
    """A PNG in Base64."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=MOST_BASE64, **kwargs)

    def to_internal_value(self, data: Any) -> bytes:  # type: ignore[override]
        try:
            return base64.b64decode(super().to_internal_value(data), validate=True)
        except (binascii.Error, ValueError):
            raise ValidationError("图样应为 Base64", code="ENCODING") from None


class PaperSignatureSerializer(serializers.ModelSerializer[PaperSignature]):
    """A signature as it stands on a paper; the strokes themselves leave only with the paper."""

    signed_at = Moment(read_only=True, help_text="签名时间")
    witnessed_by_name = serializers.CharField(
        source="witnessed_by.name", read_only=True, help_text="在场民警姓名"
    )

    class Meta:
        model = PaperSignature
        fields = ["id", "slot", "label", "signer", "name", "read_over", "signed_at",
                  "witnessed_by_name"]  # fmt: skip
        read_only_fields = fields


class SigningPlaceSerializer(serializers.Serializer[Any]):
    """A place to sign."""

    slot = serializers.IntegerField(help_text="签名处序号")
    label = serializers.CharField(help_text="签名处名称")  # type: ignore[assignment]
    seal = serializers.BooleanField(help_text="是否用印处")
    signature = PaperSignatureSerializer(allow_null=True, help_text="已有的签名、印章")


class SignPaperSerializer(StepBodySerializer):
    """Who signs where, and the strokes: a PNG, or path data with M and L."""

    slot = serializers.IntegerField(min_value=0, max_value=1000, help_text="签名处序号")
    signer = serializers.ChoiceField(SIGNERS, help_text="签名人类别")
    party = OnFile(Party, required=False, help_text="签名的当事人")
    representative = OnFile(Representative, required=False, help_text="签名的监护人、代理人")
    name = Name(required=False, help_text="其他参加人的姓名")
    read_over = serializers.ChoiceField(
        PaperSignature.ReadOver.choices, required=False, help_text="笔录核对"
    )
    png = Picture(required=False, help_text="签名图样（PNG 的 Base64）")
    path = serializers.CharField(
        required=False,
        max_length=300_000,
        help_text="签名笔迹：SVG 路径数据，只含绝对坐标的 M 和 L",
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if ("png" in attrs) == ("path" in attrs):
            raise ValidationError("请提交签名图样或者签名笔迹之一", code="ONE_OF_BOTH")
        wanted = {Signer.PARTY: "party", Signer.REPRESENTATIVE: "representative",
                  Signer.OTHER: "name"}.get(attrs["signer"])  # fmt: skip
        given = {name for name in ("party", "representative", "name") if name in attrs}
        if given != ({wanted} if wanted else set()):
            raise ValidationError("签名人与签名人类别不符", code="SIGNER")
        png, path = attrs.pop("png", None), attrs.pop("path", "")
        return attrs | {"image": ink.from_path(path) if png is None else ink.from_png(png)}


class SealPaperSerializer(StepBodySerializer):
    slot = serializers.IntegerField(min_value=0, max_value=1000, help_text="用印处序号")


class SealImageSerializer(serializers.ModelSerializer[SealImage]):
    """A seal as it is kept; the image leaves only on papers."""

    kept_by_name = serializers.CharField(
        source="kept_by.name", read_only=True, help_text="保管人姓名"
    )

    class Meta:
        model = SealImage
        fields = ["id", "digest", "reason", "kept_by_name", "since", "until"]
        read_only_fields = fields


class KeepSealSerializer(StrictSerializer):
    png = Picture(help_text="印章图样（PNG 的 Base64）")
    reason = Text(300, help_text="启用说明")
