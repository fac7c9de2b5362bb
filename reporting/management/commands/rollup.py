"""Looks after the cells: drain what is dirty, compare with the rows, count everything anew."""

from __future__ import annotations

import sys
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from disputes.models import UnitAncestry
from reporting import drain, rollup
from reporting.models import Cell, DirtyKey

SHOWN = 20  # differing cells that are listed
WIDTH = 30


class Bar:
    """A progress bar (进度条) on the error stream: on one line of a terminal, else a line each."""

    def __init__(self, total: int, what: str, stream: Any = None) -> None:
        self.total, self.what, self.stream = total, what, stream or sys.stderr

    def __call__(self, done: int, total: int | None = None) -> None:
        total = self.total if total is None else total
        share = min(1.0, done / total) if total else 1.0
        filled = int(share * WIDTH)
        line = f"{self.what} [{'#' * filled}{'.' * (WIDTH - filled)}] {share:.0%} {done}/{total}"
        end = "\r" if self.stream.isatty() and share < 1 else "\n"
        self.stream.write(line + end)


class Command(BaseCommand):
    help = "汇总表：drain 计入待更新的变动，check 与原始数据核对，rebuild 全部重新计算"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["drain", "check", "rebuild"])
        parser.add_argument("--unit", help="机构代码：check 只核对该单位及其下级")

    def handle(self, *, what: str, unit: str | None = None, **options: Any) -> None:
        if unit and what != "check":
            raise CommandError("--unit 只与 check 同用")
        started = time.monotonic()
        if what == "check":
            self._check(unit)
        else:
            getattr(self, f"_{what}")()
        self.stdout.write(f"用时{time.monotonic() - started:.1f}秒")

    def _bar(self, total: int, what: str) -> Bar:
        return Bar(total, what, self.stderr._out)

    def _drain(self) -> None:
        bar = self._bar(DirtyKey.objects.count(), "计入变动")
        self.stdout.write(f"已计入{drain.drain(bar)}条")

    def _rebuild(self) -> None:
        self.stdout.write("正在重新计算全部汇总，其间的登记不受影响")
        self.stdout.write(f"共{drain.rebuild(self._bar(0, '重新计算'))}个单元格")

    def _check(self, unit: str | None) -> None:
        """Only looks: what is dirty is drained first, what differs stays for `rebuild`."""
        units = _below(unit) if unit else None
        with drain.exact_snapshot():
            wrong = rollup.differing(self._bar(0, "核对"), units)
            cells = Cell.objects.filter(**{"unit__in": units} if units else {}).count()
        for row in wrong[:SHOWN]:
            self.stdout.write("  ".join(str(value) for value in row))
        if wrong:
            raise CommandError(
                f"{cells}个单元格中有{len(wrong)}处不一致，请运行 manage.py rollup rebuild"
            )
        self.stdout.write(f"{cells}个单元格，0处不一致")


def _below(code: str) -> list[int]:
    """The unit and all that ever stood below it."""
    units = set(UnitAncestry.objects.filter(ancestor__code=code).values_list("unit_id", flat=True))
    if not units:
        raise CommandError(f"没有这个单位：{code}")
    return sorted(units)
