"""Whoever ends, undoes or voids something says why: asked of every such step on its own."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from disputes import clock, workflow
from disputes.casefile import CaseFile
from disputes.guards import reason_given
from disputes.models import Dispute, Officer
from disputes.transitions import TRANSITIONS

TODAY = date(2026, 3, 2)

# Written by hand, like the table of test_workflow.
TABLE = """
decline change_agreement breach reconcile fail withdraw convert change_track relapse void merge
split decide_recurrence amend ask_clearance decide_clearance unmark_party decide_recusal refuse
object_to_panel decide_panel_objection suspend_hearing terminate_hearing withdraw_hearing_consent
waive withdraw_referral void_paper void_attachment make_annex reschedule cancel_appointment
miss_appointment
"""
REASONED = TABLE.split()


@pytest.fixture(autouse=True)
def only_the_reason(monkeypatch):
    bare = {
        action: replace(
            step, guards=tuple(g for g in step.guards if g is reason_given), effect=None
        )
        for action, step in TRANSITIONS.items()
    }
    monkeypatch.setattr(workflow, "TRANSITIONS", bare)
    with clock.at(datetime(2026, 3, 2, 12, tzinfo=ZoneInfo("Asia/Shanghai"))):
        yield


def refusals(action: str, **facts: object) -> list[tuple[str, str]]:
    """What speaks against a step taken where the table allows it: codes and words."""
    step = TRANSITIONS[action]
    actor = Officer(role=min(step.roles))
    dispute = Dispute(
        state=min(step.sources), track=min(step.tracks), registered_on=TODAY, version=1
    )
    found = workflow._refusals(
        CaseFile(dispute), workflow.TRANSITIONS[action], actor, TODAY, facts, {}
    )
    return [(refusal.code, refusal.detail) for refusal in found]


@pytest.mark.parametrize("action", REASONED)
def test_a_step_that_needs_a_reason_is_refused_without_one(action):
    for facts in ({}, {"reason": " "}, {"reason": None}):
        assert refusals(action, **facts) == [("REASON_MISSING", "请写明事由")]
    assert refusals(action, reason="双方要求") == []


def test_no_other_step_asks_for_one():
    asking = {action for action, step in TRANSITIONS.items() if reason_given in step.guards}
    assert asking == set(REASONED)
