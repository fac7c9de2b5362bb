"""Marks on people: put on by who answers for the case, read with a purpose, shown nowhere."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from disputes import statutes
from disputes.casefile import case_file
from disputes.choices import Role, State
from disputes.errors import RuleViolation, WrongState
from disputes.models import AuditEvent, Dispute, MarkKind, Officer, Party, PartyMark
from disputes.services import marks, parties
from tests.disputes.api.asking import Api
from tests.disputes.api.asking import one as one_of
from tests.disputes.racing import at_once
from tests.disputes.refusing import everything_about, refused
from tests.factories import DAY, NOW, make_case, make_chief, make_officer, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]
LAW = str(statutes.SENSITIVE_DATA)


def kind(code: str = "lost_life") -> MarkKind:
    return MarkKind.objects.get(code=code)


def mark(
    dispute: Dispute, actor: Officer | None = None, party: int = 0, **fields: Any
) -> PartyMark:
    with case_file(dispute.pk) as case:
        given = {"kind": kind(), "basis": "社区反映", **fields}
        row = case.rows(Party)[party]
        return marks.mark_party(case, row, actor=actor or dispute.registered_by, **given)


def unmark(dispute: Dispute, actor: Officer | None = None, **fields: Any) -> PartyMark:
    with case_file(dispute.pk) as case:
        given = {"kind": kind(), "reason": "已就业", **fields}
        row = case.rows(Party)[0]
        return marks.unmark_party(case, row, actor=actor or dispute.registered_by, **given)


def read(dispute: Dispute, actor: Officer | None = None, purpose: str = "走访") -> list[PartyMark]:
    party = dispute.parties.first()
    return marks.read_marks(party, actor=actor or dispute.registered_by, purpose=purpose)


def test_the_default_list_has_key_persons_and_the_six():
    groups = MarkKind.objects.values_list("group", flat=True)
    assert list(groups).count("六失人员") == 6
    assert set(groups) == {"重点人员", "六失人员"}


def test_a_mark_is_put_on_and_taken_off_and_stays_on_file():
    dispute = make_case(State.ACCEPTED)
    mark(dispute)
    unmark(dispute)
    (row,) = read(dispute)
    assert (row.kind.name, row.basis, row.marked_on) == ("生活失意", "社区反映", NOW.date())
    assert (row.removed_on, row.removal_reason) == (NOW.date(), "已就业")
    assert (row.marked_by, row.removed_by) == (dispute.registered_by, dispute.registered_by)
    mark(dispute)
    assert PartyMark.objects.count() == 2


def test_an_event_says_neither_who_was_marked_nor_as_what():
    dispute = make_case(State.ACCEPTED)
    mark(dispute)
    event = dispute.events.get(action="mark_party")
    assert event.facts == {}


def test_every_write_and_every_read_is_accounted_for():
    dispute = make_case(State.ACCEPTED)
    mark(dispute), read(dispute), unmark(dispute)
    told = [(a.action, a.purpose, a.actor) for a in AuditEvent.objects.order_by("pk")]
    actor, target = dispute.registered_by, f"party:{dispute.parties.first().pk}"
    assert told == [
        ("mark_party", "社区反映", actor), ("read_marks", "走访", actor),
        ("unmark_party", "已就业", actor),
    ]  # fmt: skip
    assert set(AuditEvent.objects.values_list("target", flat=True)) == {target}


@pytest.mark.parametrize("purpose", ["", "  "])
def test_nobody_reads_without_a_purpose(purpose):
    dispute = make_case(State.ACCEPTED)
    mark(dispute)
    before = AuditEvent.objects.count()
    with refused(dispute, "PURPOSE_MISSING"):
        read(dispute, purpose=purpose)
    assert AuditEvent.objects.count() == before


def others(dispute: Dispute) -> list[Officer]:
    station, bureau = dispute.unit, dispute.unit.parent
    return [
        make_chief(bureau), make_officer(bureau), make_chief(make_unit(bureau)),
        *(make_officer(station, role) for role in Role if role not in (Role.OFFICER, Role.CHIEF)),
    ]  # fmt: skip


def test_only_officers_and_chiefs_of_the_responsible_unit_have_access():
    dispute = make_case(State.ACCEPTED)
    mark(dispute)
    for somebody in others(dispute):
        for attempt in (
            lambda a: mark(dispute, a, party=1), lambda a: unmark(dispute, a),
            lambda a: read(dispute, a),
        ):  # fmt: skip
            with refused(dispute, "MARK_ACCESS", LAW):
                attempt(somebody)
    assert AuditEvent.objects.count() == 1
    colleague = make_officer(dispute.unit)
    assert read(dispute, colleague) and mark(dispute, colleague, party=1)


def test_an_organisation_is_no_person():
    dispute = make_case(State.ACCEPTED)
    with case_file(dispute.pk) as case:
        parties.add_party(
            case, actor=dispute.registered_by, role="respondent", name="甲公司",
            is_organisation=True, document_type="",
        )  # fmt: skip
    with refused(dispute, "MARK_ON_ORGANISATION"):
        mark(dispute, party=2)


def test_a_mark_is_put_on_once_and_taken_off_once():
    dispute = make_case(State.ACCEPTED)
    with refused(dispute, "WRONG_STATE", said="没有此标识", by=WrongState):
        unmark(dispute)
    mark(dispute)
    with refused(dispute, "WRONG_STATE", said="已有此标识", by=WrongState):
        mark(dispute)
    mark(dispute, kind=kind("stability"))
    mark(dispute, party=1)
    with refused(dispute, "REASON_MISSING"):
        unmark(dispute, reason=" ")


@pytest.mark.django_db(transaction=True)
def test_two_officers_marking_at_the_same_moment_make_one_mark():
    dispute = make_case(State.ACCEPTED)

    outcomes = at_once(lambda: mark(dispute), lambda: mark(dispute))

    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["PartyMark", "WrongState"]
    assert PartyMark.objects.count() == 1


def test_the_database_keeps_a_removal_whole():
    dispute = make_case(State.ACCEPTED)
    row = mark(dispute)
    for half in ({"removed_on": DAY}, {"removal_reason": "误标"},
                 {"removed_on": NOW.date(), "removed_by": dispute.registered_by}):  # fmt: skip
        with pytest.raises(IntegrityError, match="party_mark_removal"), transaction.atomic():
            PartyMark.objects.filter(pk=row.pk).update(**half)


def test_what_is_marked_stands_in_no_fact_of_any_event():
    dispute = make_case(State.ACCEPTED)
    mark(dispute, basis="近期失业")
    told = json.dumps(everything_about(dispute)["DisputeEvent"], ensure_ascii=False)
    assert "lost_life" not in told and "近期失业" not in told


def test_a_refusal_names_the_article_on_sensitive_data():
    dispute = make_case(State.ACCEPTED)
    with pytest.raises(RuleViolation) as refusal:
        read(dispute, make_chief(dispute.unit.parent))
    assert str(refusal.value.statutes[0]) == "《中华人民共和国个人信息保护法》第二十八条"


def test_the_history_tells_of_marks_only_those_who_may_read_them():
    dispute = make_case(State.ACCEPTED)
    mark(dispute)
    unmark(dispute)
    whole = ["register", "add_party", "add_party", "notify", "accept", "mark_party", "unmark_party"]
    own = (dispute.registered_by, make_officer(dispute.unit))
    strangers = (make_officer(dispute.unit, Role.LEGAL), make_chief(dispute.unit.parent))
    for reader, steps in [*((one, whole) for one in own), *((one, whole[:5]) for one in strangers)]:
        listed = Api(reader).get(one_of(dispute, "events/")).json()["results"]
        assert [event["action"] for event in listed] == steps
