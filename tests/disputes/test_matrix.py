"""Every state × action × track × role: the table of test_workflow decides all of them.

Guards have tests of their own; here only the table speaks, so no case has to exist.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from itertools import product
from zoneinfo import ZoneInfo

import pytest

from disputes import clock, workflow
from disputes.casefile import CaseFile
from disputes.choices import Role, State, Track
from disputes.errors import RuleViolation, WrongState
from disputes.models import Dispute, Officer
from tests.disputes.test_workflow import table

TODAY = date(2026, 3, 2)
CELLS = list(product(State, Track))
WRITTEN = {row.action: row for row in table()}


@pytest.fixture(autouse=True)
def only_the_table(monkeypatch):
    bare = {a: replace(t, guards=(), effect=None) for a, t in workflow.TRANSITIONS.items()}
    monkeypatch.setattr(workflow, "TRANSITIONS", bare)
    with clock.at(datetime(2026, 3, 2, 12, tzinfo=ZoneInfo("Asia/Shanghai"))):
        yield


def file(state: State, track: Track) -> CaseFile:
    resolved = TODAY if state in (State.AGREED, State.FULFILLED, State.CLOSED) else None
    return CaseFile(Dispute(
        state=state, track=track, registered_on=TODAY, resolved_on=resolved, version=1,
    ))  # fmt: skip


def wanted(action: str, state: State, track: Track, role: Role) -> str:
    """What the page of the law says: "" where the step may be taken, else the refusal's code."""
    row = WRITTEN[action]
    if state not in row.sources:
        return "WRONG_STATE"
    if role not in row.roles:
        return "ROLE_FORBIDDEN"
    return "" if track in row.tracks else "TRACK_FORBIDDEN"


def outcome(case: CaseFile, action: str, role: Role) -> str:
    try:
        workflow.take_step(case, action, actor=Officer(role=role), on=TODAY)
    except (WrongState, RuleViolation) as refusal:
        return refusal.code
    return ""


@pytest.mark.parametrize(("state", "track"), CELLS)
def test_every_cell_of_the_matrix_is_allowed_or_refused_as_written(state, track):
    found = {
        (action, role): outcome(file(state, track), action, role)
        for action, role in product(workflow.TRANSITIONS, Role)
    }
    assert found == {(action, role): wanted(action, state, track, role) for action, role in found}


@pytest.mark.parametrize(("state", "track"), CELLS)
def test_the_buttons_of_a_client_are_the_allowed_cells_and_no_others(state, track):
    for role in Role:
        assert workflow.available_actions(state, role, track) == [
            action for action in WRITTEN if not wanted(action, state, track, role)
        ]


@pytest.mark.parametrize(("state", "track"), CELLS)
def test_an_allowed_step_leads_where_it_is_written_and_resolves_once(state, track):
    for action, row in WRITTEN.items():
        if wanted(action, state, track, Role.CHIEF):
            continue
        case = file(state, track)
        before = case.dispute.resolved_on is not None
        event = workflow.take_step(case, action, actor=Officer(role=Role.CHIEF), on=TODAY)

        after = case.dispute.resolved_on is not None
        assert case.dispute.state == event.to_state == (row.target if row.target != "-" else state)
        assert event.change == after - before
        assert after == {1: True, -1: False, 0: before}[row.change]
