"""No mutant lives without a reason."""

from __future__ import annotations

from pathlib import Path
from pydoc import locate

import pytest

from tests.mutants.mutant import Mutant
from tests.mutants.report import report, summary
from tests.mutants.verdict import Outcome, entries, explanation, of_a_kind

NAME = "disputes.workdays.xǁWorkCalendarǁwhy__mutmut_1"
SURVIVOR = Mutant(NAME, "disputes.workdays.WorkCalendar.why", "a\n< b", 'return "<="')


def explained(tmp_path: Path, entry: str) -> bool:
    path = tmp_path / "accepted.toml"
    path.write_text(entry, encoding="utf-8")
    return explanation(SURVIVOR, entries(path)) is not None


def test_a_survivor_is_printed_as_it_is_explained(tmp_path):
    assert explained(tmp_path, str(SURVIVOR).replace("why = ''", "why = 'the same day'"))


@pytest.mark.parametrize("reason", ["", " "])
def test_no_reason_is_none(tmp_path, reason):
    entry = str(SURVIVOR).replace("why = ''", f"why = '{reason}'")
    assert not explained(tmp_path, entry)


@pytest.mark.parametrize("changed", ["why", "< b", "<="])
def test_a_reason_is_for_one_change_of_one_function(tmp_path, changed):
    entry = str(SURVIVOR).replace("why = ''", "why = 'the same day'")
    assert not explained(tmp_path, entry.replace(changed, "other", 1))


def test_a_reason_without_a_change_is_for_the_whole_function(tmp_path):
    entry = f"[[accepted]]\nfunction = '{SURVIVOR.function}'\nwhy = 'runs when it is imported'\n"
    assert explained(tmp_path, entry)


@pytest.mark.parametrize(("like", "fits"), [('"<.*"', True), ("XX", False)])
def test_a_reason_may_be_for_all_changes_of_a_kind(tmp_path, like, fits):
    assert explained(tmp_path, f"[[accepted]]\nlike = '{like}'\nwhy = 'wording'\n") == fits


def test_changes_of_a_kind_are_not_tried_and_single_ones_are():
    assert of_a_kind({"like": "XX", "why": "wording"})
    assert not of_a_kind({"was": "a", "now": "b", "why": "the same"})


def test_every_function_that_is_spoken_for_exists():
    named = {entry["function"] for entry in entries() if "function" in entry}
    assert [name for name in sorted(named) if locate(name) is None] == []


def test_no_survivor_is_spoken_for_by_an_entry_that_fits_everything():
    assert explanation(SURVIVOR, entries()) is None


@pytest.mark.parametrize(
    ("entry", "noticed_by", "verdict"),
    [
        (None, "test_workdays.py::test_a_weekend", (False, False)),
        (None, "", (True, False)),
        ({"why": "the same day"}, "", (False, False)),
        ({"why": "the same day"}, "test_workdays.py::test_a_weekend", (False, True)),
        ({"why": "wording"}, None, (False, False)),
    ],
)
def test_what_lives_has_a_reason_and_what_has_a_reason_lives(entry, noticed_by, verdict):
    outcome = Outcome(SURVIVOR, entry, noticed_by)
    assert (outcome.unexplained, outcome.explained_in_vain) == verdict


def test_the_page_counts_every_change_once_and_gives_every_reason():
    one = {"function": SURVIVOR.function, "was": "a", "now": "b", "why": "the same\nday"}
    found = [
        Outcome(SURVIVOR, None, "test_workdays.py::test_a_weekend"),
        Outcome(SURVIVOR, {"why": "wording"}),
        Outcome(SURVIVOR, one, ""),
        Outcome(SURVIVOR, None, ""),
    ]
    page = report(found, 100)
    assert "| disputes.workdays | 4 | 1 | 1 | 1 | 1 |\n| all | 4 | 1 | 1 | 1 | 1 |" in page
    assert "- anywhere — wording\n- disputes.workdays.WorkCalendar.why: " in page
    assert page.endswith('→ return "<="` — the same day\n')
    assert summary(found).startswith(
        "4 个变异：1 个被测试发现，1 个按类别不试，1 个已说明理由，1 个"
    )
