"""A change of the rules, as every part of this folder names it."""

from __future__ import annotations

from dataclasses import dataclass

ROW = "disputes.transitions.ROWS"  # begins the name of a change of a row: action and part follow


@dataclass(frozen=True, slots=True)
class Mutant:
    """A change of a function or a row, printed as an entry of accepted.toml."""

    name: str
    function: str
    was: str
    now: str

    def __str__(self) -> str:
        return (
            f"[[accepted]]\nfunction = '{self.function}'\n"
            f"was = '''{self.was}'''\nnow = '''{self.now}'''\nwhy = ''\n"
        )
