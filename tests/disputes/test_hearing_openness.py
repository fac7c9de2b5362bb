"""Hearings in public and behind closed doors, and what is heard nowhere."""

from __future__ import annotations

from datetime import date

import pytest

from disputes.casefile import case_file
from disputes.choices import State
from disputes.models.hearing import Stage
from disputes.services import hearing, intake, parties
from tests.disputes.hall import Hall
from tests.disputes.refusing import refused
from tests.factories import DAY, make_case

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]

ART_6 = "《公安机关治安调解工作规范》第六条"
ART_103 = "《中华人民共和国未成年人保护法》第一百零三条"


@pytest.mark.parametrize("flag", ["involves_minor", "domestic_violence"])
def test_what_is_private_is_heard_behind_closed_doors(flag):
    hall = Hall(openness="closed")
    hall.file(lambda case: intake.amend(case, actor=hall.chief, reason="核实", **{flag: True}))
    hall.until(Stage.STATEMENTS)
    other = make_case(State.ACCEPTED, **{flag: True})
    law = (ART_6, ART_103) if flag == "involves_minor" else (ART_6,)
    with refused(other, "OPEN_HEARING_FORBIDDEN", *law), case_file(other.pk) as case:
        hearing.propose(case, actor=hall.chief, on=DAY, reason="x", openness="open")


def test_a_hearing_with_a_minor_does_not_open_to_the_public():
    hall = Hall(openness="open").until(Stage.NOTICE)
    first = hall.dispute.parties.first().pk
    hall.file(lambda case: parties.change_party(
        case, first, actor=hall.chief, born_on=date(2010, 1, 1)))  # fmt: skip
    hall.hold(Stage.NOTICE)
    with refused(hall.dispute, "OPEN_HEARING_FORBIDDEN", ART_6, ART_103):
        hall.hold(Stage.OPENING)


@pytest.mark.parametrize("why", ["privacy", "trade_secret", "parties_ask"])
def test_what_is_declared_private_is_heard_behind_closed_doors(why):
    hall = Hall.before(State.ACCEPTED)
    with refused(hall.dispute, "OPEN_HEARING_FORBIDDEN", ART_6):
        hall.propose("open", circumstances=[why])
    assert hall.propose("closed", circumstances=[why]).circumstances == [why]


@pytest.mark.parametrize("openness", ["open", "closed"])
def test_a_state_secret_is_heard_behind_no_door(openness):
    hall = Hall.before(State.ACCEPTED)
    with refused(hall.dispute, "HEARING_UNSUITABLE", ART_6, said="可以依法进行普通调解"):
        hall.propose(openness, circumstances=["state_secret"])


def test_a_circumstance_that_is_none_is_refused():
    hall = Hall.before(State.ACCEPTED)
    with refused(hall.dispute, "CIRCUMSTANCE_UNKNOWN", said="秘密"):
        hall.propose("closed", circumstances=["秘密"])


def test_behind_closed_doors_nobody_looks_on():
    hall = Hall(openness="closed").until(Stage.NOTICE)
    looking_on = [{"kind": "observer", "name": "孙大妈"}]
    with refused(hall.dispute, "CLOSED_HEARING_OBSERVER", ART_6, said="孙大妈"):
        hall.hold(Stage.NOTICE, attendance=looking_on)
    hall.hold(Stage.NOTICE, attendance=[{"kind": "witness", "name": "孙大妈"}])
