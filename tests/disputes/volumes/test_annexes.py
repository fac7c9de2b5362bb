"""After archiving: a correction is an annex that another approves."""

from __future__ import annotations

import pytest

from disputes.casefile import case_file
from disputes.choices import Role, State
from disputes.errors import WrongState
from disputes.models import Dispute
from disputes.services import binding
from tests.disputes.api.asking import Api, created, done, one, problem
from tests.disputes.papers.printing import issue
from tests.disputes.refusing import refused
from tests.disputes.volumes import making
from tests.factories import make_case, make_chief, make_officer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]


def archived() -> Dispute:
    return make_case(State.ARCHIVED)


def test_a_correction_after_archiving_is_an_annex_that_another_approves():
    dispute = archived()
    maker = Api(make_officer(dispute.unit))
    here = one(dispute, "annexes/")
    body = {"title": "更正姓名", "text": "“王強”应为“王强”。", "reason": "笔误"}
    annex = created(maker.post(here, body))
    assert annex["approved"] is None
    tag = maker.tag(f"{here}{annex['id']}/")
    decide = f"{here}{annex['id']}/decide/"
    problem(maker.post(decide, {"approved": True}, tag), 422, "ROLE_FORBIDDEN")
    chief = Api(make_chief(dispute.unit))
    approved = done(chief.post(decide, {"approved": True, "opinion": "同意"}, tag))
    assert (approved["approved"], approved["opinion"]) == (True, "同意")
    assert Dispute.objects.get(pk=dispute.pk).state == State.ARCHIVED
    again = chief.post(decide, {"approved": False}, chief.tag(f"{here}{annex['id']}/"))
    problem(again, 409, "WRONG_STATE")


def test_nobody_approves_his_own_annex():
    dispute = archived()
    chief = make_chief(dispute.unit)
    with case_file(dispute.pk) as case:
        annex = binding.make_annex(case, actor=chief, title="更正", text="王强", reason="笔误")
    with refused(dispute, "ANNEX_SELF_APPROVED"), case_file(dispute.pk) as case:
        found = case.row(type(annex), annex.pk)
        binding.decide_annex(case, found, actor=chief, approved=True)


def test_a_file_that_is_not_archived_is_corrected_itself():
    dispute = make_case(State.ACCEPTED)
    with refused(dispute, "WRONG_STATE", by=WrongState), case_file(dispute.pk) as case:
        binding.make_annex(case, actor=dispute.registered_by, title="x", text="x", reason="x")


@pytest.mark.usefixtures("quick")
def test_an_archived_file_takes_no_paper_and_is_bound_with_its_approved_annexes():
    dispute = archived()
    with refused(dispute, "WRONG_STATE", by=WrongState):
        issue(dispute, "registration_form")
    for title, verdict in (("甲", True), ("乙", False), ("丙", None)):
        with case_file(dispute.pk) as case:
            annex = binding.make_annex(
                case, actor=dispute.registered_by, title=title, text="更正", reason="笔误"
            )
        if verdict is not None:
            with case_file(dispute.pk) as case:
                found, legal = (
                    case.row(type(annex), annex.pk),
                    make_officer(dispute.unit, Role.LEGAL),
                )
                binding.decide_annex(case, found, actor=legal, approved=verdict)
    volume = making.bound(dispute)
    assert [entry["title"] for entry in volume.entries] == ["附页：甲"]
