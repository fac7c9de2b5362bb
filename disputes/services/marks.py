"""Marks on people (重点人员、六失人员): put on and taken off by those who answer for the case.

Sensitive (个人信息保护法 art. 28): no list, no detail, no event and no export shows them; whoever
reads them says why, and it is accounted for. The history tells only those that there are any.
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet

from disputes import clock, statutes
from disputes.casefile import CaseFile
from disputes.choices import Role
from disputes.errors import RuleViolation, WrongState
from disputes.models import Dispute, DisputeEvent, MarkKind, Officer, Party, PartyMark
from disputes.services import audit
from disputes.workflow import take_step

HANDLING = frozenset({Role.OFFICER, Role.CHIEF})
STEPS = ("mark_party", "unmark_party")


def mark_party(
    case: CaseFile,
    party: Party,
    *,
    actor: Officer,
    kind: MarkKind,
    basis: str,
    request_id: str = "",
) -> PartyMark:
    """Put a mark on a person. Raises RuleViolation (MARK_ACCESS, MARK_ON_ORGANISATION), WrongState."""
    _of_the_unit(actor, case.dispute)
    if party.is_organisation:
        raise RuleViolation("单位不能作人员标识", code="MARK_ON_ORGANISATION")
    if _open_mark(case, party, kind) is not None:
        raise WrongState("该当事人已有此标识")
    mark = case.add(PartyMark(
        party=party, kind=kind, basis=basis, marked_by=actor, marked_on=clock.today()
    ))  # fmt: skip
    # The event tells that a mark was put on, neither on whom nor which.
    take_step(case, "mark_party", actor=actor, on=clock.today())
    _account("mark_party", actor, party, kind.code, basis, request_id)
    return mark


def unmark_party(
    case: CaseFile,
    party: Party,
    *,
    actor: Officer,
    kind: MarkKind,
    reason: str,
    request_id: str = "",
) -> PartyMark:
    """Take a mark off; the row stays. Raises RuleViolation (MARK_ACCESS), WrongState."""
    _of_the_unit(actor, case.dispute)
    mark = _open_mark(case, party, kind)
    if mark is None:
        raise WrongState("该当事人没有此标识")
    take_step(case, "unmark_party", actor=actor, on=clock.today(), facts={"reason": reason})
    case.change(mark, removed_on=clock.today(), removed_by=actor, removal_reason=reason)
    _account("unmark_party", actor, party, kind.code, reason, request_id)
    return mark


@transaction.atomic
def read_marks(
    party: Party, *, actor: Officer, purpose: str, request_id: str = ""
) -> list[PartyMark]:
    """The marks of a party, past ones included; the read is accounted for.

    Raises RuleViolation (PURPOSE_MISSING, MARK_ACCESS).
    """
    _of_the_unit(actor, party.dispute)
    if not purpose.strip():
        raise RuleViolation("查看人员标识须写明事由", code="PURPOSE_MISSING")
    _account("read_marks", actor, party, "", purpose, request_id)
    return list(party.marks.select_related("kind", "marked_by", "removed_by"))


def history(dispute: Dispute, *, reader: Officer) -> QuerySet[DisputeEvent]:
    """The steps of a dispute as far as somebody may know of them.

    That somebody in it bears a mark is sensitive by itself: the steps about it are for those only
    who may read the marks.
    """
    steps = dispute.events.all()
    return steps if _may_read(reader, dispute) else steps.exclude(action__in=STEPS)


def _may_read(officer: Officer, dispute: Dispute) -> bool:
    return officer.role in HANDLING and officer.unit_id == dispute.unit_id


def _of_the_unit(actor: Officer, dispute: Dispute) -> None:
    """Officers and chiefs of the unit that answers for the case, nobody above or beside them."""
    if not _may_read(actor, dispute):
        raise RuleViolation(
            "人员标识仅限责任单位的民警和负责人办理、查看",
            code="MARK_ACCESS",
            statutes=[statutes.SENSITIVE_DATA],
        )


def _open_mark(case: CaseFile, party: Party, kind: MarkKind) -> PartyMark | None:
    marks = (m for m in case.rows(PartyMark) if m.removed_on is None)
    return next((m for m in marks if m.party_id == party.pk and m.kind_id == kind.pk), None)


def _account(
    action: str, actor: Officer, party: Party, kind: str, purpose: str, request_id: str
) -> None:
    audit.record(
        actor=actor, action=action, target=f"party:{party.pk}", purpose=purpose[:200],
        details={"dispute": party.dispute_id, "kind": kind}, request_id=request_id,
    )  # fmt: skip
