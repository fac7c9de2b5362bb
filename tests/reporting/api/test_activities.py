"""Activity figures over HTTP: entered with a key, decided on a version, opened from the report."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from disputes.choices import Role
from reporting.activities.kinds import KINDS
from reporting.models import ActivityRecord
from tests.disputes.api.asking import created, done, problem

LIST = "/api/v1/activities/"
BODY = {"kind": "lectures", "value": 23, "starts_on": "2025-03-01", "ends_on": "2025-03-31",
        "evidence": "培训台账第3页"}  # fmt: skip


@pytest.fixture
def clerk(bureau):
    return bureau.api(Role.OFFICER, bureau.county)


@pytest.fixture
def chief(bureau):
    return bureau.api(Role.CHIEF, bureau.county)


def create(api, **more) -> dict:
    return created(api.post(LIST, BODY | more))


def step(api, entry: dict, name: str, body=None) -> dict:
    place = f"{LIST}{entry['id']}/"
    return done(api.post(f"{place}{name}/", body, api.tag(place)))


def approved(clerk, chief, **more) -> dict:
    return step(chief, step(clerk, create(clerk, **more), "submit"), "approve")


def test_the_kinds_say_what_is_counted(clerk):
    kinds = {kind["code"]: kind for kind in done(clerk.get(f"{LIST}kinds/"))["results"]}
    assert kinds.keys() == KINDS.keys()
    assert kinds["books"] == {
        "code": "books", "name": "配发法律书籍", "unit": "册", "field": "training",
        "field_label": "执法培训", "standing": False, "people": "", "part_of": "", "note": "",
        "source": "庆阳市公安局2025年度报告",
    }  # fmt: skip
    assert kinds["leader_studies"]["people"] == "leader_study_attendance"


def test_an_entry_from_draft_to_the_report(bureau, clerk, chief):
    entry = create(clerk, hedge="over", note="全年分三期")
    assert (entry["status"], entry["version"], entry["unit_word"]) == ("draft", 1, "次")
    step(clerk, entry, "submit")
    entry = step(chief, entry, "approve")
    assert [record["step"] for record in entry["records"]] == ["create", "submit", "approve"]
    assert entry["records"][0]["value"] == 23

    city = bureau.api()
    (total,) = done(city.get(f"{LIST}totals/", {"year": 2025}))["results"]
    assert (total["code"], total["value"], total["text"], total["entries"]) == (
        "lectures", 23, "23余次", 1,
    )  # fmt: skip
    behind = done(city.get(total["url"]))
    assert behind["total"] == 23
    assert [row["id"] for row in behind["results"]] == [entry["id"]]
    assert behind["results"][0]["evidence"] == "培训台账第3页"

    report = done(city.get(f"/api/v1/annual-reports/2025/{bureau.city.code}/"))
    (part,) = [part for part in report["document"]["parts"] if part["code"] == "training"]
    runs = part["paragraphs"][0]["runs"]
    assert "".join(run["text"] for run in runs) == "举办法治大讲堂23余次。"
    assert runs[1]["figure"] == "activity.lectures"
    (link,) = report["links"]["activity.lectures"]
    assert done(city.get(link))["total"] == report["figures"]["activity.lectures"]["value"] == 23


def test_a_retry_makes_no_second_entry(clerk):
    first, again = (clerk.post(LIST, BODY, Idempotency_Key="training-2025-03") for _ in range(2))
    assert created(first)["id"] == created(again)["id"]
    assert ActivityRecord.objects.count() == 1


def test_a_step_needs_the_version_it_was_decided_on(clerk, chief):
    entry = create(clerk)
    place = f"{LIST}{entry['id']}/"
    stale = clerk.tag(place)
    assert problem(clerk.post(f"{place}submit/"), 428, "PRECONDITION_REQUIRED")
    done(clerk.post(f"{place}submit/", None, stale))
    late = problem(chief.post(f"{place}approve/", None, stale), 412, "OUTDATED")
    assert late["current"]["status"] == "submitted"
    assert ActivityRecord.objects.count() == 2


def test_double_counting_is_warned_of_and_overcome_with_a_reason(clerk):
    step(clerk, create(clerk), "submit")
    entry = create(clerk)
    place = f"{LIST}{entry['id']}/"
    warned = problem(clerk.post(f"{place}submit/", None, clerk.tag(place)), 422,
                     "ACTIVITY_COUNTED_TWICE")  # fmt: skip
    assert warned["acknowledge"] == "ACTIVITY_COUNTED_TWICE"
    assert ActivityRecord.objects.filter(step="submit").count() == 1
    why = {"acknowledged": [{"code": warned["acknowledge"], "reason": "另一期培训"}]}
    entry = step(clerk, entry, "submit", why)
    assert entry["records"][-1]["reason"] == "另一期培训"


def test_who_entered_it_does_not_approve_it(chief):
    entry = step(chief, create(chief), "submit")
    place = f"{LIST}{entry['id']}/"
    problem(chief.post(f"{place}approve/", None, chief.tag(place)), 422, "ACTIVITY_OWN_ENTRY")
    assert ActivityRecord.objects.filter(status="approved").count() == 0


def test_return_revise_withdraw(clerk, chief):
    entry = step(clerk, create(clerk), "submit")
    entry = step(chief, entry, "return", {"reason": "台账缺页"})
    assert (entry["status"], entry["latest"]["reason"]) == ("returned", "台账缺页")
    entry = step(clerk, entry, "revise", {"value": 22})
    assert (entry["status"], entry["latest"]["value"]) == ("draft", 22)
    entry = step(clerk, entry, "withdraw", {"reason": "并入专项培训"})
    assert entry["status"] == "withdrawn"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"kind": "boks"}, "kind"),
        ({"value": -1}, "value"),
        ({"value": 3_000_000_000}, "value"),
        ({"value": "23余"}, "value"),
        ({"hedge": "maybe"}, "hedge"),
        ({"starts_on": "1999-01-01"}, "starts_on"),
        ({"unit": "621"}, "unit"),
        ({"evidence": "页" * 201}, "evidence"),
        ({"approved_at": "2025-03-01"}, "approved_at"),
    ],
)
def test_what_cannot_be_entered_is_refused(clerk, change, field):
    refusal = problem(clerk.post(LIST, BODY | change), 400, "INVALID")
    assert [error["field"] for error in refusal["errors"]] == [field]
    assert ActivityRecord.objects.count() == 0


def test_entries_of_other_units_do_not_exist(bureau, clerk, chief):
    entry = approved(clerk, chief)
    place = f"{LIST}{entry['id']}/"
    for name, status in (("city", 200), ("county", 200), ("station", 404), ("other", 404)):
        api = bureau.api(Role.CHIEF, getattr(bureau, name))
        assert api.get(place).status_code == status, name
        if status == 404:
            answer = api.post(f"{place}withdraw/", {"reason": "x"}, f'"{entry["id"]}-3"')
            assert problem(answer, 404, "NOT_FOUND")
            assert problem(api.post(LIST, BODY | {"unit": bureau.county.code}), 404, "NOT_FOUND")
        ids = [row["id"] for row in done(api.get(LIST))["results"]]
        assert ids == ([entry["id"]] if status == 200 else []), name
    assert ActivityRecord.objects.count() == 3


def test_the_list_is_filtered_and_paged(bureau, clerk):
    books, lectures = create(clerk, kind="books"), create(clerk)

    def listed(**query) -> list[int]:
        return [row["id"] for row in done(clerk.get(LIST, query))["results"]]

    assert listed() == [lectures["id"], books["id"]]
    assert listed(kind="books") == [books["id"]]
    assert listed(field="training", status="draft", year=2025) == [lectures["id"], books["id"]]
    assert listed(status="approved") == listed(year=2024) == listed(field="patrol") == []
    first = done(clerk.get(LIST, {"page_size": 1}))
    assert listed(page_size=1, cursor=first["next"]) == [books["id"]]
    assert problem(clerk.get(LIST, {"knd": "books"}), 400, "INVALID")


def test_the_number_of_queries_does_not_grow_with_the_list(clerk):
    def queries() -> int:
        with CaptureQueriesContext(connection) as seen:
            done(clerk.get(LIST))
        return len(seen)

    create(clerk)
    one = queries()
    for _ in range(4):
        create(clerk)
    assert len(done(clerk.get(LIST))["results"]) == 5
    assert queries() == one
