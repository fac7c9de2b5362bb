"""Units (单位) and accounts (账号)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.middleware.csrf import get_token
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from config.rest.serializers import CleanedField, StrictSerializer
from disputes import identity
from disputes.api.serializers.fields import Text
from disputes.choices import UnitLevel
from disputes.models import Officer, Unit


class UnitSerializer(serializers.ModelSerializer[Unit]):
    """A unit of the tree as it is today."""

    class Meta:
        model = Unit
        fields = [
            "id", "code", "name", "short_name", "level", "parent", "path", "phone", "is_active",
            "version",
        ]  # fmt: skip
        read_only_fields = fields
        extra_kwargs = {
            "path": {"help_text": "树中位置；下级的路径以上级的路径开头"},
            "short_name": {"help_text": "文书编号中的单位字，如“庆公（玄）”；为空时用机构代码"},
        }


class VisibleUnit(serializers.PrimaryKeyRelatedField[Unit]):
    """A unit that the caller can see: the own one or one below it."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Unit.objects.all(), **kwargs)

    def get_queryset(self) -> Any:
        return Unit.objects.visible_to(self.context["request"].user)


class CreateUnitSerializer(StrictSerializer):
    """A unit to be put into the tree."""

    code = CleanedField(identity.organ_code, max_length=20, help_text="机构代码，GA/T 380，12位")
    name = Text(60, help_text="单位名称")
    short_name = Text(
        12, required=False, allow_blank=True, help_text="文书编号中的单位字，如“庆公（玄）”"
    )
    level = serializers.ChoiceField(UnitLevel.choices, help_text="层级")
    parent = VisibleUnit(help_text="上级单位编号")  # type: ignore[assignment]


class ChangeUnitSerializer(StrictSerializer):
    """What may change of a unit without moving it: only the fields that are sent."""

    name = Text(60, required=False, help_text="单位名称")
    short_name = Text(
        12, required=False, allow_blank=True, help_text="文书编号中的单位字，如“庆公（玄）”"
    )
    phone = Text(20, required=False, allow_blank=True, help_text="联系电话")
    is_active = serializers.BooleanField(required=False, help_text="在用")


class MoveUnitSerializer(StrictSerializer):
    """A unit, with all below it, goes to another bureau (划转)."""

    parent = VisibleUnit(help_text="新上级单位编号")  # type: ignore[assignment]
    effective_from = serializers.DateField(help_text="生效日期：某月1日，不晚于今天")
    reason = Text(200, help_text="事由")


class UnitImportSerializer(serializers.Serializer[Any]):
    """What an import created. Units already there with the same data are left alone."""

    created = serializers.IntegerField(help_text="新建单位数")
    units = UnitSerializer(many=True)


class OfficerSerializer(serializers.ModelSerializer[Officer]):
    """An account of the own unit or below."""

    unit_name = serializers.CharField(source="unit.name", read_only=True, help_text="单位名称")
    role_name = serializers.CharField(source="title", read_only=True)

    class Meta:
        model = Officer
        fields = [
            "id", "username", "name", "police_number", "role", "role_name", "unit", "unit_name",
            "is_active",
        ]  # fmt: skip
        read_only_fields = fields
        extra_kwargs = {"username": {"help_text": "登录名"}, "is_active": {"help_text": "是否启用"}}


class CsrfSerializer(serializers.Serializer[Any]):
    cookie = serializers.CharField(help_text="令牌所在的 Cookie")
    header = serializers.CharField(help_text="写入请求应带的请求头")


class MeSerializer(OfficerSerializer):
    """Who is asking, for what, and how a browser signs its writes."""

    unit = UnitSerializer(read_only=True, allow_null=True)
    scopes = serializers.SerializerMethodField(help_text="访问令牌的授权范围；浏览器会话为空")
    csrf = serializers.SerializerMethodField(help_text="浏览器会话写入时所需的 CSRF 信息")

    class Meta(OfficerSerializer.Meta):
        fields = [
            "id", "username", "name", "police_number", "role", "role_name", "unit", "scopes",
            "csrf",
        ]  # fmt: skip
        read_only_fields = fields

    def get_scopes(self, officer: Officer) -> list[str] | None:
        token = self.context["request"].auth
        return sorted(token.scopes) if token else None

    @extend_schema_field(CsrfSerializer(allow_null=True))
    def get_csrf(self, officer: Officer) -> dict[str, str] | None:
        """Asking for the token also sets its cookie."""
        request = self.context["request"]
        if request.auth:
            return None
        get_token(request._request)
        header = settings.CSRF_HEADER_NAME.removeprefix("HTTP_").replace("_", "-").title()
        return {"cookie": settings.CSRF_COOKIE_NAME, "header": header}
