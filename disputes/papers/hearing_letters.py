"""Papers about one row of a hearing: a private talk, a stop."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from disputes.models import HearingProposal, HearingStop
from disputes.models.hearing import Stage
from disputes.papers import wording
from disputes.papers.fields import Label
from disputes.papers.hearing_course import proposal_told, stage_of
from disputes.papers.paper import Heading, Making, heading


@dataclass(frozen=True, slots=True, kw_only=True)
class TalkFields(Heading):
    """A private talk: only the party it was with, and nobody else's papers."""

    party: Annotated[str, Label("谈话对象")]
    talk: Annotated[str, Label("方案和答复")]
    host: Annotated[str, Label("主持人")]
    held_on: Annotated[str, Label("日期")]


def fill_talk(made: Making) -> TalkFields:
    row: HearingProposal = made.row
    held = stage_of(made.case, row.hearing, Stage.MEDIATION)
    session = row.hearing.session
    assert row.party is not None
    return TalkFields(
        **heading(made),
        party=row.party.name,
        talk=proposal_told(row),
        host=session.host.name if session else "",
        held_on=wording.day(held.held_on) if held else "",
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class StopFields(Heading):
    summary: Annotated[str, Label("案由")]
    what: Annotated[str, Label("中止或者终止")]
    ground: Annotated[str, Label("事由")]
    reason: Annotated[str, Label("具体情况")]
    stopped_on: Annotated[str, Label("日期")]
    resumed_on: Annotated[str, Label("恢复日期", "终止或者尚未恢复时")]
    remedies: Annotated[str, Label("告知事项")]


REMEDIES = (
    "听证式调解终止后，双方仍可以继续申请调解，也可以依法向人民法院提起民事诉讼，"
    "或者通过仲裁、行政等途径维护自己的权利。"
)
WAIT = "听证式调解中止后，中止的情形消除的，将恢复进行并另行通知。"


def fill_stop(made: Making) -> StopFields:
    row: HearingStop = made.row
    over = row.kind == HearingStop.Kind.TERMINATION
    return StopFields(
        **heading(made),
        summary=made.case.dispute.summary,
        what=row.get_kind_display(),
        ground=row.get_ground_display(),
        reason=row.reason,
        stopped_on=wording.day(row.stopped_on),
        resumed_on=wording.day(row.resumed_on),
        remedies=REMEDIES if over else WAIT,
    )
