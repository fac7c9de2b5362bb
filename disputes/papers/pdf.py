"""PDF of a paper through LibreOffice, where the machine has it. Without it .docx is what there is.

The fonts that papers name are not free; a font map gives each a face of its own that is, so that
仿宋, 楷体 and 黑体 stay apart, with a face for rare characters behind it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

SECONDS = 60  # for the program to start and convert one paper
SECONDS_MORE = 5  # for each other one
FACES: Mapping[str, tuple[str, ...]] = {
    "方正小标宋简体": ("Noto Serif CJK SC",),
    "宋体": ("Noto Serif CJK SC",),
    "黑体": ("Noto Sans CJK SC",),
    "楷体_GB2312": ("LXGW WenKai", "AR PL KaitiM GB", "Noto Serif CJK SC"),
    "仿宋_GB2312": ("Noto Serif CJK SC Light", "Noto Serif CJK SC"),
}
CONFIGURATION = """<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <include ignore_missing="yes">/etc/fonts/fonts.conf</include>
  {rules}
</fontconfig>
"""
RULE = """<match target="pattern"><test name="family"><string>{name}</string></test>
  <edit name="family" mode="assign" binding="strong">{faces}</edit></match>"""


class PdfUnavailable(Exception):
    """This machine cannot make a PDF now."""


def convert(docx: bytes) -> bytes:
    """Raises PdfUnavailable without LibreOffice, or when it fails or takes too long."""
    return convert_all([docx])[0]


def convert_all(papers: Sequence[bytes]) -> list[bytes]:
    """Several papers in one go: most of the time of one goes into starting the program.

    Raises PdfUnavailable.
    """
    program = shutil.which("soffice") or shutil.which("libreoffice")
    if program is None:
        raise PdfUnavailable
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder)
        (place / "fonts.conf").write_text(_font_map(), encoding="utf-8")
        files = [place / f"{n:04d}.docx" for n in range(len(papers))]
        for file, paper in zip(files, papers, strict=True):
            file.write_bytes(paper)
        try:
            subprocess.run(  # noqa: S603  # its own profile: two at a time do not wait for each other
                [program, f"-env:UserInstallation=file://{place}/profile", "--headless",
                 "--convert-to", "pdf", "--outdir", folder, *map(str, files)],
                check=True, capture_output=True, timeout=SECONDS + SECONDS_MORE * len(papers),
                env={**os.environ, "FONTCONFIG_FILE": str(place / "fonts.conf"), "HOME": folder},
            )  # fmt: skip
            return [file.with_suffix(".pdf").read_bytes() for file in files]
        except (subprocess.SubprocessError, OSError) as failed:
            raise PdfUnavailable from failed


def _font_map() -> str:
    rules = [
        RULE.format(name=name, faces="".join(f"<string>{face}</string>" for face in faces))
        for name, faces in FACES.items()
    ]
    return CONFIGURATION.format(rules="\n  ".join(rules))
