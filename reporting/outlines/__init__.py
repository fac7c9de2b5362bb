"""Outlines of the annual report (年度报告提纲): the national order and those of five published ones."""

from reporting.outlines import national, qingyang, shizhu, xinxing, yiyuan, yushu
from reporting.outlines.outline import Block, Heading, Outline, Proposed, Slot

DEFAULT = national.OUTLINE
OUTLINES = {
    outline.code: outline
    for outline in (
        DEFAULT,
        qingyang.OUTLINE,
        xinxing.OUTLINE,
        shizhu.OUTLINE,
        yushu.OUTLINE,
        yiyuan.OUTLINE,
    )
}

__all__ = ["DEFAULT", "OUTLINES", "Block", "Heading", "Outline", "Proposed", "Slot"]
