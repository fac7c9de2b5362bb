"""Verifies a signed file offline: asks neither the database nor the network."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from reporting.editions import verifier
from reporting.editions.signing import trusted_keys


class Command(BaseCommand):
    help = "离线验证已签发的报告或者更正说明；不通过时以状态1退出，并说明何处不符"
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="签发后下载的 JSON 文件")
        parser.add_argument(
            "--key", default="", help="公布的公钥：文件，或者64位十六进制数；缺省为本系统配置的公钥"
        )

    def handle(self, *, file: Path, key: str, **options: Any) -> None:
        try:
            keys = verifier.keys_from(key) or trusted_keys() or None
            self.stdout.write(verifier.answer(file.read_bytes(), keys))
        except verifier.Unacceptable as refused:
            raise CommandError(f"验证不通过：{refused}") from None
        except (OSError, ValueError, KeyError, TypeError) as wrong:
            raise CommandError(f"文件无法验证：{wrong}", returncode=2) from None
