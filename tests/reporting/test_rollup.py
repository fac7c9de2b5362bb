"""Cells equal the rows after any edits; totals equal a count by hand, for any period and slice."""

from collections import Counter
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from disputes import clock
from reporting import rollup
from reporting.drain import drain, rebuild
from reporting.measures import MEASURES
from reporting.models import Cell, DirtyKey
from reporting.periods import Period
from reporting.slices import SLICES
from reporting.slices import slicing as slicing_of
from reporting.totals import breakdown
from tests.factories import NOW
from tests.reporting.edits import DAYS, EDIT, START, Bureau
from tests.reporting.oracle import Oracle

SPANS = st.tuples(DAYS, DAYS, st.integers(0, 200))


def period(first: date, second: date, later: int) -> Period:
    """Any days, with a cutoff on the last of them or later."""
    start, end = sorted((first, second))
    return Period(start, end, date.fromordinal(end.toordinal() + later))


def counted(found: dict[str, Counter[str]]) -> dict[str, dict[str, int]]:
    """A breakdown without its zeros."""
    kept = {key: {m: n for m, n in counts.items() if n} for key, counts in found.items()}
    return {key: counts for key, counts in kept.items() if counts}


class CellsAreExact(TestCase):
    @settings(max_examples=30, deadline=None)
    @given(
        start=START,
        edits=st.lists(EDIT, min_size=3, max_size=20),
        drain_at=st.integers(0, 25),
        span=SPANS,
        which=st.integers(0, 6),
        by=st.lists(st.sampled_from([code for code in SLICES if code]), max_size=3, unique=True),
    )
    def test_after_any_edits_cells_and_totals_equal_the_rows(
        self, start, edits, drain_at, span, which, by
    ):
        with clock.at(NOW):
            bureau = Bureau()
            for n, edit in enumerate([*start, *edits]):
                if n == drain_at:
                    drain()
                bureau.apply(*edit)
            drain()

        assert rollup.differing() == []
        assert not DirtyKey.objects.exists()
        oracle = Oracle()
        for unit, asked in (bureau.city, Period.year(2025)), (bureau.units[which], period(*span)):
            slicing = slicing_of(by, asked, unit)
            by_hand = oracle.totals(asked, unit, ",".join(by))
            assert counted(breakdown(slicing)) == by_hand
            assert self.from_rows(slicing, by_hand) == by_hand

    def from_rows(self, slicing, keys) -> dict[str, dict[str, int]]:
        """What drill-down shows: the contributions of every dispute in every slice."""
        found = {}
        for key in keys:
            rows = {
                m: slicing.only(m, m.counted(slicing.period, slicing.unit), key)
                for m in MEASURES.values()
            }
            shown = {m: m.contributions(of).values_list("n", flat=True) for m, of in rows.items()}
            for m, of in rows.items():
                assert sum(shown[m]) == m.sum_of(of)
            found[key] = {m.code: n for m, of in rows.items() if (n := m.total(of))}
        return found

    @settings(max_examples=8, deadline=None)
    @given(start=START, edits=st.lists(EDIT, min_size=5, max_size=15))
    def test_a_rebuild_gives_the_cells_that_draining_gave(self, start, edits):
        with clock.at(NOW):
            bureau = Bureau()
            for edit in [*start, *edits]:
                bureau.apply(*edit)
        drain()
        fields = [f.attname for f in Cell._meta.concrete_fields if f.name != "id"]
        drained = set(Cell.objects.values_list(*fields))

        Cell.objects.all().delete()
        assert len(rollup.differing()) == len(drained)
        rebuild()

        assert set(Cell.objects.values_list(*fields)) == drained
