"""Merging (并案) one case into another and splitting (拆分) one off."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from disputes import clock
from disputes.casefile import CaseFile, save_all
from disputes.mediations import carried_along
from disputes.models import Dispute, DisputeEvent, Officer, Party
from disputes.services import recurrence
from disputes.services.intake import register
from disputes.services.parties import add_party, change_party
from disputes.workflow import take_step

CARRIED_ON = (
    "track", "source", "alarm_number", "place", "occurred_at", "discovered_at", "reported_at",
    "domestic_violence",
)  # fmt: skip
PERSON = (
    "role", "is_organisation", "name", "sex", "born_on", "adult_confirmed", "document_type",
    "id_number", "phone", "address", "employer",
)  # fmt: skip


def merge(case: CaseFile, into: CaseFile, *, actor: Officer, reason: str) -> DisputeEvent:
    """Merge a case into another one of its unit: both files must be open, see `both_files`.

    The merged case is voided and names the other; its letters, records and history stay with it.
    What it was mediated counts for the other one, and so does that it is about domestic violence.
    """
    on = clock.today()
    merged, kept, burden = case.dispute, into.dispute, carried_along(case)
    event = take_step(case, "merge", actor=actor, on=on,
                      facts={"into": kept.pk, "number": kept.number, "reason": reason})  # fmt: skip
    take_step(into, "absorb", actor=actor, on=on,
              facts={"merged": merged.pk, "number": merged.number, "unit": merged.unit_id} | burden)  # fmt: skip
    if merged.domestic_violence and not kept.domestic_violence:
        into.change(kept, domestic_violence=True)
    case.change(merged, merged_into=kept)
    return event


def split(case: CaseFile, *, actor: Officer, **fields: Any) -> Dispute:
    """Register a new case with some of the parties, see `split_off`, and store it."""
    new = split_off(case, actor=actor, **fields)
    recurrence.propose(new)
    save_all([new])
    return new.dispute


def split_off(
    case: CaseFile,
    *,
    actor: Officer,
    parties: Iterable[Party],
    leaving: Iterable[Party] = (),
    reason: str,
    **fields: Any,
) -> CaseFile:
    """A new case, not stored yet, with `parties`; `leaving` of them take no more part here.

    It is a case of its own from today on. Only the mediations by police in which one of them took
    part count there too: a split gives nobody a third one.
    """
    going, gone = list(parties), list(leaving)
    burden = carried_along(case, going)
    take_step(case, "split", actor=actor, on=clock.today(), facts={
        "reason": reason, "unit": actor.unit_id, "parties": [p.pk for p in going],
        "leaving": [p.pk for p in gone],
    })  # fmt: skip
    carried = {name: getattr(case.dispute, name) for name in CARRIED_ON}
    new = register(officer=actor, facts=burden, split_from=case.dispute, **carried | fields)
    for party in going:
        add_party(new, actor=actor, **{name: getattr(party, name) for name in PERSON})
    for party in gone:
        change_party(case, party.pk, actor=actor, is_active=False)
    return new
