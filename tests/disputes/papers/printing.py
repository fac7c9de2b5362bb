"""Papers in tests: issued as a service does, read back with python-docx."""

from __future__ import annotations

import io
from typing import Any

from docx import Document
from docx.oxml.ns import qn
from jinja2 import nodes

from disputes import clock
from disputes.casefile import case_file
from disputes.models import Dispute, Paper, PaperFile
from disputes.papers.templates import _trees
from disputes.services import papers


def issue(dispute: Dispute, code: str, subject: int = 0, **more: Any) -> Paper:
    told = {"actor": dispute.registered_by, "on": clock.today(), **more}
    with case_file(dispute.pk) as case:
        return papers.issue(case, code=code, subject=subject, **told)


def void(dispute: Dispute, paper: Paper, reason: str = "姓名有误") -> Paper:
    with case_file(dispute.pk) as case:
        return papers.void(
            case, case.row(Paper, paper.pk), actor=dispute.registered_by, on=clock.today(),
            reason=reason,
        )  # fmt: skip


def file_of(paper: Paper) -> bytes:
    return PaperFile.objects.get(digest=paper.digest).content


def text_of(docx: bytes) -> str:
    """All text of the body, one line for each paragraph, cells included."""
    body = Document(io.BytesIO(docx)).element.body
    return "\n".join("".join(t.text or "" for t in p.iter(qn("w:t"))) for p in body.iter(qn("w:p")))


def opened(docx: bytes) -> Any:
    return Document(io.BytesIO(docx))


def printed_names(template: bytes, *, loops: bool = False) -> set[str]:
    """Names that a template prints, "p.name" inside a loop; with the lists it goes through."""
    found = set()
    for tree in _trees(template):
        for node in tree.find_all((nodes.Name, nodes.Getattr)):
            if isinstance(node, nodes.Getattr):
                found.add(f"{node.node.name}.{node.attr}")
            elif node.ctx == "load":
                found.add(node.name)
        lists = {loop.iter.name for loop in tree.find_all(nodes.For)}
        found -= set() if loops else lists
    return found
