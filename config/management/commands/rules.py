"""Writes docs/rules.md, or says that it is out of date."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.paths import BASE_DIR
from config.rulebook import document

FILE = BASE_DIR / "docs" / "rules.md"


class Command(BaseCommand):
    help = "由程序生成 docs/rules.md，供法制审核；--check 只核对，不一致时以非零状态退出"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="只核对，不写入")

    def handle(self, *, check: bool, **options: Any) -> None:
        text = document()
        if not check:
            FILE.write_text(text, encoding="utf-8")
            self.stdout.write(f"已写入 {FILE.relative_to(BASE_DIR)}")
        elif not FILE.exists() or FILE.read_text(encoding="utf-8") != text:
            raise CommandError("docs/rules.md 与程序不一致，请运行 make docs")
