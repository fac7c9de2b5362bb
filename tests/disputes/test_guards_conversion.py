"""What a conversion (转处罚、转刑事) says, and that the file bears its ground out."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from disputes.choices import State, Track
from disputes.guards.conversion import CONVERSION_GROUNDS
from disputes.models import Dispute, Officer
from tests.disputes.refusing import refused
from tests.disputes.stepping import step
from tests.factories import DAY, act, days, make_case, make_chief

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]

ART_9 = "《中华人民共和国治安管理处罚法》第九条"
ART_90 = "《公安机关办理行政案件程序规定》第九十条"
ART_185 = "《公安机关办理行政案件程序规定》第一百八十五条"


@pytest.fixture
def officer() -> Officer:
    return make_chief()


@pytest.mark.parametrize("target", ["", "elsewhere", None])
def test_a_conversion_says_where_to(officer, target):
    dispute = make_case(State.ACCEPTED, track=Track.SECURITY_CASE)
    with refused(dispute, "CONVERSION_TARGET_MISSING", ART_185, ART_9, said="转处罚或者转刑事"):
        step(dispute, "convert", officer, reason="拒绝调解", convert_to=target, ground="refused")
    event = step(
        dispute, "convert", officer, reason="拒绝调解", convert_to="penalty", ground="refused"
    )
    assert (event.to_state, event.facts["convert_to"]) == (State.CONVERTED, "penalty")


@pytest.mark.parametrize(
    ("target", "ground"),
    [("penalty", None), ("penalty", "injury"), ("criminal", None), ("criminal", "refused")],
)
def test_a_conversion_rests_on_a_ground_that_leads_there(officer, target, ground):
    dispute = make_case(State.ACCEPTED, track=Track.SECURITY_CASE)
    with refused(dispute, "CONVERSION_GROUND_MISSING", ART_185, ART_9):
        step(dispute, "convert", officer, reason="依法处理", convert_to=target, ground=ground)


def _security(state: str) -> Dispute:
    return make_case(state, track=Track.SECURITY_CASE)


def _found(officer: Officer, **fields: Any) -> Dispute:
    dispute = _security(State.ACCEPTED)
    act(dispute, "find", officer, DAY, **fields)
    return dispute


def _flared_up(officer: Officer) -> Dispute:
    dispute = _security(State.FULFILLED)
    act(dispute, "relapse", officer, DAY)
    return dispute


def _walked_out(officer: Officer) -> Dispute:
    dispute = _security(State.MEDIATING)
    act(dispute, "refuse", officer, DAY)
    return dispute


def _not_agreed(officer: Officer) -> Dispute:
    dispute = _security(State.MEDIATING)
    act(dispute, "end_session", officer, DAY)
    return dispute


# A file that bears a ground out, and one that contradicts it.
SAYS_SO: dict[str, Callable[[Officer], Dispute]] = {
    "refused": _walked_out,
    "not_agreed": _not_agreed,
    "not_performed": lambda officer: _security(State.BREACHED),
    "excluded": lambda officer: _found(officer, exclusions=["gang_fight"]),
    "not_minor": lambda officer: _found(officer, minor_circumstances=False),
    "no_ground": lambda officer: _found(officer, ground=""),
    "relapsed": _flared_up,
}
UNLIKE: dict[str, Callable[[Officer], Dispute]] = {
    "refused": _not_agreed,
    "not_agreed": lambda officer: _security(State.MEDIATING),
    "not_performed": lambda officer: _security(State.FAILED),
    "excluded": _found,
    "not_minor": _found,
    "no_ground": _found,
    "relapsed": lambda officer: _security(State.ACCEPTED),
}


@pytest.mark.parametrize("ground", CONVERSION_GROUNDS["penalty"])
def test_every_ground_leads_to_penalty(officer, ground):
    dispute = SAYS_SO[ground](officer)
    assert act(dispute, "convert", officer, days(1), ground=ground).to_state == State.CONVERTED


@pytest.mark.parametrize("ground", sorted(UNLIKE))
def test_a_ground_that_the_file_does_not_bear_out_is_refused(officer, ground):
    dispute = UNLIKE[ground](officer)
    told = {"reason": "依法处理", "convert_to": "penalty", "ground": ground}
    with refused(dispute, "CONVERSION_GROUND_NOT_ON_FILE", ART_185, said="与案卷记载不符"):
        step(dispute, "convert", officer, days(1), **told)


def test_what_was_only_drafted_was_not_broken(officer):
    dispute = _security(State.MEDIATING)
    act(dispute, "draft_agreement", officer, DAY)
    told = {"reason": "依法处理", "convert_to": "penalty", "ground": "not_performed"}
    with refused(dispute, "CONVERSION_GROUND_NOT_ON_FILE", ART_185, said="没有认定未履行的协议"):
        step(dispute, "convert", officer, days(1), **told)


@pytest.mark.parametrize(("on_file", "ground"), [("injury", "criminal_case"), ("case", "injury")])
def test_a_criminal_ground_is_the_one_on_file_and_not_the_other(officer, on_file, ground):
    dispute = make_case(State.ACCEPTED, track=Track.SECURITY_CASE)
    if on_file == "case":
        act(dispute, "link_criminal", officer, DAY)
    else:
        act(dispute, "request_appraisal", officer, DAY)
        act(dispute, "record_appraisal", officer, DAY, result="minor")
    told = {"reason": "涉嫌犯罪", "convert_to": "criminal", "ground": ground}
    with refused(dispute, "CONVERSION_GROUND_NOT_ON_FILE", ART_90, said="与案卷记载不符"):
        step(dispute, "convert", officer, days(1), **told)


@pytest.mark.parametrize("track", [Track.CIVIL, Track.TRAFFIC])
def test_what_is_no_offence_by_the_file_is_not_punished(officer, track):
    dispute = make_case(State.ACCEPTED, track=track)
    told = {"reason": "依法处理", "convert_to": "penalty", "ground": "refused"}
    with refused(dispute, "CONVERSION_NOT_AN_OFFENCE", ART_9, said="先变更为治安案件"):
        step(dispute, "convert", officer, **told)
