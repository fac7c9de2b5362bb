"""No mutant lives without a reason."""

from __future__ import annotations

import tomllib
from pathlib import Path
from pydoc import locate

import pytest

from tests.mutants.verdict import ACCEPTED, Survivor, unexplained

SURVIVOR = Survivor("disputes.workdays.WorkCalendar.why", "a\n< b", 'return "<="')


def explained(tmp_path: Path, entry: str) -> list[Survivor]:
    path = tmp_path / "accepted.toml"
    path.write_text(entry, encoding="utf-8")
    return unexplained([SURVIVOR], path)


def test_a_survivor_is_printed_as_it_is_explained(tmp_path):
    assert explained(tmp_path, str(SURVIVOR).replace("why = ''", "why = 'the same day'")) == []


@pytest.mark.parametrize("reason", ["", " "])
def test_no_reason_is_none(tmp_path, reason):
    entry = str(SURVIVOR).replace("why = ''", f"why = '{reason}'")
    assert explained(tmp_path, entry) == [SURVIVOR]


@pytest.mark.parametrize("changed", ["why", "< b", "<="])
def test_a_reason_is_for_one_change_of_one_function(tmp_path, changed):
    entry = str(SURVIVOR).replace("why = ''", "why = 'the same day'")
    assert explained(tmp_path, entry.replace(changed, "other", 1)) == [SURVIVOR]


def test_a_reason_without_a_change_is_for_the_whole_function(tmp_path):
    entry = f"[[accepted]]\nfunction = '{SURVIVOR.function}'\nwhy = 'runs when it is imported'\n"
    assert explained(tmp_path, entry) == []


@pytest.mark.parametrize(("like", "left"), [('"<.*"', []), ("XX", [SURVIVOR])])
def test_a_reason_may_be_for_all_changes_of_a_kind(tmp_path, like, left):
    assert explained(tmp_path, f"[[accepted]]\nlike = '{like}'\nwhy = 'wording'\n") == left


def test_every_function_that_is_spoken_for_exists():
    entries = tomllib.loads(ACCEPTED.read_text(encoding="utf-8"))["accepted"]
    named = {entry["function"] for entry in entries if "function" in entry}
    assert [name for name in named if locate(name) is None] == []


def test_no_survivor_is_spoken_for_by_an_entry_that_fits_everything():
    assert unexplained([SURVIVOR]) == [SURVIVOR]
