"""Charts that Word can edit (原生图表): chart XML with the workbook of its numbers inside."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any

import xlsxwriter
from docx.document import Document as Word
from docx.opc.constants import CONTENT_TYPE, RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Mm
from lxml import etree
from pptx.chart.data import CategoryChartData
from pptx.chart.xmlwriter import ChartXmlWriter
from pptx.enum.chart import XL_CHART_TYPE

from disputes.papers.blocks import FANGSONG
from reporting.exports.archive import CREATED, settled
from reporting.exports.contents import printable
from reporting.exports.docx.page import PICTURE

WIDTH, HEIGHT = Mm(150), Mm(60)
SHADES = ("1F3864", "8EA9DB")  # apart on a black and white printer, too
TEXT = 1050  # hundredths of a point
C = "http://schemas.openxmlformats.org/drawingml/2006/chart"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LETTERS = (
    f'<a:p xmlns:a="{A}"><a:pPr><a:defRPr sz="{TEXT}" b="0"><a:latin typeface="{FANGSONG}"/>'
    f'<a:ea typeface="{FANGSONG}"/></a:defRPr></a:pPr><a:endParaRPr lang="zh-CN"/></a:p>'
)
SHADE = (
    f'<c:spPr xmlns:c="{C}" xmlns:a="{A}"><a:solidFill><a:srgbClr val="%s"/></a:solidFill>'
    '<a:ln w="6350"><a:solidFill><a:srgbClr val="1F3864"/></a:solidFill></a:ln></c:spPr>'
)
# Rules from value to value are no more than a help for the eye.
GRID = (
    f'<c:spPr xmlns:c="{C}" xmlns:a="{A}"><a:ln w="3175"><a:solidFill>'
    '<a:srgbClr val="BFBFBF"/></a:solidFill></a:ln></c:spPr>'
)
WORKBOOK_TYPE = CONTENT_TYPE.SML_SHEET
INLINE = """<w:drawing {names}>
  <wp:inline distT="0" distB="0" distL="0" distR="0"><wp:extent cx="{width}" cy="{height}"/>
  <wp:docPr id="{number}" name="图表 {number}" descr="{title}"/><wp:cNvGraphicFramePr/>
  <a:graphic><a:graphicData uri="{chart}"><c:chart xmlns:c="{chart}" r:id="{relation}"/>
  </a:graphicData></a:graphic></wp:inline></w:drawing>"""

Series = Mapping[str, Sequence[int | float | None]]  # name of a series → a number for each category


def add_chart(word: Word, title: str, categories: Sequence[str], series: Series) -> None:
    """A column chart in a paragraph of its own, at the end of the document."""
    number = 1 + sum(part.reltype == RELATIONSHIP_TYPE.CHART for part in word.part.rels.values())
    relation = word.part.relate_to(_part(word, number, categories, series), RELATIONSHIP_TYPE.CHART)
    drawing = INLINE.format(
        names=nsdecls("w", "wp", "a", "r"), width=WIDTH, height=HEIGHT, number=number, chart=C,
        relation=relation, title=title,
    )  # fmt: skip
    word.add_paragraph(style=PICTURE).add_run()._r.append(parse_xml(drawing))


def _part(word: Word, number: int, categories: Sequence[str], series: Series) -> Part:
    package = word.part.package
    book = Part(PackURI(f"/word/embeddings/Microsoft_Excel_Sheet{number}.xlsx"), WORKBOOK_TYPE,
                _workbook(categories, series), package)  # fmt: skip
    chart = Part(PackURI(f"/word/charts/chart{number}.xml"), CONTENT_TYPE.DML_CHART, b"", package)
    chart._blob = _xml(categories, series, chart.relate_to(book, RELATIONSHIP_TYPE.PACKAGE))
    return chart


def _workbook(categories: Sequence[str], series: Series) -> bytes:
    """Where the chart's references point: categories in column A, a series in each other one."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as book:
        book.set_properties({"created": CREATED})
        sheet = book.add_worksheet("Sheet1")
        for n, name in enumerate(categories, 1):
            sheet.write_string(n, 0, printable(name))
        for column, (name, values) in enumerate(series.items(), 1):
            sheet.write_string(0, column, name)
            sheet.write_column(1, column, values)
    return settled(file.getvalue())


def _xml(categories: Sequence[str], series: Series, relation: str) -> bytes:
    data = CategoryChartData()
    data.categories = [printable(name) for name in categories]
    for name, values in series.items():
        data.add_series(name, values)
    written: Any = ChartXmlWriter(XL_CHART_TYPE.COLUMN_CLUSTERED, data)
    space = etree.fromstring(written.xml.encode())
    _shade(space)
    _letters(space)
    _legend(space)
    outside = etree.SubElement(space, f"{{{C}}}externalData", {f"{{{R}}}id": relation})
    etree.SubElement(outside, f"{{{C}}}autoUpdate", {"val": "0"})
    return bytes(etree.tostring(space, xml_declaration=True, encoding="UTF-8", standalone=True))


def _shade(space: Any) -> None:
    for shade, one in zip(SHADES, space.iter(f"{{{C}}}ser"), strict=False):
        one.find(f"{{{C}}}tx").addnext(etree.fromstring(SHADE % shade))
    for rules in space.iter(f"{{{C}}}majorGridlines"):
        rules.append(etree.fromstring(GRID))


def _letters(space: Any) -> None:
    """The writer's type is that of a slide, 18 points."""
    for text in space.findall(f"{{{C}}}txPr"):
        for paragraph in text.findall(f"{{{A}}}p"):
            text.replace(paragraph, etree.fromstring(LETTERS))


def _legend(space: Any) -> None:
    plot = space.find(f"{{{C}}}chart/{{{C}}}plotArea")
    plot.addnext(etree.fromstring(
        f'<c:legend xmlns:c="{C}"><c:legendPos val="t"/><c:overlay val="0"/></c:legend>'
    ))  # fmt: skip
