"""What only the database notices: the caller gets its reason, never a row's content, never 500."""

import pytest
from django.db import IntegrityError
from django.db.models import ProtectedError
from django.utils import timezone

from disputes.choices import UnitLevel
from disputes.models import AuditEvent, NumberCounter, Officer, Unit
from tests.config.asking import ask, in_database, problem, raising, running

pytestmark = pytest.mark.django_db


def unit(code: str = "621000000000", **more) -> Unit:
    return Unit.objects.create(code=code, name="庆阳市公安局", level=UnitLevel.CITY, **more)


def refused(work) -> tuple[int, str, str]:
    answer = ask(running(lambda request: work()))
    document = problem(answer)
    return answer.status_code, document["code"], document["detail"]


def test_a_broken_constraint_speaks_its_own_sentence():
    assert refused(lambda: unit("62")) == (422, "CONSTRAINT_VIOLATED", "机构代码应为12位数字")


def test_a_second_row_with_the_same_key_is_a_conflict_that_names_no_value(caplog):
    unit(path="0001")
    status, code, detail = refused(lambda: unit(path="0002"))

    assert (status, code, detail) == (409, "ALREADY_EXISTS", "相同的记录已经存在")
    assert "621000000000" not in caplog.text


def test_a_row_that_refers_to_nothing_is_a_conflict():
    def orphan():
        NumberCounter.objects.create(unit_id=999, series="D", period="2026")
        in_database("SET CONSTRAINTS ALL IMMEDIATE")

    assert refused(orphan)[:2] == (409, "REFERENCE_GONE")


def test_history_cannot_be_rewritten():
    officer = Officer.objects.create(username="a", name="王建国")
    AuditEvent.objects.create(at=timezone.now(), actor=officer, action="read", digest=b"")

    assert refused(lambda: AuditEvent.objects.update(action="none"))[:2] == (409, "APPEND_ONLY")


def test_a_protected_row_is_not_deleted():
    answer = ask(raising(ProtectedError("in use", set())))
    assert (answer.status_code, problem(answer)["code"]) == (409, "IN_USE")


@pytest.mark.parametrize("name", ["王\0建国", "王" * 51])
def test_a_value_the_column_cannot_hold_is_a_bad_request(name):
    create = lambda: Officer.objects.create(username="a", name=name)  # noqa: E731
    assert refused(create)[:2] == (400, "VALUE_OUT_OF_RANGE")


def test_half_a_character_is_a_bad_request():
    find = lambda: Officer.objects.filter(name="\ud800").exists()  # noqa: E731
    assert refused(find)[:2] == (400, "TEXT_CHARACTERS")


def test_a_database_that_does_not_answer_in_time_asks_to_try_again():
    def slow():
        in_database("SET LOCAL statement_timeout = 20")
        in_database("SELECT pg_sleep(5)")

    answer = ask(running(lambda request: slow()))

    assert (answer.status_code, problem(answer)["code"]) == (503, "DATABASE_UNAVAILABLE")
    assert int(answer["Retry-After"]) > 0


def test_a_column_left_empty_is_our_own_fault_and_not_hidden():
    with pytest.raises(IntegrityError, match="not-null"):
        ask(running(lambda request: unit(path=None)))
