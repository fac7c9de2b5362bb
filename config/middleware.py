"""What happens to every request before a view sees it."""

from __future__ import annotations

import logging
import re
import time
import uuid
from collections.abc import Callable
from typing import cast

from csp.decorators import csp_update
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse

from config import logs

Handler = Callable[[HttpRequest], HttpResponse]

log = logging.getLogger("fengqiao.request")
_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")


def request_id(handle: Handler) -> Handler:
    """Number each request (X-Request-ID in and out) and log it once, without its query string."""

    def middleware(request: HttpRequest) -> HttpResponse:
        given = request.headers.get("X-Request-ID", "")
        number = given if _ID.fullmatch(given) else uuid.uuid4().hex
        request.request_id = number  # type: ignore[attr-defined]
        token, start = logs.request_id.set(number), time.perf_counter()
        try:
            response = handle(request)
            response["X-Request-ID"] = number
            _log(request, response.status_code, time.perf_counter() - start)
        finally:
            logs.request_id.reset(token)
        return response

    return middleware


def _log(request: HttpRequest, status: int, seconds: float) -> None:
    # Asking an unused session for its user would cost a query.
    user = request.__dict__.get("_cached_user")
    facts = {
        "method": request.method,
        "path": request.path,
        "status": status,
        "ms": round(seconds * 1000, 1),
        "user": getattr(user, "pk", None),
    }
    level = logging.ERROR if status >= 500 else logging.INFO
    log.log(level, "%(method)s %(path)s %(status)s %(ms)s ms", facts, extra=facts)


def refuse_nul(handle: Handler) -> Handler:
    """No NUL character in an address: PostgreSQL stores none, a search for one would be a 5xx."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return JsonResponse(
                {
                    "type": "about:blank",
                    "title": "请求有误",
                    "status": 400,
                    "code": "NUL_CHARACTER",
                    "detail": "请求地址不得包含空字符",
                    "statutes": [],
                },
                status=400,
                content_type="application/problem+json",
            )
        return handle(request)

    return middleware


def admin_scripts(handle: Handler) -> Handler:
    """The admin's widgets evaluate expressions that stand in its pages; no other page may."""
    update = csp_update({"script-src": ["'self'", "'unsafe-inline'", "'unsafe-eval'"]})
    relaxed = cast(Handler, update(handle))

    def middleware(request: HttpRequest) -> HttpResponse:
        return (relaxed if request.path.startswith(reverse("admin:index")) else handle)(request)

    return middleware


SESSION_WRITE_SECONDS = 60


def idle_session(handle: Handler) -> Handler:
    """Let a session end by idleness (SESSION_COOKIE_AGE) at the cost of one write a minute.

    SESSION_SAVE_EVERY_REQUEST would write to the database on every request.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = handle(request)
        session = request.session
        if session.accessed and not session.is_empty():
            now = int(time.time())
            if now - session.get("_seen", 0) >= SESSION_WRITE_SECONDS:
                session["_seen"] = now
        return response

    return middleware
