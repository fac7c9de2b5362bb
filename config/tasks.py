"""Housekeeping (例行清理) of what the framework keeps."""

from celery import shared_task
from django.core.management import call_command

from config.rest import idempotency


@shared_task(name="config.clear_expired", soft_time_limit=1800)
def clear_expired() -> None:
    """Delete expired tokens, sessions and idempotency keys. Safe to repeat and to lose."""
    call_command("cleartokens")
    call_command("clearsessions")
    idempotency.forget_old()
