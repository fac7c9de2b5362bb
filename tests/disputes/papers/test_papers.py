"""Issuing and voiding papers: once for each thing, numbered without gaps or doubles, whole."""

from __future__ import annotations

import hashlib
from collections import Counter

import pytest
from django.db import IntegrityError, connection, transaction

from disputes.casefile import case_file
from disputes.choices import Role, State, Track
from disputes.errors import WrongState
from disputes.models import (
    Agreement,
    AuditEvent,
    DisputeEvent,
    MediationSession,
    Paper,
    PaperFile,
    PaperTemplate,
)
from disputes.papers import PAPERS
from disputes.privacy import Unsealable
from disputes.services import papers
from tests.disputes.papers import cases
from tests.disputes.papers.printing import file_of, issue, text_of, void
from tests.disputes.racing import at_once
from tests.disputes.refusing import refused
from tests.factories import NOW, make_case, make_officer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]
TODAY = NOW.date()


def test_a_paper_is_issued_with_number_file_digest_and_an_audited_event():
    dispute = make_case(State.AGREED, track=Track.SECURITY_CASE)
    agreement = Agreement.objects.get()

    paper = issue(dispute, "security_agreement", agreement.pk)

    stored = Paper.objects.get()
    assert stored == paper
    assert (stored.number, stored.issued_on, stored.template_version, stored.unit) == (
        agreement.number, TODAY, 0, dispute.unit,
    )  # fmt: skip
    event = DisputeEvent.objects.get(dispute=dispute, action="issue_paper")
    assert event.facts == {"code": "security_agreement", "subject": agreement.pk}
    assert event.from_state == event.to_state == State.AGREED
    audited = AuditEvent.objects.get(action="issue_paper")
    assert audited.target == f"dispute:{dispute.pk}"
    assert audited.details == {
        "papers": [{"code": "security_agreement", "number": agreement.number}]
    }


@pytest.mark.skipif("sm3" not in hashlib.algorithms_available, reason="OpenSSL without SM3")
def test_the_digest_is_the_sm3_of_the_file():
    paper = issue(make_case(), "registration_form")
    assert paper.digest == hashlib.new("sm3", file_of(paper)).hexdigest()


def test_the_stored_file_is_sealed_and_opens_only_as_what_was_issued():
    file = PaperFile.objects.get(digest=issue(make_case(), "registration_form").digest)
    assert b"word/document.xml" not in bytes(file.sealed)
    file.digest = "0" * 64
    with pytest.raises(Unsealable):
        _ = file.content


def test_papers_of_a_kind_are_numbered_one_after_the_other_per_unit_and_year():
    first = make_case()
    second = make_case(officer=first.registered_by)
    numbers = [issue(dispute, "registration_form").number for dispute in (first, second)]
    code = first.unit.code
    assert numbers == [f"{code}登字〔2026〕1号", f"{code}登字〔2026〕2号"]


def test_a_paper_that_stands_is_not_issued_again():
    dispute = make_case()
    issue(dispute, "registration_form")
    with refused(dispute, "WRONG_STATE", said="已经出具", by=WrongState):
        issue(dispute, "registration_form")


def test_a_voided_paper_keeps_its_number_and_names_the_one_in_its_place():
    dispute = make_case()
    first = issue(dispute, "registration_form")
    void(dispute, first)
    second = issue(dispute, "registration_form")

    first.refresh_from_db()
    assert (first.voided_on, first.void_reason, first.version) == (TODAY, "姓名有误", 2)
    assert first.number != second.number
    assert second.replaces == first
    assert text_of(file_of(first))
    event = DisputeEvent.objects.get(dispute=dispute, action="void_paper")
    assert event.facts == {"paper": first.pk, "number": first.number, "reason": "姓名有误"}


def test_an_agreement_issued_again_keeps_the_number_of_the_agreement():
    dispute = make_case(State.AGREED)
    agreement = Agreement.objects.get()
    first = issue(dispute, "peoples_agreement", agreement.pk)
    void(dispute, first)
    assert issue(dispute, "peoples_agreement", agreement.pk).number == first.number


def test_a_paper_is_voided_once_and_with_a_reason():
    dispute = make_case()
    paper = issue(dispute, "registration_form")
    with refused(dispute, "REASON_MISSING"):
        void(dispute, paper, reason=" ")
    void(dispute, paper)
    with refused(dispute, "WRONG_STATE", said="已经作废", by=WrongState):
        void(dispute, paper)


@pytest.mark.parametrize(
    ("code", "name"),
    [("security_agreement", "治安调解协议书"), ("failure_notice", "调解不成（终止）告知书"),
     ("closing_approval", "矛盾纠纷结案审批表"), ("warning_letter", "家庭暴力告诫书")],
)  # fmt: skip
def test_nothing_is_printed_that_did_not_happen(code, name):
    dispute = make_case(State.ACCEPTED, track=Track.SECURITY_CASE)
    with refused(dispute, "PAPER_NOT_APPLICABLE", said=name):
        issue(dispute, code)


def test_a_row_of_another_case_is_no_subject():
    other = make_case(State.AGREED, track=Track.SECURITY_CASE)
    agreement = Agreement.objects.get()
    dispute = make_case(State.AGREED, other.registered_by, track=Track.SECURITY_CASE)
    with refused(dispute, "PAPER_NOT_APPLICABLE"):
        issue(dispute, "security_agreement", agreement.pk)


def test_a_paper_with_a_field_missing_is_refused_and_says_which():
    dispute = make_case(State.AGREED, track=Track.SECURITY_CASE)
    Agreement.objects.update(cause="", circumstances="")
    agreement = Agreement.objects.get()
    with refused(dispute, "PAPER_INCOMPLETE", said="出具文书尚缺：起因、情节"):
        issue(dispute, "security_agreement", agreement.pk)


def test_an_agreement_that_another_one_replaced_is_printed_no_more():
    dispute = make_case(State.AGREED)
    Agreement.objects.update(replaced_on=TODAY)
    with refused(dispute, "PAPER_NOT_APPLICABLE"):
        issue(dispute, "peoples_agreement", Agreement.objects.get().pk)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.OFFICER, Role.CHIEF}))
def test_only_officers_and_chiefs_issue_and_void(role):
    dispute = make_case()
    paper = issue(dispute, "registration_form")
    somebody = make_officer(dispute.unit, role)
    with refused(dispute, "ROLE_FORBIDDEN"):
        issue(dispute, "mediation_notice", actor=somebody)
    with refused(dispute, "ROLE_FORBIDDEN"), case_file(dispute.pk) as case:
        papers.void(case, case.row(Paper, paper.pk), actor=somebody, on=TODAY, reason="误")


@pytest.mark.parametrize("state", [State.ARCHIVED, State.VOIDED])
def test_an_archived_or_voided_case_gets_no_paper(state):
    dispute = make_case(state)
    with refused(dispute, "WRONG_STATE", by=WrongState):
        issue(dispute, "registration_form")


def test_files_and_templates_are_never_changed():
    issue(make_case(), "registration_form")
    PaperTemplate.objects.create(
        code="x", number=1, content=b"x", digest="0" * 64, reason="x",
        uploaded_by=make_officer(), uploaded_at=NOW,
    )  # fmt: skip
    for model in (PaperFile, PaperTemplate):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            model.objects.update(digest="1" * 64)
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            model.objects.all().delete()


def test_reading_files_is_accounted_for_by_their_numbers():
    dispute = make_case()
    paper, reader = issue(dispute, "registration_form"), make_officer()
    contents = papers.read([paper], actor=reader, request_id="r-1")
    assert contents == {paper: file_of(paper)}
    entry = AuditEvent.objects.get(action="read_paper")
    assert (entry.actor, entry.request_id) == (reader, "r-1")
    assert entry.details == {"papers": [{"code": "registration_form", "number": paper.number}]}


def test_what_is_not_issued_is_listed_with_what_it_lacks():
    dispute = make_case(State.AGREED, track=Track.SECURITY_CASE)
    Agreement.objects.update(cause="")
    issue(dispute, "registration_form")
    with case_file(dispute.pk) as case:
        open_ones = {row.code: row for row in papers.not_issued(case)}
    assert "registration_form" not in open_ones
    assert open_ones["security_agreement"].lacking == ["起因"]
    assert open_ones["mediation_record"].subject == MediationSession.objects.get().pk
    assert open_ones["mediation_record"].lacking == []


@pytest.mark.django_db(transaction=True)
def test_eight_officers_at_once_get_eight_numbers():
    first = make_case()
    others = [make_case(officer=first.registered_by) for _ in range(7)]

    outcomes = at_once(*(lambda d=d: issue(d, "registration_form") for d in [first, *others]))

    assert [type(o) for o in outcomes] == [Paper] * 8
    numbers = Counter(o.number for o in outcomes)
    assert numbers == Counter(f"{first.unit.code}登字〔2026〕{n}号" for n in range(1, 9))


@pytest.mark.django_db(transaction=True)
def test_of_eight_who_issue_the_same_paper_at_once_one_does():
    dispute = make_case()

    outcomes = at_once(*[lambda: issue(dispute, "registration_form")] * 8)

    assert Counter(type(o).__name__ for o in outcomes) == {"Paper": 1, "WrongState": 7}
    assert Paper.objects.count() == PaperFile.objects.count() == 1
    assert issue(make_case(officer=dispute.registered_by), "registration_form").number.endswith(
        "2号"
    )  # those who came too late took no number


def test_a_file_is_written_with_its_step_or_not_at_all(monkeypatch):
    dispute = make_case()
    monkeypatch.setattr(papers, "_account", lambda *_: 1 / 0)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        issue(dispute, "registration_form")
    assert not PaperFile.objects.exists()
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM disputes_numbercounter WHERE series = '登'")
        assert cursor.fetchone() == (0,)


def test_every_paper_can_be_issued_from_some_case():
    issued = {paper.code for make in cases.MAKERS for paper in cases.issue_all(make())}
    issued |= {paper.code for paper in cases.issue_all(cases.traffic())}
    assert issued == {paper.code for paper in PAPERS}
