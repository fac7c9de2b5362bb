"""The page of GB/T 9704-2012: A4, 22 lines of 28 characters, styles by font name, page numbers."""

from __future__ import annotations

from typing import Any

from docx.document import Document as Word
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Mm, Pt, Twips

from disputes.papers.blocks import FANGSONG, HEITI, KAITI, SONGTI, TITLE_FONT

LINES, CHARACTERS = 22, 28
PITCH = 580  # twips: 29 points from line to line, exactly
FOOT_PITCH = 360  # a taller foot would take the last line of the page
TOP, INNER, OUTER = Mm(37), Mm(28), Mm(26)  # 天头, 订口, and what leaves 156 mm of type
# A quarter of a millimetre less than 35: 22 lines of 29 points are 638 points, 225 mm are 637.8, and
# programs that keep lengths in hundredths of a millimetre round.
BOTTOM = Twips(1970)
FOOT = Mm(25)  # the rules beside the page number stand 7 mm below the type
BODY, TITLE, NUMBER, CELL, SMALL = 16, 22, 14, 10.5, 9  # points: 三号, 二号, 四号, 五号, 小五
TYPE_WIDTH = 8844  # twips, 156 mm
# A character of the grid is narrower than its type of 16 points; the difference in 1/4096 of a point.
CHARACTER_SPACE = int((TYPE_WIDTH / 20 / CHARACTERS - BODY) * 4096)
# The grid is declared, but the paragraphs keep to it by their own measures: LibreOffice would give
# a character that is wider than its cell two cells. A quarter of a point less, and every program
# sets 28 in a line.
TIGHTER = -5  # twentieths of a point
HEADINGS = {1: HEITI, 2: KAITI, 3: FANGSONG, 4: FANGSONG}
INDENT = '<w:ind w:firstLineChars="200" w:firstLine="640"/>'
PLAIN = '<w:ind w:firstLineChars="0" w:firstLine="0"/>'

ALIGNED = {"left": 0, "center": 1, "right": 2}
# Names of the styles, by which paragraphs ask for them.
TITLE_STYLE, BODY_STYLE, FLUSH, ANNEX = "Title", "公文正文", "公文顶格", "公文附件"
CELL_STYLE, NOTE, PICTURE = "公文表格", "公文表注", "公文图"
# A style: identifier, name that users see, font, points, what its paragraphs are like.
Style = tuple[str, str, str, float, str]
STYLES: tuple[Style, ...] = (
    ("Title", TITLE_STYLE, TITLE_FONT, TITLE, f'{PLAIN}<w:jc w:val="center"/>'),
    *(
        (f"Heading{level}", f"heading {level}", font, BODY,
         f'{INDENT}<w:outlineLvl w:val="{level - 1}"/>')
        for level, font in HEADINGS.items()
    ),
    ("Body", BODY_STYLE, FANGSONG, BODY, INDENT),
    ("Flush", FLUSH, FANGSONG, BODY, PLAIN),
    ("Annex", ANNEX, HEITI, BODY, PLAIN),
    ("Cell", CELL_STYLE, FANGSONG, CELL,
     f'<w:spacing w:line="320" w:lineRule="exact"/>{PLAIN}<w:jc w:val="left"/>'),
    ("Note", NOTE, FANGSONG, SMALL,
     f'<w:spacing w:line="280" w:lineRule="exact"/>{PLAIN}<w:jc w:val="left"/>'),
    # A line as tall as its picture: an exact pitch would cut the chart off.
    ("Figure", PICTURE, FANGSONG, CELL,
     f'<w:keepNext/><w:spacing w:line="240" w:lineRule="auto"/>{PLAIN}<w:jc w:val="center"/>'),
)  # fmt: skip
KEPT = {"Default Paragraph Font", "Normal Table", "No List", "Table Grid"}


def set_up(word: Word, *, mark: str) -> None:
    """An empty document of this page; `mark` stands above every page of a draft."""
    _bare(word)
    _styles(word)
    _section(word)
    word.settings.odd_and_even_pages_header_footer = True
    section = word.sections[0]
    _page_number(section.footer.paragraphs[0], "right")
    _page_number(section.even_page_footer.paragraphs[0], "left")
    if mark:
        for header in (section.header, section.even_page_header):
            _line(header.paragraphs[0], "center")
            add_run(header.paragraphs[0], mark, HEITI, NUMBER)


def fonts(name: str, size: float, tighter: int = 0) -> str:
    """Run properties. The Latin face is the Chinese one, too: with another, the marks “”—… would be
    drawn half as wide as the grid. `eastAsia` has to be named, or Chinese falls back to the default."""
    faces = " ".join(f'w:{script}="{name}"' for script in ("ascii", "hAnsi", "eastAsia", "cs"))
    half, space = int(size * 2), f'<w:spacing w:val="{tighter}"/>' if tighter else ""
    return f'<w:rFonts {faces}/>{space}<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'


def add_run(paragraph: Any, text: str, font: str = "", size: float = 0) -> Any:
    """A run of text, in the font of its paragraph's style unless another is named."""
    run = paragraph.add_run(text)
    if font:
        named = parse_xml(f"<w:rPr {nsdecls('w')}>{fonts(font, size)}</w:rPr>")
        run._r.insert(0, named)
    return run


def _bare(word: Word) -> None:
    """Without the library's own English styles and thumbnail."""
    styles = word.styles.element
    for style in list(styles.findall(qn("w:style"))):
        if style.find(qn("w:name")).get(qn("w:val")) not in KEPT:
            styles.remove(style)
    package = word.part.package
    for key, relation in list(package.rels.items()):
        if relation.reltype == RELATIONSHIP_TYPE.THUMBNAIL:
            del package.rels[key]
    for key, relation in list(word.part.rels.items()):
        if relation.reltype.endswith(("/stylesWithEffects", "/customXml")):
            del word.part.rels[key]


def _styles(word: Word) -> None:
    styles = word.styles.element
    defaults = styles.find(qn("w:docDefaults"))
    styles.replace(defaults, parse_xml(
        f"<w:docDefaults {nsdecls('w')}><w:rPrDefault><w:rPr>{fonts(FANGSONG, BODY)}"
        '<w:lang w:val="en-US" w:eastAsia="zh-CN"/></w:rPr></w:rPrDefault>'
        "<w:pPrDefault/></w:docDefaults>"
    ))  # fmt: skip
    # Lines on the grid, no page may close early for the sake of a widow, no space beside digits. A
    # mark may hang in the margin, as is usual; that it is said makes LibreOffice 7 hang none, which
    # loses the one at the end of a heading.
    styles.append(parse_xml(
        f'<w:style {nsdecls("w")} w:type="paragraph" w:default="1" w:styleId="Normal">'
        '<w:name w:val="Normal"/><w:qFormat/><w:pPr><w:widowControl w:val="0"/>'
        '<w:overflowPunct w:val="1"/><w:autoSpaceDE w:val="0"/><w:autoSpaceDN w:val="0"/>'
        '<w:snapToGrid w:val="0"/>'
        f'<w:spacing w:before="0" w:after="0" w:line="{PITCH}" w:lineRule="exact"/>'
        f'<w:jc w:val="both"/></w:pPr><w:rPr>{fonts(FANGSONG, BODY, TIGHTER)}</w:rPr></w:style>'
    ))  # fmt: skip
    for identifier, name, font, size, shape in STYLES:
        styles.append(parse_xml(
            f'<w:style {nsdecls("w")} w:type="paragraph" w:customStyle="{int(name.startswith("公文"))}" '
            f'w:styleId="{identifier}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/>'
            f"<w:qFormat/><w:pPr>{shape}</w:pPr><w:rPr>{fonts(font, size)}</w:rPr></w:style>"
        ))  # fmt: skip


def _section(word: Word) -> None:
    section = word.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.bottom_margin = TOP, BOTTOM
    section.left_margin, section.right_margin = INNER, OUTER
    section.header_distance, section.footer_distance = Mm(25), FOOT
    properties = section._sectPr
    for grid in properties.findall(qn("w:docGrid")):
        properties.remove(grid)
    properties.append(parse_xml(
        f'<w:docGrid {nsdecls("w")} w:type="linesAndChars" w:linePitch="{PITCH}" '
        f'w:charSpace="{CHARACTER_SPACE}"/>'
    ))  # fmt: skip


def _page_number(paragraph: Any, side: str) -> None:
    """— 1 —: one character in from the outer edge, right on odd pages, left on even ones."""
    _line(paragraph, side)
    margin = paragraph.paragraph_format
    if side == "right":
        margin.right_indent = Pt(NUMBER)
    else:
        margin.left_indent = Pt(NUMBER)
    add_run(paragraph, "— ", SONGTI, NUMBER)
    field = add_run(paragraph, "", SONGTI, NUMBER)
    for kind in ("begin", "PAGE", "end"):
        field._r.append(_field_part(kind))
    add_run(paragraph, " —", SONGTI, NUMBER)


def _line(paragraph: Any, side: str) -> None:
    paragraph.style = "Normal"
    paragraph.paragraph_format.line_spacing = Twips(FOOT_PITCH)
    paragraph.alignment = ALIGNED[side]


def _field_part(kind: str) -> Any:
    if kind == "PAGE":
        part = OxmlElement("w:instrText")
        part.text = " PAGE "
        return part
    part = OxmlElement("w:fldChar")
    part.set(qn("w:fldCharType"), kind)
    return part
