"""The rules in Chinese (规则说明) for legal reviewers, made from the code that enforces them.

Nothing is written twice: tables come from the transition table, the guards' own source and the
definitions of measures and indicators. `manage.py rules` keeps docs/rules.md.
"""

from __future__ import annotations

from config.rulebook import clocks, figures, guards, hearing, workflow

HEAD = """# 规则说明

本文件由 `manage.py rules` 从程序生成，供法制审核人员核对；请勿手工修改。办理流程见
`disputes/transitions.py`，规则见 `disputes/guards/`，期限见 `disputes/deadlines.py`，法条见
`disputes/statutes.py`，口径和指标见
`reporting/measures/`、`reporting/indicators/`。"""


def document() -> str:
    """The whole text of docs/rules.md."""
    parts = [
        HEAD, workflow.text(), guards.text(), clocks.text(), hearing.text(), figures.text(),
    ]  # fmt: skip
    return "\n\n".join(parts) + "\n"
