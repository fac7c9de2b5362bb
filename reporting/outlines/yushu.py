"""The outline of 榆树市公安局 (2024): an addressee, （一） to （八） without a heading above them, the
seventh without a heading of its own; then 二、 and 三、, as published."""

from reporting.outlines.outline import Block, Heading, Outline, Proposed, Slot
from reporting.sections import Clause, Sentence, fengqiao


def _all(*templates: str) -> tuple[Clause, ...]:
    return tuple(map(Clause, templates))


HEARD = _all("先后{activity.law_reports_heard}专题听取法治公安建设工作汇报")
COVERED: Sentence = (
    Clause("全市{activity.stations_covered}派出所实现“三进全覆盖”",
           required=("activity.station_coverage_rate:full",)),
)  # fmt: skip
MINORS = _all(
    "打处{activity.gangs}操纵未成年人犯罪的犯罪团伙", "成功挽救未成年人{activity.minors_rescued}"
)
PATROLLED = _all("累计巡查案件{activity.cases_patrolled}",
                 "形成执法质量考核评议通报{activity.assessment_bulletins}",
                 "通报执法问题{activity.bulletin_problems}")  # fmt: skip
FAST = _all("快速办理轻微刑事案件{activity.fast_criminal_cases}",
            "“一站式”速裁办理{activity.fast_trials}")  # fmt: skip
ONLINE = _all("持续推送线上学习素材{activity.online_materials}")
PUBLICITY = _all("开展各项普法宣传{activity.publicity_events}")
DEPUTIES = _all("选聘公安法治副校长、法治辅导员{activity.law_deputies}")


def _part(
    code: str, heading: str, prompt: str, *content: Sentence | Proposed, required: bool = False
) -> Heading:
    slot = Slot(f"{code}.text", prompt, required)
    return Heading(code, 2, heading, (Block((slot, *content)),), runs_in=True, together=True)


PARTS = (
    Heading("opening", 0, "", (
        Block((Slot("opening.summary", "全年工作的总体情况"), "现将有关情况报告如下：")),
    )),
    _part("leadership", "强化组织领导保障", "组织领导和执法制度建设的情况", HEARD),
    _part("duty", "提高依法履职水平", "打击犯罪、维护稳定的情况", required=True),
    _part("mechanisms", "以实施“三项新机制”为载体，提升基层治理能力", "基层治理的做法", COVERED,
          *fengqiao.SECTION.sentences, Proposed.TOP_KINDS, Proposed.PRACTICE,
          (Clause("{criminal_cases:none}因矛盾纠纷化解不力引发的“民转刑”案件"),)),
    _part("innovation", "创新工作，形成新质公安战斗力", "工作创新的情况", MINORS),
    _part("supervision", "执法监督能力持续加强", "执法监督的做法", PATROLLED),
    _part("centre", "强化执法办案管理中心全面提质增效", "执法办案管理中心的情况", required=True),
    _part("fast", "", "“简案快办”的做法", FAST),
    _part("ability", "提升执法主体能力", "培训和普法的做法", ONLINE, PUBLICITY, DEPUTIES),
    Heading("problems", 1, "存在问题", (
        Block((Proposed.PROBLEMS,), point=True),
        Block((Slot("problems.text", "存在的问题", required=True),)),
    ), number="二、"),
    Heading("plans", 1, "下一步工作打算", (
        Block((Proposed.PLANS,), point=True),
        Block((Slot("plans.text", "下一步工作打算", required=True),)),
    ), number="三、"),
)  # fmt: skip
OUTLINE = Outline(
    code="yushu",
    name="榆树市公安局提纲",
    source="榆树市公安局2024年度报告",
    title="{year}年度{unit}法治政府建设工作报告",
    addressee="中共{place}委、{place}人民政府",
    parts=PARTS,
)
