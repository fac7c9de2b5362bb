"""System checks (系统检查): a misspelt indicator fails at start-up, not at the end of the year."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core import checks

from reporting.activities.kinds import KINDS
from reporting.activities.rates import RATES
from reporting.compose.figures import known
from reporting.indicators import INDICATORS
from reporting.measures import MEASURES, STORED
from reporting.models import Counts
from reporting.outlines import OUTLINES, Outline
from reporting.sections import SECTIONS, Clause


@checks.register("reporting")
def sections_name_known_figures(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[checks.CheckMessage]:
    return [
        error
        for section in SECTIONS.values()
        for clause in section.clauses()
        for error in _unknown(f"章节 {section.code}", clause)
    ]


@checks.register("reporting")
def outlines_name_known_figures(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[checks.CheckMessage]:
    return [
        error
        for outline in OUTLINES.values()
        for clause in outline.clauses()
        for error in _unknown(f"提纲 {outline.code}", clause)
    ]


def _unknown(where: str, clause: Clause) -> list[checks.CheckMessage]:
    try:
        wrong = sorted({key for key in (*clause.keys(), *clause.required) if not known(key)})
    except ValueError:
        unreadable = f"{where} 的模板不能识别：{clause.template}"
        return [checks.Error(unreadable, hint="花括号应当成对", id="reporting.E006")]
    return [
        checks.Error(
            f"{where} 引用了未定义的指标 {key}",
            hint="在 reporting/indicators 或 reporting/activities 中定义，或改正模板",
            id="reporting.E001",
        )
        for key in wrong
    ]


@checks.register("reporting")
def outlines_name_each_place_once(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """A text is put in by the code of its slot or part: two of one name would both print it."""
    return [
        checks.Error(
            f"提纲 {outline.code} 的代码 {code} 重复",
            hint="改正 reporting/outlines 中的提纲",
            id="reporting.E004",
        )
        for outline in OUTLINES.values()
        for code in sorted(_twice(outline))
    ]


def _twice(outline: Outline) -> set[str]:
    codes = [part.code for part in outline.parts] + [slot.code for _, slot in outline.slots()]
    return {code for code in codes if codes.count(code) > 1}


@checks.register("reporting")
def activities_name_known_kinds(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[checks.CheckMessage]:
    named = [
        (kind.code, other) for kind in KINDS.values() for other in (kind.people, kind.part_of)
    ] + [(rate.code, other) for rate in RATES for other in (rate.numerator, rate.denominator)]
    return [
        checks.Error(
            f"工作量 {code} 引用了未定义的工作种类 {other}",
            hint="改正 reporting/activities 中的种类或比率",
            id="reporting.E005",
        )
        for code, other in named
        if other and other not in KINDS
    ]


@checks.register("reporting")
def indicators_name_known_measures(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[checks.CheckMessage]:
    return [
        checks.Error(
            f"指标 {indicator.code} 引用了未定义的口径 {code}",
            hint="在 reporting/measures 中定义，或改正指标",
            id="reporting.E002",
        )
        for indicator in INDICATORS.values()
        for code in indicator.measures
        if code not in MEASURES
    ]


@checks.register("reporting")
def cells_have_a_column_for_each_stored_measure(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[checks.CheckMessage]:
    columns = {field.name for field in Counts._meta.fields}
    return [
        checks.Error(
            f"口径 {code} 与汇总表的列不一致",
            hint="在 reporting/models/rollup.py 的 Counts 中增减同名的列，并生成迁移",
            id="reporting.E003",
        )
        for code in sorted(columns ^ {measure.code for measure in STORED})
    ]
