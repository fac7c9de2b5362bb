"""What docs/rules.md promises of a refusal: its kind, its code, its sentence and its articles."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

import pytest

from config.paths import BASE_DIR
from disputes import guards
from disputes.errors import Caution, Refusal

TABLE = BASE_DIR / "docs" / "rules.md"
CODE = re.compile(r"`(\w+)`")


class Promise(NamedTuple):
    """One row of the table of rules; `sentence` is a pattern in which a value may be anything.

    `cited` is a dash where the articles are those of the clock in question.
    """

    warns: bool
    sentence: re.Pattern[str]
    codes: frozenset[str]
    cited: str

    def keeps(self, refusal: Refusal) -> bool:
        return (
            refusal.code in self.codes
            and isinstance(refusal, Caution) is self.warns
            and bool(self.sentence.fullmatch(str(refusal.detail)))
            and (self.cited == "—" or all(str(one) in self.cited for one in refusal.statutes))
        )


@pytest.fixture(autouse=True)
def guards_say_what_is_promised(monkeypatch):
    """Whatever a guard refuses in a test, docs/rules.md says so in the same words."""
    made = Refusal.__init__

    def made_as_promised(self: Refusal, *args, **kwargs) -> None:
        made(self, *args, **kwargs)
        if sys._getframe(1).f_globals["__name__"].startswith(guards.__name__):
            assert promised(self), (self.code, self.detail, [*map(str, self.statutes)])

    monkeypatch.setattr(Refusal, "__init__", made_as_promised)


def promised(refusal: Refusal) -> bool:
    """Whether a legal reviewer finds this refusal in docs/rules.md, word for word."""
    return any(promise.keeps(refusal) for promise in promises())


@cache
def promises() -> tuple[Promise, ...]:
    return tuple(_read(TABLE.read_text(encoding="utf-8")))


def _read(text: str) -> Iterator[Promise]:
    rules, cited = text.partition("\n## 规则\n")[2].partition("\n## ")[0], ""
    for line in rules.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split(" | ")]
        if len(cells) == 7 and cells[1].strip() in ("警示", "拒绝"):
            codes = frozenset(CODE.findall(cells[3]))
            cited = cited if cells[4] == "同上" else cells[4]
            yield Promise(cells[1] == "警示", _pattern(cells[2]), codes, cited)


def _pattern(sentence: str) -> re.Pattern[str]:
    """A value is not empty, and nothing a program calls nothing."""
    value = r"(?:(?!None).)+"
    return re.compile(value.join(map(re.escape, sentence.split("…"))), re.DOTALL)
