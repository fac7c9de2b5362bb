"""The order of days."""

from __future__ import annotations

from datetime import datetime

import pytest

from disputes import clock
from disputes.choices import State
from disputes.models import Officer
from tests.disputes.refusing import refused
from tests.disputes.stepping import step
from tests.factories import DAY, NOW, SHANGHAI, act, days, make_case, make_chief

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]


@pytest.fixture
def officer() -> Officer:
    return make_chief()


@pytest.mark.parametrize(("moment", "allowed"), [("23:59:59", False), ("00:00:00", True)])
def test_a_step_happens_by_the_shanghai_day_not_earlier_than_it_comes(officer, moment, allowed):
    dispute = make_case(State.REGISTERED)
    day = days(0) if not allowed else days(1)
    with clock.at(datetime.fromisoformat(f"{day} {moment}").replace(tzinfo=SHANGHAI)):
        if allowed:
            assert step(dispute, "accept", officer, days(1)).occurred_on == days(1)
        else:
            with refused(dispute, "FUTURE_DATE", said="2026-03-03尚未到来"):
                step(dispute, "accept", officer, days(1))


def test_nothing_happens_before_the_registration(officer):
    dispute = make_case(State.REGISTERED)
    with refused(dispute, "BEFORE_REGISTRATION", said="登记日期2026-03-02"):
        step(dispute, "accept", officer, days(-1))
    assert step(dispute, "accept", officer, days(0)).occurred_on == DAY


def test_states_follow_each_other_in_real_life_as_well(officer):
    dispute = make_case(State.REGISTERED)
    act(dispute, "accept", officer, days(5))
    with refused(dispute, "OUT_OF_ORDER", said="2026-03-07"):
        step(dispute, "withdraw", officer, days(4), reason="撤回")
    assert step(dispute, "withdraw", officer, days(5), reason="撤回").to_state == State.WITHDRAWN


def test_a_record_entered_late_keeps_its_own_day(officer):
    dispute = make_case(State.REGISTERED)
    act(dispute, "accept", officer, days(5))
    event = act(dispute, "refer", officer, days(2))
    assert event.occurred_on == days(2)
    assert event.recorded_at == NOW


def test_an_agreement_of_the_second_session_is_not_dated_before_it(officer):
    dispute = make_case(State.MEDIATING)
    act(dispute, "hold_session", officer, days(9))
    act(dispute, "draft_agreement", officer, days(4))
    with refused(dispute, "OUT_OF_ORDER", said="2026-03-11"):
        act(dispute, "agree", officer, days(4))
