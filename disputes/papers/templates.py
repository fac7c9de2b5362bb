"""Templates (文书模板): which file a paper is printed from, and what an uploaded one may contain.

A template is a Word file with Jinja tags. It may print fields of its paper, repeat over lists and
leave parts out; nothing else. That is checked when it is uploaded, on the parsed tags, so a
hostile or misspelt one never waits for a case to meet it.
"""

from __future__ import annotations

import io
import re
import zipfile
from functools import cache
from typing import Any

from django.core.exceptions import ValidationError
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError, nodes
from jinja2.sandbox import SandboxedEnvironment

from disputes.papers.fields import Label, Shape, shapes
from disputes.papers.layout import draw
from disputes.papers.paper import Paper

LARGEST = 1024 * 1024  # bytes of an uploaded file
LARGEST_UNPACKED = 20 * 1024 * 1024
MOST_PARTS = 200
FORBIDDEN_PARTS = re.compile(r"vbaProject|activeX|embeddings/|afchunk|\.html?$", re.IGNORECASE)
EXTERNAL = re.compile(rb"TargetMode\s*=\s*[\"']External", re.IGNORECASE)
FIELD_CODES = re.compile(rb"<w:(?:instrText[^>]*>([^<]*)|fldSimple[^>]*w:instr=\"([^\"]*)\")")
ALLOWED_CODES = {"PAGE", "NUMPAGES", "SECTIONPAGES"}
TAGGED = re.compile(r"word/(document|header\d*|footer\d*|footnotes)\.xml")
RAW = re.compile(r"\{\{(?:tr|tc|p|r)\s")  # what is printed without a run around it breaks the file
OF_LOOP = {name: Shape(Label("循环")) for name in ("index", "first", "last")}
Scope = dict[str, Any]


def environment() -> SandboxedEnvironment:
    """Where templates run: unknown names are errors, values are escaped."""
    made = SandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    made.globals.clear()
    made.filters.clear()
    return made


@cache
def builtin(paper: Paper) -> bytes:
    """The template that the system brings along."""
    return draw(paper.name, paper.page, organ=f"{{{{ {paper.issuer} }}}}")


def check(paper: Paper, content: bytes) -> None:
    """Raises ValidationError in Chinese for a file that is no template of this paper."""
    parts = _unpacked(content)
    for name, part in parts.items():
        _check_part(name, part)
    for tree in _trees(content):
        _check_nodes(tree.body, dict(shapes(paper.fields)))


def _refused(text: str, code: str) -> ValidationError:
    return ValidationError({"content": ValidationError(text, code)})


def _unpacked(content: bytes) -> dict[str, bytes]:
    if len(content) > LARGEST:
        raise _refused("模板文件不能超过1MB", "too_large")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            entries = file.infolist()
            if len(entries) > MOST_PARTS or sum(e.file_size for e in entries) > LARGEST_UNPACKED:
                raise _refused("模板文件解压后过大", "too_large")
            parts = {entry.filename: file.read(entry) for entry in entries}
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, EOFError, OSError):
        raise _refused("模板应为 Word 文档（.docx）", "not_a_docx") from None
    if "word/document.xml" not in parts:
        raise _refused("模板应为 Word 文档（.docx）", "not_a_docx")
    return parts


def _check_part(name: str, part: bytes) -> None:
    """No macro, embedded object, outside link, entity or field that fetches something."""
    if FORBIDDEN_PARTS.search(name):
        raise _refused(f"模板不能含有宏、控件或者嵌入对象：{name}", "template_active_content")
    if not name.endswith((".xml", ".rels")):
        return
    if b"<!DOCTYPE" in part or b"<!ENTITY" in part or part[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raise _refused(f"模板不能含有文档类型声明：{name}", "template_active_content")
    if EXTERNAL.search(part):
        raise _refused("模板不能引用外部文件或者链接", "template_active_content")
    for match in FIELD_CODES.finditer(part):
        words = (match[1] or match[2] or b"").decode("utf-8", "replace").split()
        if words and words[0].upper() not in ALLOWED_CODES:
            raise _refused(f"模板不能使用域代码 {words[0]}", "template_active_content")


def _trees(content: bytes) -> list[nodes.Template]:
    """The parsed tags of every part that rendering looks at."""
    run = environment()
    try:
        file = DocxTemplate(io.BytesIO(content))
        file.init_docx()
        texts = _tagged(file)
        if any(RAW.search(re.sub("<[^>]*>", "", text)) for text in texts):
            raise _refused("模板只能用 {{ 字段 }} 输出字段", "template_expression")
        return [run.parse(file.patch_xml(text)) for text in texts]
    except TemplateError as wrong:
        raise _refused(f"模板标记有误：{wrong.message}", "template_syntax") from None
    except (KeyError, ValueError, SyntaxError, AttributeError):
        raise _refused("模板文件已损坏，无法读取", "not_a_docx") from None


def _tagged(file: DocxTemplate) -> list[str]:
    texts = [part.blob.decode() for part in file.docx.part.package.iter_parts()
             if TAGGED.fullmatch(str(part.partname).lstrip("/"))]  # fmt: skip
    properties = file.docx.core_properties
    named = ("author", "comments", "identifier", "language", "subject", "title")
    return texts + [getattr(properties, name) for name in named]


def _check_nodes(body: list[nodes.Node], known: Scope) -> None:
    for node in body:
        match node:
            case nodes.Output():
                for piece in node.nodes:
                    if not isinstance(piece, nodes.TemplateData):
                        _text(piece, known)
            case nodes.For():
                _check_loop(node, known)
            case nodes.If():
                _condition(node.test, known)
                _check_nodes([*node.body, *node.elif_, *node.else_], known)
            case _:
                raise _forbidden(node)


def _check_loop(loop: nodes.For, known: Scope) -> None:
    rows = _shape(loop.iter, known)
    plain = isinstance(loop.target, nodes.Name) and loop.test is None and not loop.recursive
    if rows.items is None or not plain:
        raise _forbidden(loop)
    inner = known | {loop.target.name: shapes(rows.items), "loop": OF_LOOP}  # type: ignore[attr-defined]
    _check_nodes(loop.body, inner)
    _check_nodes(loop.else_, known)


def _text(node: nodes.Node, known: Scope) -> None:
    """What is printed is a text: a field as it stands."""
    if _shape(node, known).items is not None:
        raise _refused(f"“{_spelt(node)}”是列表，须用 for 逐项输出", "template_expression")


def _condition(node: nodes.Node, known: Scope) -> None:
    match node:
        case nodes.Not():
            _condition(node.node, known)
        case nodes.And() | nodes.Or():
            _condition(node.left, known)
            _condition(node.right, known)
        case _:
            _shape(node, known)


def _shape(node: nodes.Node, known: Scope) -> Shape:
    """The field that a name or name.name stands for. Raises ValidationError for anything else."""
    if isinstance(node, nodes.Name):
        found = known.get(node.name)
    elif isinstance(node, nodes.Getattr) and isinstance(node.node, nodes.Name):
        inner = known.get(node.node.name)
        found = inner.get(node.attr) if isinstance(inner, dict) else None
    else:
        raise _forbidden(node)
    if not isinstance(found, Shape):
        raise _refused(f"该文书没有字段“{_spelt(node)}”", "template_unknown_field")
    return found


def _spelt(node: nodes.Node) -> str:
    if isinstance(node, nodes.Getattr):
        return f"{_spelt(node.node)}.{node.attr}"
    return getattr(node, "name", type(node).__name__)


def _forbidden(node: nodes.Node) -> ValidationError:
    return _refused(
        f"模板第{node.lineno}处使用了不允许的表达式：只能输出字段、用 for 逐项输出、用 if 取舍",
        "template_expression",
    )
