"""Tables of the statistics and of the annual report."""

from reporting.models.activity import Activity, ActivityRecord
from reporting.models.edition import (
    Edition,
    EditionStep,
    Erratum,
    SignedEdition,
    Unlocking,
)
from reporting.models.export import ExportFile, ExportJob
from reporting.models.outline import OutlineChoice
from reporting.models.release import DisclosureApproval, Release, ReleasedCell, RemarkAnswer
from reporting.models.rollup import (
    Cell,
    Contribution,
    CountedBy,
    Counts,
    DirtyKey,
    DrainPass,
    Heartbeat,
    Reconciliation,
    RollupLock,
)
from reporting.models.setting import Population, Threshold

__all__ = [
    "Activity",
    "ActivityRecord",
    "Cell",
    "Contribution",
    "CountedBy",
    "Counts",
    "DirtyKey",
    "DisclosureApproval",
    "DrainPass",
    "Edition",
    "EditionStep",
    "Erratum",
    "ExportFile",
    "ExportJob",
    "Heartbeat",
    "OutlineChoice",
    "Population",
    "Reconciliation",
    "Release",
    "ReleasedCell",
    "RemarkAnswer",
    "RollupLock",
    "SignedEdition",
    "Threshold",
    "Unlocking",
]
