"""Looks after the cells: drain what is dirty, compare with the rows, count everything anew."""

from __future__ import annotations

import time
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from reporting import drain, rollup
from reporting.models import Cell, DirtyKey

SHOWN = 20  # differing cells that are listed


class Command(BaseCommand):
    help = "汇总表：drain 计入待更新的变动，check 与原始数据核对，rebuild 全部重新计算"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("what", choices=["drain", "check", "rebuild"])

    def handle(self, *, what: str, **options: Any) -> None:
        started = time.monotonic()
        getattr(self, f"_{what}")()
        self.stdout.write(f"用时{time.monotonic() - started:.1f}秒")

    def _drain(self) -> None:
        self.stdout.write(f"待更新的变动{DirtyKey.objects.count()}条，正在计入")
        self.stdout.write(f"已计入{drain.drain()}条")

    def _rebuild(self) -> None:
        self.stdout.write("正在重新计算全部汇总，其间的登记不受影响")
        self.stdout.write(f"共{drain.rebuild()}个单元格")

    def _check(self) -> None:
        """Only looks: what is dirty is drained first, what differs stays for `rebuild`."""
        self.stdout.write("正在与原始数据核对")
        with drain.exact_snapshot():
            wrong, cells = rollup.differing(), Cell.objects.count()
        for row in wrong[:SHOWN]:
            self.stdout.write("  ".join(str(value) for value in row))
        if wrong:
            raise CommandError(
                f"{cells}个单元格中有{len(wrong)}处不一致，请运行 manage.py rollup rebuild"
            )
        self.stdout.write(f"{cells}个单元格，0处不一致")
