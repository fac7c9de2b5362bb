"""One request to one small view, through everything that config.rest puts around a view."""

import json

from django.db import connection
from rest_framework.response import Response
from rest_framework.test import APIRequestFactory
from rest_framework.views import APIView

PROBLEM = "application/problem+json"


class Open(APIView):
    """Nobody needs to sign in, nobody is slowed down."""

    authentication_classes = []
    permission_classes = []
    throttle_classes = []


def raising(exc: Exception) -> type[APIView]:
    class Raising(Open):
        def get(self, request):
            raise exc

    return Raising


def running(work) -> type[APIView]:
    """A view that does `work(request)` and answers what that returns."""

    class Running(Open):
        def get(self, request):
            return Response(work(request))

        post = get

    return Running


def ask(view: type[APIView], method: str = "GET", path: str = "/api/v1/x/", **request):
    """The rendered answer; `body` is sent as it is, `headers` as headers."""
    headers = request.pop("headers", {})
    user = request.pop("user", None)
    body = request.pop("body", b"")
    content_type = request.pop("content_type", "application/json")
    if not isinstance(body, bytes):
        body = json.dumps(body).encode()
    made = APIRequestFactory(**request).generic(
        method, path, body, content_type=content_type, headers=headers
    )
    if user is not None:
        made.user = user
    answer = view.as_view()(made)
    return answer.render() if isinstance(answer, Response) else answer


def problem(answer) -> dict:
    """The problem document of an answer, checked for what all of them have."""
    assert answer["Content-Type"] == PROBLEM
    document = json.loads(answer.content)
    assert document["type"] == "about:blank"
    assert document["status"] == answer.status_code
    assert all("一" <= document[words][0] <= "鿿" for words in ("title", "detail"))
    return document


def in_database(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
