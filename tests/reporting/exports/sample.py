"""An edition's body as it is frozen, without a database; texts may be as hostile as anybody's."""

from __future__ import annotations

from datetime import date

from reporting.document import Document, Paragraph, Part, Run
from reporting.exports.contents import Contents
from reporting.statistics import definitions

HOSTILE = '=HYPERLINK("http://x","点")\x00\x0b\x1f\ufffe䶮㵘堃'
DIGEST = "ab" * 32
COLUMNS = [
    {"code": "registered", "name": "排查录入矛盾纠纷", "unit": "起", "form": "count"},
    {"code": "resolved", "name": "化解", "unit": "起", "form": "count"},
    {"code": "resolution_rate", "name": "化解率", "unit": "%", "form": "percent"},
]


def part(level: int, number: str, heading: str, *texts: str, runs_in: bool = False) -> Part:
    paragraphs = tuple(Paragraph((Run(text),)) for text in texts)
    return Part(f"p{level}{number}", level, number, heading, runs_in, paragraphs)


def document(
    *parts: Part, signed_by: str = "玄远县公安局", dated: str = "2026年1月9日"
) -> Document:
    return Document(
        "玄远县公安局2025年度法治政府建设情况报告", "玄远县人民政府", parts, signed_by, dated
    )


PARTS = (
    part(0, "", "", "开头的话，“引号”与2025年。"),
    part(1, "一、", "基本情况", "第一段。"),
    part(2, "（一）", "排查化解。", "接着标题的一段。", "第二段。", runs_in=True),
    part(3, "1.", "三级", "三级的话。"),
    part(4, "（1）", "四级", HOSTILE),
)


def figure(key: str, value: int | str, text: str, form: str = "count", **more) -> dict:
    return {
        "key": key, "name": "化解率" if form == "percent" else "排查录入矛盾纠纷", "value": value,
        "text": text, "unit": "%" if form == "percent" else "起", "form": form, "numerator": 12,
        "numerator_measure": "registered", "denominator": None, "denominator_measure": None,
        "note": "", "version": 1,
        "source": {"kind": "indicator", "code": key.partition(":")[0], "report": ""}, **more,
    }  # fmt: skip


FIGURES = {
    f["key"]: f
    for f in (
        figure("registered", 12489, "12489起"),
        figure("resolution_rate", "94.92", "94.92%", "percent", numerator=11855, denominator=12489,
               numerator_measure="resolved_of_registered", denominator_measure="registered"),
        figure("registered:yoy", "-3.05", "下降3.05%", "change", denominator=12882,
               denominator_measure="registered"),
        figure("hostile", 3, HOSTILE, note=HOSTILE),
    )
}  # fmt: skip


def row(key: str, name: str, registered: int, resolved: int, rate: str | None) -> dict:
    return {"key": key, "name": name, "values": [registered, resolved, rate]}


def table(code: str, title: str, heading: str, *rows: dict) -> dict:
    total = row(
        "", "合计", sum(r["values"][0] for r in rows), sum(r["values"][1] for r in rows), "66.67"
    )
    return {"code": code, "title": title, "heading": heading, "columns": COLUMNS,
            "rows": list(rows), "total": total}  # fmt: skip


TABLES = (
    table("months", "逐月情况", "月份",
          *(row(f"2025-{m:02}", f"2025年{m}月", m * 3, m * 2, "66.67") for m in range(1, 13))),
    table("units", "分单位情况", "单位", row("1", HOSTILE, 9, 6, "66.67"), row("2", "乙派出所", 0, 0, None)),
    table("kinds", "分类型情况", "类型", row("01", "邻里纠纷", 9, 6, "66.67")),
)  # fmt: skip


def contents(*parts: Part, signed: bool = True, tables=TABLES, **more) -> Contents:
    defined = definitions()
    return Contents(
        title="玄远县公安局2025年年度报告", unit="玄远县公安局", unit_code="621100000000",
        start=date(2025, 1, 1), cutoff=date(2025, 12, 31), digest=DIGEST, signed=signed,
        moment="2026-01-09T09:00:00+08:00", definitions_version=2,
        document=document(*(parts or PARTS), **more), figures=FIGURES, tables=tables,
        indicators={one["code"]: one for one in defined["indicators"]},
        measures={one["code"]: one["name"] for one in defined["measures"]},
    )  # fmt: skip
