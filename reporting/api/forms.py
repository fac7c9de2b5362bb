"""Query parameters of statistics and reports: which unit, which days, which indicators."""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from typing import Any

from django.core.validators import RegexValidator
from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from config.rest.pagination import PageForm
from config.rest.queries import QueryForm
from disputes.models import Unit
from reporting.indicators import ALL, INDICATORS
from reporting.periods import FIRST_YEAR, LAST_YEAR, Period
from reporting.slices import SLICES

LONGEST_YEARS = 10
SLICINGS = [(code, slicing.label) for code, slicing in SLICES.items() if code]
ORGAN_CODE = RegexValidator(r"\A[0-9]{12}\Z", "机构代码应为12位数字")


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


class UnitForm(QueryForm):
    """Base of the forms that ask about one unit with all below it."""

    unit = serializers.CharField(
        required=False, validators=[ORGAN_CODE], help_text="机构代码，12位，含其下级；缺省为本单位"
    )

    def asked_unit(self) -> Unit:
        """The unit; 404 outside the caller's own and those below it."""
        request = self.context["request"]
        return visible_unit(request, self.validated_data.get("unit") or _own(request.user))


def visible_unit(request: Request, code: str) -> Unit:
    """The unit with this code, if it exists for whoever asks; 404 otherwise."""
    officer: Any = request.user
    unit: Unit = get_object_or_404(Unit.objects.visible_to(officer), code=code)
    return unit


def _own(user: Any) -> str:
    if user.unit is None:
        raise Http404
    return str(user.unit.code)


class PeriodForm(UnitForm):
    """A year, a month of a year, or any days from – to; with the cutoff of cohorts."""

    year = serializers.IntegerField(
        required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR, help_text="年度"
    )
    month = serializers.IntegerField(
        required=False, min_value=1, max_value=12, help_text="月份，与 year 同用"
    )
    cutoff = Day(
        required=False,
        help_text="统计截止日：期内录入的纠纷，截至该日的化解、履行计入；缺省为期间的最后一天",
    )

    def get_fields(self) -> dict[str, Any]:
        days = {
            "from": Day(required=False, help_text="自（含），与 to 同用"),
            "to": Day(required=False, help_text="至（含）"),
        }
        return super().get_fields() | days  # "from" is no name in Python

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        start, end = _days(attrs)
        if (end.year - start.year) > LONGEST_YEARS:
            raise ValidationError({"to": f"统计期间不得超过{LONGEST_YEARS}年"})
        try:
            attrs["period"] = Period(start, end, attrs.get("cutoff", end))
        except ValueError as wrong:
            raise ValidationError({"cutoff" if start <= end else "to": str(wrong)}) from None
        return attrs


def _days(given: dict[str, Any]) -> tuple[date, date]:
    """First and last day. Raises ValidationError unless they are said in exactly one way."""
    names = given.keys() & {"year", "month", "from", "to"}
    if names == {"from", "to"}:
        return given["from"], given["to"]
    if names == {"year"}:
        return date(given["year"], 1, 1), date(given["year"], 12, 31)
    if names == {"year", "month"}:
        year, month = given["year"], given["month"]
        return date(year, month, 1), date(year, month, monthrange(year, month)[1])
    raise ValidationError("请给出 year（可加 month），或者 from 和 to")


class StatisticsForm(PeriodForm):
    indicators = IndicatorList(required=False, help_text="指标代码，以逗号分隔；缺省为全部")
    by = serializers.ChoiceField(
        SLICINGS,
        required=False,
        default="",
        allow_blank=True,
        help_text="分组方式；缺省不分组",
    )


class DrillDownForm(PeriodForm, PageForm):
    indicator = serializers.ChoiceField([(i.code, i.name) for i in ALL], help_text="指标代码")
    part = serializers.ChoiceField(
        [("numerator", "分子"), ("denominator", "分母")],
        required=False,
        default="numerator",
        help_text="分子或者分母",
    )
    by = serializers.ChoiceField(
        SLICINGS,
        required=False,
        default="",
        allow_blank=True,
        help_text="分组方式，与 key 同用",
    )
    key = serializers.CharField(
        required=False, default="", max_length=40, help_text="统计结果中该组的 key"
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        if attrs["part"] == "denominator" and not INDICATORS[attrs["indicator"]].denominator:
            raise ValidationError({"part": "该指标没有分母"})
        if bool(attrs["by"]) != bool(attrs["key"]):
            raise ValidationError({"key": "by 和 key 应当同时给出"})
        return super().validate(attrs)


class ReportForm(QueryForm):
    cutoff = Day(required=False, help_text="统计截止日，应在报告年度内；缺省为12月31日")


class DraftsForm(QueryForm):
    year = serializers.IntegerField(min_value=FIRST_YEAR, max_value=LAST_YEAR, help_text="报告年度")
