"""Errors outside any view of ours, through the whole chain of middleware."""

import json

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.test import Client
from django.urls import path

from config import urls
from config.rest import errors
from tests.config.asking import PROBLEM, problem

pytestmark = pytest.mark.urls(__name__)


def fails(exc):
    def view(request):
        raise exc

    return view


urlpatterns = [
    path("api/v1/broken/", fails(RuntimeError("password=secret"))),
    path("api/v1/odd/", fails(SuspiciousOperation("odd"))),
    path("api/v1/closed/", fails(PermissionDenied("closed"))),
    path("broken/", fails(RuntimeError("password=secret"))),
    *urls.urlpatterns,
]
handler400, handler403 = errors.handler400, errors.handler403
handler404, handler500 = errors.handler404, errors.handler500


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("url", "status", "code"),
    [
        ("/api/v1/nothing/", 404, "NOT_FOUND"),
        ("/api/v1/odd/", 400, "BAD_REQUEST"),
        ("/api/v1/closed/", 403, "PERMISSION_DENIED"),
    ],
)
def test_what_no_view_answers_is_a_problem_document_too(visitor, url, status, code):
    answer = visitor.get(url)
    assert (answer.status_code, problem(answer)["code"]) == (status, code)


def test_a_fault_of_ours_shows_its_number_and_nothing_else(visitor):
    answer = visitor.get("/api/v1/broken/", headers={"X-Request-ID": "request-0001"})

    assert json.loads(answer.content) == {
        "type": "about:blank",
        "title": "服务器故障",
        "status": 500,
        "code": "SERVER_ERROR",
        "detail": "服务器发生故障，请稍后再试；如反复出现，请把请求编号告知管理员",
        "statutes": [],
        "request_id": "request-0001",
    }
    assert answer["Content-Type"] == PROBLEM


@pytest.mark.parametrize(("url", "status"), [("/nothing/", 404), ("/broken/", 500)])
def test_pages_for_people_are_no_json(visitor, url, status):
    answer = visitor.get(url)
    assert answer.status_code == status
    assert answer["Content-Type"].startswith("text/html")
    assert b"secret" not in answer.content
