"""The life of a dispute: tracks, states, steps, and what counts as resolved (化解)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from config.rulebook.guards import rule_of
from config.rulebook.tables import table
from disputes.choices import Resolution, Role, State, Track
from disputes.transitions import ROWS, TRACKS, Transition

EFFECTS = {Resolution.TAKES_EFFECT: "计为化解", Resolution.TAKEN_BACK: "撤销化解"}


def text() -> str:
    return f"""## 办理途径

三种途径不得混用：{"、".join(Track.labels)}。

## 办理流程

```mermaid
{chr(10).join(_diagram())}
```

任何环节的日期不得早于登记日期，也不得晚于办理当日；改变状态的环节不得早于上一次状态变化。
每个环节追加一条流转记录，流转记录不能修改或者删除，更正另行追加。

### 改变状态的环节

{_steps(row for row in ROWS if row.target is not None)}

### 不改变状态的环节

{_steps(row for row in ROWS if row.target is None)}

## 化解的定义

化解只有一个定义：{_actions(Resolution.TAKES_EFFECT)}之日起计为化解；
{_actions(Resolution.TAKEN_BACK)}之日起撤销。同一纠纷只计一次：已化解的不再重复计入，未化解的不再撤销，
其后履行完毕的重新计入。移交本身不是化解，也不改变纠纷的状态；履行另行统计。"""


def _diagram() -> Iterator[str]:
    yield "stateDiagram-v2"
    for state in State:
        yield f'    state "{state.label}" as {state.value}'
    yield f"    [*] --> {State.REGISTERED.value}: 登记"
    for row in ROWS:
        for source in State:
            if row.target is not None and source in row.sources:
                yield f"    {source.value} --> {row.target.value}: {row.label}"
    for state in (State.ARCHIVED, State.VOIDED):
        yield f"    {state.value} --> [*]"


def _steps(rows: Iterable[Transition]) -> str:
    heads = ["环节", "代码", "办理途径", "可自", "至", "何人", "规则", "化解"]
    return table(heads, (_step(row) for row in rows))


def _step(row: Transition) -> list[str]:
    return [
        row.label,
        f"`{row.action}`",
        "全部" if row.tracks == TRACKS else _labels(Track, row.tracks),
        _labels(State, row.sources),
        row.target.label if row.target else "",
        _labels(Role, row.roles),
        "、".join(dict.fromkeys(rule_of(guard).reference for guard in row.guards)),
        EFFECTS.get(row.change, ""),
    ]


def _labels(choices: type[State] | type[Role] | type[Track], chosen: Iterable[str]) -> str:
    chosen = set(chosen)
    return "、".join(str(choice.label) for choice in choices if choice in chosen)


def _actions(change: Resolution) -> str:
    return "、".join(f"“{row.label}”" for row in ROWS if row.change == change)
