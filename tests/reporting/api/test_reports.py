"""Annual reports over HTTP: sentences with the disputes behind them, figures, kept drafts."""

from __future__ import annotations

import csv
from datetime import date
from unittest import mock

import pytest
from django.test import Client
from oauth2_provider.models import get_application_model

from disputes.choices import Role
from reporting.editions.digests import digest
from reporting.editions.drafting import build_drafts
from reporting.models import Edition
from tests.disputes.api.asking import Api, done, problem
from tests.reporting import rows

REPORTS = "/api/v1/annual-reports/"
TEXT = (
    "共排查录入矛盾纠纷6起，化解3起，化解率50%，移交综治中心、平安法治办公室2起。"
    "开展听证式调解2场次，涉及纠纷1起，达成协议2场次。"
)


def report(unit, rest: str = "", year: int = 2025) -> str:
    return f"{REPORTS}{year}/{unit.code}/{rest}"


def said(draft: dict, code: str) -> str:
    """The text of a part of a draft."""
    (part,) = [p for p in draft["body"]["document"]["parts"] if p["code"] == code]
    return "".join(run["text"] for paragraph in part["paragraphs"] for run in paragraph["runs"])


def test_the_report_is_the_whole_document_each_figure_with_what_is_behind_it(bureau):
    api = bureau.api()

    answer = done(api.get(report(bureau.city)))

    document = answer["document"]
    (part,) = [part for part in document["parts"] if part["code"] == "fengqiao"]
    assert (part["number"], part["heading"]) == ("（一）", "坚持和发展新时代“枫桥经验”")
    runs = [run for paragraph in part["paragraphs"] for run in paragraph["runs"]]
    assert "".join(run["text"] for run in runs).startswith(TEXT)
    assert (document["title"], document["dated"]) == (
        f"{bureau.city.name}2025年度法治政府建设情况报告", "2026年6月30日",
    )  # fmt: skip
    printed = {run["figure"]: run["text"] for run in runs if run["figure"]}
    assert {key: answer["figures"][key]["text"] for key in printed} == printed

    def behind(key: str) -> list[int]:
        return [done(api.get(url))["total"] for url in answer["links"][key]]

    assert behind("registered") == [6]
    assert behind("resolution_rate") == [3, 6]
    assert behind("referred_governance") == [2]


def test_a_section_has_the_disputes_behind_each_sentence(bureau):
    api = bureau.api()
    section = done(api.get(report(bureau.city, "sections/fengqiao/")))["section"]
    links = section["sentences"][0]["drill_down"]
    assert [(link["indicator"], link["part"]) for link in links] == [
        ("registered", "numerator"), ("resolved", "numerator"), ("resolution_rate", "numerator"),
        ("resolution_rate", "denominator"), ("referred_governance", "numerator"),
    ]  # fmt: skip
    assert [done(api.get(link["url"]))["total"] for link in links] == [6, 3, 3, 6, 2]


def test_one_section_alone_with_the_figures_it_prints(bureau):
    answer = done(bureau.api().get(report(bureau.city, "sections/fengqiao/")))

    assert answer["section"]["text"] == TEXT
    assert {figure["code"] for figure in answer["figures"]} == {
        "registered", "resolved", "resolution_rate", "referred_governance", "hearings",
        "hearing_disputes", "hearings_agreed",
    }  # fmt: skip
    assert problem(bureau.api().get(report(bureau.city, "sections/plan/")), 404, "NOT_FOUND")


def test_a_cutoff_before_the_end_of_the_year(bureau):
    asked = report(bureau.city, "sections/fengqiao/"), {"cutoff": "2025-02-11"}
    answer = done(bureau.api().get(*asked))
    assert answer["cutoff"] == "2025-02-11"
    assert answer["section"]["text"].startswith("共排查录入矛盾纠纷2起，化解1起，化解率50%。")
    whole = done(bureau.api().get(report(bureau.city), {"cutoff": "2025-02-11"}))
    assert whole["figures"]["registered"]["value"] == 2


def test_figures_as_csv_open_in_a_spreadsheet(bureau):
    bureau.city.name = "@庆阳市公安局"
    bureau.city.save()

    answer = bureau.api().get(report(bureau.city, "figures.csv"), Accept="text/csv")

    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == f'attachment; filename="{bureau.city.code}-2025.csv"'
    assert answer.content.startswith(b"\xef\xbb\xbf")
    lines = list(csv.DictReader(answer.content.decode("utf-8-sig").splitlines()))
    assert lines[2]["指标"] == "化解率"
    assert (lines[2]["数值"], lines[2]["分子"], lines[2]["分母"]) == ("50.00", "3", "6")
    assert lines[0]["单位"] == "'@庆阳市公安局"


@pytest.mark.parametrize(
    ("rest", "query", "field"),
    [
        ("", {"cutoff": "2026-01-01"}, "cutoff"),
        ("", {"cutoff": "2025-13-01"}, "cutoff"),
        ("sections/fengqiao/", {"cutof": "2025-11-30"}, "cutof"),
        ("figures.csv", {"cutoff": "yesterday"}, "cutoff"),
        ("draft/", {"cutoff": "2025-11-30"}, "cutoff"),
    ],
)
def test_what_cannot_be_asked_is_refused(asker, rest, query, field):
    refusal = problem(asker.get(report(asker.officer.unit, rest), query), 400, "INVALID")
    assert [error["field"] for error in refusal["errors"]] == [field]


@pytest.mark.parametrize("year", [1999, 2100, 20255])
def test_a_year_that_no_report_has_is_not_found(asker, year):
    assert problem(asker.get(report(asker.officer.unit, year=year)), 404, "NOT_FOUND")


def test_a_draft_is_built_kept_and_verified(bureau):
    api = bureau.api()
    assert problem(api.get(report(bureau.city, "draft/")), 404, "NOT_FOUND")

    built = done(api.post(report(bureau.city, "draft/")))
    kept = api.get(report(bureau.city, "draft/"))

    assert done(kept) == built
    assert said(built, "fengqiao").startswith(TEXT)
    assert built["digest"] == digest(built["body"])
    assert kept["ETag"] == f'"{built["digest"]}"'


def test_an_unchanged_draft_is_not_sent_again(bureau):
    api, place = bureau.api(), report(bureau.city, "draft/")
    tag = api.post(place)["ETag"]
    assert api.get(place, If_None_Match=tag).status_code == 304

    rows.dispute(bureau.city, date(2025, 8, 1))
    assert api.get(place, If_None_Match=tag).status_code == 304  # a draft stays as it was built
    api.post(place)

    assert api.get(place, If_None_Match=tag).status_code == 200


def test_a_failed_build_leaves_the_draft_as_it_was(bureau):
    api, place = bureau.api(), report(bureau.city, "draft/")
    before = done(api.post(place))
    with mock.patch("reporting.editions.drafting.annual_report", side_effect=RuntimeError):
        assert api.post(place).status_code == 500
    assert done(api.get(place)) == before


def test_the_list_of_drafts_is_that_of_the_own_unit_and_below(bureau):
    build_drafts(2025)
    build_drafts(2024)

    def listed(unit) -> set[str]:
        answer = done(bureau.api(unit=unit).get(f"{REPORTS}drafts/", {"year": 2025}))
        return {row["unit"]["code"] for row in answer["results"]}

    county, other, city = bureau.county.code, bureau.other.code, bureau.city.code
    assert listed(bureau.city) == {city, county, other}
    assert listed(bureau.county) == {county}
    assert listed(bureau.station) == set()
    assert problem(bureau.api().get(f"{REPORTS}drafts/"), 400, "INVALID")


def test_a_machine_fetches_the_drafts_with_its_credentials(bureau):
    """The yearly export: a token by client credentials, the list, each draft, verified."""
    machine = bureau.officer(Role.MACHINE)
    get_application_model().objects.create(
        user=machine, name="年报导出", client_id="export", client_secret="secret",
        client_type="confidential",
        authorization_grant_type="client-credentials",
    )  # fmt: skip
    asked = {"grant_type": "client_credentials", "client_id": "export", "client_secret": "secret",
             "scope": "statistics"}  # fmt: skip
    token = Client().post("/o/token/", asked).json()["access_token"]
    api = Api(Authorization=f"Bearer {token}")
    build_drafts(2025)

    lines = done(api.get(f"{REPORTS}drafts/", {"year": 2025}))["results"]
    drafts = [done(api.get(line["url"])) for line in lines]

    assert len(drafts) == 3
    assert all(draft["digest"] == digest(draft["body"]) for draft in drafts)
    assert said(drafts[0], "fengqiao").startswith(TEXT)
    assert problem(api.post(lines[0]["url"]), 403, "ROLE_FORBIDDEN")
    assert Edition.objects.count() == 3


def test_a_token_for_cases_opens_no_report(bureau):
    token = bureau.officer().oauth2_provider_accesstoken.create(
        token="t" * 30, scope="disputes", expires="2099-01-01T00:00Z"
    )
    api = Api(Authorization=f"Bearer {token.token}")
    assert problem(api.get(report(bureau.city)), 403, "INSUFFICIENT_SCOPE")
