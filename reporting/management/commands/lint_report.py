"""Checks the numbers of any report's text: asks neither the database nor the network."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from reporting.lint import LONGEST, Level, Remark, lint_text


class Command(BaseCommand):
    help = "校核一份报告的文字：逐条列出意见；有错误的以状态1退出，文件无法读取的以状态2退出"
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="UTF-8 的文本文件")
        parser.add_argument("--year", type=int, help="报告年度；缺省为文中最先出现的年份")
        parser.add_argument("--cutoff", type=date.fromisoformat, help="统计截止日，如 2025-12-31")
        parser.add_argument("--json", action="store_true", dest="as_json", help="以 JSON 输出")

    def handle(
        self, *, file: Path, year: int | None, cutoff: date | None, as_json: bool, **options: Any
    ) -> None:
        text = _read(file)
        found = lint_text(text, year=year, cutoff=cutoff)
        if as_json:
            rows = [one.as_json() for one in found]
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=2))
        else:
            for one in found:
                self.stdout.write(_line(one, text))
        errors = sum(one.level == Level.ERROR for one in found)
        if errors:
            raise CommandError(f"有{errors}处错误")


def _read(file: Path) -> str:
    try:
        with file.open(encoding="utf-8-sig") as opened:
            text = opened.read(LONGEST + 1)
    except (OSError, UnicodeDecodeError) as wrong:
        raise CommandError(f"文件无法读取：{wrong}", returncode=2) from None
    if len(text) > LONGEST:
        raise CommandError(f"文件超过{LONGEST}字", returncode=2)
    return text


def _line(one: Remark, text: str) -> str:
    row = text.count("\n", 0, one.offset) + 1
    column = one.offset - text.rfind("\n", 0, one.offset)
    advice = f"（{one.suggestion}）" if one.suggestion else ""
    return f"{row}:{column} {one.level.label} {one.code} “{one.quote}” {one.message}{advice}"
