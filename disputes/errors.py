"""Refusals of the domain. Three meanings, three classes; HTTP appears only at the edge."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from disputes.statutes import Statute


class Refusal(Exception):
    """The domain refuses an operation. `code` is stable; the Chinese wording may change."""

    code = "REFUSED"

    def __init__(self, detail: str, *, code: str = "", statutes: Iterable[Statute] = ()) -> None:
        super().__init__(detail)
        self.detail = detail
        self.code = code or self.code
        self.statutes = tuple(statutes)


class RuleViolation(Refusal):
    """A law or regulation forbids it (422): a new attempt fails too."""

    code = "RULE_VIOLATION"


class Caution(RuleViolation):
    """A rule warns (422): the step goes on once its code is acknowledged with a reason.

    The reason stays on the event of the step.
    """

    code = "CAUTION"


class WrongState(Refusal):
    """The dispute's present state does not allow the action (409)."""

    code = "WRONG_STATE"


class Outdated(Refusal):
    """Somebody was faster: the caller decided on an older version (412)."""

    code = "OUTDATED"

    def __init__(self, detail: str = "该记录刚被他人更新，请核对后重试") -> None:
        super().__init__(detail)
