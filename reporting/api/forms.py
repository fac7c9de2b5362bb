"""Query parameters of statistics and reports: which unit, which days, which indicators."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.core.validators import RegexValidator
from django.http import Http404
from django.shortcuts import get_object_or_404
from rest_framework import serializers
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request

from config.rest.pagination import PageForm
from config.rest.queries import QueryForm
from disputes import clock
from disputes.models import Unit
from reporting.api.fields import CodeList, Day, IndicatorList, PeriodList
from reporting.indicators import ALL, INDICATORS, POPULATION, Indicator
from reporting.periods import FIRST_YEAR, LAST_YEAR, Period
from reporting.slices import BETWEEN, MOST, REPLAYABLE, SLICES
from reporting.statistics import replayable

LONGEST_YEARS = 10
PERIODS = "2025、2025-H1、2025-Q1、2025-03、2025-W12、2025-03-05、2025-01-01..2025-11-30"
MOST_UNITS, MOST_PERIODS, MOST_TABLES = 20, 36, 60
SLICINGS = [(code, slicing.label) for code, slicing in SLICES.items() if code]
ORGAN_CODE = RegexValidator(r"\A[0-9]{12}\Z", "机构代码应为12位数字")


class UnitForm(QueryForm):
    """Base of the forms that ask about one unit with all below it."""

    unit = serializers.CharField(
        required=False, validators=[ORGAN_CODE], help_text="机构代码，12位，含其下级；缺省为本单位"
    )

    def asked_unit(self) -> Unit:
        """The unit; 404 outside the caller's own and those below it."""
        request = self.context["request"]
        return visible_unit(request, self.validated_data.get("unit") or own_code(request.user))


def visible_unit(request: Request, code: str) -> Unit:
    """The unit with this code, if it exists for whoever asks; 404 otherwise."""
    officer: Any = request.user
    unit: Unit = get_object_or_404(Unit.objects.visible_to(officer), code=code)
    return unit


def own_code(user: Any) -> str:
    """The code of somebody's own unit; 404 without one."""
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
    period = PeriodList(
        most=1, required=False,
        help_text=f"统计期间，代替 year、from 等：{PERIODS}",
    )  # fmt: skip
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
        named = attrs.pop("period", None)
        if named is None:
            attrs["period"] = self._period(attrs, *_days(attrs))
            attrs["periods"] = (attrs["period"],)
            return attrs
        if not named:
            raise ValidationError({"period": "不能为空"})
        if attrs.keys() & {"year", "month", "from", "to"}:
            raise ValidationError("period 不能与 year、month、from、to 同用")
        attrs["periods"] = tuple(self._period(attrs, one.start, one.end) for one in named)
        attrs["period"] = attrs["periods"][0]
        return attrs

    def _period(self, attrs: dict[str, Any], start: date, end: date) -> Period:
        if (end.year - start.year) > LONGEST_YEARS:
            raise ValidationError({"to": f"统计期间不得超过{LONGEST_YEARS}年"})
        try:
            return Period(start, end, attrs.get("cutoff", end))
        except ValueError as wrong:
            raise ValidationError({"cutoff" if start <= end else "to": str(wrong)}) from None


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
    raise ValidationError("请给出 year（可加 month），或者 from 和 to，或者 period")


class ByForm(PeriodForm):
    """A period with the dimensions of its figures, and the moment at which they were known."""

    by = CodeList(
        choices=[code for code in SLICES if code], most=MOST, required=False, default=(),
        help_text=f"分组方式，以逗号分隔，最多{MOST}项："
        + "、".join(f"{code} {name}" for code, name in SLICINGS),
    )  # fmt: skip
    known_at = serializers.DateTimeField(
        required=False, help_text="截至该时刻已录入的：按流转记录的录入时间还原当时的数字"
    )

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        attrs = super().validate(attrs)
        if "known_at" not in attrs:
            return attrs
        if attrs["known_at"] > clock.now():
            raise ValidationError({"known_at": "不能晚于现在"})
        if lost := set(attrs["by"]) - REPLAYABLE:
            names = "、".join(SLICES[code].label for code in sorted(lost))
            raise ValidationError({"by": f"当时的{names}没有留存，不能还原"})
        lost_figures = [i.name for i in self.asked_indicators(attrs) if not replayable(i)]
        if lost_figures:
            said = f"不能还原当时的数字：{'、'.join(lost_figures)}"
            raise ValidationError({self.indicator_field: said})
        return attrs

    indicator_field = "indicators"

    def asked_indicators(self, attrs: dict[str, Any]) -> Iterable[Indicator]:
        """All that are asked for; by default every one that can be told."""
        asked: Iterable[Indicator] = attrs.get("indicators") or [
            i for i in ALL if "known_at" not in attrs or replayable(i)
        ]
        return asked


class StatisticsForm(ByForm):
    unit = CodeList(  # type: ignore[assignment]
        most=MOST_UNITS, required=False, default=(),
        help_text=f"机构代码，12位，含其下级，以逗号分隔，最多{MOST_UNITS}个；缺省为本单位",
    )  # fmt: skip
    period = PeriodList(
        most=MOST_PERIODS, required=False,
        help_text=f"统计期间，代替 year、from 等，以逗号分隔：{PERIODS}",
    )  # fmt: skip
    indicators = IndicatorList(required=False, help_text="指标代码，以逗号分隔；缺省为全部")
    compare = CodeList(
        choices=["year", "period"], most=2, required=False, default=(),
        help_text="比较，以逗号分隔：year 同比、period 环比",
    )  # fmt: skip

    def validate_unit(self, codes: tuple[str, ...]) -> tuple[str, ...]:
        for code in codes:
            ORGAN_CODE(code)
        return codes

    def asked_units(self) -> list[Unit]:
        """404 when any of them lies outside the caller's own and those below it."""
        request = self.context["request"]
        codes = self.validated_data["unit"] or (own_code(request.user),)
        return [visible_unit(request, code) for code in codes]

    def asked_periods(self) -> Sequence[Period]:
        periods: Sequence[Period] = self.validated_data["periods"]
        return periods

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        attrs = super().validate(attrs)
        if len(attrs["periods"]) * max(1, len(attrs["unit"])) > MOST_TABLES:
            raise ValidationError({"period": f"单位数乘以期间数不得超过{MOST_TABLES}"})
        return attrs


class DrillDownForm(ByForm, PageForm):
    indicator = serializers.ChoiceField([(i.code, i.name) for i in ALL], help_text="指标代码")
    part = serializers.ChoiceField(
        [("numerator", "分子"), ("denominator", "分母")],
        required=False,
        default="numerator",
        help_text="分子或者分母",
    )
    key = serializers.CharField(
        required=False, default="", max_length=100,
        help_text="统计结果中该组的 key，与 by 同用",
    )  # fmt: skip
    indicator_field = "indicator"

    def asked_indicators(self, attrs: dict[str, Any]) -> Iterable[Indicator]:
        return (INDICATORS[attrs["indicator"]],)

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        denominator = INDICATORS[attrs["indicator"]].denominator
        if attrs["part"] == "denominator" and denominator in ("", POPULATION):
            raise ValidationError({"part": "该指标没有分母，或者分母是人口"})
        if bool(attrs["by"]) != bool(attrs["key"]):
            raise ValidationError({"key": "by 和 key 应当同时给出"})
        if attrs["by"] and attrs["key"].count(BETWEEN) != len(attrs["by"]) - 1:
            raise ValidationError({"key": "key 的段数应与 by 相同"})
        return super().validate(attrs)


class SeriesForm(StatisticsForm):
    """A line of figures along one dimension."""

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        attrs = super().validate(attrs)
        if len(attrs["by"]) != 1:
            raise ValidationError({"by": "请给出一个分组方式"})
        if len(attrs["unit"]) > 1 or len(attrs["periods"]) > 1:
            raise ValidationError({"unit": "一次只能是一个单位、一个期间"})
        return attrs


class RankingForm(PeriodForm):
    indicator = serializers.ChoiceField(
        [(i.code, i.name) for i in ALL if i.form == "percent"], help_text="指标代码，限于比率"
    )


class ReportForm(QueryForm):
    cutoff = Day(required=False, help_text="统计截止日，应在报告年度内；缺省为12月31日")


class DraftsForm(QueryForm):
    year = serializers.IntegerField(min_value=FIRST_YEAR, max_value=LAST_YEAR, help_text="报告年度")
