"""All clocks of a case together."""

from __future__ import annotations

from datetime import date

import pytest

from disputes.casefile import CaseFile
from disputes.choices import State
from disputes.clocks import ClockState, clocks_of
from tests.disputes.clocks.reading import after_first, clock_of, security_case, stands, take
from tests.disputes.clocks.test_performances import agreed
from tests.factories import days

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]


def test_a_case_shows_every_clock_that_has_started():
    failed, broken = security_case(State.FAILED), security_case(State.BREACHED)
    codes = [
        [clock.code for clock in clocks_of(CaseFile(dispute), days(9))]
        for dispute in (failed, broken, agreed(5, 9))
    ]
    assert codes == [
        ["first_session", "second_session", "case_limit"],
        ["first_session", "performance", "case_limit"],
        ["performance", "performance", "confirmation"],
    ]


def test_the_number_of_queries_does_not_grow_with_the_case(django_assert_num_queries):
    small, large = agreed(5), agreed(*range(5, 25))
    for dispute in (small, large):
        with django_assert_num_queries(10):
            clocks_of(CaseFile(dispute), days(9))


def test_a_missing_year_leaves_the_clock_open_and_says_so():
    dispute = after_first(date(2026, 12, 28))
    late = date(2026, 12, 31)
    clock = clock_of(dispute, "second_session", late)
    assert stands(clock) == (ClockState.UNKNOWN, None, None)
    assert clock.how == "尚未导入2027年的放假安排，无法计算工作日，请联系系统管理员导入"
    take(dispute, "fail", late)
    clock = clock_of(dispute, "case_limit", late)
    assert stands(clock) == (ClockState.UNKNOWN, None, None)
    assert clock.how == "尚未导入2027年的放假安排，无法计算工作日，请联系系统管理员导入"
