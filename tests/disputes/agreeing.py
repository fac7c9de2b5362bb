"""Agreements of tests: drafted, in effect, performed and waived."""

from __future__ import annotations

from datetime import date
from typing import Any

from disputes.casefile import case_file
from disputes.choices import State, Track
from disputes.models import Agreement, Dispute, Obligation, Party
from disputes.services import agreement, performance
from tests.acts import agreement_fields, money, waiver_fields
from tests.factories import DAY, act, days, make_case


def draft(dispute: Dispute, on: date = DAY, **fields: Any) -> Agreement:
    with case_file(dispute.pk) as case:
        told = agreement_fields(case, on, **fields)
        return agreement.draft(case, actor=dispute.registered_by, on=on, **told)


def agree(dispute: Dispute, on: date = DAY) -> None:
    act(dispute, "agree", dispute.registered_by, on)


def agreed(*due: int, track: str = Track.CIVIL, amount: int = 100) -> Dispute:
    """A dispute with an agreement in effect since `DAY`, one obligation per deadline."""
    dispute = make_case(State.MEDIATING, track=track)
    chief = dispute.registered_by
    with case_file(dispute.pk) as case:
        first, second = case.rows(Party)
        promises = [money(second, first, days(n), amount) for n in due]
        told = agreement_fields(case, DAY, obligations=promises)
        agreement.draft(case, actor=chief, on=DAY, **told)
    act(dispute, "agree", chief, DAY)
    dispute.refresh_from_db()
    return dispute


def promised(dispute: Dispute, n: int) -> Obligation:
    return Obligation.objects.filter(agreement__dispute=dispute)[n]


def pay(dispute: Dispute, n: int, on: date, proof: str = "收条", **part: Any) -> None:
    with case_file(dispute.pk) as case:
        performance.record_performance(
            case, promised(dispute, n).pk, actor=dispute.registered_by, performed_on=on,
            proof=proof, **part,
        )  # fmt: skip


def waive(dispute: Dispute, n: int, on: date, **fields: Any) -> None:
    with case_file(dispute.pk) as case:
        chosen = case.row(Obligation, promised(dispute, n).pk)
        told = waiver_fields(chosen, **fields)
        performance.waive(case, chosen.pk, actor=dispute.registered_by, waived_on=on, **told)
