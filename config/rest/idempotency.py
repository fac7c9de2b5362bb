"""Idempotency-Key: a mobile retry of a creation gets the first answer, never a second row."""

from __future__ import annotations

import functools
import hashlib
import json
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import connection, transaction
from django.http import HttpResponse
from django.utils import timezone
from rest_framework.exceptions import ErrorDetail, ValidationError
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from disputes.errors import RuleViolation
from disputes.models import IdempotencyKey

KEY = re.compile(r"[\x21-\x7e]{8,80}")
KEPT = timedelta(days=7)  # stations may be offline for days

# The empty update makes a second request wait for the first and hands it the first one's row.
CLAIM = """
    INSERT INTO disputes_idempotencykey AS k (user_id, key, fingerprint, created_at)
    VALUES (%s, %s, %s, now())
    ON CONFLICT (user_id, key) DO UPDATE SET key = k.key
    RETURNING k.id, k.fingerprint, k.status, k.body::text, k.xmax = 0
"""
Create = Callable[..., HttpResponse]


def idempotent(create: Create) -> Create:
    """Decorate a creating view method. The key and the new row commit together or not at all.

    A second request with the same key waits at the unique index until the first one ends; then
    it gets the first answer, or, if the first failed, is the first itself. Refuses with 400
    (IDEMPOTENCY_KEY_REQUIRED) or 422 (IDEMPOTENCY_KEY_REUSED).
    """

    @functools.wraps(create)
    @transaction.atomic
    def wrapper(view: Any, request: Request, *args: Any, **kwargs: Any) -> HttpResponse:
        mark = _fingerprint(request)
        entry, first = _claim(request.user.pk, _key(request), mark)
        if entry.fingerprint != mark:
            raise RuleViolation("同一幂等键不能用于不同内容", code="IDEMPOTENCY_KEY_REUSED")
        if not first:
            return _again(entry)
        answer = create(view, request, *args, **kwargs)
        _keep(entry, answer)
        return answer

    wrapper.needs_key = True  # type: ignore[attr-defined]  # read by `AutoSchema`
    return wrapper


def _claim(user_id: int, key: str, fingerprint: str) -> tuple[IdempotencyKey, bool]:
    """The entry of a key, and whether this request is its first; waits for another one with it."""
    with connection.cursor() as cursor:
        cursor.execute(CLAIM, [user_id, key, fingerprint])
        pk, known, status, body, first = cursor.fetchone()
    body = None if body is None else json.loads(body)
    return IdempotencyKey(pk=pk, fingerprint=known, status=status, body=body), first


def forget_old() -> int:
    """Delete keys older than seven days; a daily job. Returns how many."""
    return IdempotencyKey.objects.filter(created_at__lt=timezone.now() - KEPT).delete()[0]


def _key(request: Request) -> str:
    key = request.headers.get("Idempotency-Key", "")
    if not KEY.fullmatch(key):
        wrong = ErrorDetail(
            "登记请求须带 Idempotency-Key 请求头：8至80个可见的英文字符",
            "IDEMPOTENCY_KEY_REQUIRED",
        )
        raise ValidationError({"Idempotency-Key": [wrong]})
    return key


def _fingerprint(request: Request) -> str:
    """Of method, address and body; the order of a body's members does not matter."""
    asked = [request.method, request.get_full_path(), request.data]
    text = json.dumps(asked, sort_keys=True, ensure_ascii=False, default=_file)
    return hashlib.sha256(text.encode()).hexdigest()


def _file(uploaded: UploadedFile) -> list[str]:
    """A file of a form by its name and content."""
    digest = hashlib.file_digest(uploaded, "sha256").hexdigest()  # type: ignore[arg-type]
    uploaded.seek(0)
    return [str(uploaded.name), digest]


def _keep(entry: IdempotencyKey, answer: HttpResponse) -> None:
    if answer.status_code >= 400:  # a refusal that was returned, not raised: nothing is kept
        transaction.set_rollback(True)
        return
    # Rendered first, so that a replay is the very JSON of the first answer.
    body = JSONRenderer().render(answer.data) if isinstance(answer, Response) else answer.content
    entry.status, entry.body = answer.status_code, json.loads(body or "null")
    IdempotencyKey.objects.filter(pk=entry.pk).update(status=entry.status, body=entry.body)


def _again(entry: IdempotencyKey) -> Response:
    headers = {"Idempotent-Replayed": "true"}
    if isinstance(entry.body, dict) and {"id", "version"} <= entry.body.keys():
        headers["ETag"] = f'"{entry.body["id"]}-{entry.body["version"]}"'
    return Response(entry.body, status=entry.status, headers=headers)
