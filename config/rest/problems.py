"""What an error looks like outside: application/problem+json (RFC 9457), words in Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from rest_framework import serializers
from rest_framework.renderers import JSONRenderer
from rest_framework.settings import api_settings

TITLES = {
    400: "请求有误",
    401: "未登录",
    403: "无权操作",
    404: "未找到",
    405: "不支持的操作",
    406: "无法提供该格式",
    409: "状态不允许",
    412: "数据已更新",
    413: "内容过大",
    415: "不支持的内容类型",
    422: "不符合规定",
    428: "缺少前提条件",
    429: "请求过于频繁",
    500: "服务器故障",
    503: "暂时不可用",
}
# Said when an exception brings no Chinese sentence of its own.
DETAILS = {
    400: "请求内容无法识别",
    401: "请先登录，或登录已失效",
    403: "您没有执行该操作的权限",
    404: "未找到，或不在您的管辖范围",
    405: "该地址不支持这种操作",
    406: "服务器只能提供 JSON 格式",
    413: "提交的内容超过允许的大小",
    415: "请以 application/json 提交",
    429: "请求过于频繁，请稍后再试",
    500: "服务器发生故障，请稍后再试；如反复出现，请把请求编号告知管理员",
    503: "服务暂时不可用，请稍后重试",
}
WORDS = {
    "NULL_CHARACTERS_NOT_ALLOWED": "不能包含空字符",
    "SURROGATE_CHARACTERS_NOT_ALLOWED": "含有无法保存的字符",
    "INVALID_CHOICE": "不是可选的值",
}
CHINESE = re.compile("[\u4e00-\u9fff]")


@dataclass(slots=True)
class Problem:
    """One problem document. `errors` and `more` are members only where they have something."""

    status: int
    code: str
    detail: str = ""
    statutes: list[str] = field(default_factory=list)
    errors: list[dict[str, str]] | None = None
    headers: dict[str, str] = field(default_factory=dict)
    more: dict[str, Any] = field(default_factory=dict)

    def body(self) -> dict[str, Any]:
        fallback = DETAILS.get(self.status, "请求未完成")
        document: dict[str, Any] = {
            "type": "about:blank",
            "title": TITLES.get(self.status, "请求未完成"),
            "status": self.status,
            "code": self.code,
            "detail": in_chinese(self.detail, fallback),
            "statutes": self.statutes,
        }
        if self.errors is not None:
            document["errors"] = self.errors
        return document | self.more


class ProblemRenderer(JSONRenderer):
    media_type = "application/problem+json"
    format = "problem"


class FieldProblemSerializer(serializers.Serializer[Any]):
    """One refused field, for the OpenAPI file."""

    field = serializers.CharField(help_text="字段路径，如 parties.0.id_number；整体错误为空")
    code = serializers.CharField(help_text="稳定的错误代码")
    detail = serializers.CharField(help_text="中文说明")


class ProblemSerializer(serializers.Serializer[Any]):
    """The problem document, for the OpenAPI file."""

    type = serializers.CharField(help_text="固定为 about:blank")
    title = serializers.CharField(help_text="错误类别")
    status = serializers.IntegerField(help_text="HTTP 状态码")
    code = serializers.CharField(help_text="稳定的错误代码")
    detail = serializers.CharField(help_text="中文说明")
    statutes = serializers.ListField(child=serializers.CharField(), help_text="法律依据")
    errors = FieldProblemSerializer(many=True, required=False, help_text="逐字段错误")  # type: ignore[assignment]
    current = serializers.DictField(required=False, help_text="版本过期（412）时的最新内容")


def in_chinese(text: str, otherwise: str) -> str:
    """`text` if it is Chinese: users never read a library's English sentence."""
    return text if CHINESE.search(text) else otherwise


def field_errors(detail: Any, path: str = "") -> Iterator[dict[str, str]]:
    """The nested errors of serializers as a flat list, with paths like "parties.0.id_number"."""
    if isinstance(detail, dict):
        for name, inner in detail.items():
            whole = name in (api_settings.NON_FIELD_ERRORS_KEY, "__all__")
            yield from field_errors(inner, path if whole else _join(path, name))
    elif isinstance(detail, list | tuple):
        for position, inner in enumerate(detail):
            is_row = isinstance(inner, dict | list)  # otherwise: several messages of one field
            yield from field_errors(inner, _join(path, position) if is_row else path)
    else:
        code = stable(getattr(detail, "code", None) or "invalid")
        text = in_chinese(str(detail), "内容不符合要求")
        yield {"field": path, "code": code, "detail": WORDS.get(code, text)}


def _join(path: str, name: object) -> str:
    return f"{path}.{name}" if path else str(name)


def stable(code: str) -> str:
    """A library's code in the one spelling of this API.

    >>> stable("not_authenticated"), stable("permission-denied")
    ('NOT_AUTHENTICATED', 'PERMISSION_DENIED')
    """
    return re.sub("[^A-Z0-9]+", "_", code.upper())
