"""Binding: the index true to the page, done once, kept as it is."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from pypdf import PdfReader

from disputes import clock, vault
from disputes.casefile import case_file
from disputes.choices import State
from disputes.errors import Caution
from disputes.models import AuditEvent, Volume
from disputes.papers.pdf import PdfUnavailable
from disputes.services import assembling, binding
from tests.disputes.api.asking import Api, created, done, one, problem
from tests.disputes.papers.printing import issue
from tests.disputes.refusing import refused
from tests.disputes.volumes import making
from tests.disputes.volumes.filing import OFFICE, issue_whole, long_case
from tests.factories import make_case, make_chief, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]


def test_the_standing_of_a_file_over_http():
    dispute = make_case(State.WITHDRAWN)
    form = issue(dispute, "registration_form")
    told = done(Api(dispute.registered_by).get(one(dispute, "case-file/")))
    assert (told["outcome"], told["complete"]) == ("withdrawn", False)
    assert [m["code"] for m in told["missing"]] == ["risk_assessment", "failure_notice"]
    assert [p["number"] for p in told["papers"]] == [form.number]
    stranger = Api(make_chief(make_unit(dispute.unit.parent)))
    problem(stranger.get(one(dispute, "case-file/")), 404, "NOT_FOUND")


def test_an_incomplete_file_is_bound_only_with_a_reason(
    monkeypatch, django_capture_on_commit_callbacks
):
    dispute, sent = make_case(State.WITHDRAWN), []
    monkeypatch.setattr("disputes.tasks.bind_volume.delay", sent.append)
    api = Api(dispute.registered_by)
    said = problem(api.post(one(dispute, "volumes/")), 422, "CASE_FILE_INCOMPLETE")
    assert "矛盾纠纷登记表" in said["detail"]
    assert not Volume.objects.exists()
    why = {"acknowledged": [{"code": said["acknowledge"], "reason": "上级调卷"}]}
    with django_capture_on_commit_callbacks(execute=True):
        made = created(api.post(one(dispute, "volumes/"), why))
    assert (made["progress"], made["reason"]) == ("waiting", "上级调卷")
    assert [m["code"] for m in made["missing"]][:1] == ["registration_form"]
    assert sent == [made["id"]]
    problem(api.post(one(dispute, "volumes/"), why), 409, "WRONG_STATE")
    problem(api.get(one(dispute, f"volumes/{made['id']}/file/")), 409, "WRONG_STATE")


def test_a_broker_that_is_away_loses_no_binding(monkeypatch, django_capture_on_commit_callbacks):
    from kombu.exceptions import OperationalError

    def away(_):
        raise OperationalError

    dispute = make_case(State.WITHDRAWN)
    monkeypatch.setattr("disputes.tasks.bind_volume.delay", away)
    why = {"acknowledged": [{"code": binding.INCOMPLETE, "reason": "上级调卷"}]}
    with django_capture_on_commit_callbacks(execute=True):
        made = created(Api(dispute.registered_by).post(one(dispute, "volumes/"), why))
    assert binding.waiting() == [made["id"]]


ROMAN = ["i", "ii", "iii", "iv", "v", "vi"]


def printed_number(page) -> str:
    """The number at the upper right: what the stamp wrote, which is the last text of the page."""
    return page.extract_text().split()[-1]


@OFFICE
def test_the_index_names_the_page_on_which_each_paper_really_begins():
    dispute = long_case()
    issue_whole(dispute)
    for n in range(20):
        making.attach(dispute, making.scan(5 + n % 5), name=f"询问笔录{n}.pdf", kind="scan")
    making.attach(dispute, making.photo_with_place(), note="漏水处")
    making.attach(dispute, making.scan(3), name="收条.pdf", kind="scan")
    making.attach(dispute, making.recording(), name="询问.mp3", kind="audio")
    voided = making.attach(dispute, making.picture(colour="red"), name="传错.jpg")
    with case_file(dispute.pk) as case:
        binding.attachments.void(
            case, case.row(type(voided), voided.pk), actor=dispute.registered_by, reason="传错"
        )

    volume = making.bound(dispute)

    assert (volume.progress, volume.missing, volume.reason) == ("done", [], "")
    assert len(volume.entries) >= 40
    assert volume.pages >= 150
    reader = PdfReader(io.BytesIO(making.content_of(volume.pdf)))
    front = next(n for n, page in enumerate(reader.pages) if printed_number(page) == "1")
    texts = [re.sub(r"\s", "", page.extract_text()) for page in reader.pages]
    assert "本卷共" in texts[0]
    assert f"{volume.pages}页" in texts[0]
    assert "卷内文书目录" in texts[1]
    assert [printed_number(p) for p in reader.pages[1:front]] == ROMAN[: front - 1]
    assert [printed_number(p) for p in reader.pages[front:]] == [
        str(n) for n in range(1, volume.pages + 1)
    ]
    index, expected = "".join(texts[1:front]), 1
    for n, entry in enumerate(volume.entries, 1):
        assert entry["page"] == (expected if entry["pages"] else 0)
        expected += entry["pages"]
        begins = texts[front + entry["page"] - 1]
        if entry["number"]:
            assert entry["title"] in begins, entry
            assert entry["number"] in begins, entry
            assert entry["number"] in index
        assert f"{n}{entry['title']}"[:20].replace(" ", "") in index
    assert expected == volume.pages + 1
    assert reader.page_labels[1 : front + 1] == [*ROMAN[: front - 1], "1"]
    titles = [entry["title"] for entry in volume.entries]
    assert titles[-3:] == ["现场.jpg", "收条.pdf", "电子材料清单"]
    assert "传错.jpg" not in titles
    assert "询问.mp3" in texts[-1]


@OFFICE
def test_the_archive_holds_the_papers_and_the_digests_they_were_issued_with():
    dispute = make_case(State.WITHDRAWN)
    form = issue(dispute, "registration_form")
    volume = making.bound(dispute)
    with zipfile.ZipFile(io.BytesIO(making.content_of(volume.archive))) as file:
        assert file.namelist() == ["001-矛盾纠纷登记表.docx", "摘要清单.txt"]
        listed = file.read("摘要清单.txt").decode().splitlines()
        assert listed[1] == f"1\t矛盾纠纷登记表\t{form.number}\t{form.digest}"
        assert vault.digest_of([file.read("001-矛盾纠纷登记表.docx")])[0] == form.digest
    api = Api(dispute.registered_by)
    told = done(api.get(one(dispute, f"volumes/{volume.pk}/")))
    assert told["entries"][0]["digest"] == form.digest
    assert told["digest"] == volume.pdf.digest
    for form_, start in (("pdf", b"%PDF"), ("zip", b"PK")):
        answer = api.get(one(dispute, f"volumes/{volume.pk}/file/"), {"file_format": form_})
        assert b"".join(answer.streaming_content).startswith(start)
    assert AuditEvent.objects.filter(action="read_volume").count() == 2


@pytest.mark.usefixtures("quick")
def test_a_volume_once_bound_is_never_changed_and_the_next_is_another():
    dispute = make_case(State.WITHDRAWN)
    issue(dispute, "registration_form")
    volume = making.bound(dispute)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Volume.objects.filter(pk=volume.pk).update(pages=99)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Volume.objects.filter(pk=volume.pk)._raw_delete("default")
    assert binding.bind(volume.pk) is None  # a message that came twice
    assert making.bound(dispute).ordinal == 2


@pytest.mark.usefixtures("quick")
def test_progress_is_told_and_a_broken_off_binding_is_begun_again(monkeypatch):
    dispute = make_case(State.WITHDRAWN)
    issue(dispute, "registration_form")
    volume = making.waiting_volume(dispute)
    told = []
    monkeypatch.setattr(
        assembling.pages, "bind", lambda *_: told.append(Volume.objects.get().steps_done) or 1 / 0
    )
    assert binding.bind(volume.pk).progress == "failed"
    assert told == [1]
    assert Volume.objects.get().failure == "装订时出现错误，请联系管理员"

    Volume.objects.update(progress="running", told_at=clock.now())
    assert binding.waiting() == []
    assert binding.bind(volume.pk) is None  # somebody is at it
    Volume.objects.update(told_at=clock.now() - binding.GIVEN_UP - timedelta(seconds=1))
    assert binding.waiting() == [volume.pk]
    monkeypatch.undo()


def test_without_libreoffice_the_binding_fails_and_says_so(monkeypatch):
    def none(_):
        raise PdfUnavailable

    monkeypatch.setattr(assembling, "convert_all", none)
    dispute = make_case(State.WITHDRAWN)
    issue(dispute, "registration_form")
    volume = making.bound(dispute)
    assert (volume.progress, volume.pdf) == ("failed", None)
    assert "LibreOffice" in volume.failure
    making.bound(dispute)  # and may be asked for again


def test_a_reason_is_needed_only_where_something_is_missing():
    dispute = make_case(State.WITHDRAWN)
    with (
        refused(dispute, "CASE_FILE_INCOMPLETE", said="尚缺", by=Caution),
        case_file(dispute.pk) as case,
    ):
        binding.request(case, actor=dispute.registered_by)
