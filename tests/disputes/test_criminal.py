"""Criminal cases out of disputes (民转刑、刑转命): named once, also long after the dispute ended."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError

from disputes.casefile import case_file
from disputes.errors import WrongState
from disputes.models import CriminalCase, Dispute
from disputes.services import criminal
from tests.disputes.racing import at_once
from tests.disputes.refusing import everything_about, refused
from tests.factories import days, make_case, make_chief

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]


def link(dispute: Dispute, day: int = 5, **fields: Any) -> CriminalCase:
    told = {
        "kind": "civil_to_criminal", "number": "A6210002026030001", "charge": "故意伤害罪", **fields
    }  # fmt: skip
    with case_file(dispute.pk) as case:
        return criminal.link(case, actor=dispute.registered_by, filed_on=days(day), **told)


@pytest.mark.parametrize("state", ["registered", "agreed", "closed", "converted", "archived"])
def test_a_criminal_case_is_named_whatever_became_of_the_dispute(state):
    dispute = make_case(state)
    row = link(dispute)
    dispute.refresh_from_db()
    assert dispute.state == state
    assert row in dispute.criminal_cases.all()
    event = dispute.events.last()
    assert (event.action, event.occurred_on) == ("link_criminal", days(5))
    assert event.facts == {"number": row.number, "kind": "civil_to_criminal"}


def test_a_voided_dispute_has_no_criminal_case():
    dispute = make_case("voided")
    with refused(dispute, "WRONG_STATE", by=WrongState):
        link(dispute)


@pytest.mark.parametrize(("day", "code"), [(-1, "BEFORE_REGISTRATION"), (1000, "FUTURE_DATE")])
def test_it_was_filed_after_the_dispute_was_registered_and_not_tomorrow(day, code):
    dispute = make_case("accepted")
    with refused(dispute, code):
        link(dispute, day)


def test_a_number_belongs_to_one_dispute():
    first = make_case("accepted")
    second = make_case("accepted", first.registered_by)
    link(first)
    before = everything_about(second)
    with pytest.raises(IntegrityError, match="criminal_case_number_once"):
        link(second)
    assert everything_about(second) == before


def test_a_death_is_counted():
    dispute = make_case("accepted")
    before = everything_about(dispute)
    with pytest.raises(IntegrityError, match="criminal_case_death_is_counted"):
        link(dispute, kind="criminal_to_death")
    assert everything_about(dispute) == before
    link(dispute, kind="criminal_to_death", deaths=1)


@pytest.mark.django_db(transaction=True)
def test_the_same_number_under_two_disputes_at_once_stands_under_one():
    chief = make_chief()
    one, other = make_case("accepted", chief), make_case("accepted", chief)
    outcomes = at_once(lambda: link(one), lambda: link(other))
    assert sorted(type(o).__name__ for o in outcomes) == ["CriminalCase", "IntegrityError"]
    assert CriminalCase.objects.count() == 1
