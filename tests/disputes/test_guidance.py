"""What may be done now, what is missing and by which article: one answer, by the rules themselves."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from disputes import clock, guards, guidance, workflow
from disputes.casefile import CaseFile
from disputes.choices import Role, State, Track
from disputes.errors import Refusal
from disputes.models import Dispute
from tests.disputes.api.asking import Api, done, one
from tests.disputes.refusing import everything_about
from tests.factories import DAY, act, days, make_case, make_chief, make_officer, make_station

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]


def advice(dispute, officer=None):
    officer = officer or make_chief()
    case = CaseFile(Dispute.objects.get(pk=dispute.pk))
    return {a.step.action: a for a in guidance.guidance(case, officer, clock.today())}


def codes(advised):
    return {refusal.code for refusal in advised.refusals}


def test_it_says_what_is_missing_before_a_security_case_is_mediated_and_by_which_article():
    dispute = make_case(track=Track.SECURITY_CASE)
    workflow.perform(dispute.pk, "accept", actor=dispute.registered_by, on=DAY)

    session = advice(dispute)["hold_session"]

    assert not session.allowed
    finding = next(r for r in session.refusals if r.code == "NOT_SECURITY_CASE")
    assert "案情认定" in finding.detail
    assert "第一百七十八条" in str(finding.statutes[0])


def test_once_everything_is_there_the_same_step_is_allowed_and_really_goes_through():
    dispute, officer = make_case(State.ACCEPTED), make_chief()
    assert advice(dispute)["hold_session"].refusals == ()
    act(dispute, "hold_session", officer, clock.today())


def test_a_warning_allows_the_step_and_asks_for_a_reason():
    dispute = make_case(State.ACCEPTED, track=Track.SECURITY_CASE)

    session = advice(dispute)["hold_session"]

    assert session.allowed
    assert codes(session) == {"FIRST_MEDIATION_LATE"}


def test_nothing_that_was_imagined_stays():
    dispute = make_case(State.MEDIATING)
    before = everything_about(dispute)
    case = CaseFile(Dispute.objects.get(pk=dispute.pk))

    guidance.guidance(case, make_chief(), clock.today())

    assert (case.added, case.changed) == ([], {})
    assert everything_about(dispute) == before


def test_steps_without_anything_to_take_them_with_are_not_proposed():
    dispute = make_case(State.ACCEPTED)
    assert not {"receive", "answer", "decide_recusal", "review"} & advice(dispute).keys()
    act(dispute, "refer", dispute.registered_by, DAY)
    assert {"receive", "answer", "return"} <= advice(dispute).keys()


@pytest.mark.parametrize("track", Track)
@pytest.mark.parametrize("state", State)
def test_every_state_and_track_has_an_answer_for_every_role(state, track):
    dispute = make_case(state, track=track)
    for role in Role:
        found = advice(dispute, make_officer(role=role))
        allowed = workflow.available_actions(state, role, track)
        assert list(found) == [action for action in allowed if action in found]


@pytest.mark.parametrize("state", [s for s in State if s not in (State.ARCHIVED, State.VOIDED)])
def test_a_step_that_needs_nothing_but_its_facts_is_allowed_just_when_it_would_succeed(state):
    """The guidance against the truth: take each step without facts and compare the refusals."""
    dispute, officer = make_case(state), make_chief()
    for action, advised in advice(dispute, officer).items():
        if advised.step.resource != "steps":
            continue
        asked = [g for g in advised.step.guards if g not in guidance.JUDGE_THE_ENTRY]
        case, said = CaseFile(Dispute.objects.get(pk=dispute.pk)), set()
        for guard in (guards.in_order, *asked):
            try:
                guard(case, {}, clock.today())
            except Refusal as refusal:
                said.add(refusal.code)
        assert said == codes(advised), action


def test_every_guard_that_is_said_to_judge_the_entry_is_used():
    used = {guard for row in workflow.ROWS for guard in row.guards}
    assert used >= guidance.JUDGE_THE_ENTRY


@pytest.mark.parametrize("role", [Role.CHIEF, Role.OFFICER])
def test_nobody_learns_from_it_whether_somebody_bears_a_mark(role):
    dispute, officer = make_case(State.ACCEPTED), make_officer(role=role)
    before = advice(dispute, officer)
    act(dispute, "mark_party", dispute.registered_by, DAY)

    assert advice(dispute, officer) == before
    assert all(before[action].refusals == () for action in ("mark_party", "unmark_party"))


def test_what_the_file_says_already_is_not_asked_for_again():
    dispute, officer = make_case(State.MEDIATING), make_chief()
    assert "remedies_told" in {need.code for need in advice(dispute, officer)["fail"].needs}
    act(dispute, "notify", officer, DAY, about="suit")
    assert {need.code for need in advice(dispute, officer)["fail"].needs} == {"reason"}


def test_who_was_recused_sees_why_no_step_is_open_to_him():
    dispute, barred = make_case(State.MEDIATING), make_officer()
    act(dispute, "request_recusal", make_chief(), DAY, officer=barred)
    act(dispute, "decide_recusal", make_chief(), DAY, granted=True)
    told = advice(dispute, barred)
    assert told
    assert all("RECUSED" in {r.code for r in one.refusals} for one in told.values())


# --- over HTTP


def test_one_call_answers_with_steps_obstacles_articles_and_clocks():
    dispute = make_case(track=Track.SECURITY_CASE)
    workflow.perform(dispute.pk, "accept", actor=dispute.registered_by, on=DAY)
    body = done(Api(make_chief(dispute.unit)).get(one(dispute, "guidance/")))

    steps = {step["action"]: step for step in body["steps"]}
    assert (body["number"], body["state_name"]) == (dispute.number, "已受理")
    obstacle = steps["hold_session"]["obstacles"][0]
    assert obstacle["code"] and obstacle["detail"] and obstacle["statutes"]
    assert steps["convert"]["needs"][0] == {"code": "reason", "name": "事由"}
    assert [clock["code"] for clock in body["clocks"]][:1] == ["first_session"]


def test_the_number_of_statements_does_not_grow_with_the_case():
    dispute, officer = make_case(State.MEDIATING), make_chief()
    api = Api(officer)

    def statements():
        with CaptureQueriesContext(connection) as captured:
            done(api.get(one(dispute, "guidance/")))
        return len(captured)

    statements()
    before = statements()
    for n in range(6):
        act(dispute, "add_party", officer, days(n))
        act(dispute, "refer", officer, days(n))
    assert statements() == before


def test_another_stations_case_has_no_guidance():
    dispute = make_case(State.ACCEPTED)
    stranger = make_chief(make_station())
    assert Api(stranger).get(one(dispute, "guidance/")).status_code == 404
