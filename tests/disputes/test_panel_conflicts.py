"""Who may not sit on a panel, and about whom somebody first has to say who it is."""

from __future__ import annotations

from typing import Any

import pytest

from disputes.choices import State, Track
from disputes.errors import Caution
from disputes.models import Agreement, HearingSeat, Party, SessionGuest
from disputes.models.hearing import Stage
from disputes.services import parties
from tests.disputes.hall import PANEL, Hall
from tests.disputes.refusing import refused
from tests.factories import DAY, act, days, make_officer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]

ART_17 = "《公安机关办理行政案件程序规定》第十七条"
ART_15 = "《中华人民共和国人民调解法》第十五条"
PHONE = "13712345678"


@pytest.fixture
def hall() -> Hall:
    """A hearing whose panel is to be formed now."""
    return Hall().until(Stage.PANEL)


def seated(hall: Hall, n: int, **fields: Any) -> None:
    """The panel with one seat filled otherwise: 0 is the chair, 1 to 3 members, 4 the recorder."""
    seats = [{**row, **(fields if i == n else {})} for i, row in enumerate(PANEL)]
    hall.hold(Stage.PANEL, seats=seats)


def represented(hall: Hall, **fields: Any) -> None:
    told = {"capacity": "proxy", "name": "何代理", "phone": PHONE, "powers": "特别授权",
            "authorisation": "授权委托书"} | fields  # fmt: skip
    hall.file(lambda case: parties.add_representative(
        case, actor=hall.chief, party=case.rows(Party)[0], **told))  # fmt: skip


def test_an_officer_who_was_recused_does_not_sit(hall):
    act(hall.dispute, "request_recusal", hall.chief, DAY, officer=hall.clerk)
    act(hall.dispute, "decide_recusal", hall.chief, DAY, granted=True)
    with refused(hall.dispute, "PANEL_CONFLICT", ART_15, said="已被决定回避"):
        seated(hall, 4, officer=hall.clerk)
    seated(hall, 4, officer=make_officer(hall.dispute.unit))


def test_who_acts_for_a_party_does_not_sit(hall):
    represented(hall)
    with refused(hall.dispute, "PANEL_CONFLICT", ART_15, said="何代理是当事人的"):
        seated(hall, 3, name="何代理", phone="137 1234 5678")


@pytest.mark.parametrize("theirs", [PHONE, ""])
def test_who_only_bears_the_name_of_a_proxy_has_to_be_looked_into(hall, theirs):
    represented(hall, phone=theirs)
    with refused(hall.dispute, "PANEL_DOUBT", ART_15, said="何代理与本案当事人", by=Caution):
        seated(hall, 3, name="何代理", phone="13700000000")
    with refused(hall.dispute, "PANEL_DOUBT", ART_15, said="何代理与本案当事人", by=Caution):
        seated(hall, 3, name="何代理")


def test_who_only_shares_the_phone_of_a_proxy_sits(hall):
    represented(hall)
    seated(hall, 3, phone=PHONE)
    assert HearingSeat.objects.filter(name="李律师").exists()


def test_who_took_part_in_an_earlier_mediation_has_to_be_looked_into():
    hall = Hall()
    session = act(hall.dispute, "hold_session", hall.chief, DAY).dispute.sessions.get()
    act(hall.dispute, "end_session", hall.chief, DAY)
    SessionGuest.objects.create(session=session, name="李律师", organisation="律师事务所")
    hall.until(Stage.PANEL)
    with refused(hall.dispute, "PANEL_DOUBT", ART_15, said="李律师曾参加本案的调解", by=Caution):
        seated(hall, 3)


@pytest.mark.parametrize("what", ["find", "add_evidence"])
def test_who_looked_into_the_facts_chairs_only_where_somebody_says_why(what):
    hall = Hall(Track.SECURITY_CASE)
    investigator = make_officer(hall.dispute.unit)
    act(hall.dispute, what, investigator, DAY)
    hall.until(Stage.PANEL)
    with refused(hall.dispute, "PANEL_DOUBT", ART_17, said="是本案的调查人员", by=Caution):
        seated(hall, 0, officer=investigator)


def test_who_mediated_an_earlier_agreement_has_to_be_looked_into():
    hall = Hall.before(State.FULFILLED)
    Agreement.objects.update(mediator="李律师")
    act(hall.dispute, "relapse", hall.chief, days(9))
    hall.hearing = hall.propose(on=days(9))
    hall.until(Stage.PANEL, days(9))
    with refused(hall.dispute, "PANEL_DOUBT", ART_15, said="李律师曾参加本案的调解", by=Caution):
        hall.hold(Stage.PANEL, days(9))


def test_an_officer_takes_one_seat_whatever_name_is_entered(hall):
    twice = {"officer": hall.clerk}
    seats = [PANEL[0] | twice, *PANEL[1:4], PANEL[4] | twice]
    with refused(hall.dispute, "PANEL_INVALID", said="一人不得多席"):
        hall.hold(Stage.PANEL, seats=seats)
