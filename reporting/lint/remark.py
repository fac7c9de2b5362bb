"""What the linter says (校核意见): a place in the text, what was computed there, what to do."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.db import models

from reporting.lint.numbers import Number


class Level(models.TextChoices):
    """An error stops the report, a warning may be answered for, a note explains."""

    ERROR = "error", "错误"
    WARNING = "warning", "提醒"
    NOTE = "note", "说明"


@dataclass(frozen=True, slots=True)
class Remark:
    """`offset` and `length` count characters (code points) of the text that was read. `bound` says
    that every number in question comes from the figures, so that no hand can have mistaken it."""

    code: str
    level: Level
    offset: int
    length: int
    quote: str
    message: str
    suggestion: str = ""
    bound: bool = False

    @property
    def mark(self) -> str:
        """What it is recognised by in a text that was changed elsewhere: 16 hexadecimal digits."""
        said = f"{self.code}\n{self.quote}\n{self.message}"
        return hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()[:16]

    def as_json(self) -> dict[str, Any]:
        found = asdict(self) | {"mark": self.mark, "level_name": self.level.label}
        del found["bound"]
        return found


def remark(
    code: str,
    level: Level,
    number: Number,
    message: str,
    suggestion: str = "",
    *,
    about: Iterable[Number] = (),
) -> Remark:
    """A remark at a number; `about` are the others that it was compared with."""
    bound = all(one.figure for one in (number, *about))
    return Remark(
        code, level, number.offset, number.length, number.text, message, suggestion, bound
    )


def settled(found: Remark) -> Remark:
    """What the figures themselves say is no error of the text: it is told, and stops nothing."""
    wrong_data = found.bound and found.level == Level.ERROR
    return replace(found, level=Level.WARNING) if wrong_data else found
