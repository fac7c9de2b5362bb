"""System checks (系统检查): a misspelt indicator fails at start-up, not at the end of the year."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core import checks

from reporting.indicators import INDICATORS
from reporting.measures import MEASURES, STORED
from reporting.models import Counts
from reporting.sections import fengqiao

SECTIONS = {section.code: section for section in (fengqiao.SECTION,)}


@checks.register("reporting")
def sections_name_known_indicators(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[checks.CheckMessage]:
    return [
        checks.Error(
            f"章节 {section.code} 引用了未定义的指标 {code}",
            hint="在 reporting/indicators.py 中定义，或改正模板",
            id="reporting.E001",
        )
        for section in SECTIONS.values()
        for sentence in section.sentences
        for clause in sentence
        for code in sorted(clause.codes() - INDICATORS.keys())
    ]


@checks.register("reporting")
def indicators_name_known_measures(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[checks.CheckMessage]:
    return [
        checks.Error(
            f"指标 {indicator.code} 引用了未定义的口径 {code}",
            hint="在 reporting/measures.py 中定义，或改正指标",
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
            hint="在 reporting/models.py 的 Counts 中增减同名的列，并生成迁移",
            id="reporting.E003",
        )
        for code in sorted(columns ^ {measure.code for measure in STORED})
    ]
