"""The version of the definitions (口径版本): raised when one changes, and what follows from it.

`definitions.json` keeps a digest of every measure and indicator of the version that is in force: of
the SQL, the days and the formula, not of names and notes. Code that counts otherwise under the same
version is told apart from it (a test compares them), and cells that were counted by another version
are counted anew after `migrate`. Editions keep the version that they were made by.
"""

from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.db import DEFAULT_DB_ALIAS
from django.db.models import F

from disputes.models import Dispute, Unit
from reporting import drain
from reporting.indicators import DEFINITIONS_VERSION, INDICATORS, Indicator
from reporting.measures import MEASURES, Measure
from reporting.models import CountedBy
from reporting.periods import Period

logger = logging.getLogger(__name__)
FILE = Path(__file__).with_name("definitions.json")
SOME_PERIOD = Period(date(2025, 1, 1), date(2025, 1, 31), date(2025, 2, 28))
SOME_UNIT = Unit(pk=1, parent_id=2)  # of a root the same rows are found another way
DIGITS = 16


@dataclass(frozen=True, slots=True)
class Frozen:
    """Digests by code, as they were when the version was raised."""

    version: int
    digests: dict[str, str]


def digests() -> dict[str, str]:
    """What the code counts by now."""
    measures = {f"measure {code}": _of_measure(one) for code, one in MEASURES.items()}
    return measures | {f"indicator {code}": _of_indicator(i) for code, i in INDICATORS.items()}


def _of_measure(measure: Measure) -> str:
    rows = measure.counted(SOME_PERIOD, SOME_UNIT).order_by()
    by_case = rows.values(case=F(measure.path("pk")))
    counted = by_case.annotate(n=measure.value, added=measure.added)
    sql, params = counted.query.sql_with_params()
    return _digest(sql, params, measure.day, measure.as_of, measure.stored, measure.distinct)


def _of_indicator(one: Indicator) -> str:
    return _digest(one.form, one.numerator, one.denominator, one.unit, one.places)


def _digest(*parts: object) -> str:
    return hashlib.sha256(repr(parts).encode()).hexdigest()[:DIGITS]


def frozen() -> Frozen:
    """What `definitions.json` says."""
    return Frozen(**json.loads(FILE.read_text(encoding="utf-8")))


def faults() -> Iterator[str]:
    """What has to be done before the definitions may be released, one sentence each."""
    then, now = frozen(), digests()
    changed = sorted(code for code in then.digests.keys() | now.keys()
                     if then.digests.get(code) != now.get(code))  # fmt: skip
    if then.version != DEFINITIONS_VERSION:
        yield (
            f"definitions.json is of version {then.version}, the code of {DEFINITIONS_VERSION}: "
            "run manage.py freeze_definitions"
        )
    elif changed:
        yield (
            f"{', '.join(changed)} changed, and DEFINITIONS_VERSION is still {then.version}: raise it "
            "in reporting/indicators, then run manage.py freeze_definitions"
        )


def freeze() -> Frozen:
    """Write `definitions.json` anew. Raises ValueError when something changed under one version."""
    then, now = frozen(), Frozen(DEFINITIONS_VERSION, digests())
    if then.version == now.version and then.digests != now.digests:
        raise ValueError(next(faults()))
    content = {"version": now.version, "digests": now.digests}
    FILE.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")
    return now


def rebuild_after_migrate(*, using: str, apps: Any = None, **kwargs: Any) -> None:
    """Count everything anew when the cells were counted by other definitions.

    Runs after every migrate (and after a test database is flushed). A register without cases has
    nothing to count.
    """
    there = apps is None or "countedby" in apps.all_models["reporting"]  # or not yet migrated
    if using != DEFAULT_DB_ALIAS or not there or not drain.outdated():
        return
    if Dispute.objects.exists():
        logger.warning("cells are counted anew by definitions %d", DEFINITIONS_VERSION)
        drain.rebuild()
    else:
        CountedBy.objects.update_or_create(pk=1, defaults={"version": DEFINITIONS_VERSION})
