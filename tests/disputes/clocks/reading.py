"""Reading one clock of a stored case on a day, and what it says in short."""

from __future__ import annotations

from datetime import date
from typing import Any

from disputes import clocks
from disputes.casefile import CaseFile
from disputes.choices import Track
from disputes.clocks import Clock, ClockState
from disputes.models import Dispute
from tests.factories import DAY, act, make_case

RULES = "《公安机关办理行政案件程序规定》"
ART_35, ART_165 = f"{RULES}第三十五条", f"{RULES}第一百六十五条"
ART_183, ART_185 = f"{RULES}第一百八十三条", f"{RULES}第一百八十五条"
STANDARD_9 = "《公安机关治安调解工作规范》第九条"
FRIDAY_13 = date(2026, 2, 13)  # before the spring festival; Saturday the 14th is worked
LATE = {"FIRST_MEDIATION_LATE": "当事人外出务工"}  # a reason to go on after a warning


def day(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


def security_case(state: str, on: date = DAY) -> Dispute:
    return make_case(state, track=Track.SECURITY_CASE, day=on)


def take(dispute: Dispute, action: str, on: date, **facts: Any) -> None:
    act(dispute, action, dispute.registered_by, on, **facts)


def clocks_named(dispute: Dispute, name: str, today: date) -> list[Clock]:
    """The clocks of one kind, by the name of their function."""
    return list(getattr(clocks, name)(CaseFile(Dispute.objects.get(pk=dispute.pk)), today))


def clock_of(dispute: Dispute, name: str, today: date) -> Clock | None:
    """The only clock of its kind, or None."""
    found = clocks_named(dispute, name, today)
    assert len(found) < 2
    return found[0] if found else None


def stands(clock: Clock | None) -> tuple[ClockState, date | None, date | None]:
    assert clock is not None
    return clock.state, clock.due_on, clock.met_on


def cites(clock: Clock | None) -> list[str]:
    assert clock is not None
    return [str(statute) for statute in clock.statutes]


def after_first(on: date) -> Dispute:
    """A security case whose first mediation ended without agreement on the day it was held."""
    dispute = security_case("mediating", on)
    take(dispute, "end_session", on)
    return dispute
