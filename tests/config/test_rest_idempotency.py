"""A retry after a lost answer: the first answer again, and never a second row."""

import json
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.http import HttpResponse
from django.utils import timezone
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response

from config.rest.idempotency import forget_old, idempotent
from disputes.choices import UnitLevel
from disputes.errors import RuleViolation
from disputes.models import IdempotencyKey, Officer, Unit
from tests.config.asking import Open, ask, problem

KEY = "k-0000001"


class Creating(Open):
    """Creates a unit from the body's code; every creation is counted by its row."""

    @idempotent
    def post(self, request):
        unit = Unit.objects.create(
            code=request.data["code"],
            name="城关派出所",
            level=UnitLevel.STATION,
            path=request.data["code"][-4:],
        )
        body = {"id": unit.pk, "version": unit.version, "made": timezone.now()}
        return Response(body, 201)


@pytest.fixture
def officer(db) -> Officer:
    return Officer.objects.create(username="wang", name="王建国")


def create(officer, code="621000000001", key: str | None = KEY, view=Creating, **more):
    headers = {} if key is None else {"Idempotency-Key": key}
    return ask(view, "POST", body={"code": code}, headers=headers, user=officer, **more)


@pytest.fixture(autouse=True)
def signed_in(monkeypatch):
    """The view is open: who asks stands on the request."""
    monkeypatch.setattr(Creating, "authentication_classes", [AsAsked])


class AsAsked:
    def authenticate(self, request):
        return request._request.user, None


def test_a_retry_gets_the_first_answer_and_makes_no_second_row(officer):
    first, again = create(officer), create(officer)

    assert (first.status_code, again.status_code) == (201, 201)
    assert json.loads(first.content) == json.loads(again.content)
    assert "Idempotent-Replayed" not in first
    assert again["Idempotent-Replayed"] == "true"
    assert again["ETag"] == f'"{first.data["id"]}-1"'
    assert Unit.objects.count() == 1


def test_the_order_of_a_bodys_members_does_not_matter(officer):
    def send(body: bytes):
        return ask(Creating, "POST", body=body, headers={"Idempotency-Key": KEY}, user=officer)

    send(b'{"code": "621000000001", "x": 1}')
    assert send(b'{"x": 1, "code": "621000000001"}').status_code == 201
    assert Unit.objects.count() == 1


def test_a_key_is_not_used_for_another_body_or_address(officer):
    create(officer)
    for other in (create(officer, "621000000002"), create(officer, path="/api/v1/y/")):
        assert other.status_code == 422
        assert problem(other)["code"] == "IDEMPOTENCY_KEY_REUSED"
    assert Unit.objects.count() == 1


def test_two_officers_may_choose_the_same_key(officer):
    other = Officer.objects.create(username="li", name="李雷")
    assert create(officer).status_code == create(other, "621000000002").status_code == 201
    assert Unit.objects.count() == 2


@pytest.mark.parametrize("key", [None, "", "1234567", "k" * 81, "a b c d e f", "枫桥枫桥枫桥枫桥"])
def test_a_creation_without_a_usable_key_is_refused(officer, key):
    if key and not key.isascii():
        key = key.encode().decode("latin-1")  # how a server hands such a header on
    answer = create(officer, key=key)

    assert answer.status_code == 400
    assert problem(answer)["errors"][0]["code"] == "IDEMPOTENCY_KEY_REQUIRED"
    assert not Unit.objects.exists()


def raise_rule():
    raise RuleViolation("不予受理", code="NO")


def raise_invalid():
    raise ValidationError({"code": ["机构代码有误"]})


def return_refusal():
    return Response({"code": "NO"}, 422)


@pytest.mark.parametrize("fail", [raise_rule, raise_invalid, return_refusal])
def test_a_failed_creation_leaves_neither_row_nor_key_and_may_be_tried_again(officer, fail):
    class Failing(Creating):
        @idempotent
        def post(self, request):
            Unit.objects.create(code="621000000009", level=UnitLevel.STATION, path="0009")
            return fail()

    assert create(officer, view=Failing).status_code in (400, 422)
    assert not Unit.objects.exists()
    assert not IdempotencyKey.objects.exists()
    assert create(officer).status_code == 201


def test_json_printed_by_the_database_is_replayed_too(officer):
    class Printed(Creating):
        @idempotent
        def post(self, request):
            return HttpResponse('{"名称": "枫桥"}', content_type="application/json", status=201)

    create(officer, view=Printed)
    assert create(officer, view=Printed).data == {"名称": "枫桥"}


def test_keys_are_forgotten_after_seven_days(officer):
    create(officer)
    create(officer, "621000000002", key="k-0000002")
    IdempotencyKey.objects.filter(key=KEY).update(
        created_at=timezone.now() - timedelta(days=7, minutes=1)
    )

    assert forget_old() == 1
    assert list(IdempotencyKey.objects.values_list("key", flat=True)) == ["k-0000002"]


# --- two requests at once, each on its own connection


def race(view, officer, wait_for: threading.Event) -> list[int]:
    """Statuses of a first request, and of a second one sent while the first still works."""

    def send(_):
        try:
            return create(officer, view=view).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(send, 1)
        assert wait_for.wait(10)
        second = pool.submit(send, 2)
        return [first.result(20), second.result(20)]


def blocked_sessions() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")  # else frozen within a transaction
        cursor.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = current_database() AND wait_event_type = 'Lock'"
        )
        return cursor.fetchone()[0]


def until_somebody_waits() -> None:
    pause = threading.Event()
    for _ in range(200):
        if blocked_sessions():
            return
        pause.wait(0.05)
    raise AssertionError("the second request did not wait for the first")


@pytest.mark.django_db(transaction=True)
def test_a_second_request_waits_for_the_first_and_gets_its_answer(officer):
    working = threading.Event()

    class Slow(Creating):
        @idempotent
        def post(self, request):
            working.set()
            until_somebody_waits()
            unit = Unit.objects.create(code="621000000001", level=UnitLevel.STATION, path="0001")
            return Response({"id": unit.pk}, 201)

    assert race(Slow, officer, working) == [201, 201]
    assert Unit.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_second_request_takes_over_when_the_first_fails(officer):
    working = threading.Event()

    class FailsOnce(Creating):
        @idempotent
        def post(self, request):
            if not working.is_set():
                working.set()
                until_somebody_waits()
                raise_rule()
            unit = Unit.objects.create(code="621000000001", level=UnitLevel.STATION, path="0001")
            return Response({"id": unit.pk}, 201)

    assert race(FailsOnce, officer, working) == [422, 201]
    assert Unit.objects.count() == IdempotencyKey.objects.count() == 1
