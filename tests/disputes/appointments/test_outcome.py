"""What became of an appointment: kept by a mediation, missed."""

from __future__ import annotations

import pytest

from disputes import clock
from disputes.casefile import case_file
from disputes.errors import WrongState
from disputes.models import Appointment
from disputes.services import appointment
from tests.disputes.appointments.arranging import arrange, at, stored, take
from tests.disputes.refusing import refused
from tests.factories import NOW, act

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]


def test_the_mediation_of_the_day_keeps_its_appointment_by_itself(dispute, chief):
    row = arrange(dispute, confirmed=True)
    with clock.at(at(2, 11)):
        act(dispute, "hold_session", chief, at(2, 9).date())
    row = stored(dispute)
    assert (row.state, row.session) == ("kept", dispute.sessions.get())


def test_of_two_on_one_day_somebody_says_which_one_was_kept(dispute, chief):
    arrange(dispute, at(2, 9), confirmed=True)
    arrange(dispute, at(2, 14), confirmed=True)
    with clock.at(at(2, 17)):
        act(dispute, "hold_session", chief, at(2, 9).date())
        assert set(dispute.appointments.values_list("state", flat=True)) == {"confirmed"}
        with case_file(dispute.pk) as case:
            _, second = case.rows(Appointment)
            session = case.rows(type(dispute.sessions.get()))[-1]
            appointment.keep(case, second, session, actor=chief)
        with refused(dispute, "SESSION_TAKEN", by=WrongState), case_file(dispute.pk) as case:
            appointment.keep(
                case, case.rows(Appointment)[0], case.rows(type(session))[-1], actor=chief
            )


def test_a_mediation_of_another_day_kept_nothing(dispute, chief):
    arrange(dispute, confirmed=True)
    act(dispute, "hold_session", chief, NOW.date())
    assert stored(dispute).state == "confirmed"
    with refused(dispute, "SESSION_OF_ANOTHER_APPOINTMENT"), case_file(dispute.pk) as case:
        appointment.keep(
            case, case.rows(Appointment)[0], case.rows(type(dispute.sessions.get()))[0], actor=chief
        )


def test_what_has_not_begun_was_not_missed(dispute):
    arrange(dispute, confirmed=True)
    with refused(dispute, "APPOINTMENT_NOT_BEGUN"):
        take(dispute, "miss", reason="当事人未到场")
    with clock.at(at(2, 9)):
        take(dispute, "miss", reason="当事人未到场")
    assert (stored(dispute).state, stored(dispute).ended_reason) == ("missed", "当事人未到场")
