"""The national order (法治政府建设年度报告的内容顺序): measures and results, shortcomings and causes, how the
leaders answered for it, next year's plan, other. The wording is this system's own."""

from reporting.outlines.outline import Block, Heading, Outline, Proposed, Slot
from reporting.sections import SECTIONS, fengqiao

OPENING = Heading("opening", 0, "", (
    Block((Slot("opening.summary", "全年工作的总体情况"),
           "现将{year}年度法治政府建设情况报告如下。")),
))  # fmt: skip


def _section(code: str, level: int = 2, *, prompt: str) -> Heading:
    """A section of activity figures with what its unit adds by hand."""
    section = SECTIONS[code]
    blocks = (Block(section.sentences), Block((Slot(f"{code}.text", prompt),)))
    return Heading(code, level, section.heading, blocks)


MEDIATION = Heading("fengqiao", 2, fengqiao.SECTION.heading, (
    Block((*fengqiao.SECTION.sentences, Proposed.TOP_KINDS)),
    Block(SECTIONS["prevention"].sentences),
    Block((Proposed.PRACTICE, Slot("fengqiao.practice", "本地派出所化解矛盾纠纷的做法和成效"))),
))  # fmt: skip
PARTS = (
    OPENING,
    Heading("results", 1, "主要举措和成效"),
    _section("study", prompt="学习贯彻和组织领导的其他情况"),
    Heading("duty", 2, "依法全面履行职能", (
        Block((*SECTIONS["crime"].sentences, *SECTIONS["patrol"].sentences)),
        Block((Slot("duty.text", "打击犯罪、维护稳定、服务发展的其他情况"),)),
    )),
    MEDIATION,
    Heading("standards", 2, "推进执法规范化建设", (
        Block((*SECTIONS["review"].sentences, *SECTIONS["places"].sentences)),
        Block((Slot("standards.text", "执法制度、执法监督的其他情况"),)),
    )),
    _section("fast", prompt="提升办案效率的其他情况"),
    _section("training", prompt="执法能力建设的其他情况"),
    _section("publicity", prompt="普法宣传的其他情况"),
    Heading("problems", 1, "存在的不足和原因", (
        Block((Proposed.PROBLEMS,), point=True),
        Block((Slot("problems.text", "存在的其他不足"),)),
        Block((Slot("problems.causes", "不足的原因", required=True),)),
    )),
    Heading("leader", 1, "党政主要负责人履行推进法治建设第一责任人职责情况", (
        Block((Slot("leader.text", "主要负责人履行第一责任人职责的情况", required=True),)),
    )),
    Heading("plans", 1, "下一年度主要安排", (
        Block((Proposed.PLANS,), point=True),
        Block((Slot("plans.text", "下一年度的主要安排", required=True),)),
    )),
    Heading("other", 1, "其他需要报告的情况", (
        Block((Slot("other.text", "其他需要报告的情况"),)),
    )),
)  # fmt: skip
OUTLINE = Outline(
    code="national",
    name="通用提纲",
    source="法治政府建设与责任落实督察工作规定",
    title="{unit}{year}年度法治政府建设情况报告",
    parts=PARTS,
)
