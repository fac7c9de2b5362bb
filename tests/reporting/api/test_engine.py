"""Several units, periods and dimensions in one answer; earlier moments; series, rankings, CSV."""

from __future__ import annotations

import csv
import json
from datetime import date, datetime, time

import pytest

from disputes.choices import Role
from disputes.models import Dispute
from reporting.models import Population, Threshold
from tests.disputes.api.asking import Api, done, problem
from tests.factories import make_officer
from tests.reporting import rows

STATISTICS = "/api/v1/statistics/"
DRILL_DOWN = f"{STATISTICS}drill-down/"
YEAR = {"year": 2025}


def value(answer, code: str, key: str = "", part: str = "value"):
    row = next(row for row in answer["rows"] if row["key"] == key)
    return next(f for f in row["figures"] if f["code"] == code)[part]


def test_units_and_periods_in_one_call_are_tables_of_one_moment(bureau):
    asked = {"unit": f"{bureau.county.code},{bureau.other.code}", "indicators": "registered",
             "period": "2025,2025-Q1,2025-H1,2025-03,2025-W02,2025-01-10,2025-01-11..2025-03-03"}  # fmt: skip
    answer = done(bureau.api().get(STATISTICS, asked))

    found = [table["rows"][0]["figures"][0]["value"] for table in answer["tables"]]
    assert found == [5, 3, 5, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 1]
    assert answer["rows"] == []
    assert answer["dirty_keys"] == 0


def test_a_unit_outside_the_scope_hides_the_whole_answer(bureau):
    asked = YEAR | {"unit": f"{bureau.county.code},{bureau.other.code}"}
    assert problem(bureau.api(unit=bureau.county).get(STATISTICS, asked), 404, "NOT_FOUND")


def test_three_dimensions_at_once_drill_down_to_their_cases(bureau):
    asked = YEAR | {"by": "unit,month,kind", "indicators": "registered"}
    answer = done(bureau.api().get(STATISTICS, asked))

    found = {row["key"]: row["figures"][0]["value"] for row in answer["rows"]}
    assert sum(found.values()) == 6
    assert found[f"{bureau.county.code}|2025-03|debt.loan"] == 1
    assert answer["rows"][0]["name"] == f"{bureau.county.name}·2025年1月·邻里琐事"
    for key, expected in found.items():
        page = {"by": "unit,month,kind", "key": key, "indicator": "registered"}
        assert done(bureau.api().get(DRILL_DOWN, YEAR | page))["total"] == expected


def test_no_rate_is_served_without_what_stands_beside_it(bureau):
    row = done(bureau.api().get(STATISTICS, YEAR | {"indicators": "resolution_rate"}))["rows"][0]
    assert [figure["code"] for figure in row["quality"]] == [
        "fulfilment_rate", "relapse_rate_90", "recurrence_rate_90", "follow_up_rate",
        "response_rate",
    ]  # fmt: skip
    assert row["figures"][0]["interval"] == ["18.76", "81.24"]
    counts = done(bureau.api().get(STATISTICS, YEAR | {"indicators": "registered"}))["rows"][0]
    assert counts["quality"] == []


def test_the_change_on_the_year_and_on_the_period_before(bureau):
    for day in (date(2024, 3, 5), date(2024, 3, 6), date(2025, 2, 20)):
        rows.dispute(bureau.station, day)
    asked = {
        "period": "2025-03",
        "compare": "year,period",
        "indicators": "registered,resolution_rate",
    }
    figures = done(bureau.api(unit=bureau.station).get(STATISTICS, asked))["rows"][0]["figures"]

    registered, rate = figures
    assert (registered["year_before"], registered["year_on_year"]) == ("2起", "下降50%")
    assert (registered["period_before"], registered["on_period"]) == ("2起", "下降50%")
    assert (rate["year_on_year"], rate["on_period"]) == ("上升100个百分点", "上升50个百分点")


def test_per_ten_thousand_inhabitants_of_a_named_year(bureau):
    def asked(unit) -> object:
        found = bureau.api().get(
            STATISTICS, YEAR | {"unit": unit.code, "indicators": "registered_per_10k"}
        )
        return value(done(found), "registered_per_10k")

    assert asked(bureau.county) is None  # nobody knows how many live there
    for year, inhabitants in ((2023, 10_000), (2024, 20_000), (2026, 1)):
        Population.objects.create(
            unit=bureau.county, year=year, inhabitants=inhabitants, source="统计公报"
        )
    assert asked(bureau.county) == "2.50"


def test_the_figure_of_an_earlier_moment_survives_a_hundred_later_changes(bureau):
    """What was known at the end of January: late entries, relapses and voids came later."""
    known = datetime.combine(date(2025, 2, 15), time(12), rows.SHANGHAI).isoformat()
    asked = {"period": "2025-01-01..2025-02-14", "known_at": known,
             "indicators": "registered,resolved,resolution_rate,open_stock,relapsed"}  # fmt: skip
    api = bureau.api()
    before = done(api.get(STATISTICS, asked))["rows"]
    assert [f["value"] for f in before[0]["figures"]] == [2, 2, "100.00", 2, 0]

    late = datetime.combine(date(2025, 6, 1), time(9), rows.SHANGHAI)
    for n in range(100):
        case = rows.dispute(bureau.station, date(2025, 1, 20))
        Dispute.objects.filter(pk=case.pk).update(registered_at=late)
        rows.event(case, date(2025, 1, 21), 1, days=1, recorded_at=late)
        rows.event(bureau.cases[n % 2], date(2025, 2, 1), -(n % 2), action="relapse", days=1,
                   recorded_at=late)  # fmt: skip
    voided = bureau.cases[0]
    rows.event(voided, date(2025, 6, 1), 0, action="void", to_state="voided", recorded_at=late)
    Dispute.objects.filter(pk=voided.pk).update(state="voided")

    assert done(api.get(STATISTICS, asked))["rows"] == before
    today = done(api.get(STATISTICS, {**asked, "known_at": "2026-01-01T00:00:00+08:00"}))
    assert value(today, "registered") == 101
    page = {k: v for k, v in asked.items() if k != "indicators"} | {"indicator": "registered"}
    assert done(api.get(DRILL_DOWN, page))["total"] == 2


@pytest.mark.parametrize(
    ("asked", "field", "said"),
    [
        ({"known_at": "2025-02-01T00:00:00+08:00", "by": "kind"}, "by", "小类没有留存"),
        ({"known_at": "2025-02-01T00:00:00+08:00", "indicators": "people"}, "indicators", "涉及人数"),
        ({"known_at": "2030-01-01T00:00:00+08:00"}, "known_at", "不能晚于现在"),
        ({"period": "2025-13"}, "period", "不认识的统计期间"),
        ({"period": "2025-W54"}, "period", "没有这一天"),
        ({"period": "2025-02-30"}, "period", "没有这一天"),
        ({"period": "1999"}, "period", "2000至2099"),
        ({"period": "2025-03-01..2025-02-01"}, "period", "晚于"),
        ({"compare": "week"}, "compare", "没有这些选项"),
        ({"unit": "12"}, "unit", "12位"),
    ],
)  # fmt: skip
def test_what_cannot_be_told_is_refused_with_the_reason(asker, asked, field, said):
    asked = asked if "period" in asked else YEAR | asked
    refusal = problem(asker.get(STATISTICS, asked), 400, "INVALID")
    assert said in {e["field"]: e["detail"] for e in refusal["errors"]}[field]


def test_a_series_is_ready_for_a_chart(bureau):
    asked = YEAR | {"by": "quarter", "indicators": "registered,resolution_rate"}
    answer = done(bureau.api().get(f"{STATISTICS}series/", asked))

    assert answer["labels"] == [f"2025年第{n}季度" for n in range(1, 5)]
    assert [line["values"] for line in answer["series"]] == [
        [4, 2, 0, 0],
        ["75.00", "0.00", None, None],
    ]
    assert answer["series"][1]["numbers"] == [4, 2, 0, 0]


def test_units_are_ranked_by_ranges_and_small_ones_not_at_all(bureau):
    asked = YEAR | {"indicator": "resolution_rate"}
    ranked = done(bureau.api().get(f"{STATISTICS}ranking/", asked))
    assert {row["not_ranked"] for row in ranked["results"]} == {"件数5，不足30", "件数1，不足30"}

    Threshold.objects.create(code="ranking_least", value=1)
    ranked = done(bureau.api().get(f"{STATISTICS}ranking/", asked))

    first, second = ranked["results"]
    assert [row["unit"]["code"] for row in (first, second)] == [
        bureau.county.code,
        bureau.other.code,
    ]
    assert (first["place_from"], first["place_to"]) == (1, 2)  # the intervals overlap
    assert len(first["quality"]) == 5
    assert problem(
        bureau.api().get(f"{STATISTICS}ranking/", YEAR | {"indicator": "registered"}),
        400,
        "INVALID",
    )


def test_list_dashboard_drill_down_and_csv_agree(bureau):
    api, asked = bureau.api(Role.CHIEF), YEAR | {"indicators": "registered,resolved"}
    figures = done(api.get(STATISTICS, asked))

    sheet = api.get("/api/v1/statistics.csv", asked, Accept="text/csv").content
    lines = {li["指标代码"]: li for li in csv.DictReader(sheet.decode("utf-8-sig").splitlines())}
    cases = api.get("/api/v1/statistics/drill-down.csv", YEAR | {"indicator": "registered"},
                    Accept="text/csv").getvalue()  # fmt: skip
    listed = done(api.get("/api/v1/disputes/"))["results"]

    numbers = {line["纠纷编号"] for line in csv.DictReader(cases.decode("utf-8-sig").splitlines())}
    assert numbers == {case["number"] for case in listed}
    assert int(lines["registered"]["数值"]) == len(numbers) == value(figures, "registered") == 6
    assert int(lines["resolved"]["数值"]) == value(figures, "resolved") == 3


def test_signals_are_for_supervisors_and_name_units(bureau):
    Threshold.objects.create(code="signal_least", value=3)
    for n in range(6):
        case = rows.dispute(
            bureau.station, date(2025, 8, 31), summary=f"因停车{n}起口角", place="一号院"
        )
        rows.event(case, date(2025, 8, 31), 0, action="close", from_state="fulfilled",
                   to_state="closed")  # fmt: skip
    found = done(bureau.api().get(f"{STATISTICS}signals/", YEAR))

    seen = {row["unit"]["code"]: row["signals"] for row in found["results"]}
    assert {s["code"] for s in seen[bureau.county.code]} == {
        "burst_percent", "same_day_percent", "copied", "split",
    }  # fmt: skip
    assert seen[bureau.other.code] == []
    assert "录入员" not in json.dumps(found, ensure_ascii=False)
    for role, status in (
        (Role.LEGAL, 200),
        (Role.CHIEF, 200),
        (Role.OFFICER, 403),
        (Role.MACHINE, 403),
    ):
        assert bureau.api(role).get(f"{STATISTICS}signals/", YEAR).status_code == status


def test_equal_months_look_like_a_quota(bureau):
    Threshold.objects.create(code="signal_least", value=1)
    found = done(bureau.api().get(f"{STATISTICS}signals/", YEAR))
    quota = [s for row in found["results"] for s in row["signals"] if s["code"] == "quota_months"]
    assert [s["explanation"] for s in quota] == ["5个月的录入数都是1起"]


def test_the_state_of_the_roll_up_and_its_metrics(bureau):
    from reporting import drain

    api = bureau.api(Role.STATISTICIAN)
    before = done(api.get(f"{STATISTICS}rollup/"))
    assert (before["trusted"], before["reconciliation"]) == (False, None)
    assert before["dirty_keys"] > 0

    drain.reconcile()

    after = done(api.get(f"{STATISTICS}rollup/"))
    assert (after["trusted"], after["dirty_keys"], after["oldest_seconds"]) == (True, 0, None)
    assert after["drained_keys"] > 0
    metrics = bureau.api(Role.MACHINE).get(f"{STATISTICS}metrics/", Accept="text/plain")
    assert "fengqiao_rollup_reconcile_differing 0\n" in metrics.content.decode()
    assert api.get(f"{STATISTICS}metrics/").status_code == 403


def test_a_difference_found_at_night_is_no_basis_for_a_signature(bureau):
    from reporting import drain, state
    from reporting.models import Cell

    drain.reconcile()
    assert state.trusted()
    Cell.objects.filter(dimension="").update(registered=9)
    drain.reconcile()
    assert not state.trusted()
    drain.reconcile()
    assert state.trusted()


def test_administrators_and_auditors_see_the_alarms_and_what_forbids_a_signature(bureau):
    from reporting import drain, tasks
    from reporting.models import Reconciliation

    auditor = bureau.api(Role.AUDIT_ADMIN)
    before = done(auditor.get("/api/v1/operations/"))
    assert [a["code"] for a in before["alarms"]] == ["NOT_RECONCILED", "WORKER_SILENT"]
    assert (before["obstacle"], before["heartbeats"]) == ("汇总还没有与原始数据核对过", [])

    drain.reconcile()
    tasks.drain_dirty_keys()

    after = done(auditor.get("/api/v1/operations/"))
    assert (after["alarms"], after["obstacle"]) == ([], "")
    assert [beat["job"] for beat in after["heartbeats"]] == ["drain"]
    month = {"unit": bureau.station.code, "month": "2025-01", "disputes": 1}
    Reconciliation.objects.create(cells=9, differing=2, seconds=1, unbalanced=[month])
    wrong = done(auditor.get("/api/v1/operations/"))
    assert [a["code"] for a in wrong["alarms"]] == ["RECONCILIATION_DIFFERS", "UNBALANCED"]
    assert all(a["blocks"] for a in wrong["alarms"])
    assert wrong["rollup"]["reconciliation"]["unbalanced"] == [month]
    metrics = bureau.api(Role.MACHINE).get(f"{STATISTICS}metrics/", Accept="text/plain")
    assert "fengqiao_alarms 2\n" in metrics.content.decode()
    assert "fengqiao_rollup_reconcile_unbalanced 1\n" in metrics.content.decode()


def test_a_machine_reads_no_cases(bureau):
    machine = Api(make_officer(bureau.city, Role.MACHINE))
    asked = YEAR | {"indicator": "registered"}
    assert problem(machine.get("/api/v1/statistics/drill-down.csv", asked), 403, "ROLE_FORBIDDEN")
