"""Changes that no test noticed (存活变异) and why each of them may live."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from tests.mutants.mutant import Mutant

ACCEPTED = Path(__file__).with_name("accepted.toml")
Entry = dict[str, str]


def entries(accepted: Path = ACCEPTED) -> list[Entry]:
    return tomllib.loads(accepted.read_text(encoding="utf-8"))["accepted"]


def explanation(mutant: Mutant, accepted: list[Entry]) -> Entry | None:
    """The entry that gives a reason, if any does."""
    return next((entry for entry in accepted if _explains(entry, mutant)), None)


def of_a_kind(entry: Entry) -> bool:
    """An entry for many changes at once: they are not tried. One for a single change is."""
    return "now" not in entry


def _explains(entry: Entry, mutant: Mutant) -> bool:
    """Whatever an entry says must be so; what it leaves out may be anything."""
    same = all(entry.get(part, getattr(mutant, part)) == getattr(mutant, part) for part in PARTS)
    return bool(same and re.search(entry.get("like", ""), mutant.now) and entry["why"].strip())


PARTS = ("function", "was", "now")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a change: set aside, or tried; noticed by a test, or explained, or neither."""

    mutant: Mutant
    entry: Entry | None
    noticed_by: str | None = None  # None was not tried

    @property
    def noticed(self) -> bool:
        return bool(self.noticed_by)

    @property
    def unexplained(self) -> bool:
        return self.entry is None and not self.noticed

    @property
    def explained_in_vain(self) -> bool:
        """A test notices what an entry says none can."""
        return self.entry is not None and self.noticed
