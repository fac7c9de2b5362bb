"""List, figures, drill-down and CSV say the same of any unit, days and dimensions, and a recount by
hand says it too: with voided, merged, moved, reopened and back-dated rows, and with empty dates."""

from __future__ import annotations

import csv
import io
import random
from contextlib import suppress
from datetime import date

import pytest
from django.db import DatabaseError, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from disputes.choices import Role
from disputes.models import Dispute
from reporting.indicators import ALL, INDICATORS, POPULATION
from reporting.measures import MEASURES, Median
from reporting.periods import Period
from reporting.slices import SLICES
from tests.disputes.api.asking import LIST, Api, done
from tests.factories import make_officer
from tests.reporting.edits import DAYS, EDITS, Bureau
from tests.reporting.oracle import Oracle

API = "/api/v1/statistics"
EDITED = 250
DIMENSIONS = [code for code in SLICES if code]
QUESTIONS = {
    "drilled": st.lists(
        st.sampled_from([i.code for i in ALL]), min_size=3, max_size=3, unique=True
    ),
    "days": st.tuples(DAYS, DAYS).map(sorted),
    "later": st.sampled_from([0, 0, 31, 150]),
    "which": st.integers(0, 6),
    "by": st.lists(st.sampled_from(DIMENSIONS), max_size=3, unique=True),
}
ASKED = settings(
    max_examples=12, deadline=None, database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip


@pytest.fixture
def register(transactional_db) -> Bureau:
    """A register after a few hundred random edits; the questions only read."""
    draws, bureau = random.Random(2025), Bureau()
    for _ in range(EDITED):
        day = date(2024, 11, 1).toordinal() + draws.randrange(480)
        with suppress(DatabaseError, Dispute.DoesNotExist), transaction.atomic():
            bureau.apply(draws.choice([*EDITS, "register"]), draws.randint(0, 9),
                         draws.randint(0, 11), date.fromordinal(day))  # fmt: skip
    assert Dispute.objects.filter(state="voided").exists()
    return bureau


def chief(bureau: Bureau) -> Api:
    return Api(make_officer(bureau.city, Role.CHIEF))


def pages(api: Api, path: str, asked: dict) -> list[dict]:
    """All pages of an answer, end to end."""
    found, cursor = [], {}
    while True:
        page = done(api.get(path, asked | {"page_size": 7} | cursor))
        found += page["results"]
        if not page["next"]:
            return found
        cursor = {"cursor": page["next"].rpartition("cursor=")[2]}


@pytest.fixture
def asking(register):
    with_oracle = Oracle()
    return register, chief(register), with_oracle


@ASKED
@given(**QUESTIONS)
def test_figures_drill_down_csv_and_a_recount_agree(asking, drilled, days, later, which, by):
    bureau, api, oracle = asking
    unit, cutoff = bureau.units[which], date.fromordinal(days[1].toordinal() + later)
    by_hand = oracle.totals(Period(*days, cutoff), unit, ",".join(by))
    asked = {"unit": unit.code, "from": days[0], "to": days[1], "cutoff": cutoff} | (
        {"by": ",".join(by)} if by else {}
    )

    rows = done(api.get(f"{API}/", asked))["rows"]
    lines = _lines(api.get(f"{API}.csv", asked))

    for row in rows:
        for figure in row["figures"]:
            line = lines[row["key"], figure["code"]]
            one, mine = INDICATORS[figure["code"]], by_hand.get(row["key"], {})
            assert int(line["分子"]) == figure["numerator"] == mine.get(one.numerator, 0), one.code
            if one.denominator not in ("", POPULATION):
                found = figure["denominator"]
                assert int(line["分母"]) == found == mine.get(one.denominator, 0), one.code
    assert by_hand.keys() <= {row["key"] for row in rows}
    for code in drilled:
        found = {k: n[INDICATORS[code].numerator] for k, n in by_hand.items()
                 if n.get(INDICATORS[code].numerator)}  # fmt: skip
        for key in sorted(found)[:2]:
            _drill(api, asked, INDICATORS[code], "numerator", key, found[key])


def _lines(answer) -> dict[tuple[str, str], dict[str, str]]:
    """The figures of a CSV answer, by slice and indicator; what stands beside a rate comes later."""
    found: dict[tuple[str, str], dict[str, str]] = {}
    for line in csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))):
        found.setdefault((line["分组"], line["指标代码"]), line)
    return found


def _drill(api, asked, one, part, key, expected) -> None:
    page = asked | {"indicator": one.code, "part": part} | ({"key": key} if key else {})
    cases = pages(api, f"{API}/drill-down/", page)
    total = done(api.get(f"{API}/drill-down/", page))["total"]
    content = api.get(f"{API}/drill-down.csv", page).getvalue().decode("utf-8-sig")
    lines = list(csv.DictReader(io.StringIO(content)))
    assert sum(case["contribution"] for case in cases) == total
    assert [int(line["贡献"]) for line in lines] == [case["contribution"] for case in cases]
    assert len({case["id"] for case in cases}) == len(cases)
    measure = MEASURES[getattr(one, part)]
    if not isinstance(measure, Median):
        assert total == expected, (one.code, part, key)


@ASKED
@given(
    days=QUESTIONS["days"],
    which=st.integers(3, 6),  # a station: the tree above it may have changed, it has not
    narrowed=st.sampled_from(["", "kind_major", "source", "track", "risk"]),
)
def test_the_list_shows_what_the_figure_counts(asking, days, which, narrowed):
    bureau, api, _ = asking
    station = bureau.units[which]
    period = {"unit": station.code, "from": days[0], "to": days[1], "indicators": "registered"}
    asked = period | ({"by": narrowed} if narrowed else {})
    named = {"risk": "risk_level", "kind_major": "kind"}.get(narrowed, narrowed)

    for row in done(api.get(f"{API}/", asked))["rows"]:
        if row["key"] == "none":  # nobody has assessed it: the list has no filter for that
            continue
        only = {named: row["key"]} if narrowed else {}
        filters = {"unit": station.pk, "registered_from": days[0], "registered_to": days[1]} | only
        listed = [case for case in pages(api, LIST, filters) if case["state"] != "voided"]
        assert row["figures"][0]["value"] == len(listed), (filters, row["key"])
        drilled = {k: v for k, v in asked.items() if k != "indicators"} | {
            "indicator": "registered"
        }
        drilled |= {"key": row["key"]} if narrowed else {}
        found = pages(api, f"{API}/drill-down/", drilled)
        assert {case["id"] for case in found} == {case["id"] for case in listed}
