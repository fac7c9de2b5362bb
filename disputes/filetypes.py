"""What an uploaded file is, by its content and never by its name; what may be kept.

Refusals are RuleViolation with stable codes: FILE_NAME, FILE_EMPTY, FILE_TOO_LARGE, FILE_TYPE,
FILE_EXTENSION, FILE_CORRUPT, IMAGE_TOO_LARGE.
"""

from __future__ import annotations

import io
import re
import unicodedata
import warnings
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import filetype
from django.conf import settings
from PIL import Image, ImageOps, UnidentifiedImageError
from pypdf import PdfReader
from pypdf.errors import PyPdfError

from disputes.errors import RuleViolation

HEAD: Final = 8192  # bytes that tell what a file is
IMAGE_PIXELS: Final = 64_000_000  # more than a telephone takes; about 200 MB when opened
CHECKED_WHOLE: Final = 64 * 1024 * 1024  # bytes of a file that is opened to see whether it is whole
PDF_PAGES: Final = 1000
UNPACKED: Final = 256 * 1024 * 1024
PARTS: Final = 5000
THUMBNAIL: Final = (320, 320)
NAME_LENGTH: Final = 200
# What a name must not have: controls, and signs that turn the direction of reading around.
HIDDEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
RESERVED: Final = re.compile(r'[\\/:*?"<>|]')


@dataclass(frozen=True, slots=True)
class FileType:
    """A type of file that may be kept, and the endings its name may have."""

    media_type: str
    endings: tuple[str, ...]


TYPES: Final = {
    "jpg": FileType("image/jpeg", ("jpg", "jpeg", "jpe", "jfif")),
    "png": FileType("image/png", ("png",)),
    "webp": FileType("image/webp", ("webp",)),
    "heic": FileType("image/heic", ("heic", "heif")),
    "mp3": FileType("audio/mpeg", ("mp3",)),
    "wav": FileType("audio/wav", ("wav",)),
    "m4a": FileType("audio/mp4", ("m4a", "mp4", "aac")),
    "amr": FileType("audio/amr", ("amr",)),
    "mp4": FileType("video/mp4", ("mp4", "m4v")),
    "mov": FileType("video/quicktime", ("mov", "qt")),
    "pdf": FileType("application/pdf", ("pdf",)),
    "docx": FileType(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ("docx",)
    ),
    "xlsx": FileType(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", ("xlsx",)
    ),
}
OFFICE: Final = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx"}
DRAWN: Final = frozenset({"image/jpeg", "image/png", "image/webp"})  # what can be opened here


@dataclass(frozen=True, slots=True)
class Examined:
    """A file that may be kept. `thumbnail` is a JPEG without a word of what the camera noted."""

    media_type: str
    thumbnail: bytes = b""


def clean_name(name: str) -> str:
    """The last part of a file name, with nothing hidden in it.

    >>> clean_name("..\\\\..\\\\现场 照片.JPG"), clean_name("/etc/passwd"), clean_name("䶮㵘堃.png")
    ('现场 照片.JPG', 'passwd', '䶮㵘堃.png')
    """
    last = re.split(r"[\\/]", unicodedata.normalize("NFC", name))[-1]
    shown = "".join(c for c in last if unicodedata.category(c) not in HIDDEN)
    plain = RESERVED.sub("_", shown).strip().strip(".").strip()
    if not plain or not re.search(r"[^\W_]", plain):
        raise RuleViolation("文件名无效，请重新命名后上传", code="FILE_NAME")
    if len(plain) > NAME_LENGTH:
        raise RuleViolation(f"文件名不能超过{NAME_LENGTH}个字", code="FILE_NAME")
    return plain


def check_size(size: int) -> None:
    """A file has content, and not more than is allowed."""
    if size == 0:
        raise RuleViolation("文件是空的（0字节）", code="FILE_EMPTY")
    if size > settings.ATTACHMENT_MOST:
        most = settings.ATTACHMENT_MOST // settings.MEBIBYTE
        raise RuleViolation(f"文件不能超过{most}MB", code="FILE_TOO_LARGE")


def examine(name: str, head: bytes, size: int, whole: Callable[[], bytes]) -> Examined:
    """What a file is. `whole` gives all of it and is asked only where it has to be opened."""
    check_size(size)
    code = _sniffed(head, size, whole)
    if code not in settings.ATTACHMENT_TYPES or code not in TYPES:
        allowed = "、".join(settings.ATTACHMENT_TYPES)
        raise RuleViolation(f"不能上传这种文件，可以上传：{allowed}", code="FILE_TYPE")
    found = TYPES[code]
    ending = name.rpartition(".")[2].lower()
    if ending not in found.endings:
        raise RuleViolation(f"文件扩展名“{ending}”与实际内容（{code}）不符", code="FILE_EXTENSION")
    if found.media_type in DRAWN:
        return Examined(found.media_type, thumbnail(_small_enough(size, whole)))
    if code == "pdf":
        _check_pdf(_small_enough(size, whole))
    return Examined(found.media_type)


def _sniffed(head: bytes, size: int, whole: Callable[[], bytes]) -> str:
    if head.startswith(b"PK\x03\x04"):
        return _office(_small_enough(size, whole))
    guessed = filetype.guess(head)
    return str(guessed.extension) if guessed is not None else ""


def _small_enough(size: int, whole: Callable[[], bytes]) -> bytes:
    if size > CHECKED_WHOLE:
        raise RuleViolation(
            f"图片和文档不能超过{CHECKED_WHOLE // 1024 // 1024}MB", code="FILE_TOO_LARGE"
        )
    return whole()


def _corrupt() -> RuleViolation:
    return RuleViolation("文件已损坏或者不完整，无法打开", code="FILE_CORRUPT")


def _office(content: bytes) -> str:
    """Which of the office formats a zip archive is; a bomb or one with macros is none."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            entries = file.infolist()
            names = {entry.filename for entry in entries}
    except (zipfile.BadZipFile, ValueError, OSError):
        raise _corrupt() from None
    if len(entries) > PARTS or sum(entry.file_size for entry in entries) > UNPACKED:
        raise RuleViolation("文件解压后过大", code="FILE_TOO_LARGE")
    if any("vbaProject" in name for name in names):
        return ""
    return next((code for part, code in OFFICE.items() if part in names), "")


def thumbnail(content: bytes) -> bytes:
    """A small JPEG of an image, upright. The image is opened in full, so a broken one is noticed."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(io.BytesIO(content), formats=("JPEG", "PNG", "WEBP")) as image:
                if image.width * image.height > IMAGE_PIXELS:
                    raise RuleViolation(
                        f"图片尺寸过大（{image.width}×{image.height}）", code="IMAGE_TOO_LARGE"
                    )
                image.load()
                return _small(image)
    except Image.DecompressionBombError:
        raise RuleViolation("图片尺寸过大", code="IMAGE_TOO_LARGE") from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError):
        raise _corrupt() from None


def _small(image: Image.Image) -> bytes:
    upright = ImageOps.exif_transpose(image)
    upright.thumbnail(THUMBNAIL)
    plain = Image.new("RGB", upright.size, "white")  # a new picture: no EXIF, no place, no profile
    opaque = upright.convert("RGBA")
    plain.paste(opaque, mask=opaque.getchannel("A"))
    made = io.BytesIO()
    plain.save(made, "JPEG", quality=80)
    return made.getvalue()


def _check_pdf(content: bytes) -> None:
    try:
        reader = PdfReader(io.BytesIO(content))
        locked, pages = reader.is_encrypted, 0 if reader.is_encrypted else len(reader.pages)
    except (PyPdfError, ValueError, KeyError, TypeError, OSError, RecursionError, AttributeError):
        raise _corrupt() from None
    if locked:
        raise RuleViolation("PDF 文件设有密码，请解除后上传", code="FILE_CORRUPT")
    if not 0 < pages <= PDF_PAGES:
        raise RuleViolation(f"PDF 文件应为1至{PDF_PAGES}页", code="FILE_TOO_LARGE")
