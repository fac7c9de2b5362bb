"""`manage.py demo_edition`: the demo bureau's signed report of 2025, as files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from disputes.demo import accounts
from disputes.errors import Refusal
from disputes.models import Officer
from reporting.demo.signing import signed_edition, write_files


class Command(BaseCommand):
    help = "由演示账号逐步办理、签发庆阳市公安局2025年度报告，写出 Word、Excel、CSV、JSON 文件；可以重复"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--folder", type=Path, default=Path(settings.VAR_DIR) / "demo",
                            help="写到哪个文件夹，缺省为 var/demo")  # fmt: skip

    def handle(self, *, folder: Path, **options: Any) -> None:
        if not accounts.are_open():
            raise CommandError("没有演示数据，请先运行 seed_demo")
        try:
            edition = signed_edition()
        except Officer.DoesNotExist:
            raise CommandError(
                "演示数据由较早的版本写入，没有签发人，请清空数据库后重新写入"
            ) from None
        except Refusal as refused:
            raise CommandError(f"演示报告不能签发：{refused}") from None
        for path in write_files(edition, folder):
            self.stdout.write(str(path))
