"""The case file (卷): rows that know each other, one unit of work, the same rows one or many."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from disputes import numbering, workflow
from disputes.casefile import CaseFile, case_file, save_all
from disputes.choices import State, Track
from disputes.errors import Outdated, RuleViolation
from disputes.filing import file_new
from disputes.models import (
    Agreement,
    Dispute,
    DisputeEvent,
    FollowUp,
    Hearing,
    Obligation,
    Officer,
    Party,
    Signature,
)
from disputes.models.record import DisputeRecord
from disputes.services import agreement, parties
from disputes.signals import case_written
from disputes.tables import PATHS
from tests import acts
from tests.disputes.refusing import everything_about, refused
from tests.factories import DAY, act, days, make_case, make_chief, open_file

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]

LIFE = (
    ("accept", 0), ("assess_risk", 1), ("propose_hearing", 1), ("hold_stage", 2), ("hold_session", 3),
    ("notify", 3), ("refer", 3), ("receive", 4), ("answer", 5), ("draft_agreement", 6), ("agree", 6),
    ("represent", 6), ("breach", 9), ("perform", 12), ("follow_up", 15), ("relapse", 20),
)  # fmt: skip


def live(case: CaseFile, chief: Officer) -> CaseFile:
    """A long life on one file, in memory."""
    for role, name in (("applicant", "李明"), ("respondent", "王强")):
        parties.add_party(case, actor=chief, role=role, name=name, adult_confirmed=True)
    for action, day in LIFE:
        acts.take(case, action, chief, days(day), {})
    return case


# Everything but keys, numbers and seals may be compared between two disputes.
OWN = {"id", "uid", "number", "dispute_id", "session_id", "party_id", "agreement_id", "hearing_id",
       "debtor_id", "creditor_id", "obligation_id", "facts", "summary"}  # fmt: skip


def content(dispute: Dispute) -> dict[str, list[dict[str, Any]]]:
    rows = everything_about(dispute)
    rows.pop("Counter")
    return {name: [{k: v for k, v in row.items() if k not in OWN} for row in found]
            for name, found in rows.items()}  # fmt: skip


def one_by_one(chief: Officer) -> Dispute:
    case = open_file(chief)
    save_all([case])
    for role, name in (("applicant", "李明"), ("respondent", "王强")):
        with case_file(case.dispute.pk) as again:
            parties.add_party(again, actor=chief, role=role, name=name, adult_confirmed=True)
    for action, day in LIFE:
        act(case.dispute, action, chief, days(day))
    return case.dispute


def all_at_once(chief: Officer) -> Dispute:
    with transaction.atomic():
        cases = [live(open_file(chief), chief) for _ in range(3)]
        save_all(cases)
    return cases[1].dispute


def streamed(chief: Officer) -> Dispute:
    with transaction.atomic(), numbering.in_bulk(chief.unit):
        cases = [live(open_file(chief), chief) for _ in range(3)]
        file_new(cases)
    return cases[1].dispute


@pytest.mark.parametrize("way", [all_at_once, streamed])
def test_many_files_written_at_once_are_the_rows_of_one_request_after_another(way):
    chief = make_chief()
    wanted = content(one_by_one(chief))
    for name in (
        "HearingStage",
        "Referral",
        "RiskAssessment",
        "Obligation",
        "Signature",
        "FollowUp",
    ):
        assert wanted[name], name

    found = content(way(chief))

    for rows in (wanted, found):  # a new row needs no second version for what follows at once
        for name in ("Agreement", "MediationSession", "Referral", "Hearing"):
            assert all(row.pop("version") for row in rows[name])
    assert found == wanted


def test_every_record_of_a_dispute_is_on_its_file():
    models = apps.get_app_config("disputes").get_models()
    assert {model for model in models if issubclass(model, DisputeRecord)} <= PATHS.keys()


def test_rows_on_file_refer_to_each_other_without_a_query():
    dispute = make_case(State.FULFILLED)
    with case_file(dispute.pk) as case:
        for model in PATHS:
            case.rows(model)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            first, second = case.rows(Party)
            promise, paper = case.rows(Obligation)[0], case.rows(Agreement)[0]
            assert (promise.debtor, promise.creditor, promise.agreement) == (second, first, paper)
            assert promise.debtor is second
            assert all(s.agreement is paper for s in case.rows(Signature))
            assert all(row.dispute is case.dispute for row in case.rows(DisputeEvent))
            assert case.rows_of(paper, Obligation) == [promise]
        assert len(queries) == 0


def test_the_number_of_statements_does_not_grow_with_the_rows_on_file():
    def statements(more: int) -> int:
        dispute = make_case(State.MEDIATING)
        with case_file(dispute.pk) as case:
            for n in range(more):
                parties.add_party(
                    case, actor=dispute.registered_by, role="applicant", name=f"甲{n}"
                )
            signed = acts.agreement_fields(case, DAY)
            agreement.draft(case, actor=dispute.registered_by, on=DAY, **signed)
        with (
            CaptureQueriesContext(connection) as queries,
            pytest.raises(RuleViolation),
            case_file(dispute.pk) as case,
        ):
            case.rows(Party)[0].born_on = days(-9)  # somebody's guardian has not signed
            workflow.take_step(case, "agree", actor=dispute.registered_by, on=DAY)
        return len(queries)

    assert statements(0) == statements(20)


@pytest.mark.parametrize(
    "row",
    [
        lambda stranger: Obligation(
            agreement=stranger.agreements.get(), type="act", content="x", method="x", due_on=DAY,
            debtor=stranger.parties.first(),
        ),
        lambda stranger: Signature(
            agreement_id=stranger.agreements.get().pk, signer="host", name="x", signed_on=DAY
        ),
    ],
)  # fmt: skip
def test_a_row_of_this_file_refers_to_no_row_of_another(row):
    dispute, stranger = make_case(State.AGREED), make_case(State.AGREED)
    with refused(dispute, "ANOTHER_DISPUTE"), case_file(dispute.pk) as case:
        case.add(row(stranger))


def test_a_file_is_written_as_a_whole_or_not_at_all():
    dispute = make_case(State.ACCEPTED)
    before = everything_about(dispute)
    with pytest.raises(ZeroDivisionError), case_file(dispute.pk) as case:
        acts.take(case, "hold_session", dispute.registered_by, DAY, {})
        case.change(case.dispute, place="北门")
        raise ZeroDivisionError
    assert everything_about(dispute) == before


def test_an_older_version_is_refused_before_anything_is_read():
    dispute = make_case()
    with refused(dispute, "OUTDATED", by=Outdated), case_file(dispute.pk, expected=1):
        pytest.fail("the file was handed out")
    with case_file(dispute.pk, expected=dispute.version) as case:
        assert case.dispute == dispute


def test_what_no_column_can_hold_is_refused_when_it_is_put_on_file():
    dispute = make_case()
    with case_file(dispute.pk) as case:
        with pytest.raises(ValidationError):
            case.add(FollowUp(held_on=DAY, method="pigeon", visited="李明"))
        assert case.rows(FollowUp) == case.added == []
        with pytest.raises(ValidationError):
            case.change(case.rows(Party)[0], name="王" * 51)


def test_a_foreign_row_is_not_on_file():
    dispute, other = make_case(), make_case()
    with case_file(dispute.pk) as case, pytest.raises(Party.DoesNotExist):
        case.row(Party, other.parties.first().pk)


def test_nobody_hears_of_a_case_before_it_is_committed(django_capture_on_commit_callbacks):
    heard = []

    def hear(**kwargs: Any) -> None:
        heard.append(1)

    case_written.connect(hear)
    try:
        with django_capture_on_commit_callbacks(execute=True):
            make_case(State.ACCEPTED)
            assert heard == []
        assert heard == [1]
    finally:
        case_written.disconnect(hear)


def test_a_security_case_and_a_hearing_live_on_file_as_well():
    case = open_file(make_chief(), track=Track.SECURITY_CASE)
    live_enough = ("accept", "propose_hearing", "hold_stage")
    for role, name in (("victim", "李明"), ("suspect", "王强")):
        parties.add_party(case, actor=case.dispute.registered_by, role=role, name=name)
    for action in live_enough:
        acts.take(case, action, case.dispute.registered_by, DAY, {})
    save_all([case])
    assert Hearing.objects.get().stages.count() == 1
