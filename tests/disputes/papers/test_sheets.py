"""Every paper as LibreOffice prints it; `make papers` makes the contact sheets in docs/papers anew.

The pages are what a person looks at: nothing here compares pictures.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from PIL import Image
from pypdf import PdfReader

from disputes.casefile import case_file
from disputes.choices import State, Track
from disputes.models import Agreement, Dispute
from disputes.papers import PAPERS
from disputes.papers.pdf import convert_all
from disputes.services import parties
from tests.disputes.papers import cases
from tests.disputes.papers.printing import file_of, issue
from tests.factories import make_case

pytestmark = [
    pytest.mark.django_db, pytest.mark.usefixtures("standing_clock"), pytest.mark.slow,
    pytest.mark.skipif(not shutil.which("soffice"), reason="needs LibreOffice"),
]  # fmt: skip
COLUMNS, ROWS, RULE = 3, 2, 4  # pages across, down, and pixels between them
DOTS = 62  # per inch of a page on a sheet
RARE = "䶮㵘堃"


def fonts_are_there() -> bool:
    tool = shutil.which("fc-list")
    listed = subprocess.check_output([tool], text=True) if tool else ""
    return all(face in listed for face in ("LXGW WenKai", "Noto Serif CJK SC Light"))


def one_of_each() -> dict[str, bytes]:
    """A file of every paper, by its code."""
    found: dict[str, bytes] = {}
    for make in (*cases.MAKERS, cases.traffic):
        for paper in cases.issue_all(make()):
            found.setdefault(paper.code, file_of(paper))
    return {paper.code: found[paper.code] for paper in PAPERS}


def text_of_page(page) -> str:
    return re.sub(r"\s", "", page.extract_text())


def pages_of(pdf: bytes, folder: Path) -> list[Image.Image]:
    """The pages as grey pictures."""
    (folder / "paper.pdf").write_bytes(pdf)
    tool = shutil.which("pdftoppm")
    assert tool, "contact sheets need poppler"
    subprocess.run(
        [tool, "-r", str(DOTS), "-gray", str(folder / "paper.pdf"), str(folder / "page")],
        check=True,
    )
    made = sorted(folder.glob("page*.pgm"))
    pages = [Image.open(path).copy() for path in made]
    for path in made:
        path.unlink()
    return pages


def write_sheets(pdfs: list[bytes], target: Path, folder: Path) -> int:
    """Contact sheets of all pages, sheet-1.png and so on, in place of those there. Returns how many."""
    pages = [page for pdf in pdfs for page in pages_of(pdf, folder)]
    width, height = (max(size) for size in zip(*(page.size for page in pages), strict=True))
    for old in target.glob("sheet-*.png"):
        old.unlink()
    each = COLUMNS * ROWS
    for begin in range(0, len(pages), each):
        size = (COLUMNS * (width + RULE) - RULE, ROWS * (height + RULE) - RULE)
        sheet = Image.new("L", size, 128)
        for n, page in enumerate(pages[begin : begin + each]):
            sheet.paste(page, (n % COLUMNS * (width + RULE), n // COLUMNS * (height + RULE)))
        sheet.quantize(16).save(target / f"sheet-{begin // each + 1}.png", optimize=True)
    return -(-len(pages) // each)


def test_every_paper_becomes_pages_that_bear_its_name(tmp_path):
    files = one_of_each()
    pdfs = dict(zip(files, convert_all(list(files.values())), strict=True))

    for paper in PAPERS:
        reader = PdfReader(io.BytesIO(pdfs[paper.code]))
        texts = [text_of_page(page) for page in reader.pages]
        assert paper.name in texts[0], paper.code
        assert all(len(text) > len(f"—{n}—") for n, text in enumerate(texts, 1)), paper.code
        assert "{{" not in "".join(texts)
    if target := os.environ.get("PAPER_SHEETS"):
        assert write_sheets(list(pdfs.values()), Path(target), tmp_path) > 1


def faces_of(page) -> set[str]:
    """The faces that a page is set in, without the tag of the subset."""
    fonts = page["/Resources"]["/Font"].values()
    return {str(font.get_object()["/BaseFont"]).partition("+")[2] for font in fonts}


@pytest.mark.skipif(not fonts_are_there(), reason="needs the faces named in CONTRIBUTING.md")
def test_the_free_faces_that_stand_in_stay_apart():
    """A form has a title in 小标宋, names in 黑体, values in 仿宋 and its number in 楷体."""
    (pdf,) = convert_all([file_of(issue(make_case(State.ACCEPTED), "registration_form"))])
    assert len(faces_of(PdfReader(io.BytesIO(pdf)).pages[0])) == 4


def crowd(dispute: Dispute, number: int) -> None:
    """So many more parties, with names that few faces have and an address of thirty lines."""
    address = "\n".join(f"第{n}行。" for n in range(1, 31))
    role = "victim" if dispute.track == Track.SECURITY_CASE else "applicant"
    with case_file(dispute.pk) as case:
        for n in range(number):
            parties.add_party(
                case, actor=dispute.registered_by, role=role, adult_confirmed=True,
                name=f"{RARE}{n:02d}", address=address,
            )  # fmt: skip


@pytest.mark.parametrize("track", [Track.SECURITY_CASE, Track.CIVIL])
def test_a_hundred_parties_with_rare_names_all_find_a_line_to_sign(track):
    dispute = make_case(State.AGREED, track=track)
    crowd(dispute, 98)
    code = "security_agreement" if track == Track.SECURITY_CASE else "peoples_agreement"
    paper = issue(dispute, code, Agreement.objects.get().pk)
    notice = issue(dispute, "registration_form")

    agreement, form = (
        [text_of_page(page) for page in PdfReader(io.BytesIO(pdf)).pages]
        for pdf in convert_all([file_of(paper), file_of(notice)])
    )
    whole = "".join(agreement)
    assert len(agreement) > 10
    assert [n for n in range(98) if f"{RARE}{n:02d}（签名" not in whole] == []
    assert [n for n in range(98) if f"{RARE}{n:02d}" not in "".join(form)] == []
    lines = [f"第{n}行。" for n in range(1, 31)]
    assert {line: "".join(form).count(line) for line in lines} == dict.fromkeys(lines, 98)


def test_control_characters_leave_no_trace_on_a_page():
    dispute = make_case(State.ACCEPTED)
    Dispute.objects.filter(pk=dispute.pk).update(
        summary="排水\u0001\u0008\u000b\uffff纠纷<w:p>&amp;{{ organ }}"
    )
    (pdf,) = convert_all([file_of(issue(dispute, "registration_form"))])
    assert "排水纠纷<w:p>&amp;{{organ}}" in text_of_page(PdfReader(io.BytesIO(pdf)).pages[0])
