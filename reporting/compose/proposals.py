"""What the data suggest (建议): problems with their figures, what to do about them, top kinds and the
practice of stations. Proposed to whoever writes the report, who may put another text in place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from reporting.compose.figures import Book, Figure, Source, counted
from reporting.compose.material import KindCount, Practice
from reporting.compose.sentences import Spoken, ended, fill, joined
from reporting.document import Run
from reporting.outlines.outline import Proposed

KINDS_NAMED = 3
STATIONS_NAMED = 3


@dataclass(frozen=True, slots=True)
class Rule:
    """A rate with its target. `problem` is said when it misses the target, and then `plan` too."""

    code: str
    limit: str
    problem: str
    plan: str
    at_most: bool = False


RULES = (
    Rule("resolution_rate", "target.target_resolution",
         "矛盾纠纷化解质效有待提升，化解率{resolution_rate}，低于{target.target_resolution}的目标",
         "加大矛盾纠纷化解力度，化解率提高到{target.target_resolution}以上"),
    Rule("fulfilment_rate", "target.target_fulfilment",
         "调解协议履行跟踪不够到位，到期协议履行率{fulfilment_rate}，低于{target.target_fulfilment}的目标",
         "逐案跟踪协议履行，到期协议履行率提高到{target.target_fulfilment}以上"),
    Rule("follow_up_rate", "target.target_follow_up",
         "化解后的回访没有做到全覆盖，回访率{follow_up_rate}",
         "落实化解后回访，回访率达到{target.target_follow_up}"),
    Rule("satisfaction_rate", "target.target_satisfaction",
         "群众满意度有待提升，回访满意度{satisfaction_rate}，低于{target.target_satisfaction}的目标",
         "改进调解方式方法，回访满意度提高到{target.target_satisfaction}以上"),
    Rule("answer_rate", "target.target_answers",
         "移交事项的跟踪反馈不够及时，反馈率{answer_rate}，低于{target.target_answers}的目标",
         "健全移交反馈机制，移交反馈率提高到{target.target_answers}以上"),
    Rule("overdue_rate", "target.target_overdue",
         "部分纠纷超过化解期限，期末未结中超期的占{overdue_rate}，高于{target.target_overdue}的控制目标",
         "集中清理超期未结纠纷，超期率控制在{target.target_overdue}以内", at_most=True),
    Rule("activity.correction_rate", "target.target_correction",
         "执法问题整改不够彻底，整改率{activity.correction_rate}",
         "对执法问题逐项销号，整改率达到{target.target_correction}"),
    Rule("activity.legal_reviewer_rate", "target.target_reviewers",
         "法制审核力量不足，法制审核人员占执法人员总数的{activity.legal_reviewer_rate}，"
         "低于{target.target_reviewers}的规定比例",
         "配强法制审核力量，占执法人员总数的比例不低于{target.target_reviewers}"),
)  # fmt: skip


def propose(what: Proposed, book: Book) -> list[Spoken]:
    """The points of a proposal, each ending in a full stop; none where the data suggest nothing."""
    return list(PROPOSALS[what](book))


def _problems(book: Book) -> Iterator[Spoken]:
    yield from (spoken for rule in _missed(book) if (spoken := ended(fill(rule.problem, book))))


def _plans(book: Book) -> Iterator[Spoken]:
    yield from (spoken for rule in _missed(book) if (spoken := ended(fill(rule.plan, book))))


def _missed(book: Book) -> Iterator[Rule]:
    for rule in RULES:
        if book.met(rule.code, rule.limit, at_most=rule.at_most) is False:
            yield rule


def _top_kinds(book: Book) -> Iterator[Spoken]:
    """The most frequent kinds, if there are enough of them to have an order, and if neither they
    nor what they leave over is a number that points at persons."""
    found = [kind for kind in book.material.kinds if kind.registered > 0]
    kinds, rest = found[:KINDS_NAMED], sum(kind.registered for kind in found[KINDS_NAMED:])
    small = min(kind.registered for kind in kinds) if kinds else 0
    if len(kinds) < KINDS_NAMED or small < book.material.least or 0 < rest < book.material.least:
        return
    listed = joined([_kind(kind) for kind in kinds], "、")
    whole = joined([_plain("纠纷类型居前的为："), listed], "") if listed else None
    if whole := ended(whole):
        yield whole


def _kind(kind: KindCount) -> Spoken:
    source = Source("kind", kind.code)
    figure = counted(f"kind.{kind.code}", kind.name, kind.registered, "起", "期内录入", source)
    return Spoken((Run(f"{kind.name}纠纷"), Run(figure.text, figure.key)), (figure,))


def _practice(book: Book) -> Iterator[Spoken]:
    """The stations that persuaded, and those that followed their own method, in most disputes."""
    rows = book.material.practice
    for value, says in (("persuaded", _persuaded), ("by_method", _by_method)):
        busiest = sorted(rows, key=lambda row: (-getattr(row, value), row.unit))
        least = max(book.material.least, 1)
        said = [says(row) for row in busiest[:STATIONS_NAMED] if getattr(row, value) >= least]
        if spoken := ended(joined(said, "；")):
            yield spoken


def _persuaded(row: Practice) -> Spoken:
    return _of_station(row, "persuaded", row.persuaded, f"{row.unit_name}运用“法、理、情”疏导纠纷")


def _by_method(row: Practice) -> Spoken:
    text = f"{row.unit_name}按“{row.method}”办理纠纷"
    return _of_station(row, "by_method", row.by_method, text)


def _of_station(row: Practice, what: str, value: int, text: str) -> Spoken:
    source = Source("practice", f"{row.unit}.{what}")
    key = f"practice.{source.code}"
    figure: Figure = counted(key, text, value, "起", "期内有该项记录的纠纷", source)
    return Spoken((Run(text), Run(figure.text, key)), (figure,))


def _plain(text: str) -> Spoken:
    return Spoken((Run(text),))


PROPOSALS: dict[Proposed, Callable[[Book], Iterator[Spoken]]] = {
    Proposed.TOP_KINDS: _top_kinds,
    Proposed.PRACTICE: _practice,
    Proposed.PROBLEMS: _problems,
    Proposed.PLANS: _plans,
}
