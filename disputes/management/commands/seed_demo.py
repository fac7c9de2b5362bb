"""`manage.py seed_demo`: write the demo bureau into an empty register."""

from __future__ import annotations

import os
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from tqdm import tqdm

from disputes.demo import accounts, seed
from disputes.demo.plan import SIZES
from disputes.models import Unit

MOST_PROCESSES = 4


class Command(BaseCommand):
    help = "写入演示数据：庆阳市公安局2024、2025两年的虚构纠纷；已有演示数据时不做任何改动"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--size", choices=sorted(SIZES), default="full", help="规模，默认full")
        parser.add_argument("--password", help="演示账号的口令；缺省取DEMO_PASSWORD或者随机生成")
        parser.add_argument("--processes", type=int, help="并行进程数；缺省按处理器个数")
        parser.add_argument(
            "--yes-demo-data", action="store_true", help="确认在非开发环境中写入虚构数据"
        )

    def handle(self, **options: Any) -> None:
        if accounts.are_open():
            self.stdout.write("演示数据已存在，未作改动")
            return
        if not (settings.DEBUG or options["yes_demo_data"]):
            raise CommandError("当前不是开发环境；确需写入虚构的演示数据，请加 --yes-demo-data")
        if seed.has_begun():
            self.stdout.write("上次写入演示数据时被中断，现在继续")
        elif Unit.objects.exists():
            raise CommandError("数据库中已有其他单位，演示数据只写入空库")
        try:
            password = accounts.choose_password(options["password"])
        except ValidationError as weak:
            raise CommandError("口令不合要求：" + "；".join(weak.messages)) from None
        self._write(options["size"], options["processes"])
        accounts.open_all(password)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # so that the first report is planned for two years' cases

    def _write(self, size: str, processes: int | None) -> None:
        cores = min(os.cpu_count() or 1, MOST_PROCESSES) if size == "full" else 1
        total = sum(year.registered + year.voided for year in SIZES[size].years)
        try:
            with tqdm(total=total, desc="写入演示纠纷", unit="起", mininterval=1) as bar:
                for written in seed.write(SIZES[size], processes or cores):
                    bar.update(written)
        except seed.WrongTotals as wrong:
            raise CommandError(f"演示数据与计划不符（{wrong}），请清空数据库后重新写入") from None
        self.stdout.write(f"演示数据已写入：{total}起纠纷")
