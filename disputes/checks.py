"""System checks (系统自检): a server with wrong keys or wrong cryptography does not start."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.db import DEFAULT_DB_ALIAS, connection

from disputes import clock, holidays, privacy


@checks.register(checks.Tags.security)
def cryptography_is_right(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """SM4-GCM and SM3 compute the published vectors, and every configured key is usable."""
    try:
        privacy.self_test()
    except privacy.SelfTestFailed as failure:
        hint = "请使用 requirements.lock 中的 cryptography 轮子，不要换成系统自带的版本"
        return [checks.Error(f"国密算法自检失败：{failure}", hint=hint, id="disputes.E001")]
    except ImproperlyConfigured as failure:
        hint = "密钥由环境变量提供，可用 openssl rand -hex 32 生成"
        return [checks.Error(str(failure), hint=hint, id="disputes.E002")]
    return []


@checks.register(checks.Tags.database)
def holidays_are_known(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """No year is missing for the clocks. Runs with every migrate and `check --database default`."""
    if DEFAULT_DB_ALIAS not in (databases or ()):
        return []
    if "disputes_holiday" not in connection.introspection.table_names():
        return []  # before the first migration
    hint = "国务院办公厅每年11月前后公布次年放假安排；请运行 manage.py import_holidays 文件.csv"
    return [
        checks.Warning(f"尚未导入{year}年的放假安排，涉及该年的工作日期限无法计算", hint=hint,
                       id="disputes.W001")
        for year in holidays.missing_years(clock.today())
    ]  # fmt: skip
