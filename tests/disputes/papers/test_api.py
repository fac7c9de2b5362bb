"""Papers over HTTP: what can be issued, the files, who may read them, templates."""

from __future__ import annotations

import base64
import io
import zipfile

import pytest

from disputes.api.views import papers as views
from disputes.choices import Role, State, Track
from disputes.models import Agreement, AuditEvent, Paper, PaperTemplate
from disputes.papers import BY_CODE, pdf
from disputes.papers.templates import builtin
from tests.disputes.api.asking import Api, created, done, one, problem
from tests.disputes.papers.printing import file_of, issue, text_of
from tests.disputes.papers.test_templates import template
from tests.factories import make_case, make_chief, make_officer, make_unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]
TEMPLATES = "/api/v1/paper-templates/"


@pytest.fixture
def dispute():
    return make_case(State.AGREED, track=Track.SECURITY_CASE)


@pytest.fixture
def api(dispute):
    return Api(dispute.registered_by)


@pytest.fixture
def admin(dispute):
    return Api(make_officer(dispute.unit, Role.SYSTEM_ADMIN))


def test_from_the_list_to_the_file(api, dispute):
    listed = done(api.get(one(dispute, "papers/")))
    wanted = next(p for p in listed["not_issued"] if p["code"] == "security_agreement")
    assert wanted["lacking"] == []
    assert wanted["about"] == Agreement.objects.get().number

    body = {"code": wanted["code"], "subject": wanted["subject"]}
    made = created(api.post(one(dispute, "papers/"), body))

    assert made["dispute"]["state"] == "agreed"
    listed = done(api.get(one(dispute, "papers/")))
    assert [p["id"] for p in listed["issued"]] == [made["id"]]
    assert "security_agreement" not in [p["code"] for p in listed["not_issued"]]
    answer = api.get(one(dispute, f"papers/{made['id']}/file/"))
    assert answer.status_code == 200
    assert answer["Content-Type"] == views.DOCX
    assert answer["Cache-Control"] == "no-store"
    assert "filename*=UTF-8''%E6%B2%BB" in answer["Content-Disposition"]
    assert "治安调解协议书" in text_of(answer.content)
    assert AuditEvent.objects.filter(action="read_paper").count() == 1


def test_a_retry_with_the_same_key_issues_once(api, dispute):
    body = {"code": "registration_form"}
    first = created(api.post(one(dispute, "papers/"), body, Idempotency_Key="retry-12345"))
    again = created(api.post(one(dispute, "papers/"), body, Idempotency_Key="retry-12345"))
    assert first == again
    assert Paper.objects.count() == 1


def test_voiding_needs_the_tag_of_the_paper_and_a_reason(api, dispute):
    paper = issue(dispute, "registration_form")
    here = one(dispute, f"papers/{paper.pk}/")
    problem(api.post(f"{here}void/", {"reason": "误"}), 428, "PRECONDITION_REQUIRED")
    problem(api.post(f"{here}void/", {"reason": ""}, api.tag(here)), 400, "INVALID")
    stale = f'"{paper.pk}-9"'
    problem(api.post(f"{here}void/", {"reason": "误"}, stale), 412, "OUTDATED")
    voided = done(api.post(f"{here}void/", {"reason": "姓名有误"}, api.tag(here)))
    assert (voided["void_reason"], voided["version"]) == ("姓名有误", 2)
    assert api.get(f"{here}file/").status_code == 200  # the file of a voided paper stays


def test_an_unknown_code_or_field_is_refused(api, dispute):
    problem(api.post(one(dispute, "papers/"), {"code": "no_such"}), 400, "INVALID")
    body = {"code": "registration_form", "number": "1号"}
    problem(api.post(one(dispute, "papers/"), body), 400, "INVALID")
    body = {"code": "warning_letter"}
    problem(api.post(one(dispute, "papers/"), body), 422, "PAPER_NOT_APPLICABLE")
    assert not Paper.objects.exists()


def test_a_stranger_finds_no_paper_and_nobody_reads_without_a_trace(dispute):
    paper = issue(dispute, "registration_form")
    stranger = Api(make_chief(make_unit(dispute.unit.parent)))
    for path in ("papers/", "papers/files/", f"papers/{paper.pk}/", f"papers/{paper.pk}/file/"):
        problem(stranger.get(one(dispute, path)), 404, "NOT_FOUND")
    problem(stranger.post(one(dispute, "papers/"), {"code": "mediation_notice"}), 404, "NOT_FOUND")
    own = make_case(State.REGISTERED, stranger.officer)
    problem(stranger.get(one(own, f"papers/{paper.pk}/file/")), 404, "NOT_FOUND")
    problem(stranger.get(one(own, "papers/files/"), {"papers": paper.pk}), 404, "NOT_FOUND")
    assert not AuditEvent.objects.filter(action="read_paper").exists()


def test_several_papers_come_in_one_file(api, dispute):
    first, second = issue(dispute, "registration_form"), issue(dispute, "mediation_notice")
    answer = api.get(one(dispute, "papers/files/"))
    assert answer["Content-Type"] == views.ZIP
    with zipfile.ZipFile(io.BytesIO(answer.content)) as file:
        contents = {name: file.read(name) for name in file.namelist()}
    assert contents == {
        f"01-矛盾纠纷登记表-{first.number}.docx": file_of(first),
        f"02-调解告知书-{second.number}.docx": file_of(second),
    }
    chosen = api.get(one(dispute, "papers/files/"), {"papers": second.pk})
    with zipfile.ZipFile(io.BytesIO(chosen.content)) as file:
        assert file.namelist() == [f"01-调解告知书-{second.number}.docx"]
    entry = AuditEvent.objects.filter(action="read_paper").first()
    assert [p["code"] for p in entry.details["papers"]] == ["registration_form", "mediation_notice"]


def test_pdf_is_made_where_the_machine_can(api, dispute, monkeypatch):
    paper = issue(dispute, "registration_form")
    monkeypatch.setattr(views, "convert", lambda docx: b"%PDF-" + docx[:2])
    answer = api.get(one(dispute, f"papers/{paper.pk}/file/"), {"file_format": "pdf"})
    assert (answer["Content-Type"], answer.content) == (views.PDF, b"%PDF-PK")


def test_without_libreoffice_the_answer_says_so(api, dispute, monkeypatch):
    paper = issue(dispute, "registration_form")
    monkeypatch.setattr(pdf.shutil, "which", lambda _: None)
    answer = api.get(one(dispute, f"papers/{paper.pk}/file/"), {"file_format": "pdf"})
    assert "LibreOffice" in problem(answer, 503, "PDF_UNAVAILABLE")["detail"]


@pytest.mark.parametrize("end", ["fails", "hangs", "writes nothing"])
def test_a_conversion_that_does_not_end_well_is_unavailable(end, monkeypatch):
    def run(*args, **kwargs):
        if end == "fails":
            raise pdf.subprocess.CalledProcessError(1, "soffice")
        if end == "hangs":
            raise pdf.subprocess.TimeoutExpired("soffice", pdf.SECONDS)

    monkeypatch.setattr(pdf.shutil, "which", lambda _: "/usr/bin/soffice")
    monkeypatch.setattr(pdf.subprocess, "run", run)
    with pytest.raises(pdf.PdfUnavailable):
        pdf.convert(b"x")


def test_the_list_asks_as_often_for_many_papers_as_for_one(
    api, dispute, django_assert_max_num_queries
):
    issue(dispute, "registration_form")
    with django_assert_max_num_queries(200) as one_paper:
        api.get(one(dispute, "papers/"))
    for code in ("mediation_notice", "file_index"):
        issue(dispute, code)
    with django_assert_max_num_queries(len(one_paper)):
        api.get(one(dispute, "papers/"))


# --- templates


def test_templates_are_listed_with_the_fields_they_may_print(admin):
    rows = {row["code"]: row for row in done(admin.get(TEMPLATES))}
    assert rows.keys() == BY_CODE.keys()
    fields = {f["name"]: f for f in rows["security_agreement"]["may_print"]}
    assert fields["cause"] == {
        "name": "cause", "label": "起因", "may_be_empty": "", "repeats": False,
    }  # fmt: skip
    assert fields["parties"]["repeats"] is True
    assert fields["parties.id_number"]["may_be_empty"] == "登记时未核实"


def test_a_template_is_downloaded_edited_and_uploaded(admin):
    here = f"{TEMPLATES}security_agreement/"
    assert admin.get(f"{here}file/").content == builtin(BY_CODE["security_agreement"])
    content = template("{{ organ }} {{ cause }}")
    body = {"content": base64.b64encode(content).decode(), "reason": "县局统一"}
    assert created(admin.post(here, body))["number"] == 1
    assert admin.get(f"{here}file/").content == content
    rows = {row["code"]: row["version"] for row in done(admin.get(TEMPLATES))}
    assert rows["security_agreement"] == 1
    assert sum(rows.values()) == 1


@pytest.mark.parametrize(
    ("text", "said"),
    [("{{ ().__class__ }}", "不允许的表达式"), ("{{ organn }}", "没有字段“organn”")],
)
def test_a_hostile_or_misspelt_template_is_refused_in_chinese(admin, text, said):
    body = {"content": base64.b64encode(template(text)).decode(), "reason": "试"}
    refusal = problem(
        admin.post(f"{TEMPLATES}security_agreement/", body), 422, "CONSTRAINT_VIOLATED"
    )
    assert said in refusal["detail"]
    assert not PaperTemplate.objects.exists()


def test_content_that_is_no_base64_and_a_paper_that_is_none_are_refused(admin):
    body = {"content": "不是文件", "reason": "试"}
    problem(admin.post(f"{TEMPLATES}security_agreement/", body), 400, "INVALID")
    problem(admin.post(f"{TEMPLATES}no_such/", body), 404, "NOT_FOUND")
    problem(admin.get(f"{TEMPLATES}no_such/file/"), 404, "NOT_FOUND")


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.SYSTEM_ADMIN}))
def test_templates_are_the_system_administrators(role, dispute):
    somebody = Api(make_officer(dispute.unit, role))
    for path in (TEMPLATES, f"{TEMPLATES}security_agreement/file/"):
        problem(somebody.get(path), 403, "ROLE_FORBIDDEN")
    problem(somebody.post(f"{TEMPLATES}security_agreement/", {}), 403, "ROLE_FORBIDDEN")
