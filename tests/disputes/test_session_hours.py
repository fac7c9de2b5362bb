"""When a mediation began and ended: on its day, in this order, and not in the future."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from disputes import clock
from disputes.casefile import case_file
from disputes.choices import State
from disputes.models import MediationSession
from disputes.services import mediation
from tests.acts import session_fields
from tests.disputes.refusing import refused
from tests.factories import DAY, NOW, make_case

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]
SHANGHAI = ZoneInfo("Asia/Shanghai")


def at(day: int, hour: int) -> datetime:
    return datetime(2026, 3, day, hour, tzinfo=SHANGHAI)


def hold(dispute, **hours):
    with case_file(dispute.pk) as case:
        told = session_fields(case, **hours)
        return mediation.hold_session(case, actor=dispute.registered_by, held_on=DAY, **told)


@pytest.mark.parametrize(
    ("hours", "said"),
    [
        ({"began_at": at(3, 9)}, "应当在调解当日"),
        ({"began_at": datetime(2026, 3, 1, 15, 59, tzinfo=ZoneInfo("UTC"))}, "应当在调解当日"),
        ({"ended_at": at(1, 9)}, "不得早于调解当日"),
        ({"began_at": at(2, 9), "ended_at": at(2, 9)}, "应当晚于开始时间"),
        ({"ended_at": NOW + timedelta(minutes=1)}, "不得晚于现在"),
    ],
)
def test_hours_that_cannot_be_are_refused(hours, said):
    dispute = make_case(State.ACCEPTED)
    with refused(dispute, "SESSION_HOURS_INVALID", said=said):
        hold(dispute, **hours)


def test_the_hours_stay_with_the_session_and_the_end_may_come_with_the_result():
    dispute = make_case(State.ACCEPTED)
    # 16:00 UTC of the day before is midnight in Shanghai.
    held = hold(dispute, began_at=datetime(2026, 3, 1, 16, tzinfo=ZoneInfo("UTC")))
    end = {"actor": dispute.registered_by, "outcome": "not_agreed", "record": "", "on": DAY}
    with refused(dispute, "SESSION_HOURS_INVALID"), case_file(dispute.pk) as case:
        mediation.end_session(case, held.pk, ended_at=at(2, 0), **end)
    with case_file(dispute.pk) as case, clock.at(at(2, 11)):
        mediation.end_session(case, held.pk, ended_at=at(2, 11), **end)
    stored = MediationSession.objects.get()
    assert (stored.began_at, stored.ended_at) == (at(2, 0), at(2, 11))
