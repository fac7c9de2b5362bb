"""Drawn signatures and seals: in their place on one paper, by the right hand, never used again."""

from __future__ import annotations

import base64
import io

import pytest
from django.db import IntegrityError, transaction
from docx import Document
from docx.oxml.ns import qn
from PIL import Image

from disputes import ink
from disputes.casefile import CaseFile, case_file
from disputes.choices import Role, State, Track
from disputes.errors import RuleViolation, WrongState
from disputes.models import (
    AuditEvent,
    Dispute,
    MediationSession,
    Paper,
    PaperSignature,
    Party,
    Representative,
    SealImage,
    Unit,
)
from disputes.papers import PAPERS
from disputes.papers.layout import draw
from disputes.papers.signing import slots
from disputes.privacy import Unsealable
from disputes.services import signing
from tests.disputes.api.asking import Api, created, done, one, problem
from tests.disputes.papers import cases
from tests.disputes.papers.printing import file_of, issue, text_of, void
from tests.disputes.refusing import refused
from tests.disputes.volumes import making
from tests.factories import make_case, make_chief, make_officer, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]


@pytest.fixture
def dispute():
    return cases.security()


@pytest.fixture
def api(dispute):
    return Api(dispute.registered_by)


def record(dispute) -> Paper:
    return issue(dispute, "mediation_record", MediationSession.objects.get(dispute=dispute).pk)


def of_the_officer(dispute, paper) -> int:
    """The place where the officer in charge signs, whose name it bears."""
    return next(n for label, n in labels(dispute, paper).items() if label.startswith("经办民警"))


def labels(dispute, paper) -> dict[str, int]:
    with case_file(dispute.pk) as case:
        return {s.label: s.number for s, _ in signing.places(case, case.row(Paper, paper.pk))}


def sign(dispute, paper, slot, shift=0, **who):
    told = who or {"signer": "other", "name": "赵主任"}
    with case_file(dispute.pk) as case:
        held = {k: case.row(type(v), v.pk) if hasattr(v, "pk") else v for k, v in told.items()}
        return signing.sign(
            case, case.row(Paper, paper.pk), actor=dispute.registered_by, slot=slot,
            image=ink.from_png(making.signature(shift)), **held,
        )  # fmt: skip


def base64_of(content: bytes) -> str:
    return base64.b64encode(content).decode()


def pictures(docx: bytes) -> list[str]:
    """The line before each picture of a paper, as far as it stands in the picture's paragraph."""
    body = Document(io.BytesIO(docx)).element.body
    return [
        "".join(t.text or "" for t in p.iter(qn("w:t")))
        for p in body.iter(qn("w:p"))
        for _ in p.iter(qn("w:drawing"))
    ]


@pytest.mark.parametrize(
    ("code", "wanted"),
    [
        ("mediation_notice", {"经办民警", "被侵害人李明", "违法嫌疑人王强"}),
        ("proxy_authorisation", {"委托人", "受托人"}),
        ("guardian_notice", {"监护人签名"}),
        ("mediation_record", {"李明", "王强", "主持人", "记录人"}),
    ],
)
def test_the_places_are_read_from_the_paper_itself(dispute, code, wanted):
    subject = next(p for p in PAPERS if p.code == code).rows(CaseFile(dispute))[0]
    key = 0 if isinstance(subject, Dispute) else subject.pk
    found = labels(dispute, issue(dispute, code, key))
    assert [w for w in wanted if not any(label.startswith(w) for label in found)] == []


def test_every_paper_that_asks_for_a_signature_has_a_place_for_it():
    """By the drawn templates, so that none is forgotten."""
    asking = {p.code for p in PAPERS if "（签名" in text_of(draw(p.name, p.page))}
    having = {p.code for p in PAPERS if slots(draw(p.name, p.page), 2)}
    assert asking <= having


def test_a_party_signs_a_record_after_reading_it(api, dispute):
    paper = record(dispute)
    here = one(dispute, f"papers/{paper.pk}/signatures/")
    place = next(s for s in done(api.get(here)) if s["label"] == "李明")
    assert (place["signature"], place["seal"]) == (None, False)
    party = Party.objects.get(dispute=dispute, name="李明")
    body = {"slot": place["slot"], "signer": "party", "party": party.pk, "read_over": "read",
            "path": "M10 10 L100 60 L180 20 M200 200 L260.5 40"}  # fmt: skip
    made = created(api.post(here, body))

    assert (made["name"], made["read_over"], made["label"]) == ("李明", "read", "李明")
    stored = PaperSignature.objects.get()
    assert b"PNG" not in bytes(stored.sealed)
    assert Image.open(io.BytesIO(stored.image)).mode == "LA"
    answer = api.get(one(dispute, f"papers/{paper.pk}/file/"))
    lines = text_of(answer.content).splitlines()
    at = lines.index("李明（签名、捺指印）：")
    assert lines[at - 1] == "以上笔录我看过，与我说的相符。"
    assert pictures(answer.content) == ["李明（签名、捺指印）："]
    original = api.get(one(dispute, f"papers/{paper.pk}/file/"), {"original": "true"})
    assert original.content == file_of(paper)
    assert done(api.get(here))[place["slot"]]["signature"]["name"] == "李明"
    assert AuditEvent.objects.filter(action="sign_paper").count() == 1


def test_two_places_in_one_line_each_get_their_own_picture(dispute):
    paper = record(dispute)
    found = labels(dispute, paper)
    sign(dispute, paper, found["记录人"], 1, signer="other", name="周记录", read_over="read_to")
    sign(dispute, paper, found["主持人"], 2, signer="officer")
    signed = signing.with_signatures({paper: file_of(paper)})[paper]
    (line,) = set(pictures(signed))
    assert line.replace("　", "") == "主持人（签名）：记录人（签名）："
    runs = [
        r
        for p in Document(io.BytesIO(signed)).paragraphs
        if p.text.startswith("主持人")
        for r in p.runs
    ]
    order = "".join("#" if r._r.findall(qn("w:drawing")) else r.text for r in runs)
    assert order == "主持人（签名）：#记录人（签名）：#"
    assert "以上笔录向我宣读过，与我说的相符。" in text_of(signed)


def test_a_representative_signs_where_the_party_would(dispute):
    paper, proxy = record(dispute), Representative.objects.get(dispute=dispute, name="李子")
    row = sign(dispute, paper, labels(dispute, paper)["李明"], signer="representative",
               representative=proxy, read_over="read")  # fmt: skip
    assert row.name == "李子"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"party": "王强"}, "SIGNER_MISMATCH"),
        ({"representative": "王父"}, "SIGNER_MISMATCH"),
        ({"signer": "officer"}, "SIGNER_MISMATCH"),
        ({"signer": "other", "name": " "}, "SIGNER_UNKNOWN"),
        ({"party": "李明", "read_over": ""}, "READ_OVER_MISSING"),
    ],
)
def test_the_wrong_hand_and_an_unread_record_are_refused(dispute, change, code):
    paper = record(dispute)
    slot, who = labels(dispute, paper)["李明"], {"signer": "party", "read_over": "read"} | change
    if "party" in who:
        who["party"] = Party.objects.get(dispute=dispute, name=who["party"])
    if "representative" in who:
        who["signer"] = "representative"
        who["representative"] = Representative.objects.get(dispute=dispute, name="王父")
    with refused(dispute, code):
        sign(dispute, paper, slot, **who)


def test_a_place_is_signed_once_and_a_place_that_is_none_not_at_all(dispute):
    paper = issue(dispute, "mediation_notice")
    slot = of_the_officer(dispute, paper)
    sign(dispute, paper, slot, signer="officer")
    with refused(dispute, "WRONG_STATE", by=WrongState):
        sign(dispute, paper, slot, 5, signer="officer")
    with refused(dispute, "SIGNING_PLACE"):
        sign(dispute, paper, 99, 6, signer="officer")
    seal = next(n for label, n in labels(dispute, paper).items() if "派出所" in label)
    with refused(dispute, "SIGNING_PLACE"):
        sign(dispute, paper, seal, 7, signer="officer")


def test_strokes_are_used_once_whatever_the_paper_and_the_case(dispute):
    paper = issue(dispute, "mediation_notice")
    sign(dispute, paper, of_the_officer(dispute, paper), signer="officer")
    other = make_case(State.ACCEPTED)
    notice = issue(other, "mediation_notice")
    with refused(other, "SIGNATURE_REUSED"):
        sign(other, notice, of_the_officer(other, notice), signer="officer")


def test_a_signature_copied_to_another_paper_in_the_database_does_not_open(dispute):
    first, second = issue(dispute, "mediation_notice"), record(dispute)
    row = sign(dispute, first, of_the_officer(dispute, first), signer="officer")
    PaperSignature.objects.create(
        dispute=dispute, paper=second, slot=labels(dispute, second)["主持人"], label="主持人",
        signer="officer", name=row.name, mark=b"x" * 32, sealed=bytes(row.sealed),
        signed_at=row.signed_at, witnessed_by=row.witnessed_by,
    )  # fmt: skip
    with pytest.raises(Unsealable):
        signing.with_signatures({second: file_of(second)})


def test_signatures_are_history_and_those_of_a_voided_paper_go_with_it(dispute):
    paper = issue(dispute, "mediation_notice")
    slot = of_the_officer(dispute, paper)
    sign(dispute, paper, slot, signer="officer")
    for harm in (lambda: PaperSignature.objects.update(name="他人"),
                 lambda: PaperSignature.objects.all()._raw_delete("default")):  # fmt: skip
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            harm()
    void(dispute, paper)
    with refused(dispute, "WRONG_STATE", said="已经作废", by=WrongState):
        sign(dispute, paper, slot + 1, 3, signer="officer")
    again = issue(dispute, "mediation_notice")
    assert pictures(signing.with_signatures({again: file_of(again)})[again]) == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ({"png": "###"}, 400),
        ({"png": base64_of(making.picture())}, 422),
        ({"png": base64_of(making.picture("PNG", (3001, 50)))}, 422),
        ({"png": base64_of(making.signature()), "path": "M1 1 L2 2"}, 400),
        ({}, 400),
        ({"path": "M1 1 L900 900 Z"}, 422),
        ({"path": "<svg onload=alert(1)>"}, 422),
        ({"path": "L1 1"}, 422),
        ({"path": ""}, 400),
        ({"path": "M1 1"}, 422),
        ({"path": "M1 1 L2 2", "party": 1}, 400),
    ],
)
def test_what_is_no_signature_is_refused(api, dispute, body, status):
    paper = issue(dispute, "mediation_notice")
    here = one(dispute, f"papers/{paper.pk}/signatures/")
    slot = of_the_officer(dispute, paper)
    answer = api.post(here, {"slot": slot, "signer": "officer"} | body)
    assert answer.status_code == status, answer.content.decode()
    assert not PaperSignature.objects.exists()


def test_an_empty_sheet_is_no_signature():
    blank = io.BytesIO()
    Image.new("RGB", (300, 100), "white").save(blank, "PNG")
    with pytest.raises(RuleViolation) as refusal:
        ink.from_png(blank.getvalue())
    assert refusal.value.code == "SIGNATURE_EMPTY"


# --- seals


def keep(api, unit, content=None):
    return api.post(f"/api/v1/units/{unit.pk}/seals/", {
        "png": base64_of(making.seal_picture() if content is None else content), "reason": "新刻",
    })  # fmt: skip


def test_a_chief_keeps_the_seal_and_sets_it_where_the_organ_stands(api, dispute):
    paper = issue(dispute, "mediation_notice")
    slot = next(
        s["slot"]
        for s in done(api.get(one(dispute, f"papers/{paper.pk}/signatures/")))
        if s["seal"]
    )
    here = one(dispute, f"papers/{paper.pk}/seals/")
    problem(api.post(here, {"slot": slot}), 422, "NO_SEAL")
    kept = created(keep(api, dispute.unit))
    assert (kept["until"], kept["reason"]) == (None, "新刻")
    officer = Api(make_officer(dispute.unit))
    problem(officer.post(here, {"slot": slot}), 422, "ROLE_FORBIDDEN")
    assert created(api.post(here, {"slot": slot}))["signer"] == "seal"
    (line,) = pictures(api.get(one(dispute, f"papers/{paper.pk}/file/")).content)
    assert "幸福派出所（印章）" in line
    assert AuditEvent.objects.filter(action__in=("keep_seal", "seal_paper")).count() == 2


def test_the_seal_of_the_police_is_not_set_for_another_body(dispute):
    with pytest.raises(RuleViolation) as refusal, case_file(dispute.pk) as case:
        from disputes.guards import seal_is_of_the_organ

        seal_is_of_the_organ(case, {"label": "幸福社区人民调解委员会"}, None)
    assert refusal.value.code == "SEAL_OF_ANOTHER_BODY"


def test_a_new_seal_ends_the_former_one_and_papers_keep_theirs(api, dispute):
    first, second = created(keep(api, dispute.unit)), created(keep(api, dispute.unit))
    listed = done(api.get(f"/api/v1/units/{dispute.unit.pk}/seals/"))
    assert [(s["id"], bool(s["until"])) for s in listed] == [
        (first["id"], True),
        (second["id"], False),
    ]
    with pytest.raises(IntegrityError, match="only ends"), transaction.atomic():
        SealImage.objects.filter(pk=first["id"]).update(reason="改")


def test_nobody_else_keeps_a_seal(api, dispute):
    problem(keep(Api(make_officer(dispute.unit)), dispute.unit), 403, "ROLE_FORBIDDEN")
    problem(
        keep(Api(make_officer(dispute.unit, Role.SYSTEM_ADMIN)), dispute.unit),
        403,
        "ROLE_FORBIDDEN",
    )
    problem(keep(Api(make_chief(make_unit(dispute.unit.parent))), dispute.unit), 404, "NOT_FOUND")
    problem(keep(api, dispute.unit, making.picture()), 422, "SEAL_IMAGE")
    assert not SealImage.objects.exists()


def test_a_seal_lies_on_nothing_and_keeps_its_red():
    made = Image.open(io.BytesIO(ink.seal(making.seal_picture())))
    assert made.getpixel((0, 0))[3] == 0
    red = made.getpixel((made.width // 2, made.height // 2))
    assert red[0] > 200
    assert red[3] > 200


def test_tracks_without_a_seal_of_their_own_still_sign():
    dispute = make_case(State.AGREED, track=Track.CIVIL)
    assert Unit.objects.filter(pk=dispute.unit_id).exists()
    paper = issue(dispute, "peoples_agreement", dispute.agreements.get().pk)
    found = labels(dispute, paper)
    assert any("调解" in label for label in found), found
