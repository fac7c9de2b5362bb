"""What every paper (文书) is made of, and what all of them have in common."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from disputes.casefile import CaseFile
from disputes.models import DisputeEvent, Officer, Party
from disputes.models import Paper as Issued
from disputes.papers import wording
from disputes.papers.blocks import Block
from disputes.papers.fields import Label
from disputes.papers.people import Person, people

# What one party said in confidence (背对背) is not for the other to read: it goes into no file that
# others see, and no list of papers names it (副卷).
CONFIDENTIAL = frozenset({"hearing_private_talk"})


@dataclass(frozen=True, slots=True)
class Making:
    """One paper being made: about which row of which case, by whom, when, under which number."""

    case: CaseFile
    row: Any
    number: str
    officer: Officer
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Heading:
    """What any paper may say; a paper's own fields extend it."""

    organ: Annotated[str, Label("单位名称")]
    number: Annotated[str, Label("文书编号")]
    dispute_number: Annotated[str, Label("纠纷编号")]
    kind: Annotated[str, Label("纠纷类型")]
    track: Annotated[str, Label("办理途径")]
    officer: Annotated[str, Label("经办民警")]
    police_number: Annotated[str, Label("警号", "账号未登记警号时")]
    organ_phone: Annotated[str, Label("单位电话", "单位未登记电话时")]
    issued_on: Annotated[str, Label("出具日期")]
    parties: Annotated[list[Person], Label("当事人")]
    names: Annotated[str, Label("当事人姓名")]


def heading(made: Making) -> dict[str, Any]:
    """The common fields, to be passed on to a paper's own declaration."""
    dispute = made.case.dispute
    everybody = people(made.case, made.on)
    return {
        "organ": dispute.unit.name,
        "number": made.number,
        "dispute_number": dispute.number,
        "kind": dispute.kind.name,
        "track": dispute.get_track_display(),
        "officer": made.officer.name,
        "police_number": made.officer.police_number,
        "organ_phone": dispute.unit.phone,
        "issued_on": wording.day(made.on),
        "parties": everybody,
        "names": "、".join(p.name for p in everybody),
    }


@dataclass(frozen=True, slots=True)
class Paper:
    """A kind of paper. `rows` are what it can be issued about: the case, or rows of one table.

    `word` is the word of its own series of numbers (文书字); `number` names the number that the
    row has already, as an agreement does. `page` draws the template that the system brings along,
    headed by the field `issuer`.
    """

    code: str
    name: str
    word: str
    rows: Callable[[CaseFile], list[Any]]
    fields: type[Heading]
    fill: Callable[[Making], Heading]
    page: tuple[Block, ...]
    number: Callable[[Any], str] | None = None
    issuer: str = "organ"


def the_case(case: CaseFile) -> list[Any]:
    """A paper about the case as a whole, once it has parties."""
    known = any(party.is_active for party in case.rows(Party))
    return [case.dispute] if known else []


def to_be_read(case: CaseFile) -> list[Issued]:
    """The papers that stand and that all parties may see."""
    return [p for p in case.rows(Issued) if p.voided_on is None and p.code not in CONFIDENTIAL]


def steps_of(*actions: str) -> Callable[[CaseFile], list[Any]]:
    """Steps of these kinds."""

    def rows(case: CaseFile) -> list[Any]:
        return [e for e in case.rows(DisputeEvent) if e.action in actions]

    return rows
