"""What an edition shows to the public (公开版): the one rule of disclosure over all that it prints."""

from __future__ import annotations

from dataclasses import replace

from disputes.models import Officer
from reporting.disclosure import releasing
from reporting.disclosure.tables import NOTE
from reporting.editions.term import Term
from reporting.exports.contents import Contents, contents
from reporting.models import Edition

EVERYBODY = "社会公众"


def published(edition: Edition, *, by: Officer, format_: str) -> Contents:
    """The edition with small cells hidden, entered into the ledger; the same in every format.

    Raises RuleViolation (RELEASE_REVEALS) where former releases leave nothing to hide.
    """
    made = contents(edition)
    shown = releasing.release(
        made.tables, edition.unit, Term.of(edition).period, by=by, recipient=EVERYBODY,
        format_=format_, digest=made.digest, edition=edition, figures=made.figures.values(),
    )  # fmt: skip
    return replace(made, tables=shown.tables, note=NOTE)
