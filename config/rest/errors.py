"""Every error leaves as application/problem+json (RFC 9457). The domain knows no HTTP.

`handle` is DRF's exception handler; `handler400` to `handler500` do the same for what happens
outside a DRF view. A fault of ours is never described to the caller: it is logged, and answered
500 with the request id only.
"""

from __future__ import annotations

import functools
import logging
from typing import Any

from django.apps import apps
from django.core.exceptions import (
    PermissionDenied,
    RequestDataTooBig,
    SuspiciousOperation,
    ValidationError,
)
from django.db import DataError, IntegrityError, InterfaceError, OperationalError
from django.db.models import BaseConstraint, ProtectedError, RestrictedError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views import defaults
from rest_framework import exceptions
from rest_framework.response import Response
from rest_framework.views import set_rollback

from config.rest.problems import Problem, ProblemRenderer, field_errors, stable
from disputes.errors import Caution, Outdated, Refusal, RuleViolation, WrongState

logger = logging.getLogger("fengqiao.errors")

STATUS = {RuleViolation: 422, WrongState: 409, Outdated: 412, Refusal: 422}
RETRY_AFTER = "5"  # seconds


def handle(exc: Exception, context: dict[str, Any]) -> Response | None:
    """Answer an exception raised in a view; None (then 500) for what nobody foresaw."""
    problem = describe(exc)
    if problem is None:
        return None
    set_rollback()
    request = context["request"]
    request.accepted_renderer = ProblemRenderer()
    request.accepted_media_type = ProblemRenderer.media_type
    return Response(
        problem.body(),
        problem.status,
        headers=problem.headers,
        content_type=ProblemRenderer.media_type,
    )


@functools.singledispatch
def describe(exc: Exception) -> Problem | None:
    """How an exception reads outside; None for a fault of ours."""
    return None


@describe.register
def _(exc: Refusal) -> Problem:
    status = next(number for kind, number in STATUS.items() if isinstance(exc, kind))
    # A client that gets `acknowledge` asks its user for a reason and sends it with the code.
    more = {"acknowledge": exc.code} if isinstance(exc, Caution) else {}
    cited = [str(statute) for statute in exc.statutes]
    return Problem(status, exc.code, exc.detail, cited, more=more)


# --- Django REST Framework


@describe.register
def _(exc: exceptions.APIException) -> Problem:
    headers = {}
    if challenge := getattr(exc, "auth_header", None):
        headers["WWW-Authenticate"] = challenge
    return Problem(exc.status_code, _code(exc), _said(exc), headers=headers)


def _said(exc: exceptions.APIException) -> str:
    """What the raiser said; nothing where it is only DRF's general sentence: ours is better."""
    general = type(exc).__module__ == exceptions.__name__ and exc.detail == exc.default_detail
    return "" if general or not isinstance(exc.detail, str) else exc.detail


def _code(exc: exceptions.APIException) -> str:
    if str(exc.detail).startswith("CSRF Failed"):
        return "CSRF_FAILED"
    code = exc.get_codes()
    return stable(code if isinstance(code, str) else exc.default_code)


@describe.register
def _(exc: exceptions.ValidationError) -> Problem:
    return _invalid(400, "INVALID", exc.detail)


@describe.register(exceptions.MethodNotAllowed)
@describe.register(exceptions.NotAcceptable)
@describe.register(exceptions.UnsupportedMediaType)
def _(exc: exceptions.APIException) -> Problem:
    return Problem(exc.status_code, stable(exc.default_code))


@describe.register
def _(exc: exceptions.Throttled) -> Problem:
    wait = getattr(exc, "wait", None)  # whole seconds, or None
    if wait is None:
        return Problem(429, "THROTTLED")
    sentence = f"请求过于频繁，请在{wait}秒后再试"
    return Problem(429, "THROTTLED", sentence, headers={"Retry-After": str(wait)})


def _invalid(status: int, code: str, detail: Any) -> Problem:
    errors = list(field_errors(detail))
    summary = errors[0]["detail"] if len(errors) == 1 else f"提交的内容有{len(errors)}处错误"
    return Problem(status, code, summary, errors=errors)


# --- Django


@describe.register
def _(exc: Http404) -> Problem:
    return Problem(404, "NOT_FOUND")


@describe.register
def _(exc: PermissionDenied) -> Problem:
    return Problem(403, "PERMISSION_DENIED", str(exc))


@describe.register
def _(exc: SuspiciousOperation) -> Problem:
    return Problem(400, "BAD_REQUEST")


@describe.register
def _(exc: RequestDataTooBig) -> Problem:
    return Problem(413, "TOO_LARGE")


@describe.register
def _(exc: ValidationError) -> Problem:
    """`full_clean` of a model: what is always true was about to become untrue."""
    detail = exc.error_dict if hasattr(exc, "error_dict") else {"": exc.error_list}
    worded = {name: [_worded(error) for error in errors] for name, errors in detail.items()}
    return _invalid(422, "CONSTRAINT_VIOLATED", worded)


def _worded(error: ValidationError) -> exceptions.ErrorDetail:
    return exceptions.ErrorDetail(error.messages[0], error.code or "invalid")


@describe.register
def _(exc: UnicodeEncodeError) -> Problem | None:
    """Text that is no UTF-8 (a lone surrogate) reached the database driver."""
    lone = exc.reason == "surrogates not allowed"
    return Problem(400, "TEXT_CHARACTERS", "文字中含有无法保存的字符") if lone else None


# --- the database

# SQLSTATE, PostgreSQL appendix A; 23000 itself is raised by our own triggers only.
NOT_NULL = "23502"
CONFLICTS = {
    "23000": ("APPEND_ONLY", "该记录只能追加，不能修改或删除"),
    "23503": ("REFERENCE_GONE", "引用的记录不存在，或该记录正被引用"),
    "23505": ("ALREADY_EXISTS", "相同的记录已经存在"),
}


@describe.register
def _(exc: IntegrityError) -> Problem | None:
    """A constraint speaks its own sentence; what no check foresaw at all is a fault of ours."""
    cause = exc.__cause__
    state = getattr(cause, "sqlstate", None)
    name = getattr(getattr(cause, "diag", None), "constraint_name", None) or ""
    if state is None or state == NOT_NULL:
        return None
    # Not the exception's own text: it repeats values, among them personal ones.
    logger.warning("refused by the database: %s %s", state, name)
    if sentence := _constraint_sentences().get(name):
        return Problem(422, "CONSTRAINT_VIOLATED", sentence)
    code, detail = CONFLICTS.get(state, ("CONFLICT", "与已有记录相互矛盾，未保存"))
    return Problem(409, code, detail)


@functools.cache
def _constraint_sentences() -> dict[str, str]:
    """Every constraint of ours that has a Chinese sentence, by name."""
    return {
        constraint.name: str(constraint.violation_error_message)
        for model in apps.get_models()
        for constraint in model._meta.constraints
        if constraint.violation_error_message != BaseConstraint.default_violation_error_message
    }


@describe.register(ProtectedError)
@describe.register(RestrictedError)
def _(exc: IntegrityError) -> Problem:
    return Problem(409, "IN_USE", "该记录已被引用，不能删除")


@describe.register
def _(exc: DataError) -> Problem:
    logger.warning("refused by the database: %s", getattr(exc.__cause__, "sqlstate", None))
    return Problem(400, "VALUE_OUT_OF_RANGE", "内容含有无法保存的字符，或数值超出范围")


@describe.register(OperationalError)
@describe.register(InterfaceError)
def _(exc: Exception) -> Problem:
    """No connection, a deadlock, a timeout: nothing was saved, the caller may try again."""
    logger.error("database unavailable", exc_info=exc)
    return Problem(503, "DATABASE_UNAVAILABLE", headers={"Retry-After": RETRY_AFTER})


# --- outside a DRF view: config/urls.py names these four


def _outside(request: HttpRequest, problem: Problem) -> HttpResponse | None:
    if not request.path.startswith("/api/"):
        return None
    return JsonResponse(
        problem.body(),
        status=problem.status,
        content_type=ProblemRenderer.media_type,
        json_dumps_params={"ensure_ascii": False},
    )


def handler400(request: HttpRequest, exception: Exception) -> HttpResponse:
    problem = describe(exception) or Problem(400, "BAD_REQUEST")
    return _outside(request, problem) or defaults.bad_request(request, exception)


def handler403(request: HttpRequest, exception: Exception) -> HttpResponse:
    problem = Problem(403, "PERMISSION_DENIED", str(exception))
    return _outside(request, problem) or defaults.permission_denied(request, exception)


def handler404(request: HttpRequest, exception: Exception) -> HttpResponse:
    problem = Problem(404, "NOT_FOUND")
    return _outside(request, problem) or defaults.page_not_found(request, exception)


def handler500(request: HttpRequest) -> HttpResponse:
    """The request id is all a caller learns; with it an operator finds the log entry."""
    more = {"request_id": getattr(request, "request_id", "")}
    return _outside(request, Problem(500, "SERVER_ERROR", more=more)) or defaults.server_error(
        request
    )
