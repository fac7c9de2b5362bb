"""Editions over HTTP: from the draft to the signed file that a machine fetches."""

from __future__ import annotations

import json
from datetime import date

import pytest

from disputes.choices import Role
from reporting import drain
from reporting.editions import verifier
from reporting.models import Edition, Reconciliation, SignedEdition
from reporting.models.edition import EditionAction as Act
from tests.disputes.api.asking import Api, created, done, problem
from tests.factories import make_officer, make_unit
from tests.reporting import rows

EDITIONS = "/api/v1/editions/"
JAN = date(2025, 1, 20)


@pytest.fixture(autouse=True)
def _nobody_is_slowed_down(settings):
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}


def one(pk: int, rest: str = "") -> str:
    return f"{EDITIONS}{pk}/{rest}"


def actions(answer) -> list[str]:
    return [each["action"] for each in answer["available_actions"]]


def test_a_report_from_draft_to_signature(bureau):
    author = Api(bureau.people[Act.SUBMIT])
    built = author.post(EDITIONS, {"year": 2025})
    edition = done(built)
    pk = edition["id"]
    assert actions(edition) == ["submit"]
    missing = {slot["code"]: "按要求开展。" for slot in edition["body"]["slots"] if slot["missing"]}
    assert problem(
        author.patch(one(pk, "texts/"), {"texts": missing}), 428, "PRECONDITION_REQUIRED"
    )
    written = author.patch(one(pk, "texts/"), {"texts": missing}, built["ETag"])
    assert done(written)["texts"] == missing
    assert (
        problem(
            author.patch(one(pk, "texts/"), {"texts": missing}, built["ETag"]), 412, "OUTDATED"
        )["current"]["id"]
        == pk
    )
    done(author.post(one(pk, "steps/"), {"action": "submit"}, written["ETag"]))

    station = Api(bureau.people[Act.CONFIRM])
    (waiting,) = done(station.get(f"{EDITIONS}to-confirm/"))["results"]
    assert waiting["figures"][0]["text"] == "12起"
    assert problem(station.get(one(pk)), 404, "NOT_FOUND")  # the superior's report itself
    confirmed = station.post(f"{EDITIONS}to-confirm/{pk}/", {"action": "confirm"}, waiting["etag"])
    assert done(confirmed)["standing"] == "confirmed"

    drain.reconcile()
    for action in (Act.PASS_LEGAL, Act.PASS_SECRECY, Act.SIGN):
        api = Api(bureau.people[action])
        assert action in actions(done(api.get(one(pk))))
        answer = done(api.post(one(pk, "steps/"), {"action": action}, api.tag(one(pk))))
    assert (answer["status"], answer["available_actions"]) == ("signed", [])
    assert answer["signature"]["digest"] == SignedEdition.objects.get().digest
    assert [unit["standing"] for unit in answer["lower_units"]] == ["confirmed"]


def test_a_refused_signature_says_why(bureau):
    edition = bureau.reviewed()
    Reconciliation.objects.all().delete()
    api = Api(bureau.people[Act.SIGN])
    refusal = problem(
        api.post(one(edition.pk, "steps/"), {"action": "sign"}, api.tag(one(edition.pk))),
        422, "NOT_RECONCILED",
    )  # fmt: skip
    assert "还没有与原始数据核对过" in refusal["detail"]
    assert Edition.objects.get().status == "approved"


def test_the_machine_fetches_the_signed_file_once(bureau):
    edition = bureau.signed()
    machine = Api(make_officer(bureau.county, Role.MACHINE))
    (line,) = done(machine.get(EDITIONS, {"status": "signed", "year": 2025}))["results"]
    fetched = machine.get(one(line["id"], "file/"))
    assert verifier.verify(fetched.content)["content"]["report"] == edition.body
    assert fetched["Content-Type"] == "application/json"
    again = machine.get(one(line["id"], "file/"), If_None_Match=fetched["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    assert problem(machine.post(EDITIONS, {"year": 2024}), 403, "ROLE_FORBIDDEN")


def test_a_draft_has_no_signed_file(bureau):
    draft, api = bureau.draft(), Api(bureau.people[Act.SUBMIT])
    for rest in ("file/", "cases/?figure=registered", "erratum/", "errata/"):
        assert problem(api.get(one(draft.pk, rest)), 404, "NOT_FOUND")


def test_keys_are_public_and_files_are_verified(bureau):
    bureau.signed()
    (key,) = done(Api().get(f"{EDITIONS}keys/"))["keys"]
    content = SignedEdition.objects.get().content
    assert key["public_key"] == json.loads(content)["signature"]["public_key"]

    api = Api(bureau.people[Act.SUBMIT])

    def verdict(file: str):
        return done(api.client.post(f"{EDITIONS}verify/", file, content_type="application/json"))

    assert verdict(content)["accepted"] is True
    refused = verdict(content.replace("12起", "13起"))
    assert (refused["accepted"], refused["detail"]) == (
        False,
        "内容与SM3摘要不符：签发后内容被改动过",
    )


def test_frozen_figures_lead_to_their_cases(bureau):
    edition = bureau.signed()
    api = Api(bureau.people[Act.PASS_LEGAL])
    moved = bureau.cases[-1]
    type(moved).objects.filter(pk=moved.pk).update(unit=make_unit(make_unit()))

    query = {"figure": "resolution_rate", "part": "denominator", "page_size": 5}
    first = done(api.get(one(edition.pk, "cases/"), query))
    rest = done(api.get(one(edition.pk, "cases/"), query | {"start": 5, "page_size": 50}))

    assert (first["total"], first["count"], len(first["results"])) == (12, 12, 5)
    found = {row["number"]: row["id"] for row in first["results"] + rest["results"]}
    assert found == {c.number: None if c == moved else c.pk for c in bureau.cases}
    assert problem(api.get(one(edition.pk, "cases/"), {"figure": "unknown"}), 404, "NOT_FOUND")
    machine = Api(make_officer(bureau.county, Role.MACHINE))
    assert problem(machine.get(one(edition.pk, "cases/"), query), 403, "ROLE_FORBIDDEN")


def test_errata_are_looked_at_issued_and_fetched(bureau):
    edition, chief = bureau.signed(), Api(bureau.people[Act.SIGN])
    late = rows.dispute(bureau.station, JAN)
    seen = done(chief.get(one(edition.pk, "erratum/")))
    assert [case["number"] for case in seen["cases"]] == [late.number]
    assert created(chief.post(one(edition.pk, "errata/"), {"reason": "补录"}))["number"] == 1
    assert len(done(chief.get(one(edition.pk, "errata/")))["results"]) == 1
    file = chief.get(one(edition.pk, "errata/1/"))
    assert verifier.verify(file.content)["content"]["reason"] == "补录"
    refusal = chief.post(one(edition.pk, "errata/"), {"reason": "补录"})
    assert problem(refusal, 422, "ERRATUM_SAID_ALREADY")


def test_a_signed_year_is_unlocked_for_some_days(bureau):
    bureau.signed()
    chief = Api(bureau.people[Act.SIGN])
    asked = {"year": 2025, "days": 3, "reason": "漏报一场"}
    assert created(chief.post(f"{EDITIONS}unlockings/", asked))["unit"]["name"] == "玄远县公安局"
    assert len(done(chief.get(f"{EDITIONS}unlockings/"))["results"]) == 1
    other = Api(make_officer(make_unit(bureau.county.parent), Role.CHIEF))
    assert done(other.get(f"{EDITIONS}unlockings/"))["results"] == []


def test_two_editions_are_compared(bureau):
    march, may = bureau.draft(month=3), bureau.draft(month=9)
    api = Api(bureau.people[Act.SUBMIT])
    found = done(api.get(one(march.pk, "difference/"), {"other": may.pk}))
    assert found["texts"][0]["was"] != found["texts"][0]["is"]
    assert problem(api.get(one(march.pk, "difference/"), {"other": 0}), 400, "INVALID")


def test_editions_exist_for_the_own_unit_and_those_above_it_only(bureau):
    edition = bureau.draft()
    above = Api(make_officer(bureau.county.parent, Role.STATISTICIAN))
    assert done(above.get(one(edition.pk)))["available_actions"] == []
    assert problem(
        above.post(one(edition.pk, "steps/"), {"action": "submit"}, above.tag(one(edition.pk))),
        422, "EDITION_OF_ANOTHER_UNIT",
    )  # fmt: skip
    beside = Api(make_officer(make_unit(bureau.county.parent), Role.STATISTICIAN))
    assert done(beside.get(EDITIONS))["results"] == []
    for path in (one(edition.pk), one(edition.pk, "file/"), one(edition.pk, "difference/?other=1")):
        assert problem(beside.get(path), 404, "NOT_FOUND")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"year": 1999}, "year"),
        ({"year": 2025, "month": 13}, "month"),
        ({"year": 2025, "cutoff": "2026-01-31"}, "cutoff"),
        ({"year": 2025, "month": 3, "cutoff": "2025-03-31"}, "cutoff"),
        ({"year": 2025, "texts": {}}, "texts"),
    ],
)
def test_what_no_report_is_about_is_refused(bureau, body, field):
    refusal = problem(Api(bureau.people[Act.SUBMIT]).post(EDITIONS, body), 400, "INVALID")
    assert [error["field"] for error in refusal["errors"]] == [field]
    assert not Edition.objects.exists()
