"""The outline of 石柱土家族自治县公安局 (2025): below （一）… unnumbered short headings that run into
their paragraphs, and next year's list from 一是 to 六是."""

from reporting.outlines.outline import Block, Heading, Outline, Proposed, Slot, chinese
from reporting.sections import Clause, Sentence, fengqiao

SAFE: Sentence = (Clause("重大执法安全事故实现“{activity.enforcement_accidents:zero}”"),)


def _under(code: str, *headings: str) -> tuple[Heading, ...]:
    """Unnumbered, each with its slot."""
    return tuple(
        Heading(f"{code}_{n}", 3, heading, (Block((Slot(f"{code}_{n}.text", heading),)),),
                number="", runs_in=True, together=True)
        for n, heading in enumerate(headings, start=1)
    )  # fmt: skip


def _group(code: str, heading: str, *below: str) -> tuple[Heading, ...]:
    blocks = (Block((Slot(f"{code}.text", f"{heading}的概述"),)),)
    return (Heading(code, 2, heading, blocks), *_under(code, *below))


PARTS = (
    Heading("summary", 1, "工作总体完成情况", (
        Block((Slot("summary.text", "工作总体完成情况", required=True), SAFE)),
    )),
    Heading("results", 1, "主要举措及成效"),
    *_group("handling", "健全执法办案管理体系，提升执法质效", "执法办案管理中心建设", "执法监督机制完善",
            "辅助功能拓展"),
    *_group("administration", "完善依法行政制度体系，规范权力运行", "健全依法行政制度体系",
            "行政决策执行与评估"),
    *_group("supervision", "强化执法监督管理，促进公平正义", "深化行政执法“三项制度”", "案件质量管控机制",
            "重点领域执法规范化"),
    *_group("mechanisms", "创新警务运行机制，提升警务效能", "构建新型警务运行模式", "强化数据赋能",
            "完善突发事件应对体系"),
    Heading("mediation", 3, "化解矛盾纠纷", (
        Block((*fengqiao.SECTION.sentences, Proposed.TOP_KINDS, Proposed.PRACTICE)),
    ), number="", runs_in=True, together=True),
    *_group("ability", "加强执法能力建设，锻造公安铁军", "强化法治理念教育", "创新执法培训机制",
            "全面从严管党治警"),
    Heading("problems", 1, "存在问题与短板分析", (
        Block((Proposed.PROBLEMS,), point=True),
        Block((Slot("problems.text", "存在问题的其他分析"),)),
    )),
    *_group("ideas", "执法理念与能力存在差距", "程序意识淡薄", "专业能力不足", "法治素养不高"),
    *_group("barriers", "体制机制性障碍亟待破解", "执法协同机制不健全", "执法监督机制不够完善",
            "效能监测需更加科学"),
    *_group("technology", "科技支撑与保障需加强", "执法办案相关设备需更新", "技术应用深度不足",
            "专业人才培养不足"),
    *_group("basics", "基层基础工作仍显薄弱", "培训机制不完善", "执法保障不足"),
    Heading("plans", 1, "{next_year}年推进法治政府建设的工作思路", (
        *(Block((Slot(f"plans.{n}", f"下一年度工作思路之{chinese(n)}", required=n == 1),), point=True)
          for n in range(1, 7)),
        Block((Proposed.PLANS,), point=True),
    )),
)  # fmt: skip
OUTLINE = Outline(
    code="shizhu",
    name="石柱土家族自治县公安局提纲",
    source="石柱土家族自治县公安局2025年报告",
    title="{unit}关于{year}年法治政府建设工作情况的报告",
    parts=PARTS,
)
