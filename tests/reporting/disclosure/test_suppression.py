"""Hidden cells cannot be computed back: checked against every table that a reader could imagine."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporting.disclosure.suppression import Sum, Undisclosable, derivable, suppress

LEAST = 5
COUNTS = st.one_of(st.integers(0, 6), st.integers(0, 40))


def column(values):
    """Cells and the sum of one column."""
    cells = {f"r{n}": value for n, value in enumerate(values)}
    return cells | {"total": sum(values)}, [Sum("total", tuple(cells))]


def grid(rows):
    """A table with margins: sums along rows, along columns, and of the margins."""
    height, width = len(rows), len(rows[0])
    cells = {(i, j): rows[i][j] for i in range(height) for j in range(width)}
    cells |= {(i, "t"): sum(rows[i]) for i in range(height)}
    cells |= {("t", j): sum(row[j] for row in rows) for j in range(width)}
    cells["t", "t"] = sum(map(sum, rows))
    sums = [Sum((i, "t"), tuple((i, j) for j in range(width))) for i in range(height)]
    sums += [Sum(("t", j), tuple((i, j) for i in range(height))) for j in range(width)]
    sums += [Sum(("t", "t"), tuple((i, "t") for i in range(height)))]
    sums += [Sum(("t", "t"), tuple(("t", j) for j in range(width)))]
    return cells, sums


def small(cells):
    return {key for key, n in cells.items() if 0 < n < LEAST}


@given(st.lists(COUNTS, min_size=1, max_size=8))
def test_every_small_number_of_a_column_is_hidden_and_none_follows(values):
    cells, sums = column(values)
    hidden = suppress(cells, sums, least=LEAST)
    assert small(cells) <= hidden
    assert not derivable(hidden, sums) & small(cells)


@given(st.lists(st.integers(5, 40), min_size=1, max_size=8))
def test_where_nothing_is_small_nothing_is_hidden(values):
    cells, sums = column(values)
    assert suppress(cells, sums, least=LEAST) == set()


def consistent(cells, sums, hidden, ceiling):
    """For each hidden cell the values it has in all tables of whole numbers that show the same."""
    keys = sorted(hidden, key=repr)
    found = {key: set() for key in keys}
    for guess in product(range(ceiling + 1), repeat=len(keys)):
        table = cells | dict(zip(keys, guess, strict=True))
        if all(table[one.total] == sum(table[p] for p in one.parts) for one in sums):
            for key, n in zip(keys, guess, strict=True):
                found[key].add(n)
    return found


@settings(max_examples=150)
@given(st.lists(st.integers(0, 7), min_size=2, max_size=4))
def test_a_reader_who_tries_every_column_is_left_in_doubt(values):
    """Stronger than any computation: of each small cell at least two values fit what is shown."""
    cells, sums = column(values)
    hidden = suppress(cells, sums, least=LEAST)
    parts = hidden - {"total"}
    if not parts:
        return
    if "total" in hidden:  # nothing bounds the parts
        assert not derivable(hidden, sums)
        return
    found = consistent(cells, sums, hidden, 12)
    assert all(len(found[key]) > 1 for key in small(cells))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.integers(0, 7), min_size=2, max_size=3), min_size=2, max_size=3)
       .filter(lambda rows: len({len(row) for row in rows}) == 1))  # fmt: skip
def test_a_table_with_margins_gives_no_small_cell_away(rows):
    cells, sums = grid(rows)
    hidden = suppress(cells, sums, least=LEAST)
    assert small(cells) <= hidden
    assert not brute_derivable(hidden, sums) & small(cells)


def brute_derivable(hidden, sums):
    """By ranks, apart from the algorithm: a cell is determined if fixing it adds nothing to know."""
    keys = sorted(hidden, key=repr)
    rows = [
        [(1 if k == one.total else 0) - (1 if k in one.parts else 0) for k in keys] for one in sums
    ]
    base = rank(rows)
    return {k for n, k in enumerate(keys)
            if rank([*rows, [int(m == n) for m in range(len(keys))]]) == base}  # fmt: skip


def rank(rows):
    """Over a large prime field: whole numbers only, no rounding."""
    prime, rows, found = 2_147_483_647, [list(row) for row in rows], 0
    for column_ in range(len(rows[0]) if rows else 0):
        pivot = next((r for r in range(found, len(rows)) if rows[r][column_] % prime), None)
        if pivot is None:
            continue
        rows[found], rows[pivot] = rows[pivot], rows[found]
        inverse = pow(rows[found][column_], -1, prime)
        for r in range(len(rows)):
            if r != found and rows[r][column_] % prime:
                times = rows[r][column_] * inverse
                rows[r] = [
                    (a - times * b) % prime for a, b in zip(rows[r], rows[found], strict=True)
                ]
        found += 1
    return found


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.lists(st.sampled_from([-1, 0, 1]), min_size=6, max_size=6), min_size=1, max_size=6)
)
def test_what_is_derivable_is_found_exactly(signs):
    """Against ranks, over random equations and not only those of tables."""
    sums = [
        Sum(f"t{n}", tuple(f"x{k}" for k, sign in enumerate(row) if sign == 1))
        for n, row in enumerate(signs)
    ]
    hidden = {f"x{k}" for k in range(6)} | {f"t{n}" for n, row in enumerate(signs) if -1 in row}
    assert derivable(hidden, sums) == brute_derivable(hidden, sums)


def test_two_small_cells_do_not_hide_each_other():
    """1 and 2 behind a difference of 3 are known to be three."""
    cells, sums = column([1, 2, 40, 60])
    assert suppress(cells, sums, least=LEAST) == {"r0", "r1", "r2"}


def test_a_single_row_takes_its_total_along():
    assert suppress(*column([3]), least=LEAST) == {"r0", "total"}


def test_zeros_are_shown():
    cells, sums = column([0, 0, 9, 30, 3])
    assert suppress(cells, sums, least=LEAST) == {"r4", "r2"}


def test_what_is_out_cannot_be_hidden_any_more():
    cells, sums = column([3, 40, 60])
    assert suppress(cells, sums, least=LEAST, out={"r1"}) == {"r0", "r2"}
    with pytest.raises(Undisclosable) as refused:
        suppress(cells, sums, least=LEAST, out={"r1", "r2", "total"})
    assert refused.value.keys == ("r0",)


@pytest.mark.parametrize("least", [1, 3, 10])
def test_the_threshold_is_the_callers(least):
    cells, sums = column([2, 7, 20, 50])
    hidden = suppress(cells, sums, least=least)
    assert {key for key, n in cells.items() if 0 < n < least} <= hidden
    assert bool(hidden) == (least > 2)
