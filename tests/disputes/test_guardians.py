"""Guardians of minors and proxies (监护人和代理人): who needs one, who may have one."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from disputes.casefile import case_file
from disputes.choices import State, Track
from disputes.models import Dispute, Officer, Party, Representative
from disputes.services import parties
from tests.disputes.refusing import refused
from tests.disputes.sessions import hold
from tests.factories import DAY, days, make_case, make_chief

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]

ART_181 = "《公安机关办理行政案件程序规定》第一百八十一条"
ART_19 = "《中华人民共和国民法典》第十九条"
ART_165 = "《中华人民共和国民法典》第一百六十五条"


@pytest.fixture
def officer() -> Officer:
    return make_chief()


@pytest.fixture
def security() -> Dispute:
    """A security case (治安案件) that was accepted."""
    return make_case(State.ACCEPTED, track=Track.SECURITY_CASE)


@pytest.fixture
def civil() -> Dispute:
    return make_case(State.ACCEPTED)


def born(dispute: Dispute, name: str, day: str) -> Party:
    """Set a party's birthday."""
    with case_file(dispute.pk) as case:
        party = next(p for p in case.rows(Party) if p.name == name)
        return parties.change_party(
            case, party.pk, actor=dispute.registered_by, born_on=date.fromisoformat(day)
        )


def guard(dispute: Dispute, party: Party, notified_on: date | None = DAY) -> Representative:
    with case_file(dispute.pk) as case:
        return parties.add_representative(
            case, actor=dispute.registered_by, party=party, capacity="guardian", name="李父",
            relation="父子", notified_on=notified_on,
        )  # fmt: skip


SIXTEEN, ADULT, LEAP = "2010-03-02", "2008-03-02", "2008-02-29"


@pytest.mark.parametrize(
    ("birthday", "on", "needs_guardian"),
    [
        (ADULT, date(2026, 3, 2), False),  # the birthday itself: 18
        ("2008-03-03", date(2026, 3, 2), True),  # tomorrow
        (LEAP, date(2026, 2, 28), True),  # no 29 February this year: still 17
        (LEAP, date(2026, 3, 1), False),
        ("2026-03-02", date(2026, 3, 2), True),
    ],
)
def test_who_is_under_18_on_the_day_of_the_session_needs_a_guardian(
    officer, birthday, on, needs_guardian
):
    dispute = make_case(State.ACCEPTED, day=date(2026, 2, 20))
    born(dispute, "李明", birthday)
    if needs_guardian:
        with refused(dispute, "GUARDIAN_REQUIRED", ART_19, said="李\\*未满十八周岁"):
            hold(dispute, officer, on)
    else:
        assert hold(dispute, officer, on).ordinal == 1


@pytest.mark.parametrize(
    ("notified_on", "attended", "allowed"),
    [
        (DAY, True, True),
        (DAY, False, False),
        (None, True, False),
        (days(1), True, False),  # told a day too late
    ],
)
def test_the_guardian_is_notified_in_time_and_present(
    civil, officer, notified_on, attended, allowed
):
    guard(civil, born(civil, "李明", SIXTEEN), notified_on)
    answers = {"李明": {"guardian_attended": attended}}
    if allowed:
        assert hold(civil, officer, answers=answers).ordinal == 1
    else:
        with refused(civil, "GUARDIAN_REQUIRED", ART_19):
            hold(civil, officer, answers=answers)


def test_the_guardian_of_one_minor_does_not_stand_for_the_other(civil, officer):
    guard(civil, born(civil, "李明", SIXTEEN))
    born(civil, "王强", SIXTEEN)
    with refused(civil, "GUARDIAN_REQUIRED", ART_19, said="王"):
        hold(civil, officer, answers={n: {"guardian_attended": True} for n in ("李明", "王强")})


@pytest.mark.parametrize(
    ("birthday", "on", "allowed"),
    [
        (SIXTEEN, date(2026, 3, 2), True),  # 16 today
        ("2010-03-03", date(2026, 3, 2), False),  # 16 tomorrow
        ("2008-02-29", date(2024, 2, 28), False),
        ("2008-02-29", date(2024, 2, 29), True),
    ],
)
def test_from_16_on_a_working_minor_may_do_without(officer, birthday, on, allowed):
    dispute = make_case(State.ACCEPTED, day=date(2024, 2, 20))
    born(dispute, "李明", birthday)
    answers = {"李明": {"guardian_waived": True}}
    if allowed:
        assert hold(dispute, officer, on, answers=answers).ordinal == 1
    else:
        with refused(dispute, "GUARDIAN_REQUIRED", ART_19):
            hold(dispute, officer, on, answers=answers)


@pytest.mark.parametrize(
    ("track", "law"),
    [(Track.SECURITY_CASE, ART_181), (Track.CIVIL, ART_19), (Track.TRAFFIC, ART_19)],
)
def test_each_track_cites_its_own_law_about_minors(officer, track, law):
    dispute = make_case(State.ACCEPTED, track=track)
    born(dispute, "王强", SIXTEEN)
    with refused(dispute, "GUARDIAN_REQUIRED", law):
        hold(dispute, officer)


@pytest.mark.parametrize(("track", "law"), [(Track.SECURITY_CASE, ART_181), (Track.CIVIL, ART_19)])
def test_somebody_of_unknown_birth_is_not_taken_for_an_adult(officer, track, law):
    dispute = make_case(State.ACCEPTED, track=track)
    Party.objects.filter(dispute=dispute, name="王强").update(adult_confirmed=False)
    assert {party.is_minor(DAY) for party in dispute.parties.all()} == {None}
    with refused(dispute, "AGE_UNKNOWN", law, said="王\\*的出生日期未知"):
        hold(dispute, officer)
    with case_file(dispute.pk) as case:
        parties.change_party(case, case.rows(Party)[1].pk, actor=officer, adult_confirmed=True)
    assert hold(dispute, officer).ordinal == 1


def test_an_organisation_has_no_guardian(civil, officer):
    with case_file(civil.pk) as case:
        one = case.rows(Party)[0]
        firm = parties.change_party(
            case, one.pk, actor=officer, is_organisation=True, name="某物业公司",
            adult_confirmed=False,
        )  # fmt: skip
    assert firm.is_minor(DAY) is False
    assert hold(civil, officer).ordinal == 1


# --- proxies


def represent(dispute: Dispute, role: str, **fields: Any) -> Representative:
    fields = {"powers": "代为协商、签收", "authorisation": "委2026-1", **fields}
    with case_file(dispute.pk) as case:
        party = next(p for p in case.rows(Party) if p.role == role)
        return parties.add_representative(
            case,
            actor=dispute.registered_by,
            party=party,
            capacity="proxy",
            name="孙律师",
            **fields,
        )


def test_a_victim_sends_a_proxy_and_a_suspect_does_not(security):
    represent(security, "victim")
    with refused(security, "SUSPECT_PROXY_FORBIDDEN", ART_181):
        represent(security, "suspect")


@pytest.mark.parametrize("lacking", ["powers", "authorisation"])
def test_a_proxy_shows_a_written_authorisation_with_powers(security, lacking):
    with refused(security, "PROXY_POWER_MISSING", ART_181):
        represent(security, "victim", **{lacking: " "})
    civil = make_case(State.ACCEPTED)
    with refused(civil, "PROXY_POWER_MISSING", ART_165):
        represent(civil, "respondent", **{lacking: " "})


def test_a_party_with_a_proxy_does_not_become_a_suspect(security, officer):
    proxy = represent(security, "victim")
    with refused(security, "SUSPECT_PROXY_FORBIDDEN", ART_181), case_file(security.pk) as case:
        parties.change_party(case, proxy.party_id, actor=officer, role="suspect")
