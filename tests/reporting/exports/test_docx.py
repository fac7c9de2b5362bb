"""The official document: what GB/T 9704-2012 asks for is read from the finished file."""

from __future__ import annotations

import io
import shutil
import time
import zipfile
from collections import Counter
from dataclasses import replace

import docx
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm
from lxml import etree
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from disputes.papers.pdf import convert
from reporting.exports.contents import width
from reporting.exports.docx import report_docx
from reporting.exports.docx.body import title_lines
from tests.reporting.exports import sample

OFFICE = pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice")
TWIPS = 635  # of a length in English Metric Units
SONG, HEI, KAI, FANG = "方正小标宋简体", "黑体", "楷体_GB2312", "仿宋_GB2312"


@pytest.fixture(scope="module")
def content() -> bytes:
    return report_docx(sample.contents())


@pytest.fixture(scope="module")
def word(content):
    return docx.Document(io.BytesIO(content))


def paragraph(word, text: str):
    return next(p for p in word.paragraphs if p.text.startswith(text))


def face(paragraph) -> tuple[str, float]:
    """East Asian font and points of a paragraph's first run, its style's unless it has its own."""
    own = paragraph.runs[0]._r.rPr if paragraph.runs else None
    element = own if own is not None and own.rFonts is not None else paragraph.style.element.rPr
    return element.rFonts.get(qn("w:eastAsia")), int(element.find(qn("w:sz")).get(qn("w:val"))) / 2


def indents(paragraph) -> dict[str, str]:
    found = paragraph._p.pPr.find(qn("w:ind"))
    if found is None:
        found = paragraph.style.element.pPr.find(qn("w:ind"))
    return {name.rpartition("}")[2]: value for name, value in found.items()}


def xml(content: bytes, name: str):
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return etree.fromstring(file.read(name))


def test_the_page_is_that_of_the_standard(word):
    section = word.sections[0]
    assert section.page_width == pytest.approx(Mm(210), abs=TWIPS)
    assert section.page_height == pytest.approx(Mm(297), abs=TWIPS)
    assert section.top_margin == pytest.approx(Mm(37), abs=TWIPS)
    assert section.left_margin == pytest.approx(Mm(28), abs=TWIPS)
    type_area = (
        section.page_width - section.left_margin - section.right_margin,
        section.page_height - section.top_margin - section.bottom_margin,
    )
    assert type_area[0] == pytest.approx(Mm(156), abs=TWIPS)
    assert type_area[1] == pytest.approx(Mm(225), abs=Mm(0.3))
    assert type_area[1] >= 22 * 29 * 20 * TWIPS - TWIPS  # or a page would hold 21 lines


def test_the_grid_holds_22_lines_of_28_characters(word):
    grid = word.sections[0]._sectPr.find(qn("w:docGrid"))
    assert grid.get(qn("w:type")) == "linesAndChars"
    assert grid.get(qn("w:linePitch")) == "580"  # 29 points
    character = 16 + int(grid.get(qn("w:charSpace"))) / 4096
    assert 28 * character == pytest.approx(156 / 25.4 * 72, abs=0.05)
    normal = word.styles["Normal"].element
    spacing = normal.pPr.find(qn("w:spacing"))
    assert (spacing.get(qn("w:line")), spacing.get(qn("w:lineRule"))) == ("580", "exact")
    tighter = int(normal.rPr.find(qn("w:spacing")).get(qn("w:val"))) / 20
    assert 28 <= 156 / 25.4 * 72 / (16 + tighter) < 29


@pytest.mark.parametrize(
    ("text", "expected"),
    [("玄远县公安局2025年度", (SONG, 22)), ("玄远县人民政府：", (FANG, 16)), ("一、基本情况", (HEI, 16)),
     ("（一）排查化解", (KAI, 16)), ("1.三级", (FANG, 16)), ("（1）四级", (FANG, 16)), ("附件1", (HEI, 16)),
     ("开头的话", (FANG, 16))],
)  # fmt: skip
def test_every_level_has_its_face(word, text, expected):
    assert face(paragraph(word, text)) == expected


def test_all_scripts_of_a_run_have_the_same_face(word):
    """Or quotation marks would be drawn in a Latin face, half as wide."""
    for style in word.styles:
        fonts = style.element.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
        if fonts is not None:
            assert len({fonts.get(qn(f"w:{s}")) for s in ("ascii", "hAnsi", "eastAsia")}) == 1


def test_a_heading_that_runs_in_stands_in_the_line_of_its_paragraph(word):
    line = paragraph(word, "（一）")
    assert line.text == "（一）排查化解。接着标题的一段。"
    assert [run.text for run in line.runs] == ["（一）排查化解。", "接着标题的一段。"]
    assert line.runs[1]._r.rPr is None  # goes on in the style's 仿宋


def test_paragraphs_and_headings_begin_two_characters_in(word):
    for text in ("开头的话", "一、", "（一）", "1.", "第二段"):
        assert indents(paragraph(word, text))["firstLineChars"] == "200", text
    assert indents(paragraph(word, "玄远县人民政府："))["firstLineChars"] == "0"


def test_the_outline_of_the_document_is_that_of_its_headings(word):
    levels = [p.style.name for p in word.paragraphs if p.style.name.startswith("Heading")]
    assert levels == ["Heading 1", "Heading 3", "Heading 4"]


@pytest.mark.parametrize(
    ("organ", "day", "starts"),
    [("玄远县公安局", "2026年1月9日", (18, 20)), ("玄远县公安局", "2026年11月19日", (17, 19)),
     ("玄远县公安局交通警察大队", "2026年1月9日", (14, 16))],
)  # fmt: skip
def test_the_day_begins_two_characters_after_the_signature(organ, day, starts):
    word = docx.Document(io.BytesIO(report_docx(sample.contents(signed_by=organ, dated=day))))
    found = [p for p in word.paragraphs if p.text in (organ, day)]
    assert [p.text for p in found] == [organ, day]
    assert tuple(int(indents(p)["leftChars"]) / 100 for p in found) == starts


def test_page_numbers_stand_outside_between_rules(word):
    assert word.settings.odd_and_even_pages_header_footer
    section = word.sections[0]
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        line = footer.paragraphs[0]
        assert line._p.pPr.find(qn("w:jc")).get(qn("w:val")) == side
        assert getattr(line.paragraph_format, f"{side}_indent").pt == 14
        assert line.text == "—  —"
        assert "PAGE" in "".join(e.text or "" for e in line._p.iter(qn("w:instrText")))
        assert {face(line)} == {("宋体", 14.0)}


@pytest.mark.parametrize(("signed", "marks"), [(True, ""), (False, "送审稿，未经签发")])
def test_a_draft_says_on_every_page_that_it_is_one(signed, marks):
    word = docx.Document(io.BytesIO(report_docx(sample.contents(signed=signed))))
    section = word.sections[0]
    assert {section.header.paragraphs[0].text, section.even_page_header.paragraphs[0].text} == {
        marks
    }


def test_annexes_hold_each_figure_with_what_it_was_computed_from(word):
    rows = [[cell.text for cell in row.cells] for row in word.tables[0].rows]
    assert rows[0] == ["序号", "指标", "报告所列数字", "分子", "分母"]
    assert rows[2] == ["2", "化解率", "94.92%", "11855", "12489"]
    assert rows[3][1:] == ["排查录入矛盾纠纷（同比）", "下降3.05%", "12", "12882"]
    notes = [p.text for p in word.paragraphs if "SM3" in p.text]
    assert len(notes) == 5 and all(sample.DIGEST in note for note in notes)
    assert all(table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None for table in word.tables)


def test_definitions_are_told_once_for_all_figures_that_share_them():
    def entered(code: str, name: str, **more):
        source = {"kind": "activity", "code": code, "report": ""}
        given = {"name": name, "numerator_measure": code, "source": source} | more
        return sample.figure(f"activity.{code}", 3, "3次") | given

    figures = [
        entered("lectures", "法治大讲堂"), entered("banners", "悬挂横幅"),
        entered("telecom_frauds", "电信网络诈骗发案", form="change", value="-11.85",
                text="11.85%", denominator=2000, denominator_measure="telecom_frauds"),
        sample.figure("target.target_answers", 90, "90%", name="年报目标",
                      source={"kind": "target", "code": "target_answers", "report": ""}),
    ]  # fmt: skip
    made = replace(sample.contents(), figures={f["key"]: f for f in figures})
    word = docx.Document(io.BytesIO(report_docx(made)))
    printed, defined = ([[c.text for c in row.cells] for row in t.rows] for t in word.tables[:2])
    assert printed[3][1:] == ["电信网络诈骗发案（同比）", "下降11.85%", "12", "2000"]
    assert printed[4][2:] == ["90%", "—", "—"]
    assert [row[1:] for row in defined[1:]] == [
        ["法治大讲堂、悬挂横幅", "各单位录入并经审核的工作量数据合计"],
        ["电信网络诈骗发案（同比）", "与上年同期相比：电信网络诈骗发案"],
        ["年报目标", "设定的目标值，用以对照"],
    ]


def test_signature_and_day_are_never_spread_or_broken(word):
    for text in ("玄远县公安局", "2026年1月9日"):
        line = next(p for p in word.paragraphs if p.text == text)
        assert line.alignment == 0
        assert indents(line)["rightChars"] == "-200"


def test_the_list_of_annexes_names_each_of_them(word):
    titles = ["数据来源表", "统计口径说明", "逐月情况", "分单位情况", "分类型情况"]
    listed = [p.text.removeprefix("附件：") for p in word.paragraphs if p.text[-4:] in
              {title[-4:] for title in titles} and p.style.name == "公文顶格"]  # fmt: skip
    assert listed == [f"{n}. {title}" for n, title in enumerate(titles, 1)]


def test_charts_are_native_and_carry_their_numbers(content):
    chart = xml(content, "word/charts/chart1.xml")
    shown = [e.text for e in chart.iter("{*}v")]
    assert shown.count("36") == 1 and "1月" in shown
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        book = CalamineWorkbook.from_filelike(
            io.BytesIO(file.read("word/embeddings/Microsoft_Excel_Sheet1.xlsx"))
        )
    rows = book.get_sheet_by_name("Sheet1").to_python()
    assert rows[0] == ["", "排查录入矛盾纠纷", "化解"]
    assert [row[1:] for row in rows[1:]] == [[m * 3, m * 2] for m in range(1, 13)]
    reference = chart.find(".//{*}externalData")
    related = xml(content, "word/charts/_rels/chart1.xml.rels")
    assert reference.values() == [related[0].get("Id")]


def test_the_same_edition_gives_the_same_bytes(content):
    time.sleep(2.1)  # archives keep moments of two seconds
    assert report_docx(sample.contents()) == content


def test_formulas_control_characters_and_rare_ones_are_no_more_than_text(word):
    text = paragraph(word, "=HYPERLINK").text
    assert text == '=HYPERLINK("http://x","点")䶮㵘堃'


@pytest.mark.parametrize(
    "title", ["短标题", "玄远县公安局关于2025年度推进法治政府建设和落实责任制工作情况的报告"]
)
def test_a_long_title_is_broken_between_words(title):
    lines = title_lines(title)
    assert "".join(lines) == title
    assert len(lines) == (1 if len(title) < 19 else 2)
    assert all(width(line) <= 20 for line in lines)


@OFFICE
def test_a_page_holds_22_lines_and_a_long_report_is_drawn_whole():
    """200 paragraphs of four lines each, in a program that is not Word."""
    texts = [f"第{n}段" + "化解矛盾纠纷要依法、自愿、及时，" * 6 for n in range(200)]
    word = report_docx(sample.contents(sample.part(1, "一、", "长篇", *texts)))
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(convert(word))).pages]
    lines = Counter(
        len([line for line in page.splitlines() if line.strip()]) for page in pages[1:30]
    )
    assert lines.most_common(1)[0][0] == 22 + 1  # and the page number
    whole = "".join("".join(pages).split())
    assert all(f"第{n}段化解" in whole for n in range(200))


@OFFICE
def test_no_full_stop_is_lost_where_a_heading_ends_with_its_line():
    lengths = range(18, 34)
    parts = [sample.part(1, "一、", "治" * n + "。", f"第{n}段。", runs_in=True) for n in lengths]
    pages = PdfReader(io.BytesIO(convert(report_docx(sample.contents(*parts))))).pages
    whole = "".join("".join(page.extract_text() for page in pages).split())
    assert [n for n in lengths if f"治。第{n}段。" not in whole] == []
