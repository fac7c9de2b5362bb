"""`manage.py demo_figures`: the activity figures of the demo bureau, entered and approved."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from disputes.demo import accounts
from disputes.models import Officer
from reporting.demo import entries


class Command(BaseCommand):
    help = "录入并审核演示单位2025年的工作量数据，选定庆阳市公安局的报告提纲；已有工作量数据时不做任何改动"

    def handle(self, **options: Any) -> None:
        if not accounts.are_open():
            raise CommandError("没有演示数据，请先运行 seed_demo")
        try:
            entered = entries.enter()
        except Officer.DoesNotExist:  # no reason to start without it
            self.stdout.write("演示数据由较早的版本写入，缺少编写年报的人员，未录入工作量数据")
            return
        if entered:
            self.stdout.write(f"演示工作量数据已录入并审核：{entered}条")
