"""Outlines over HTTP: six of them, and the one a unit has chosen writes its report."""

from __future__ import annotations

from disputes.choices import Role
from reporting.models import OutlineChoice
from tests.disputes.api.asking import done, problem

LIST = "/api/v1/report-outlines/"


def test_the_outlines_with_their_headings_and_slots(bureau):
    found = {o["code"]: o for o in done(bureau.api().get(LIST))["results"]}
    assert set(found) == {"national", "qingyang", "xinxing", "shizhu", "yushu", "yiyuan"}
    problems = next(p for p in found["qingyang"]["parts"] if p["code"] == "problems")
    assert (problems["number"], problems["heading"]) == ("二、", "存在问题")
    assert problems["slots"] == [
        {"code": "problems.text", "prompt": "存在的问题", "required": True}
    ]
    fast = next(p for p in found["yushu"]["parts"] if p["code"] == "fast")
    assert fast["figures"] == ["activity.fast_criminal_cases", "activity.fast_trials"]
    assert found["yushu"]["addressee"] == "中共{place}委、{place}人民政府"


def test_a_unit_without_a_choice_writes_by_the_national_order_until_it_chooses(bureau):
    api, place = bureau.api(), f"{LIST}{bureau.city.code}/"
    report = f"/api/v1/annual-reports/2025/{bureau.city.code}/"
    assert done(api.get(place))["outline"] == "national"
    assert done(api.get(report))["outline"] == "national"

    chosen = done(api.post(place, {"outline": "yushu"}, api.tag(place)))

    assert (chosen["outline"], chosen["chosen_by"]) == ("yushu", api.officer.name)
    answer = done(api.get(report))
    assert answer["outline"] == "yushu"
    assert answer["document"]["addressee"].startswith("中共")
    below = f"/api/v1/annual-reports/2025/{bureau.county.code}/"
    assert done(api.get(below))["outline"] == "national"


def test_a_choice_needs_the_version_it_was_made_on(bureau):
    api, place = bureau.api(), f"{LIST}{bureau.city.code}/"
    first = api.tag(place)
    assert problem(api.post(place, {"outline": "yushu"}), 428, "PRECONDITION_REQUIRED")
    done(api.post(place, {"outline": "yushu"}, first))
    late = problem(api.post(place, {"outline": "shizhu"}, first), 412, "OUTDATED")
    assert late["current"]["outline"] == "yushu"
    assert OutlineChoice.objects.get().outline == "yushu"
    done(api.post(place, {"outline": "shizhu"}, api.tag(place)))
    assert OutlineChoice.objects.get().version == 2


def test_who_may_choose(bureau):
    place = f"{LIST}{bureau.county.code}/"
    for role, unit, status in (
        (Role.OFFICER, bureau.county, 403),
        (Role.MACHINE, bureau.county, 403),
        (Role.CHIEF, bureau.other, 404),
        (Role.CHIEF, bureau.station, 404),
    ):
        api = bureau.api(role, unit)
        answer = api.post(place, {"outline": "yushu"}, f'"{bureau.county.pk}-0"')
        assert answer.status_code == status, role
    assert not OutlineChoice.objects.exists()
    unknown = bureau.api(Role.LEGAL, bureau.county)
    refusal = problem(unknown.post(place, {"outline": "own"}, f'"{bureau.county.pk}-0"'), 400,
                      "INVALID")  # fmt: skip
    assert [error["field"] for error in refusal["errors"]] == ["outline"]
