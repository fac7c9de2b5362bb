"""Nobody and no room in two places at once."""

from __future__ import annotations

import pytest

from disputes.choices import State
from disputes.errors import WrongState
from disputes.models import Party, Room
from disputes.services import booking
from disputes.services.booking import Outsider
from tests.disputes.appointments.arranging import arrange, at
from tests.disputes.refusing import refused
from tests.factories import NOW, act, make_case, make_chief, make_officer, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]


@pytest.mark.parametrize(
    ("start", "end", "free"),
    [(at(2, 8), at(2, 9), True), (at(2, 10, 30), at(2, 12), True), (at(3, 9), at(3, 10), True),
     (at(2, 8), at(2, 9, 1), False), (at(2, 10, 29), at(2, 12), False),
     (at(2, 8), at(2, 12), False), (at(2, 9, 30), at(2, 10), False)],
)  # fmt: skip
def test_a_room_is_taken_from_the_start_up_to_the_end_and_not_a_minute_longer(
    dispute, chief, room, start, end, free
):
    arrange(dispute, room=room)
    other = make_case(State.ACCEPTED, make_officer(chief.unit))
    if free:
        assert arrange(other, start, ends_at=end, room=room).state == "held"
        return
    said = f"一号调解室2026年7月2日09:00至10:30已被纠纷{dispute.number}占用"
    with refused(other, "APPOINTMENT_CONFLICT", by=WrongState, said=said):
        arrange(other, start, ends_at=end, room=room)


def test_of_two_hearings_in_one_room_the_second_is_told_which_case_has_it(chief, room):
    first, second = (make_case(State.ACCEPTED, make_officer(chief.unit)) for _ in range(2))
    for case in (first, second):
        act(case, "propose_hearing", chief, NOW.date())
    arrange(first, at(8, 9), purpose="hearing", room=room)
    said = f"一号调解室2026年7月8日09:00至10:30已被纠纷{first.number}占用"
    with refused(second, "APPOINTMENT_CONFLICT", by=WrongState, said=said):
        arrange(second, at(8, 10), purpose="hearing", room=room)
    assert arrange(second, at(8, 10, 30), purpose="hearing", room=room).hearing is not None


def test_an_officer_is_in_one_place_at_a_time(dispute, chief):
    arrange(dispute)
    other = make_case(State.ACCEPTED, make_officer(chief.unit))
    with refused(other, "APPOINTMENT_CONFLICT", by=WrongState, said=f"{chief.name}2026年7月2日"):
        arrange(other, at(2, 10), officers=[chief])


def test_who_is_a_party_elsewhere_is_known_by_the_identity_number_only(dispute, chief):
    number = "622801199003075214"
    other = make_case(State.ACCEPTED, make_officer(chief.unit))
    arrange(dispute)
    assert arrange(other).state == "held"  # same names, nothing says that they are the same people
    third, fourth = (make_case(State.ACCEPTED, make_officer(chief.unit)) for _ in "ab")
    for case in (third, fourth):
        party = case.parties.first()
        party.id_number = number
        party.save()
    arrange(third, at(3, 9))
    with refused(fourth, "APPOINTMENT_CONFLICT", by=WrongState, said=r"李\*"):
        arrange(fourth, at(3, 9))


def test_somebody_from_outside_is_the_same_by_name_and_body(dispute, chief):
    lawyer = Outsider("孙律师", "正义律师事务所")
    arrange(dispute, outsiders=[lawyer])
    other = make_case(State.ACCEPTED, make_officer(chief.unit))
    with refused(other, "APPOINTMENT_CONFLICT", by=WrongState, said="孙律师"):
        arrange(other, outsiders=[lawyer])
    assert arrange(other, outsiders=[Outsider("孙律师", "另一律师事务所")]).state == "held"


def test_a_case_that_the_asker_cannot_see_is_not_named(dispute, chief):
    county = make_chief(chief.unit.parent)
    room = Room.objects.create(unit=county.unit, name="县局大调解室", capacity=20, sharing="below")
    arrange(dispute, room=room)
    stranger = make_chief(make_unit(county.unit))
    other = make_case(State.ACCEPTED, stranger)
    said = "^县局大调解室2026年7月2日09:00至10:30已被占用$"
    with refused(other, "APPOINTMENT_CONFLICT", by=WrongState, said=said):
        arrange(other, room=room)


def test_identities_of_different_kinds_never_meet(chief, room):
    party = Party(pk=chief.pk)
    keys = [booking.of_officer(chief), booking.of_room(Room(pk=chief.pk)), booking.of_party(party)]
    assert len(set(keys)) == 3
