"""Speaking to the API as a client does: JSON, tags of what was read, a key per creation."""

from __future__ import annotations

from datetime import date
from itertools import count
from typing import Any

from django.http import HttpResponse
from django.test import Client

from disputes.casefile import save_all
from disputes.models import Confirmation, Dispute, Officer
from tests.factories import DAY, open_file

PROBLEM = "application/problem+json"
LIST = "/api/v1/disputes/"
_keys = count(1)


def one(dispute: Dispute | int, rest: str = "") -> str:
    """The address of a dispute or of something below it."""
    return f"{LIST}{getattr(dispute, 'pk', dispute)}/{rest}"


class Api:
    """One signed-in officer. Sends a new Idempotency-Key with every POST, unless told."""

    def __init__(self, officer: Officer | None = None, **headers: str) -> None:
        self.officer, self.headers = officer, headers
        # A fault of ours must come back as the 500 that a client would see.
        self.client = Client(raise_request_exception=False)
        if officer is not None:
            self.client.force_login(officer, "config.accounts.SignIn")

    def get(self, path: str, query: Any = None, **headers: str) -> HttpResponse:
        return self.client.get(path, query, headers=self.headers | _named(headers))

    def post(self, path: str, body: Any = None, tag: str = "", **headers: str) -> HttpResponse:
        key = {"Idempotency-Key": f"test-key-{next(_keys)}"}
        return self._send(self.client.post, path, body, tag, key | _named(headers))

    def patch(self, path: str, body: Any = None, tag: str = "", **headers: str) -> HttpResponse:
        return self._send(self.client.patch, path, body, tag, _named(headers))

    def _send(self, method: Any, path: str, body: Any, tag: str, headers: dict[str, str]) -> Any:
        headers = self.headers | headers | ({"If-Match": tag} if tag else {})
        body = {} if body is None else body
        return method(path, body, content_type="application/json", headers=headers)

    def tag(self, path: str) -> str:
        """The ETag of what is read there now."""
        return self.get(path)["ETag"]

    def step(self, dispute: Dispute | int, action: str, **facts: Any) -> HttpResponse:
        """A step, decided on what stands there now."""
        tag = self.tag(one(dispute))
        return self.post(one(dispute, "steps/"), {"action": action, **facts}, tag)


def _named(headers: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in headers.items()}


def register(officer: Officer, day: date = DAY, **fields: Any) -> Dispute:
    """A dispute as it is just after registration, without parties."""
    case = open_file(officer, day, **fields)
    save_all([case])
    return case.dispute


def applied_to_court(dispute: Dispute) -> Confirmation:
    """An application on file, whatever state the dispute is in."""
    return Confirmation.objects.create(
        dispute=dispute, agreement=dispute.agreements.get(), court="区人民法院",
        applied_by_all=True, personal_status=False, applied_on=DAY,
    )  # fmt: skip


def created(answer: HttpResponse) -> dict[str, Any]:
    """The body of a 201."""
    assert answer.status_code == 201, answer.content.decode()
    return answer.json()


def done(answer: HttpResponse) -> dict[str, Any]:
    """The body of a 200."""
    assert answer.status_code == 200, answer.content.decode()
    return answer.json()


def problem(answer: HttpResponse, status: int, code: str) -> dict[str, Any]:
    """The problem document of a refusal."""
    assert answer.status_code == status, answer.content.decode()
    assert answer["Content-Type"] == PROBLEM
    assert answer.json()["code"] == code, answer.json()
    return answer.json()
