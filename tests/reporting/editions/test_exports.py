"""Exports as jobs: one file however often it is asked for, whole or not at all, and accounted for."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import jsonschema
import pytest
from django.conf import settings
from django.core.management import call_command

from disputes import clock
from disputes.choices import Role
from disputes.errors import RuleViolation, WrongState
from disputes.models import AuditEvent
from disputes.privacy import sm3
from reporting.disclosure.tables import HIDDEN
from reporting.editions import verifier
from reporting.editions.drafting import write_texts
from reporting.editions.schema import json_schema
from reporting.exports import jobs
from reporting.models import ExportFile, ExportJob
from reporting.models.edition import EditionAction as A
from reporting.models.export import Format, Progress
from tests.disputes.api.asking import Api
from tests.factories import NOW, make_officer, make_unit

WHY = "报送县委依法治县办"
LATER = NOW + timedelta(days=8)


def ask(bureau, edition, format_=Format.CSV, **more) -> ExportJob:
    given = {"public": False, "purpose": WHY, "actor": bureau.people[A.SUBMIT]} | more
    return jobs.ask(edition, format_, **given)


def file_of(job) -> bytes:
    return ExportFile.objects.get(job=job).content


def test_asked_a_thousand_times_one_file_is_made(bureau):
    edition, times = bureau.draft(), 1000
    asked = {ask(bureau, edition).pk for _ in range(times)}
    assert len(asked) == ExportJob.objects.count() == 1
    made = [jobs.make(ExportJob.objects.get().pk) for _ in range(3)]
    assert [bool(one) for one in made] == [True, False, False]
    job = ExportJob.objects.get()
    assert (job.progress, job.percent, job.digest) == (Progress.DONE, 100, sm3(file_of(job)))
    assert file_of(job).startswith("\ufeff机构代码".encode())
    assert AuditEvent.objects.filter(action="ask_export", purpose=WHY).count() == times


def test_exports_of_a_signed_edition(bureau):
    edition = bureau.signed()
    made = {f: jobs.make(ask(bureau, edition, f).pk) for f in Format if f != Format.PDF}
    assert {job.progress for job in made.values()} == {Progress.DONE}
    content = file_of(made[Format.JSON])
    envelope = verifier.verify(content)
    jsonschema.validate(envelope, json_schema())
    months = envelope["content"]["report"]["tables"][0]
    assert months["total"]["values"][:3] == [12, 8, "66.67"]
    assert [row["values"][0] for row in months["rows"]] == [1] * 12
    public = jobs.make(ask(bureau, edition, Format.JSON, public=True).pk)
    told = json.loads(file_of(public))
    assert {row["values"][0] for row in told["tables"][0]["rows"]} == {HIDDEN}
    assert not any(n in file_of(public).decode() for n in envelope["content"]["cases"]["numbers"])


def test_the_published_schema_is_the_programs(db):
    published = Path(settings.BASE_DIR) / "docs" / "edition.schema.json"
    assert json.loads(published.read_text(encoding="utf-8")) == json_schema()
    call_command("edition_schema", check=True)
    jsonschema.Draft202012Validator.check_schema(json_schema())
    assert Api().get("/api/v1/editions/schema/").json() == json_schema()


def test_a_schema_refuses_a_figure_without_its_numerator(bureau):
    content = json.loads(bureau.signed().signed.content)
    next(iter(content["content"]["report"]["figures"].values())).pop("numerator")
    with pytest.raises(jsonschema.ValidationError, match="numerator"):
        jsonschema.validate(content, json_schema())


@pytest.mark.parametrize(
    ("more", "code"),
    [({"purpose": " "}, "EXPORT_PURPOSE_REQUIRED"), ({"public": True}, "EXPORT_NOT_SIGNED")],
)
def test_without_purpose_or_signature_nothing_is_exported(bureau, more, code):
    with pytest.raises(RuleViolation) as refused:
        ask(bureau, bureau.draft(), **more)
    assert refused.value.code == code
    assert not ExportJob.objects.exists()
    assert not AuditEvent.objects.filter(action="ask_export").exists()


def test_a_worker_that_died_leaves_nothing_and_is_followed_by_another(bureau, monkeypatch):
    class Killed(BaseException):
        pass

    def dies(*args, **kwargs):
        raise Killed

    job = ask(bureau, bureau.draft())
    with monkeypatch.context() as patched:
        patched.setattr(jobs, "made", dies)
        for attempt in range(jobs.MOST_ATTEMPTS):
            with clock.at(NOW + attempt * 2 * jobs.GIVEN_UP), pytest.raises(Killed):
                jobs.make(job.pk)
            assert not ExportFile.objects.exists()
        with clock.at(NOW + jobs.GIVEN_UP):
            assert jobs.waiting() == []  # somebody may still be at it
    with clock.at(NOW + 9 * jobs.GIVEN_UP):
        assert jobs.waiting() == [job.pk]
        failed = jobs.make(job.pk)
    assert (failed.progress, failed.failure) == (Progress.FAILED, "导出3次中断，请联系管理员")
    again = ask(bureau, job.edition)
    assert (again.pk, again.progress) == (job.pk, Progress.QUEUED)
    assert jobs.make(job.pk).progress == Progress.DONE


def test_a_job_taken_over_publishes_once(bureau, monkeypatch):
    job, whole = ask(bureau, bureau.draft()), jobs.made

    def slow(*args, **kwargs):
        content = whole(*args, **kwargs)
        monkeypatch.setattr(jobs, "made", whole)
        with clock.at(NOW + 2 * jobs.GIVEN_UP):
            assert jobs.make(job.pk).attempts == 2
        return content

    monkeypatch.setattr(jobs, "made", slow)
    assert jobs.make(job.pk) is None
    assert ExportFile.objects.count() == 1
    assert ExportJob.objects.get().attempts == 2


def test_a_draft_that_changed_meanwhile_is_not_exported_as_another(bureau):
    edition = bureau.draft()
    job = ask(bureau, edition)
    slot = edition.body["slots"][0]["code"]
    write_texts(edition.pk, actor=bureau.people[A.SUBMIT], expected=edition.version,
                texts={slot: "改过的文字。"})  # fmt: skip
    assert jobs.make(job.pk).failure == "报告内容已经变动，请重新申请导出"
    assert not ExportFile.objects.exists()


def test_an_expired_file_is_gone_and_may_be_asked_for_again(bureau):
    job = jobs.make(ask(bureau, bureau.draft()).pk)
    assert jobs.forget_expired() == 0
    with clock.at(LATER):
        assert jobs.forget_expired() == 1
        assert not ExportFile.objects.exists()
        job.refresh_from_db()
        with pytest.raises(WrongState, match="已过期"):
            jobs.read(job, purpose=WHY, actor=bureau.people[A.SIGN])
        again = jobs.make(ask(bureau, job.edition).pk)
    assert (again.pk, again.progress) == (job.pk, Progress.DONE)


def test_over_http_from_asking_to_the_file(bureau):
    edition, api = bureau.draft(), Api(bureau.people[A.SUBMIT])
    asked = api.post(f"/api/v1/editions/{edition.pk}/exports/", {"format": "xlsx", "purpose": WHY})
    assert asked.status_code == 201, asked.content
    url = asked.json()["url"]
    early = api.get(f"{url}file/?purpose=x")
    assert (early.status_code, early.json()["code"]) == (409, "WRONG_STATE")
    jobs.make(asked.json()["id"])
    done = api.get(url).json()
    assert (done["progress"], done["percent"]) == ("done", 100)
    nameless = api.get(done["file_url"])
    assert (nameless.status_code, nameless.json()["code"]) == (422, "EXPORT_PURPOSE_REQUIRED")
    file = api.get(f"{done['file_url']}?purpose=x")
    assert file.status_code == 200 and file.content[:2] == b"PK"
    assert file["ETag"] == f'"{done["digest"]}"' == f'"{sm3(file.content)}"'
    same = api.get(f"{done['file_url']}?purpose=x", **{"If-None-Match": file["ETag"]})
    assert (same.status_code, same.content) == (304, b"")
    assert AuditEvent.objects.filter(action="read_export", purpose="x").count() == 1
    listed = api.get(f"/api/v1/editions/{edition.pk}/exports/").json()["results"]
    assert [one["id"] for one in listed] == [done["id"]]


def test_exports_exist_for_the_own_unit_and_those_above_only(bureau):
    job = jobs.make(ask(bureau, bureau.draft()).pk)
    paths = (f"/api/v1/editions/{job.edition_id}/exports/", f"/api/v1/exports/{job.pk}/",
             f"/api/v1/exports/{job.pk}/file/?purpose=x")  # fmt: skip
    others = {
        404: (make_officer(bureau.station, Role.CHIEF), make_officer(make_unit(), Role.STATISTICIAN)),
        200: (make_officer(bureau.county.parent, Role.LEGAL), bureau.people[A.SIGN]),
        403: (make_officer(bureau.county, Role.SYSTEM_ADMIN),),
    }  # fmt: skip
    for status, officers in others.items():
        for officer in officers:
            for path in paths:
                assert Api(officer).get(path).status_code == status, (officer.role, path)
            body = {"format": "csv", "purpose": WHY}
            answer = Api(officer).post(paths[0], body)
            assert answer.status_code == (201 if status == 200 else status)
