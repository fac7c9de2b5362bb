"""Fields of query parameters: days, and lists of words separated by commas."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ValidationError

from reporting.indicators import INDICATORS
from reporting.periods import FIRST_YEAR, LAST_YEAR, Period


class Day(serializers.DateField):
    """A day for which there may be figures."""

    default_error_messages = {"out_of_range": f"日期应在{FIRST_YEAR}年至{LAST_YEAR}年之间"}

    def to_internal_value(self, value: Any) -> date:
        day = super().to_internal_value(value)
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            self.fail("out_of_range")
        return day


@extend_schema_field(str)
class IndicatorList(serializers.Field[Any, Any, Any, Any]):
    """Codes of indicators, separated by commas."""

    default_error_messages = {"unknown": "没有这些指标：{codes}"}

    def to_internal_value(self, data: Any) -> Any:
        codes = dict.fromkeys(data.split(","))
        if unknown := [code for code in codes if code not in INDICATORS]:
            self.fail("unknown", codes="、".join(unknown))
        return tuple(INDICATORS[code] for code in codes)


@extend_schema_field(str)
class CodeList(serializers.Field[Any, Any, Any, Any]):
    """Words of a list, separated by commas, each at most once."""

    default_error_messages = {
        "unknown": "没有这些选项：{words}",
        "twice": "不能重复",
        "many": "最多{most}项",
    }

    def __init__(self, *, choices: Iterable[str] = (), most: int, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.choices, self.most = frozenset(choices), most

    def to_internal_value(self, data: Any) -> tuple[str, ...]:
        words = tuple(data.split(",")) if data else ()
        if len(words) > self.most:
            self.fail("many", most=self.most)
        if len(set(words)) < len(words):
            self.fail("twice")
        if self.choices and (unknown := [word for word in words if word not in self.choices]):
            self.fail("unknown", words="、".join(unknown))
        return words

    def to_representation(self, value: Any) -> Any:
        return ",".join(value)


@extend_schema_field(str)
class PeriodList(CodeList):
    """Names of periods, separated by commas."""

    def to_internal_value(self, data: Any) -> Any:
        try:
            return tuple(map(Period.named, super().to_internal_value(data)))
        except ValueError as wrong:
            raise ValidationError(_in_chinese(wrong)) from None


def _in_chinese(wrong: ValueError) -> str:
    text = str(wrong)
    return "没有这一天或者这一周" if text.isascii() else text
