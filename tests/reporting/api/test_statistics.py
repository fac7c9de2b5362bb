"""Statistics over HTTP: exact, explained, strict, and each figure with its disputes."""

from __future__ import annotations

from datetime import date

import pytest

from disputes.models import Dispute
from disputes.services.units import move_unit
from reporting.drain import drain
from reporting.indicators import INDICATORS
from reporting.models import DirtyKey
from reporting.slices import SLICES
from tests.disputes.api.asking import done, problem
from tests.reporting import rows

STATISTICS = "/api/v1/statistics/"
DRILL_DOWN = "/api/v1/statistics/drill-down/"
DEFINITIONS = "/api/v1/statistics/definitions/"


def figures(answer, key: str = "") -> dict[str, dict]:
    row = next(row for row in answer["rows"] if row["key"] == key)
    return {figure["code"]: figure for figure in row["figures"]}


def test_figures_are_exact_although_nothing_was_drained_yet(bureau):
    assert DirtyKey.objects.exists()

    answer = done(bureau.api().get(STATISTICS, {"year": 2025}))

    assert answer["unit"] == {"code": bureau.city.code, "name": bureau.city.name}
    assert answer["period"] == {"start": "2025-01-01", "end": "2025-12-31"}
    assert (answer["cutoff"], answer["dirty_keys"]) == ("2025-12-31", 0)
    assert answer["as_of"] == "2026-06-30T12:00:00+08:00"
    assert not DirtyKey.objects.exists()
    found = figures(answer)
    assert {code: found[code]["value"] for code in ("registered", "resolved", "referred", "hearings")} == {
        "registered": 6, "resolved": 3, "referred": 2, "hearings": 2,
    }  # fmt: skip
    rate = found["resolution_rate"]
    assert (rate["value"], rate["text"], rate["numerator"], rate["denominator"]) == (
        "50.00",
        "50%",
        3,
        6,
    )
    assert list(found) == list(INDICATORS)


def test_a_change_shows_in_the_next_answer(bureau):
    api, asked = bureau.api(), {"year": 2025, "indicators": "registered"}
    assert figures(done(api.get(STATISTICS, asked)))["registered"]["value"] == 6

    rows.dispute(bureau.station, date(2025, 8, 1))

    assert figures(done(api.get(STATISTICS, asked)))["registered"]["value"] == 7


def test_a_month_a_span_of_days_and_a_cutoff(bureau):
    api = bureau.api()

    def registered_and_resolved(**asked) -> tuple[int, int]:
        asked["indicators"] = "registered,resolved"
        found = figures(done(api.get(STATISTICS, asked)))
        assert list(found) == ["registered", "resolved"]
        return found["registered"]["value"], found["resolved"]["value"]

    assert registered_and_resolved(year=2025, month=2) == (1, 1)
    assert registered_and_resolved(**{"from": "2025-01-10", "to": "2025-02-10"}) == (2, 1)
    late = {"from": "2025-01-10", "to": "2025-02-10", "cutoff": "2025-02-12"}
    assert registered_and_resolved(**late) == (2, 2)


def test_a_station_sees_its_own_figures_by_default(bureau):
    answer = done(bureau.api(unit=bureau.station).get(STATISTICS, {"year": 2025}))
    assert answer["unit"]["code"] == bureau.station.code
    assert figures(answer)["registered"]["value"] == 5


@pytest.mark.parametrize("by", list(SLICES))
def test_every_figure_of_every_slice_has_exactly_its_disputes(bureau, by):
    api = bureau.api()
    told = "resolution_rate,hearings,referred"
    answer = done(api.get(STATISTICS, {"year": 2025, "by": by, "indicators": told}))
    assert answer["by"] == by
    checked = 0
    for row in answer["rows"]:
        for figure in row["figures"]:
            if figure["code"] not in ("resolution_rate", "hearings", "referred"):
                continue
            for part in ("numerator", "denominator"):
                if figure[part]:  # an empty day has nothing to show
                    asked = {
                        "year": 2025,
                        "indicator": figure["code"],
                        "part": part,
                        "page_size": 2,
                    }
                    asked |= {"by": by, "key": row["key"]} if by else {}
                    assert drilled(api, asked) == figure[part]
                    checked += 1
    assert checked >= 4


def drilled(api, asked) -> int:
    """The sum over all pages, which must be the total that every page names."""
    parts, seen, cursor = 0, set(), {}
    while True:
        page = done(api.get(DRILL_DOWN, asked | cursor))
        parts += sum(row["contribution"] for row in page["results"])
        ids = {row["id"] for row in page["results"]}
        assert len(ids) == len(page["results"])
        assert not ids & seen
        seen |= ids
        if page["next"] is None:
            assert page["total"] == parts
            return parts
        cursor = {"cursor": page["next"]}


def test_slices_have_names_in_the_order_of_the_dictionaries(bureau):
    api = bureau.api()

    def names(by: str) -> list[str]:
        answer = done(api.get(STATISTICS, {"year": 2025, "by": by, "indicators": "registered"}))
        return [row["name"] for row in answer["rows"]]

    assert names("") == ["合计"]
    assert names("kind_major") == ["邻里", "经济债务"]
    assert names("judicial_class") == ["邻里", "合同"]
    assert names("source") == ["群众上门"]
    assert names("month")[::11] == ["2025年1月", "2025年12月"]
    assert names("unit") == ["本级", bureau.county.name, bureau.other.name]


def test_a_drill_down_names_the_dispute_and_nobody_in_it(bureau):
    page = done(bureau.api().get(DRILL_DOWN, {"year": 2025, "indicator": "hearings"}))

    case = bureau.cases[0]
    assert page["total"] == 2
    assert page["results"] == [
        {
            "id": case.pk,
            "number": case.number,
            "unit": {"code": bureau.station.code, "name": bureau.station.name},
            "kind": {"code": "neighbour.neighbour_daily", "name": "邻里琐事"},
            "state": "registered",
            "state_name": "已登记",
            "registered_on": "2025-01-10",
            "resolved_on": None,
            "contribution": 2,
        }
    ]


def test_a_drill_down_runs_newest_first_in_pages(bureau):
    api = bureau.api()
    asked = {"year": 2025, "indicator": "registered", "page_size": 4}
    first = done(api.get(DRILL_DOWN, asked))
    second = done(api.get(DRILL_DOWN, asked | {"cursor": first["next"]}))

    days = [row["registered_on"] for row in first["results"] + second["results"]]
    assert days == sorted(days, reverse=True)
    assert (len(first["results"]), len(second["results"]), second["next"]) == (4, 2, None)


def test_a_dispute_that_has_left_the_jurisdiction_adds_its_part_without_a_name(bureau):
    """Figures of earlier months stay with the county, rights follow today's tree."""
    move_unit(unit_id=bureau.station.pk, parent_id=bureau.other.pk, effective_from=date(2025, 3, 1),
              reason="划转", actor=rows.officer(bureau.city))  # fmt: skip
    api = bureau.api(unit=bureau.county)

    found = figures(done(api.get(STATISTICS, {"year": 2025})))
    page = done(api.get(DRILL_DOWN, {"year": 2025, "indicator": "registered"}))

    assert found["registered"]["value"] == page["total"] == 2
    assert [row["contribution"] for row in page["results"]] == [1, 1]
    assert {row["id"] for row in page["results"]} == {None}
    told = [{name for name, value in row.items() if value is not None} for row in page["results"]]
    assert told == [{"registered_on", "contribution"}] * 2
    assert problem(
        api.get(STATISTICS, {"unit": bureau.station.code, "year": 2025}), 404, "NOT_FOUND"
    )


def test_a_drill_down_takes_the_same_statements_for_few_and_for_many(
    bureau, django_assert_num_queries, django_assert_max_num_queries
):
    api, asked = bureau.api(), {"year": 2025, "indicator": "registered"}
    done(api.get(DRILL_DOWN, asked))  # the session is marked as seen, nothing is dirty
    with django_assert_max_num_queries(11) as few:
        done(api.get(DRILL_DOWN, asked))
    for day in range(1, 21):
        rows.dispute(bureau.station, date(2025, 9, day))
    drain()
    with django_assert_num_queries(len(few)):
        assert done(api.get(DRILL_DOWN, asked))["total"] == 26


@pytest.mark.parametrize(
    ("asked", "field", "said"),
    [
        ({}, "", "请给出 year"),
        ({"year": "2025", "from": "2025-01-01", "to": "2025-02-01"}, "", "请给出 year"),
        ({"from": "2025-01-01"}, "", "请给出 year"),
        ({"month": "3"}, "", "请给出 year"),
        ({"year": "1999"}, "year", "2000"),
        ({"year": "二〇二五"}, "year", "整数"),
        ({"year": "2025", "month": "13"}, "month", "12"),
        ({"from": "2025-02-30", "to": "2025-03-01"}, "from", "日期格式"),
        ({"from": "0001-01-01", "to": "2025-03-01"}, "from", "2000年至2099年"),
        ({"from": "2025-01-01", "to": "9999-12-31"}, "to", "2000年至2099年"),
        ({"from": "2001-01-01", "to": "2025-03-01"}, "to", "不得超过10年"),
        ({"from": "2025-03-01", "to": "2025-02-01"}, "to", "晚于"),
        ({"year": "2025", "cutoff": "2025-06-30"}, "cutoff", "不得早于"),
        ({"year": "2025", "indicators": "registered,resolvd"}, "indicators", "resolvd"),
        ({"year": "2025", "indicators": ""}, "indicators", "没有这些指标"),
        ({"year": "2025", "by": "party"}, "by", "没有这些选项：party"),
        ({"year": "2025", "by": "kind,source,month,unit"}, "by", "最多3项"),
        ({"year": "2025", "by": "kind,kind"}, "by", "不能重复"),
        ({"year": "2025", "unit": "6210"}, "unit", "12位"),
        ({"year": "2025", "unit": "６２１００００００００１"}, "unit", "12位"),
        ({"year": "2025", "yaer": "2025"}, "yaer", "未知的查询参数"),
        ({"year": ["2025", "2024"]}, "year", "只能出现一次"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused_in_chinese(asker, asked, field, said):
    refusal = problem(asker.get(STATISTICS, asked), 400, "INVALID")
    found = {error["field"]: error["detail"] for error in refusal["errors"]}
    assert said in found[field]


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"indicator": "nothing"}, "indicator"),
        ({"indicator": "registered", "part": "denominator"}, "part"),
        ({"indicator": "registered", "by": "kind"}, "key"),
        ({"indicator": "registered", "key": "debt.loan"}, "key"),
        ({"indicator": "registered", "cursor": "x"}, "cursor"),
        ({"indicator": "registered", "page_size": "0"}, "page_size"),
        ({}, "indicator"),
    ],
)
def test_a_drill_down_of_nothing_that_exists_is_refused(asker, asked, field):
    refusal = problem(asker.get(DRILL_DOWN, {"year": 2025, **asked}), 400, "INVALID")
    assert [error["field"] for error in refusal["errors"]] == [field]


def test_an_unknown_key_of_a_slice_has_no_disputes(bureau):
    asked = {"year": 2025, "indicator": "registered", "by": "unit", "key": "000000000000"}
    page = done(bureau.api().get(DRILL_DOWN, asked))
    assert (page["total"], page["results"]) == (0, [])


def test_definitions_are_fetched_once(bureau):
    api = bureau.api()
    first = api.get(DEFINITIONS)
    assert {"code", "name", "cohort"} <= done(first)["measures"][0].keys()

    again = api.get(DEFINITIONS, If_None_Match=first["ETag"])

    assert (again.status_code, again.content) == (304, b"")
    assert again["ETag"] == first["ETag"]
    assert api.get(DEFINITIONS, If_None_Match='"other"').status_code == 200


def test_a_voided_dispute_is_in_no_figure(bureau):
    Dispute.objects.update(state="voided")
    found = figures(done(bureau.api().get(STATISTICS, {"year": 2025})))
    assert {figure["value"] for figure in found.values()} == {0, "0.00", None}
