"""A dispute with a row in every table, and a way past the ORM to it."""

from __future__ import annotations

from decimal import Decimal

from django.db import connection
from django.test import override_settings

from disputes.casefile import CaseFile, case_file
from disputes.choices import Track
from disputes.models import (
    Dispute,
    Hearing,
    HearingSeat,
    HearingStop,
    MediationSession,
    MethodStep,
    Obligation,
    Officer,
    PanelObjection,
    Party,
    SessionGuest,
)
from disputes.models.hearing import Stage
from disputes.services import alerts, intake, performance
from tests.disputes.hall import Hall
from tests.disputes.volumes import making
from tests.factories import DAY, act, days, make_candidate, make_sample


def sql(statement: str, *values: object) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.rowcount


def full_case() -> Dispute:
    """A dispute with a row in every table of the file: heard, agreed, broken, and all beside it."""
    hall = Hall(Track.SECURITY_CASE).until(Stage.CONCLUSION)
    dispute, chief = hall.dispute, hall.chief
    MethodStep.objects.get_or_create(unit=dispute.unit, method="一步法", ordinal=1, name="听")
    for action in ("assess_risk", "represent", "notify", "mark_party", "record_persuasion", "refer",
                   "arrange", "reschedule",
                   "draft_agreement", "agree", "follow_up", "take_method_step", "submit_review",
                   "issue_paper", "sign_paper", "attach"):  # fmt: skip
        act(dispute, action, chief, DAY)
    act(dispute, "request_appraisal", chief, DAY, subject="price")
    with override_settings(CONFIRM_POLICE_AGREEMENTS=True):
        act(dispute, "apply_confirmation", chief, DAY)
    with case_file(dispute.pk) as case:
        beside_the_steps(case, chief)
    for action in ("breach", "extend", "decide_warning", "request_recusal", "link_criminal"):
        act(dispute, action, chief, days(1))
    make_candidate(dispute)
    make_sample(dispute)
    making.waiting_volume(dispute)
    making.undecided_annex(dispute)
    return dispute


def beside_the_steps(case: CaseFile, chief: Officer) -> None:
    a_hearing_that_stumbled(case, chief)
    intake.amend(case, actor=chief, reason="核实", domestic_violence=True)
    case.add(
        SessionGuest(session=case.rows(MediationSession)[-1], name="周主任", capacity="居委会")
    )
    promise = case.rows(Obligation)[-1].pk
    part = {"performed_on": DAY, "amount": Decimal(40), "proof": "收条"}
    performance.record_performance(case, promise, actor=chief, **part)
    alerts.raise_now(case, code="x", title="请办理", officers=[chief])


def a_hearing_that_stumbled(case: CaseFile, chief: Officer) -> None:
    heard, seat = case.rows(Hearing)[-1], case.rows(HearingSeat)[-1]
    case.add(PanelObjection(
        seat=seat, applicant=case.rows(Party)[0], reason="系对方同事", requested_on=DAY
    ))  # fmt: skip
    case.add(HearingStop(
        hearing=heard, kind="suspension", ground="other", reason="停电", stopped_on=DAY,
        resumed_on=DAY, recorded_by=chief,
    ))  # fmt: skip
