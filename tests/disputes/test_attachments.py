"""Attachments: put on file over HTTP, read in full or in part under account, never half-written."""

from __future__ import annotations

import io
from collections import Counter
from datetime import timedelta

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from PIL import Image

from disputes import clock, vault
from disputes.casefile import case_file
from disputes.choices import Role, State, Track
from disputes.errors import WrongState
from disputes.models import (
    Attachment,
    AuditEvent,
    DisputeEvent,
    Evidence,
    MediationSession,
    Obligation,
    StoredFile,
)
from disputes.services import attachments
from tests.disputes.api.asking import Api, created, done, one, problem
from tests.disputes.racing import at_once
from tests.disputes.refusing import refused
from tests.disputes.volumes import making
from tests.factories import make_case, make_chief, make_officer, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]


@pytest.fixture
def dispute():
    return make_case(State.AGREED, track=Track.SECURITY_CASE)


@pytest.fixture
def api(dispute):
    return Api(dispute.registered_by)


def upload(api, dispute, content=None, name="现场 照片.jpg", key="upload-0001", **fields):
    """A form as a browser or a mobile client sends it."""
    file = SimpleUploadedFile(name, making.picture() if content is None else content)
    return api.client.post(
        one(dispute, "attachments/"), {"kind": "photo", **fields, "file": file},
        headers={"Idempotency-Key": key},
    )  # fmt: skip


def body(answer) -> bytes:
    return b"".join(answer.streaming_content)


def names() -> set[str]:
    return set(vault.stored_before(timezone.now() + timedelta(days=1)))


def test_a_photo_goes_on_file_with_digest_type_and_thumbnail(api, dispute):
    content = making.photo_with_place()
    made = created(upload(api, dispute, content, note="漏水处"))

    assert made["name"] == "现场 照片.jpg"
    assert (made["media_type"], made["size"]) == ("image/jpeg", len(content))
    assert made["has_thumbnail"] is True
    assert made["dispute"]["available_actions"].count("attach") == 1
    event = DisputeEvent.objects.get(dispute=dispute, action="attach")
    assert event.facts["name"] == "现场 照片.jpg"
    here = one(dispute, f"attachments/{made['id']}/")
    answer = api.get(f"{here}file/")
    assert body(answer) == content  # untouched, with all that the camera noted
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"] == (
        "attachment; filename*=UTF-8''%E7%8E%B0%E5%9C%BA%20%E7%85%A7%E7%89%87.jpg"
    )
    small = api.get(f"{here}thumbnail/")
    assert not Image.open(io.BytesIO(small.content)).getexif()
    actions = AuditEvent.objects.values_list("action", flat=True)
    assert Counter(actions) == {"read_attachment": 1, "read_thumbnail": 1}
    assert [row["id"] for row in done(api.get(one(dispute, "attachments/")))] == [made["id"]]


def test_nothing_of_it_lies_in_the_clear(api, dispute):
    content = making.scan()
    created(upload(api, dispute, content, name="a.pdf", kind="scan"))
    with vault.storage().open(
        StoredFile.objects.get(digest=vault.digest_of([content])[0]).name
    ) as f:
        assert b"%PDF" not in f.read()


def test_a_proof_of_performance_hangs_on_its_obligation(api, dispute):
    duty = Obligation.objects.get(agreement__dispute=dispute)
    made = created(upload(api, dispute, obligation=duty.pk))
    assert made["obligation"] == duty.pk
    assert list(duty.attachments.all()) == [Attachment.objects.get(pk=made["id"])]


def test_about_a_session_or_an_item_of_evidence_but_not_about_two_at_once(api, dispute):
    session = MediationSession.objects.get(dispute=dispute)
    item = Evidence.objects.filter(dispute=dispute).first()
    assert created(upload(api, dispute, session=session.pk))["session"] == session.pk
    assert created(upload(api, dispute, key="upload-0002", evidence=item.pk))["evidence"] == item.pk
    both = upload(api, dispute, key="upload-0003", session=session.pk, evidence=item.pk)
    problem(both, 400, "INVALID")
    with pytest.raises(IntegrityError), transaction.atomic():
        Attachment.objects.update(session=session, evidence=item)


def test_a_row_of_another_case_is_nothing_to_hang_a_file_on(api, dispute):
    other = make_case(State.AGREED, dispute.registered_by, track=Track.SECURITY_CASE)
    duty = Obligation.objects.get(agreement__dispute=other)
    problem(upload(api, dispute, obligation=duty.pk), 400, "INVALID")
    assert not Attachment.objects.exists()


@pytest.mark.parametrize(
    ("content", "name", "fields", "status", "code"),
    [
        (b"", "a.jpg", {}, 422, "FILE_EMPTY"),
        (making.picture("PNG"), "a.jpg", {}, 422, "FILE_EXTENSION"),
        (making.picture()[:500], "a.jpg", {}, 422, "FILE_CORRUPT"),
        (b"MZ\0\0", "a.exe", {}, 422, "FILE_TYPE"),
        (making.scan(), "a.pdf", {}, 422, "ATTACHMENT_KIND_MISMATCH"),
        (making.picture(), "a.jpg", {"kind": "audio"}, 422, "ATTACHMENT_KIND_MISMATCH"),
        (making.picture(), "a.jpg", {"kind": "film"}, 400, "INVALID"),
        (making.picture(), "a.jpg", {"digest": "0" * 64}, 400, "INVALID"),
        (making.picture(), "\u202e.jpg", {"note": "x" * 301}, 400, "INVALID"),
    ],
)
def test_what_is_wrong_with_a_file_is_said_and_nothing_is_stored(
    api, dispute, content, name, fields, status, code
):
    before = names()
    problem(upload(api, dispute, content, name, **fields), status, code)
    assert not Attachment.objects.exists()
    assert not StoredFile.objects.exists()
    assert not DisputeEvent.objects.filter(action="attach").exists()
    assert names() == before


def test_a_form_larger_than_one_upload_may_be_is_refused_unread(api, dispute, settings):
    settings.FILE_UPLOAD_MAX_MEMORY_SIZE = 1000
    said = problem(upload(api, dispute), 413, "UPLOAD_TOO_LARGE")
    assert "不能超过50MB" in said["detail"]


def test_a_form_without_a_file_or_a_key_is_refused(api, dispute):
    here = one(dispute, "attachments/")
    no_file = api.client.post(here, {"kind": "photo"}, headers={"Idempotency-Key": "upload-1"})
    problem(no_file, 400, "INVALID")
    problem(api.client.post(here, {"kind": "photo"}), 400, "INVALID")


def test_a_retry_stores_once_and_another_file_under_the_key_is_refused(api, dispute):
    first, again = created(upload(api, dispute)), upload(api, dispute)
    assert created(again) == first
    assert again["Idempotent-Replayed"] == "true"
    other = upload(api, dispute, making.picture(colour="red"))
    problem(other, 422, "IDEMPOTENCY_KEY_REUSED")
    assert Attachment.objects.count() == StoredFile.objects.count() == 1


@pytest.mark.parametrize(
    ("asked", "status", "start", "stop"),
    [
        ("bytes=0-9", 206, 0, 10),
        ("bytes=100-", 206, 100, None),
        ("bytes=-20", 206, -20, None),
        ("bytes=5-99999999", 206, 5, None),
        ("bytes=9-3", 200, 0, None),
        ("bytes=0-1,5-6", 200, 0, None),
        ("lines=0-1", 200, 0, None),
        ("bytes=-", 200, 0, None),
    ],
)
def test_a_part_is_answered_as_asked_and_what_is_not_understood_in_full(
    api, dispute, asked, status, start, stop
):
    content = making.picture()
    made = created(upload(api, dispute, content))
    answer = api.get(one(dispute, f"attachments/{made['id']}/file/"), Range=asked)
    assert answer.status_code == status
    assert body(answer) == content[start:stop]
    assert int(answer["Content-Length"]) == len(content[start:stop])
    entry = AuditEvent.objects.get(action="read_attachment")
    assert ("from" in entry.details) is (status == 206)


def test_a_part_behind_the_end_is_416_and_no_reading(api, dispute):
    made = created(upload(api, dispute))
    answer = api.get(one(dispute, f"attachments/{made['id']}/file/"), Range="bytes=99999999-")
    assert (answer.status_code, answer["Content-Range"]) == (416, f"bytes */{made['size']}")
    assert not AuditEvent.objects.filter(action="read_attachment").exists()


def test_a_stranger_finds_no_attachment(dispute):
    row = making.attach(dispute)
    stranger = Api(make_chief(make_unit(dispute.unit.parent)))
    for path in (
        "attachments/",
        *(f"attachments/{row.pk}/{end}" for end in ("", "file/", "thumbnail/")),
    ):
        problem(stranger.get(one(dispute, path)), 404, "NOT_FOUND")
    problem(upload(stranger, dispute), 404, "NOT_FOUND")
    assert not AuditEvent.objects.exists()


def test_a_file_that_was_altered_is_not_sent(api, dispute):
    row = making.attach(dispute)
    place = vault.storage()
    with place.open(row.file.name) as file:
        sealed = file.read()
    place.delete(row.file.name)
    place.save(row.file.name, io.BytesIO(sealed[:-1] + b"x"))
    problem(api.get(one(dispute, f"attachments/{row.pk}/file/")), 503, "FILE_UNAVAILABLE")
    place.delete(row.file.name)
    problem(api.get(one(dispute, f"attachments/{row.pk}/file/")), 503, "FILE_UNAVAILABLE")


def test_an_attachment_is_voided_once_with_a_reason_and_its_file_stays(api, dispute):
    row = making.attach(dispute)
    here = one(dispute, f"attachments/{row.pk}/")
    problem(api.post(f"{here}void/", {"reason": "传错"}), 428, "PRECONDITION_REQUIRED")
    voided = done(api.post(f"{here}void/", {"reason": "传错"}, api.tag(here)))
    assert (voided["void_reason"], voided["version"]) == ("传错", 2)
    assert body(api.get(f"{here}file/"))
    with refused(dispute, "WRONG_STATE", by=WrongState), case_file(dispute.pk) as case:
        attachments.void(case, case.rows(Attachment)[0], actor=dispute.registered_by, reason="再")


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.OFFICER, Role.CHIEF}))
def test_only_officers_and_chiefs_attach(dispute, role):
    with refused(dispute, "ROLE_FORBIDDEN"):
        making.attach(dispute, actor=make_officer(dispute.unit, role))


@pytest.mark.parametrize("state", [State.ARCHIVED, State.VOIDED])
def test_an_archived_or_voided_case_takes_no_attachment(state):
    dispute = make_case(state)
    with refused(dispute, "WRONG_STATE", by=WrongState):
        making.attach(dispute)


def test_two_cases_share_the_bytes_and_nothing_else(dispute):
    other = make_case(State.ACCEPTED, dispute.registered_by)
    first, second = making.attach(dispute), making.attach(other, name="另一名.jpg")
    assert first.file == second.file
    assert StoredFile.objects.count() == 1


def test_stored_files_are_never_changed(dispute):
    making.attach(dispute)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        StoredFile.objects.update(size=1)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        StoredFile.objects.all()._raw_delete("default")


@pytest.mark.django_db(transaction=True)
def test_of_two_who_store_the_same_at_once_one_file_stays():
    cases = [make_case(State.ACCEPTED)]
    cases.append(make_case(State.ACCEPTED, cases[0].registered_by))
    content, before = making.picture(colour="teal"), names()

    outcomes = at_once(*(lambda d=d: making.attach(d, content) for d in cases))

    assert [type(o) for o in outcomes] == [Attachment] * 2
    kept = StoredFile.objects.get()
    assert names() - before == {kept.name, kept.thumbnail}
    assert all(making.content_of(o.file) == content for o in outcomes)


@pytest.fixture
def folder(tmp_path, settings):
    """Attachments in a folder, as an installation keeps them."""
    settings.STORAGES = settings.STORAGES | {
        "attachments": {"BACKEND": "disputes.vault.DurableFiles", "OPTIONS": {"location": tmp_path}}
    }
    assert storages["attachments"].location == str(tmp_path)
    return tmp_path


@pytest.mark.parametrize("when", ["before the row", "while writing"])
def test_what_was_cut_off_leaves_no_row_and_is_swept_a_day_later(
    dispute, folder, monkeypatch, when
):
    kept = making.attach(dispute)
    put = vault.put

    def cut_off(name, chunks):
        if when == "before the row":
            put(name, chunks)
        else:
            (folder / "ff").mkdir(exist_ok=True)
            (folder / "ff" / "half").write_bytes(b"\x01")
        raise KeyboardInterrupt

    monkeypatch.setattr(vault, "put", cut_off)
    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        making.attach(dispute, making.picture(colour="red"))
    monkeypatch.undo()
    assert list(Attachment.objects.all()) == [kept]
    assert StoredFile.objects.count() == 1

    with clock.at(timezone.now()):
        assert attachments.sweep() == 0  # an upload may still be on its way to its row
    with clock.at(timezone.now() + timedelta(days=2)):
        assert attachments.sweep() == 1
        assert attachments.sweep() == 0
    assert making.content_of(kept.file) == making.picture()
    assert vault.read_whole(kept.file.thumbnail)
