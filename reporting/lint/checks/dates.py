"""Years and cutoffs (年度、统计截止日)."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from reporting.lint.numbers import Day
from reporting.lint.reading import Reading
from reporting.lint.remark import Level, Remark

PLANS = re.compile(
    "^[ ]{0,8}[（(一二三四五六七八九十、）)]{1,6}[^\n。]{0,30}"
    "(?:工作思路|工作打算|工作安排|计划安排|工作计划|工作重点)",
    re.MULTILINE,
)
YEAR = re.compile("((?:19|20)[0-9]{2}) ?年")
UNTIL = re.compile("截至|截止")
VAGUE = re.compile("截[至止](?:目前|现在|今日)")
END = 160  # characters at the end among which the date of signature is looked for


def _at(code: str, level: Level, day: Day, message: str, suggestion: str) -> Remark:
    return Remark(code, level, day.offset, day.length, day.text, message, suggestion)


def real_days(reading: Reading) -> Iterator[Remark]:
    """LINT_DATE: a day that no calendar has."""
    for day in reading.days:
        month, of_month = day.month, day.day
        if month is None:
            continue
        if not 1 <= month <= 12 or (
            of_month is not None and not 1 <= of_month <= _days(day.year, month)
        ):
            yield _at("LINT_DATE", Level.ERROR, day, f"没有“{day.text}”这一天", "核对日期")


def _days(year: int | None, month: int) -> int:
    return monthrange(year or 2024, month)[1]


def cutoffs(reading: Reading) -> Iterator[Remark]:
    """LINT_CUTOFF: figures up to another day than the report's own, or up to no day at all."""
    for day in reading.days:
        if day.day is None or not UNTIL.search(reading.text[max(0, day.offset - 3) : day.offset]):
            continue
        year = day.year or reading.year
        said = _date(year, day.month, day.day)
        if said is None:
            continue
        if reading.cutoff and said != reading.cutoff:
            yield _at(
                "LINT_CUTOFF", Level.ERROR, day,
                f"报告的统计截止日为{reading.cutoff:%Y-%m-%d}，正文写截至{day.text}", "统一截止日",
            )  # fmt: skip
        elif not reading.cutoff and reading.year and said.year != reading.year:
            yield _at(
                "LINT_CUTOFF", Level.WARNING, day,
                f"报告年度为{reading.year}年，数字截至{day.text}", "核对截止日，或者写明统计期间",
            )  # fmt: skip
    for found in VAGUE.finditer(reading.text):
        yield Remark(
            "LINT_CUTOFF", Level.NOTE, found.start(), len(found[0]), found[0],
            "没有写明统计截止日，读者不知数字截至何日", "写明年、月、日",
        )  # fmt: skip


def _date(year: int | None, month: int | None, day: int | None) -> date | None:
    try:
        return date(year or 0, month or 0, day or 0)
    except ValueError:
        return None


def years(reading: Reading) -> Iterator[Remark]:
    """LINT_YEAR: a plan for the year that is over, a signature before the year's end or long after."""
    if reading.year is None:
        return
    for heading in PLANS.finditer(reading.text):
        said = YEAR.search(heading[0])
        if said and int(said[1]) != reading.year + 1:
            yield Remark(
                "LINT_YEAR", Level.WARNING, heading.start() + said.start(), len(said[0]), said[0],
                f"报告年度为{reading.year}年，今后的工作写的是{said[0]}",
                f"应为{reading.year + 1}年的，予以改正",
            )  # fmt: skip
    last = reading.days[-1] if reading.days else None
    if last and last.day and last.year and last.offset + last.length > len(reading.text) - END:
        signed = reading.text[last.offset + last.length :].strip() == ""
        if signed and not reading.year <= last.year <= reading.year + 1:
            yield _at(
                "LINT_YEAR", Level.WARNING, last,
                f"报告年度为{reading.year}年，落款日期为{last.text}", "核对报告年度和落款日期",
            )  # fmt: skip


CHECKS = (real_days, cutoffs, years)
