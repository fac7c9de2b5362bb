"""The Celery application: which jobs run when (定时任务). The jobs themselves live in the apps."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from celery import Celery
from celery.schedules import crontab
from celery.signals import setup_logging

app = Celery("fengqiao")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

# Beat copies this into its table at every start; switching a job off there is respected. A
# message nobody fetched before the next one is due expires, so that an outage leaves no pile.
app.conf.beat_schedule = {
    "汇总待更新的统计": {
        "task": "reporting.drain",
        "schedule": timedelta(minutes=1),
        "options": {"expires": 55},
    },
    "核对汇总与原始数据": {
        "task": "reporting.reconcile",
        "schedule": crontab(hour=3, minute=10),
        "options": {"expires": 6 * 3600},
    },
    "补做未按时进行的核对": {
        "task": "reporting.reconcile_if_due",
        "schedule": timedelta(minutes=10),
        "options": {"expires": 9 * 60},
    },
    # Both ask on three days for what is not there yet, so that an outage of one day is made up for.
    "生成年度报告草稿": {
        "task": "reporting.build_yearly_drafts",
        "schedule": crontab(month_of_year=1, day_of_month="2-4", hour=6, minute=0),
        "options": {"expires": 20 * 3600},
    },
    "生成月度分析草稿": {
        "task": "reporting.build_monthly_drafts",
        "schedule": crontab(day_of_month="2-4", hour=6, minute=30),
        "options": {"expires": 20 * 3600},
    },
    "提醒临期和逾期事项": {
        "task": "disputes.raise_alerts",
        "schedule": crontab(minute="*/15"),
        "options": {"expires": 14 * 60},
    },
    # Waits for a worker that is away at midnight, when clocks become due.
    "每日提醒临期和逾期事项": {
        "task": "disputes.raise_alerts",
        "schedule": crontab(hour=0, minute=5),
        "options": {"expires": 8 * 3600},
    },
    "装订等待中的卷宗": {
        "task": "disputes.bind_waiting",
        "schedule": timedelta(minutes=1),
        "options": {"expires": 55},
    },
    "导出等待中的报告": {
        "task": "reporting.make_waiting_exports",
        "schedule": timedelta(minutes=1),
        "options": {"expires": 55},
    },
    "删除过期的导出文件": {
        "task": "reporting.forget_exports",
        "schedule": crontab(hour=2, minute=40),
        "options": {"expires": 6 * 3600},
    },
    "清理未登记的附件文件": {
        "task": "disputes.sweep_files",
        "schedule": crontab(hour=2, minute=50),
        "options": {"expires": 6 * 3600},
    },
    "清理过期令牌和会话": {
        "task": "config.clear_expired",
        "schedule": crontab(hour=2, minute=30),
        "options": {"expires": 6 * 3600},
    },
}


@setup_logging.connect
def keep_our_logging(**kwargs: Any) -> None:
    """Being connected is enough: Celery then leaves logging to Django's LOGGING."""
