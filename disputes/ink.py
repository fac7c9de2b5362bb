"""Signatures as drawn on a pad (手写签名) and seals, as pictures with nothing but ink. Pure.

Refusals are RuleViolation with the codes SIGNATURE_IMAGE, SIGNATURE_EMPTY and SEAL_IMAGE.
"""

from __future__ import annotations

import io
import re
from typing import Final

from PIL import Image, ImageChops, ImageDraw, ImageOps, UnidentifiedImageError

from disputes.errors import RuleViolation

LARGEST: Final = 512 * 1024  # bytes of a picture
WIDEST: Final = 3000  # pixels
LEAST_INK: Final = 150  # pixels; a dot is no signature
PEN: Final = 6
CANVAS: Final = 1200  # pixels of the longer side of drawn strokes
MARGIN: Final = 12
POINT: Final = re.compile(r"([ML])\s*(-?\d{1,5}(?:\.\d{1,3})?)[ ,]\s*(-?\d{1,5}(?:\.\d{1,3})?)\s*")
MOST_POINTS: Final = 20_000
Stroke = list[tuple[float, float]]


def from_png(content: bytes) -> bytes:
    """Black ink on nothing, cut to what is drawn."""
    return _cut_out(_ink_of(_opened(content, "SIGNATURE_IMAGE")))


def from_path(path: str) -> bytes:
    """The same from strokes as SVG path data; only M and L, absolute, as signature pads give them."""
    strokes = _strokes(path)
    points = [point for stroke in strokes for point in stroke]
    if not points:
        raise RuleViolation("没有签名笔迹", code="SIGNATURE_EMPTY")
    left, top = min(x for x, _ in points), min(y for _, y in points)
    extent = max(max(x for x, _ in points) - left, max(y for _, y in points) - top, 1)
    scale = (CANVAS - 2 * MARGIN) / extent
    canvas = Image.new("L", (CANVAS, CANVAS), 0)
    pen = ImageDraw.Draw(canvas)
    for stroke in strokes:
        line = [(MARGIN + (x - left) * scale, MARGIN + (y - top) * scale) for x, y in stroke]
        pen.line(line, fill=255, width=PEN * 2, joint="curve")
    return _cut_out(canvas)


def seal(content: bytes) -> bytes:
    """The image of a seal: its colours, paper taken out."""
    image = _opened(content, "SEAL_IMAGE").convert("RGBA")
    # What is as bright as paper becomes transparent, by how bright it is.
    darkest = ImageChops.darker(ImageChops.darker(*image.split()[:2]), image.getchannel("B"))
    alpha = ImageChops.multiply(image.getchannel("A"), ImageOps.invert(darkest))
    if _inked(alpha) < LEAST_INK:
        raise RuleViolation("印章图样是空白的", code="SEAL_IMAGE")
    image.putalpha(alpha)
    return _png(image.crop(alpha.getbbox()))


def _strokes(path: str) -> list[Stroke]:
    strokes: list[Stroke] = []
    text, end, points = path.strip(), 0, 0
    while end < len(text):
        match = POINT.match(text, end)
        points += 1
        if match is None or points > MOST_POINTS or (match[1] == "L" and not strokes):
            raise RuleViolation("签名笔迹格式不正确", code="SIGNATURE_IMAGE")
        if match[1] == "M":
            strokes.append([])
        strokes[-1].append((float(match[2]), float(match[3])))
        end = match.end()
    return strokes


def _opened(content: bytes, code: str) -> Image.Image:
    wrong = RuleViolation(
        f"图样应为不超过{LARGEST // 1024}KB、边长不超过{WIDEST}像素的 PNG 图片", code=code
    )
    if len(content) > LARGEST:
        raise wrong
    try:
        image = Image.open(io.BytesIO(content), formats=("PNG",))
        if max(image.size) > WIDEST:
            raise wrong
        image.load()
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError):
        raise wrong from None
    except Image.DecompressionBombError:
        raise wrong from None
    return image


def _ink_of(image: Image.Image) -> Image.Image:
    """How dark each point is, whether the pad drew on white or on nothing."""
    coloured = image.convert("RGBA")
    paper = Image.new("RGBA", coloured.size, "white")
    paper.alpha_composite(coloured)
    return ImageOps.invert(paper.convert("L"))


def _inked(image: Image.Image) -> int:
    return sum(image.histogram()[64:])


def _cut_out(ink: Image.Image) -> bytes:
    box = ink.getbbox()
    if box is None or _inked(ink) < LEAST_INK:
        raise RuleViolation("没有签名笔迹", code="SIGNATURE_EMPTY")
    drawn = Image.new("LA", ink.size, (0, 0))
    drawn.putalpha(ink)
    return _png(drawn.crop(box))


def _png(image: Image.Image) -> bytes:
    made = io.BytesIO()
    image.save(made, "PNG")
    return made.getvalue()
