"""Writes docs/edition.schema.json, or says that it is out of date."""

from __future__ import annotations

import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from reporting.editions.schema import json_schema

FILE = settings.BASE_DIR / "docs" / "edition.schema.json"


def text() -> str:
    return json.dumps(json_schema(), ensure_ascii=False, indent=1) + "\n"


class Command(BaseCommand):
    help = "由程序生成 docs/edition.schema.json；--check 只核对，不一致时以非零状态退出"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="只核对，不写入")

    def handle(self, *, check: bool, **options: Any) -> None:
        if not check:
            FILE.write_text(text(), encoding="utf-8")
            self.stdout.write("已写入 docs/edition.schema.json")
        elif not FILE.exists() or FILE.read_text(encoding="utf-8") != text():
            raise CommandError("docs/edition.schema.json 与程序不一致，请运行 make docs")
