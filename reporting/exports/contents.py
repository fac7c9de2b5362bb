"""What every format prints of an edition (导出内容): read once from what is frozen, not counted anew."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from reporting.activities.kinds import KINDS
from reporting.document import Document
from reporting.formatting import chinese_day
from reporting.models import Edition, SignedEdition
from reporting.statistics import definitions

# What XML cannot hold, and a spreadsheet shows as a box.
UNPRINTABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
UNSIGNED = "送审稿，未经签发"
ENTERED = "各单位录入并经审核的工作量数据合计"
ENTERED_NAMES = {kind.code: kind.name for kind in KINDS.values()}
TARGET = "设定的目标值，用以对照"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """`digest` (SM3) and `standing` stand on every page or sheet; `figures` are those printed in the
    text, by key; `indicators` and `measures` the definitions by which they were counted."""

    title: str
    unit: str
    unit_code: str
    start: date
    cutoff: date
    digest: str
    signed: bool
    moment: str  # when it was frozen or composed, as it stands in the body
    definitions_version: int | str
    document: Document
    figures: Mapping[str, Mapping[str, Any]]
    tables: Sequence[Mapping[str, Any]]
    indicators: Mapping[str, Mapping[str, Any]]
    measures: Mapping[str, str]
    note: str = ""  # what is said below every table of a public version

    @property
    def standing(self) -> str:
        """Where the numbers come from, in one line."""
        state = "已签发" if self.signed else UNSIGNED
        return (
            f"统计截止日：{chinese_day(self.cutoff)}　口径版本：{self.definitions_version}　{state}"
        )


def current_digest(edition: Edition) -> str:
    """Of the signed file, or of the draft's body: what an export is an export of."""
    signed = SignedEdition.objects.filter(edition=edition).values_list("digest", flat=True).first()
    return str(signed or edition.digest)


def contents(edition: Edition) -> Contents:
    """The edition as it stands, for those inside the house; see `publishing` for the others."""
    signed = SignedEdition.objects.filter(edition=edition).first()
    if signed is None:
        return _contents(edition.body, f"{edition.unit}{edition.title}", edition.digest,
                         definitions(), signed=False)  # fmt: skip
    frozen = json.loads(signed.content)["content"]
    return _contents(frozen["report"], frozen["title"], signed.digest, frozen["definitions"],
                     signed=True)  # fmt: skip


def _contents(
    body: Mapping[str, Any],
    title: str,
    digest: str,
    defined: Mapping[str, Any],
    *,
    signed: bool,
) -> Contents:
    document = Document.from_json(body["document"])
    return Contents(
        title=title,
        unit=body["unit"]["name"],
        unit_code=body["unit"]["code"],
        start=date.fromisoformat(body["start"]),
        cutoff=date.fromisoformat(body["cutoff"]),
        digest=digest,
        signed=signed,
        moment=str(body["as_of"]),
        definitions_version=body["definitions_version"],
        document=document,
        figures=as_read(body["figures"], document),
        tables=list(body.get("tables", ())),
        indicators={one["code"]: one for one in defined["indicators"]},
        measures={one["code"]: one["name"] for one in defined["measures"]},
    )


def as_read(figures: Mapping[str, Any], document: Document) -> dict[str, Any]:
    """In the order in which the text names them: the frozen file has them by key."""
    named = dict.fromkeys(run.figure for p in document.paragraphs() for run in p.runs)
    keys = [key for key in named if key in figures]
    return {key: figures[key] for key in (*keys, *(k for k in figures if k not in named))}


# --- how things are written


def printable(text: str) -> str:
    """Without the characters that no file format holds; line breaks stay."""
    return UNPRINTABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def width(text: str) -> float:
    """In characters of the grid: Latin letters and digits take half of one."""
    return sum(1.0 if unicodedata.east_asian_width(c) in "WFA" else 0.5 for c in text)


def figure_name(figure: Mapping[str, Any]) -> str:
    change = "（同比）" if figure["form"] == "change" else ""
    dispute = "纠纷" if figure["source"]["kind"] == "kind" else ""
    return f"{figure['name']}{dispute}{change}"


def is_share(figure: Mapping[str, Any]) -> bool:
    """Whether the value counts hundredths: a rate, or a change in percent."""
    if figure["form"] == "change":
        return str(figure["text"]).endswith("%")
    return str(figure["form"]) == "percent"


def told(figure: Mapping[str, Any]) -> str:
    """The number as the report prints it. Of several falls the report says 下降 once, a table each."""
    text, fell = str(figure["text"]), str(figure["value"]).startswith("-")
    bare = figure["form"] == "change" and fell and text[0].isdigit()
    return f"下降{text}" if bare else text


def unit_of(figure: Mapping[str, Any]) -> str:
    if is_share(figure):
        return "%"
    if figure["form"] == "change" and str(figure["text"]).endswith("百分点"):
        return "百分点"
    return str(figure["unit"])


def meaning(figure: Mapping[str, Any], made: Contents) -> str:
    """The definition (口径) in words: what is divided by what, by which day."""
    source = figure["source"]
    if source["kind"] == "target":
        return TARGET
    names = ENTERED_NAMES | dict(made.measures)
    top = names.get(figure["numerator_measure"], "")
    bottom = names.get(figure["denominator_measure"] or "", "")
    if source["kind"] == "activity" and not bottom and not figure["note"]:
        return ENTERED
    known = made.indicators.get(source["code"]) if source["kind"] == "indicator" else None
    basis = f"按{known['date_basis']}统计" if known else ""
    change = f"与上年同期相比：{top}" if figure["form"] == "change" and bottom == top else ""
    ratio = f"{top} ÷ {bottom}" if bottom and bottom != top and top else ""
    said = (figure["note"] or change or ratio or top or str(figure["name"]), basis)
    return "；".join(filter(None, said))
