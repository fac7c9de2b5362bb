"""The yearly notices (国务院办公厅关于部分节假日安排的通知), copied by hand, not from a package.

国办发明电〔2023〕7号, 〔2024〕12号, 〔2025〕7号. First and last day off with the festival's name,
then the days at weekends that are worked.
"""

from __future__ import annotations

from datetime import date, timedelta

from disputes.workdays import WorkCalendar

OFF = """
2024-01-01 2024-01-01 元旦
2024-02-10 2024-02-17 春节
2024-04-04 2024-04-06 清明
2024-05-01 2024-05-05 劳动节
2024-06-10 2024-06-10 端午
2024-09-15 2024-09-17 中秋
2024-10-01 2024-10-07 国庆节
2025-01-01 2025-01-01 元旦
2025-01-28 2025-02-04 春节
2025-04-04 2025-04-06 清明
2025-05-01 2025-05-05 劳动节
2025-05-31 2025-06-02 端午
2025-10-01 2025-10-08 国庆节
2026-01-01 2026-01-03 元旦
2026-02-15 2026-02-23 春节
2026-04-04 2026-04-06 清明
2026-05-01 2026-05-05 劳动节
2026-06-19 2026-06-21 端午
2026-09-25 2026-09-27 中秋
2026-10-01 2026-10-07 国庆节
"""
ON = """
2024-02-04 2024-02-18 2024-04-07 2024-04-28 2024-05-11 2024-09-14 2024-09-29 2024-10-12
2025-01-26 2025-02-08 2025-04-27 2025-09-28 2025-10-11
2026-01-04 2026-02-14 2026-02-28 2026-05-09 2026-09-20 2026-10-10
"""


def _days_off() -> list[date]:
    days = []
    for line in OFF.split("\n")[1:-1]:
        first, last = map(date.fromisoformat, line.split()[:2])
        days += [first + timedelta(n) for n in range((last - first).days + 1)]
    return days


DAYS_OFF = frozenset(day for day in _days_off() if day.weekday() < 5)
DAYS_ON = frozenset(map(date.fromisoformat, ON.split()))
CALENDAR = WorkCalendar.of(DAYS_OFF, DAYS_ON)
