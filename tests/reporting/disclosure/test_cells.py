"""Two releases cannot be subtracted from each other."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporting.disclosure.cells import Cell, Ledger, hide
from reporting.disclosure.suppression import Sum, Undisclosable, derivable

LEAST, YEAR = 5, 2025
COUNTS = st.one_of(st.integers(0, 6), st.integers(0, 40))


def cell(path="a/", start=1, end=12, slice_=""):
    return Cell(
        "registered", path, date(YEAR, start, 1), date(YEAR, end, monthrange(YEAR, end)[1]), slice_
    )


def months(values, path="a/"):
    """A total and its months, from January on."""
    cells = {cell(path, n, n): value for n, value in enumerate(values, 1)}
    total = cell(path, 1, len(values))
    return cells | {total: sum(values)}, [Sum(total, tuple(cells))]


def after(values, sums, hidden, before=None):
    """The ledger once this is out, too."""
    before = before or Ledger()
    shown = {c: n for c, n in values.items() if c not in hidden}
    kept = {c: n for c, n in values.items() if c in hidden}
    return Ledger({**before.released, **shown}, {**before.hidden, **kept}, [*before.sums, *sums])


def test_the_same_month_told_alone_stays_hidden_with_what_hides_it():
    """March is small and hidden, May hides it: a bulletin of May must not give March away."""
    values, sums = months([30, 25, 3, 40, 20, 50])
    hidden = hide(values, sums, least=LEAST, ledger=Ledger())
    assert hidden == {cell(start=3, end=3), cell(start=5, end=5)}
    ledger = after(values, sums, hidden)
    may = cell(start=5, end=5)
    assert hide({may: 20}, [], least=LEAST, ledger=ledger) == {may}
    april = cell(start=4, end=4)
    assert hide({april: 40}, [], least=LEAST, ledger=ledger) == set()


def test_a_year_up_to_november_and_the_whole_one_must_not_differ_by_few():
    first = {cell(end=11): 100}
    ledger = after(first, [], set())
    assert hide({cell(end=12): 103}, [], least=LEAST, ledger=ledger) == {cell(end=12)}
    assert hide({cell(end=12): 108}, [], least=LEAST, ledger=ledger) == set()
    assert hide({cell(end=12): 100}, [], least=LEAST, ledger=ledger) == set()


def test_a_bureau_and_its_station_must_not_differ_by_few():
    ledger = after({cell("a/b/"): 98}, [], set())
    assert hide({cell("a/"): 100}, [], least=LEAST, ledger=ledger) == {cell("a/")}
    assert hide({cell("a/c/"): 100}, [], least=LEAST, ledger=ledger) == set()  # beside, not above


def test_a_late_entry_does_not_show_as_a_difference_of_the_same_cell():
    ledger = after({cell(): 100}, [], set())
    assert hide({cell(): 101}, [], least=LEAST, ledger=ledger) == {cell()}
    assert hide({cell(): 120}, [], least=LEAST, ledger=ledger) == set()


def test_a_kind_and_the_whole_must_not_differ_by_few():
    ledger = after({cell(slice_="kind_major=family"): 57}, [], set())
    assert hide({cell(): 60}, [], least=LEAST, ledger=ledger) == {cell()}


def test_a_month_that_is_out_already_does_not_stop_what_is_told_of_longer_ones():
    """A bulletin says one in February; January and both together are hidden, and may well be."""
    values, sums = months([1, 1])
    february = cell(start=2, end=2)
    hidden = hide(values, sums, least=LEAST, ledger=Ledger({february: 1}))
    assert hidden == {cell(start=1, end=1), cell(end=2)}


def test_other_measures_do_not_matter():
    other = Cell("resolved", "a/", date(YEAR, 1, 1), date(YEAR, 12, 31))
    assert (
        hide({other: 103}, [], least=LEAST, ledger=after({cell(end=11): 100}, [], set())) == set()
    )


def test_where_everything_is_out_the_release_is_refused():
    """All months are out when their sum with a small one would be told."""
    values, sums = months([30, 3])
    ledger = Ledger({cell(start=1, end=1): 30, cell(end=2): 33}, {}, ())
    with pytest.raises(Undisclosable):
        hide(values, sums, least=LEAST, ledger=ledger)


@settings(max_examples=150, deadline=None)
@given(st.lists(COUNTS, min_size=2, max_size=6), st.lists(COUNTS, min_size=1, max_size=4))
def test_a_second_release_of_more_months_gives_no_small_month_away(first, more):
    """January to June, then January to October: everything that a reader of both can compute."""
    values, sums = months(first)
    hidden = hide(values, sums, least=LEAST, ledger=Ledger())
    ledger = after(values, sums, hidden)
    longer, longer_sums = months([*first, *more])
    try:
        again = hide(longer, longer_sums, least=LEAST, ledger=ledger)
    except Undisclosable:
        return
    both = {**values, **longer}
    unknown = {c for c in both if c not in ledger.released and (c in again or c not in longer)}
    small = {c for c, n in both.items() if 0 < n < LEAST}
    assert small <= unknown
    total, part = cell(end=len(first) + len(more)), cell(end=len(first))
    rest = tuple(cell(start=n, end=n) for n in range(len(first) + 1, len(first) + len(more) + 1))
    known = [*sums, *longer_sums, Sum(total, (part, *rest))]
    assert not derivable(unknown, known) & small


@settings(max_examples=100, deadline=None)
@given(st.lists(st.tuples(COUNTS, COUNTS), min_size=2, max_size=5))
def test_units_of_two_halves_and_then_of_the_year_give_nothing_away(units):
    """Three releases: the year's unit is the sum of its halves, and no half may come of it."""
    ledger, sums = Ledger(), []
    shown: dict[Cell, int] = {}
    secret: set[Cell] = set()
    for start, end, value in ((1, 6, lambda u: u[0]), (7, 12, lambda u: u[1]), (1, 12, sum)):
        values = {cell(f"a/{n}/", start, end): value(u) for n, u in enumerate(units)}
        total = cell("a/", start, end)
        one = [Sum(total, tuple(values))]
        values[total] = sum(values.values())
        try:
            hidden = hide(values, one, least=LEAST, ledger=ledger)
        except Undisclosable:
            continue
        ledger, sums = after(values, one, hidden, ledger), sums + one
        shown |= {c: n for c, n in values.items() if c not in hidden}
        secret |= {c for c, n in values.items() if 0 < n < LEAST}
    assert not secret & shown.keys()
    # What the year is made of, everybody knows.
    paths = ["a/", *(f"a/{n}/" for n in range(len(units)))]
    sums += [Sum(cell(p, 1, 12), (cell(p, 1, 6), cell(p, 7, 12))) for p in paths]
    unknown = {c for one in sums for c in one.members} - shown.keys()
    assert not derivable(unknown, sums) & secret
