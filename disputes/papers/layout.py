"""Draws the templates that the system brings along (GB/T 9704 page), as Word files with Jinja tags.

A page is a tuple of blocks; whoever wants another wording or another order downloads the drawn
file, edits it in Word and uploads it as the next version.
"""

from __future__ import annotations

import io
from typing import Any

from docx import Document
from docx.document import Document as Word
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from disputes.papers.blocks import (
    BODY,
    CELL,
    FANGSONG,
    FOOT,
    HEITI,
    KAITI,
    SONGTI,
    TITLE,
    TITLE_FONT,
    Align,
    Block,
    Each,
    Form,
    Listing,
    Text,
    When,
    joined,
)

PAGE, MARGINS = (210, 297), {"top": 37, "left": 28, "right": 26, "bottom": 35}
FORM_MARGINS = {"top": 22, "left": 28, "right": 26, "bottom": 24}
TEXT_WIDTH = 156  # mm
PITCH, CELL_PITCH = 29, 19  # points from line to line
PAIRS = (28, 60, 28, 40)  # mm, names and values of a form; the first holds a number in one line
CELL_MARGIN = 1.2  # mm
KEPT_STYLES = {"Normal", "Default Paragraph Font", "Normal Table", "No List", "Table Grid"}
ALIGN = {
    "left": WD_ALIGN_PARAGRAPH.LEFT, "center": WD_ALIGN_PARAGRAPH.CENTER,
    "right": WD_ALIGN_PARAGRAPH.RIGHT,
}  # fmt: skip


def draw(
    name: str, blocks: tuple[Block, ...], *, organ: str = "{{ organ }}", numbered: bool = True
) -> bytes:
    """The template of a paper as a Word file; `numbered` pages carry their numbers at the foot."""
    word = Document()
    _bare(word)
    _page(word, FORM_MARGINS if isinstance(blocks[0], Form | Listing) else MARGINS, numbered)
    _paragraph(word.paragraphs[0] if word.paragraphs else word.add_paragraph(),
               Text(organ, indent=False, align="center", font=TITLE_FONT, size=BODY))  # fmt: skip
    _paragraph(word.add_paragraph(),
               Text(name, indent=False, align="center", font=TITLE_FONT, size=TITLE))  # fmt: skip
    _paragraph(word.add_paragraph(),
               Text("{{ number }}", indent=False, align="right", font=KAITI, size=FOOT))  # fmt: skip
    for block in joined(blocks):
        _draw(word, block)
    file = io.BytesIO()
    word.save(file)
    return file.getvalue()


def _bare(word: Word) -> None:
    """Without the library's own English styles, picture and theme: a third of the size."""
    styles = word.styles.element
    for style in list(styles.findall(qn("w:style"))):
        if style.find(qn("w:name")).get(qn("w:val")) not in KEPT_STYLES:
            styles.remove(style)
    for key, relation in list(word.part.rels.items()):
        if relation.reltype.endswith(("/stylesWithEffects", "/customXml")):
            del word.part.rels[key]
    package = word.part.package
    for key, relation in list(package.rels.items()):
        if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL:
            del package.rels[key]
    properties = word.core_properties
    properties.author = properties.comments = properties.title = ""


def _page(word: Word, margins: dict[str, int], numbered: bool) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Mm(PAGE[0]), Mm(PAGE[1])
    for side, width in margins.items():
        setattr(section, f"{side}_margin", Mm(width))
    section.footer_distance = Mm(margins["bottom"] - 15)
    if numbered:
        word.settings.odd_and_even_pages_header_footer = True
        _page_number(section.footer.paragraphs[0], "right")
        _page_number(section.even_page_footer.paragraphs[0], "left")
    _font(word.styles["Normal"], FANGSONG, BODY)


def _page_number(paragraph: Paragraph, side: Align) -> None:
    """— 1 —, outside on either page, one character in."""
    paragraph.alignment = ALIGN[side]
    for text in ("　— " if side == "left" else "— ", "PAGE", " —" if side == "left" else " —　"):
        run = paragraph.add_run("" if text == "PAGE" else text)
        _font(run, SONGTI, FOOT)
        if text == "PAGE":
            for kind in ("begin", "PAGE", "end"):
                run._r.append(_field_part(kind))


def _field_part(kind: str) -> Any:
    if kind == "PAGE":
        part = OxmlElement("w:instrText")
        part.text = "PAGE"
        return part
    part = OxmlElement("w:fldChar")
    part.set(qn("w:fldCharType"), kind)
    return part


def _font(styled: Any, name: str, size: float, latin: str = "") -> None:
    """`font.name` alone leaves Chinese characters in the default face: eastAsia has to be set."""
    styled.font.name, styled.font.size = latin or name, Pt(size)
    fonts = styled.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), name)


def _paragraph(paragraph: Paragraph, text: Text, pitch: float = PITCH) -> None:
    shape = paragraph.paragraph_format
    paragraph.alignment = ALIGN[text.align]
    shape.line_spacing_rule = WD_LINE_SPACING.EXACTLY
    shape.line_spacing = Pt(max(pitch, text.size + 8) if text.size > BODY else pitch)
    shape.space_before = shape.space_after = Pt(0)
    shape.keep_with_next = text.kept
    if text.indent:
        shape.first_line_indent = Pt(2 * text.size)
    run = paragraph.add_run(text.text)
    _font(run, text.font, text.size)


def _draw(word: Word, block: Block) -> None:
    match block:
        case Text():
            _paragraph(word.add_paragraph(), block)
        case Form():
            _form(word, block)
        case Listing():
            _listing(word, block)
        case Each():
            _between(word, f"for {block.each}", block.blocks, "endfor")
        case When():
            _between(word, f"if {block.field}", block.then, "" if block.otherwise else "endif")
            if block.otherwise:
                _between(word, "else", block.otherwise, "endif")


def _between(word: Word, before: str, blocks: tuple[Text, ...], after: str) -> None:
    """Tags in paragraphs of their own, which the rendering takes out (`{%p`)."""
    word.add_paragraph(f"{{%p {before} %}}")
    for block in blocks:
        _draw(word, block)
    if after:
        word.add_paragraph(f"{{%p {after} %}}")


def _form(word: Word, form: Form) -> None:
    columns = max(len(row) for row in form.rows)
    widths = list(PAIRS) if columns == len(PAIRS) else [PAIRS[0], TEXT_WIDTH - PAIRS[0]]
    table = _table(word, widths, len(form.rows))
    tall = dict(form.tall)
    for line, row in zip(table.rows, form.rows, strict=True):
        if row[0] in tall:
            line.height = Mm(tall[row[0]])
        cells = list(line.cells)
        if len(row) < columns:  # the last value takes the rest of the line
            cells[len(row) - 1].merge(cells[-1])
        for n, text in enumerate(row):
            name = n % 2 == 0 and len(row) > 1
            _cell(cells[n], text, "center" if name else "left", HEITI if name else FANGSONG)


def _listing(word: Word, listing: Listing) -> None:
    widths = [width for *_, width in listing.columns]
    table = _table(word, widths, 6)
    top, start, body, otherwise, nothing, end = table.rows
    _mark(top, "w:tblHeader")  # stands again on each page
    _mark(body, "w:cantSplit")
    for n, (name, text, _) in enumerate(listing.columns):
        _cell(top.cells[n], name, "center", HEITI)
        _cell(body.cells[n], text, "left", FANGSONG)
    _cell(nothing.cells[0].merge(nothing.cells[-1]), "（无）", "center", FANGSONG)
    tags = (start, f"for {listing.each}"), (otherwise, "else"), (end, "endfor")
    for row, tag in tags:
        row.cells[0].paragraphs[0].add_run(f"{{%tr {tag} %}}")


def _table(word: Word, widths: list[int], rows: int) -> Table:
    if word.element.body[-2].tag == qn("w:tbl"):  # two tables without a line between would be one
        _paragraph(word.add_paragraph(), Text("", size=6), pitch=8)
    table = word.add_table(rows, len(widths), style="Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    table._tblPr.append(_cell_margins())
    for column, width in zip(table.columns, widths, strict=True):
        column.width = Mm(width)
        for cell in column.cells:
            cell.width = Mm(width)
    return table


def _cell_margins() -> Any:
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        margin = OxmlElement(f"w:{side}")
        margin.set(qn("w:w"), str(Mm(CELL_MARGIN).twips))
        margin.set(qn("w:type"), "dxa")
        margins.append(margin)
    return margins


def _mark(row: Any, name: str) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement(name))


def _cell(cell: _Cell, text: str, align: Align, font: str) -> None:
    cell.vertical_alignment = 1  # in the middle
    paragraph = cell.paragraphs[0]
    _paragraph(paragraph, Text(text, indent=False, align=align, font=font, size=CELL), CELL_PITCH)
