"""Templates: built-in ones print every field, hostile and misspelt ones never get in."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.exceptions import ValidationError
from docx import Document
from jinja2 import meta

from disputes.models import AuditEvent, Dispute, PaperTemplate
from disputes.papers import BY_CODE, PAPERS
from disputes.papers.fields import shapes
from disputes.papers.templates import _trees, builtin, check
from disputes.services import papers
from tests.disputes.papers import cases
from tests.disputes.papers.printing import file_of, issue, text_of, void
from tests.factories import make_officer

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]
PAPER = BY_CODE["risk_assessment"]


def template(*paragraphs: str) -> bytes:
    """A Word file with these paragraphs."""
    word, file = Document(), io.BytesIO()
    for text in paragraphs:
        word.add_paragraph(text)
    word.save(file)
    return file.getvalue()


def with_part(name: str, content: bytes) -> bytes:
    """A Word file with one more part, or with one replaced."""
    file = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(template("{{ level }}"))) as old,
        zipfile.ZipFile(file, "w") as new,
    ):
        for entry in old.infolist():
            if entry.filename != name:
                new.writestr(entry, old.read(entry))
        new.writestr(name, content)
    return file.getvalue()


def refused(content: bytes) -> tuple[str, str]:
    with pytest.raises(ValidationError) as refusal:
        check(PAPER, content)
    (error,) = refusal.value.error_dict["content"]
    assert not PaperTemplate.objects.exists()
    return error.code, error.messages[0]


@pytest.mark.parametrize("paper", PAPERS, ids=lambda p: p.code)
def test_every_builtin_template_would_pass_as_an_upload(paper):
    check(paper, builtin(paper))


@pytest.mark.parametrize("paper", PAPERS, ids=lambda p: p.code)
def test_every_builtin_template_names_number_and_organ(paper):
    printed = set().union(*(meta.find_undeclared_variables(t) for t in _trees(builtin(paper))))
    assert {paper.issuer, "number"} <= printed <= shapes(paper.fields).keys()


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__.__mro__ }}",
        "{{ level.__class__ }}",
        "{{ level.format(1) }}",
        "{{ 9 ** 9 ** 9 }}",
        "{{ 'x' * 1000000000 }}",
        "{{ range(10) }}",
        "{{ level | upper }}",
        "{{ parties[0].name }}",
        "{{ parties }}",
        "{{ self }}",
        "{{ cycler.__init__.__globals__ }}",
        "{% set x = level %}",
        "{% include 'secret' %}",
        "{% macro m() %}{% endmacro %}",
        "{% for p in level %}{% endfor %}",
        "{% for p in parties if p.name %}{{ p.name }}{% endfor %}",
        "{% for p in parties recursive %}{{ loop(parties) }}{% endfor %}",
        "{% if level == 'x' %}{% endif %}",
        "{{p level }}",
        "{{r level }}",
    ],
)
def test_an_expression_that_is_no_field_is_refused(text):
    code, said = refused(template(text))
    assert code in ("template_expression", "template_unknown_field")
    assert "模板" in said or "字段" in said or "列表" in said


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("{{ levle }}", "levle"),
        ("{% for p in parties %}{{ p.nmae }}{% endfor %}", "p.nmae"),
        ("{% if no_such %}x{% endif %}", "no_such"),
        ("{{ p.name }}", "p.name"),
    ],
)
def test_an_unknown_field_is_named(text, name):
    assert refused(template(text)) == (
        "template_unknown_field", f"该文书没有字段“{name}”",
    )  # fmt: skip


@pytest.mark.parametrize("text", ["{{ level", "{% for p in parties %}", "{% endif %}", "{{ }}"])
def test_a_broken_tag_is_refused(text):
    assert refused(template(text, "x"))[0] in ("template_syntax", "template_expression")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "not_a_docx"),
        (b"PK\x03\x04 broken", "not_a_docx"),
        (b"x" * (1024 * 1024 + 1), "too_large"),
        (with_part("word/vbaProject.bin", b"x"), "template_active_content"),
        (with_part("word/embeddings/oleObject1.bin", b"x"), "template_active_content"),
        (with_part("word/header9.xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"),
         "template_active_content"),
        (with_part("word/_rels/settings.xml.rels", b'<R TargetMode="External" Target="http://x"/>'),
         "template_active_content"),
        (with_part("word/header9.xml", b"<w:instrText>DDEAUTO c:\\x</w:instrText>"),
         "template_active_content"),
        (with_part("word/document.xml", b"<a"), "not_a_docx"),
        (with_part("word/filler.xml", b" " * (21 * 1024 * 1024)), "too_large"),
    ],
    ids=["empty", "broken", "big", "macro", "object", "entity", "link", "dde", "xml", "bomb"],
)  # fmt: skip
def test_a_file_that_does_more_than_print_is_refused(content, code):
    assert refused(content)[0] == code


def test_a_new_version_prints_the_next_paper_and_leaves_the_issued_one_as_it_is():
    dispute, admin = cases.security(), make_officer(role="system_admin")
    subject = dispute.risk_assessments.get().pk
    first = issue(dispute, PAPER.code, subject)
    kept = file_of(first)

    made = papers.upload_template(
        PAPER, template("本地样式：{{ level }}"), actor=admin, reason="县局统一样式"
    )
    void(dispute, first)
    second = issue(dispute, PAPER.code, subject)

    assert (made.number, first.template_version, second.template_version) == (1, 0, 1)
    assert text_of(file_of(second)) == "本地样式：黄色（中）"
    assert file_of(first) == kept
    entry = AuditEvent.objects.get(action="upload_paper_template")
    assert (entry.actor, entry.target) == (admin, "risk_assessment:1")


def test_what_somebody_typed_is_printed_and_never_run():
    dispute = cases.security()
    typed = "{{ organ }}{% for %} <b>&\"'</b>\u000b\u0001 第二行"
    Dispute.objects.filter(pk=dispute.pk).update(summary=typed)
    printed = text_of(file_of(issue(dispute, "registration_form")))
    assert "{{ organ }}{% for %} <b>&\"'</b> 第二行" in printed
