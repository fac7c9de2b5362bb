"""`manage.py demo_accounts`: how to sign in to the demo."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from disputes.demo import MACHINE, SIGN_IN, accounts
from disputes.models import Officer


class Command(BaseCommand):
    help = "显示演示账号、口令和系统对接密钥"

    def handle(self, **_: Any) -> None:
        if not accounts.are_open():
            self.stdout.write("没有演示数据，请先运行 seed_demo")
            return
        self.stdout.write("演示账号：")
        there = set(Officer.objects.values_list("username", flat=True))  # a small demo has fewer
        for place, people in SIGN_IN.items():
            self.stdout.write(f"  {place}")
            for username, label in people:
                if username in there:
                    self.stdout.write(f"    {username:<24}{label}")
        self.stdout.write(f"口令：{accounts.kept(accounts.PASSWORD) or '写入演示数据时所设'}")
        secret = accounts.kept(accounts.SECRET) or "写入演示数据时所设"
        self.stdout.write(f"系统对接：client_id {MACHINE}，client_secret {secret}")
        self.stdout.write(f"移动端：client_id {accounts.MOBILE}（授权码加PKCE）")
