"""What a file is, by its content: wrong, broken, empty, huge and tricky ones are told apart."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pytest
from PIL import Image
from pypdf import PdfReader, PdfWriter

from disputes import filetypes
from disputes.errors import RuleViolation
from tests.disputes.papers.test_templates import template, with_part
from tests.disputes.volumes.making import GPS_TAG, photo_with_place, picture, recording, scan


def examine(name: str, content: bytes) -> filetypes.Examined:
    return filetypes.examine(name, content[: filetypes.HEAD], len(content), lambda: content)


def code_of(name: str, content: bytes) -> str:
    with pytest.raises(RuleViolation) as refusal:
        examine(name, content)
    return refusal.value.code


def png_of(width: int, height: int) -> bytes:
    """A PNG of this size whose rows are zeros: some kilobytes that would fill the memory."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * (height * (1 + (width + 7) // 8)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def locked_pdf() -> bytes:
    writer, made = PdfWriter(), io.BytesIO()
    for page in PdfReader(io.BytesIO(scan(1))).pages:
        writer.add_page(page)
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(made)
    return made.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("照片.JPG", picture(), "image/jpeg"),
        ("a.jpeg", picture(), "image/jpeg"),
        ("a.png", picture("PNG"), "image/png"),
        ("a.webp", picture("WEBP"), "image/webp"),
        ("扫描.pdf", scan(), "application/pdf"),
        ("a.mp3", recording(), "audio/mpeg"),
        ("a.docx", template("正文"), filetypes.TYPES["docx"].media_type),
    ],
    ids=lambda v: v if isinstance(v, str) else "",
)
def test_a_type_is_read_from_the_content(name, content, media_type):
    found = examine(name, content)
    assert found.media_type == media_type
    assert bool(found.thumbnail) is media_type.startswith("image/")


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.jpg", b"", "FILE_EMPTY"),
        ("a.jpg", picture("PNG"), "FILE_EXTENSION"),
        ("a.pdf", picture(), "FILE_EXTENSION"),
        ("a", picture(), "FILE_EXTENSION"),
        ("a.exe", b"MZ" + b"\0" * 200, "FILE_TYPE"),
        ("a.jpg", b"MZ" + b"\0" * 200, "FILE_TYPE"),
        ("a.html", b"<html><script>alert(1)</script></html>", "FILE_TYPE"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "FILE_TYPE"),
        ("a.txt", "文字".encode(), "FILE_TYPE"),
        ("a.zip", with_part("x", b"y")[:4] + b"broken", "FILE_CORRUPT"),
        ("a.docm", with_part("word/vbaProject.bin", b"x"), "FILE_TYPE"),
        ("a.jpg", picture()[:-2000], "FILE_CORRUPT"),
        ("a.jpg", picture()[:300], "FILE_CORRUPT"),
        ("a.png", picture("PNG")[:100], "FILE_CORRUPT"),
        ("a.png", png_of(30_000, 30_000), "IMAGE_TOO_LARGE"),
        ("a.png", png_of(9_000, 9_000), "IMAGE_TOO_LARGE"),
        ("a.pdf", b"%PDF-1.7 broken", "FILE_CORRUPT"),
        ("a.pdf", locked_pdf(), "FILE_CORRUPT"),
    ],
)
def test_what_is_not_kept_is_refused_by_its_own_code(name, content, code):
    assert code_of(name, content) == code


def test_an_archive_that_unpacks_to_gigabytes_is_refused():
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("word/document.xml", b"\0" * (filetypes.UNPACKED + 1))
    assert len(made.getvalue()) < 1_000_000
    assert code_of("a.docx", made.getvalue()) == "FILE_TOO_LARGE"


def test_the_limit_and_the_list_are_configuration(settings):
    settings.ATTACHMENT_MOST = 1000
    assert code_of("a.jpg", picture()) == "FILE_TOO_LARGE"
    settings.ATTACHMENT_MOST = 10**9
    settings.ATTACHMENT_TYPES = ["pdf"]
    assert code_of("a.jpg", picture()) == "FILE_TYPE"
    assert examine("a.pdf", scan()).media_type == "application/pdf"


def test_a_thumbnail_is_small_upright_and_says_nothing_of_the_camera():
    original = photo_with_place()
    assert Image.open(io.BytesIO(original)).getexif().get_ifd(GPS_TAG)
    small = Image.open(io.BytesIO(filetypes.thumbnail(original)))
    assert small.size == (240, 320)  # it lay on its side
    assert not small.getexif()
    assert "exif" not in small.info
    assert b"\xe7\x9b\xb8\xe6\x9c\xba" not in filetypes.thumbnail(original)


def test_a_transparent_picture_gets_a_white_ground():
    made = io.BytesIO()
    Image.new("RGBA", (50, 50), (0, 0, 0, 0)).save(made, "PNG")
    assert (
        Image.open(io.BytesIO(filetypes.thumbnail(made.getvalue()))).getpixel((5, 5)) > (250,) * 3
    )


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("../../etc/passwd.jpg", "passwd.jpg"),
        ("C:\\照片\\现场.jpg", "现场.jpg"),
        ("䶮㵘堃𠮷.png", "䶮㵘堃𠮷.png"),
        ("a\u202egpj.exe.jpg", "agpj.exe.jpg"),
        ("a\r\nSet-Cookie: x.jpg", "aSet-Cookie_ x.jpg"),
        ('a"; filename="b.jpg', "a_; filename=_b.jpg"),
        (" .hidden.jpg. ", "hidden.jpg"),
    ],
)
def test_a_name_is_a_name_and_no_path(name, shown):
    assert filetypes.clean_name(name) == shown


@pytest.mark.parametrize("name", ["", "/", "..", "...", "\u200b", "_", "x" * 201])
def test_a_name_that_names_nothing_is_refused(name):
    with pytest.raises(RuleViolation) as refusal:
        filetypes.clean_name(name)
    assert refusal.value.code == "FILE_NAME"
