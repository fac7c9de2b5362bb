"""How papers lie on the page: fonts, margins, lines, what stays together; and who may read what."""

from __future__ import annotations

import pytest
from docx.oxml.ns import qn

from disputes.casefile import CaseFile, case_file
from disputes.choices import State
from disputes.models import Agreement, Dispute, HearingProposal, Party, Referral
from disputes.papers import BY_CODE, PAPERS, applicable
from disputes.papers.blocks import FANGSONG, HEITI, KAITI, SONGTI, TITLE_FONT
from disputes.papers.templates import builtin
from disputes.services import parties
from tests.disputes.hall import Hall
from tests.disputes.papers import cases
from tests.disputes.papers.printing import file_of, issue, opened, text_of
from tests.factories import act, days, make_case

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("standing_clock")]


def test_fonts_are_named_for_chinese_characters_too():
    word = opened(builtin(BY_CODE["security_agreement"]))
    fonts = {
        r.rPr.rFonts.get(qn("w:eastAsia"))
        for r in word.element.body.iter(qn("w:r"))
        if r.rPr is not None
    }
    assert {FANGSONG, HEITI, KAITI, TITLE_FONT} == fonts - {None}
    footer = word.sections[0].footer._element
    assert {r.rPr.rFonts.get(qn("w:eastAsia")) for r in footer.iter(qn("w:r"))} == {SONGTI}


def test_the_page_is_that_of_gb_t_9704():
    section = opened(builtin(BY_CODE["security_agreement"])).sections[0]
    sides = (section.top_margin, section.left_margin, section.right_margin, section.bottom_margin)
    assert [round(side.mm) for side in sides] == [37, 28, 26, 35]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)


def test_an_address_of_thirty_lines_is_one_in_a_sentence_and_stays_thirty_in_a_form():
    dispute = cases.peoples()
    lines = [f"第{n}行。" for n in range(1, 31)]
    with case_file(dispute.pk) as case:
        first = case.rows(Party)[0]
        parties.change_party(
            case, first.pk, actor=dispute.registered_by, address="\r\n".join(lines)
        )
    agreement = issue(dispute, "peoples_agreement", Agreement.objects.get().pk)
    assert f"住址：{' '.join(lines)}，联系电话" in text_of(file_of(agreement))
    form = text_of(file_of(issue(dispute, "registration_form")))
    assert "\n".join(lines) in form


def test_a_second_line_that_somebody_typed_begins_like_the_first():
    dispute = make_case(State.ACCEPTED)
    Dispute.objects.filter(pk=dispute.pk).update(claims="一、修好水管\n二、赔偿一百元")
    subject = dispute.parties.first().pk
    word = opened(file_of(issue(dispute, "mediation_consent", subject)))
    first, second = (p for p in word.paragraphs if "修好水管" in p.text or "赔偿一百元" in p.text)
    assert (first.text, second.text) == ("请求事项：一、修好水管", "二、赔偿一百元")
    assert second.paragraph_format.first_line_indent == first.paragraph_format.first_line_indent
    assert second.runs[0].font.name == FANGSONG


def test_no_text_stands_on_another_page_than_the_signatures_below_it():
    """As Word keeps it: the last text is kept with what follows, and so is every line to be signed."""
    for paper in (p for p in PAPERS if p.code in ("mediation_record", "hearing_rights")):
        texts = [p for p in opened(builtin(paper)).paragraphs if not p.text.startswith("{%p")]
        first = next(n for n, p in enumerate(texts) if "（签名" in p.text or "（印章）" in p.text)
        last = next(p for p in reversed(texts[:first]) if p.text)
        assert last.paragraph_format.keep_with_next, paper.code


def test_what_was_said_in_confidence_is_named_in_no_list_of_papers():
    hall = Hall().until("conclusion")
    talk = HearingProposal.objects.get(mode="back_to_back")
    paper = issue(hall.dispute, "hearing_private_talk", talk.pk)
    minutes = issue(hall.dispute, "hearing_minutes", hall.hearing.pk)
    act(hall.dispute, "refer", hall.chief, days(1))
    index = text_of(file_of(issue(hall.dispute, "file_index")))
    letter = text_of(file_of(issue(hall.dispute, "referral_letter", Referral.objects.get().pk)))
    for listed in (index, letter):
        assert minutes.number in listed
        assert paper.number not in listed


def test_a_hearing_is_recorded_by_its_minutes_and_not_a_second_time():
    hall = Hall().until("conclusion")
    codes = {paper.code for paper, _ in applicable(CaseFile(hall.dispute))}
    assert "hearing_minutes" in codes
    assert "mediation_record" not in codes


def test_the_minutes_tell_the_opening_in_the_order_of_the_hearing():
    hall = Hall().until("statements")
    text = text_of(file_of(issue(hall.dispute, "hearing_minutes", hall.hearing.pk)))
    told = ["核对身份", "告知权利", "宣布纪律", "回避询问", "查明的事实"]
    assert sorted(told, key=text.index) == told
