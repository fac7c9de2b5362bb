"""Writes down the digests of all definitions, once their version was raised."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from reporting import versions


class Command(BaseCommand):
    help = "口径版本提高后，重新记录各口径和指标的摘要；版本未提高而定义已变时拒绝"

    def handle(self, **options: Any) -> None:
        try:
            done = versions.freeze()
        except ValueError as wrong:
            raise CommandError(str(wrong)) from None
        self.stdout.write(f"口径第{done.version}版，共{len(done.digests)}项")
