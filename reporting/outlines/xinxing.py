"""The outline of 新兴县公安局 (2024): six parts, （一）… run into their paragraphs, and next year's list
with 1. 2. 3. below its headings."""

from reporting.outlines.outline import Block, Heading, Outline, Proposed, Slot
from reporting.sections import Clause, Sentence, fengqiao


def _all(*templates: str) -> tuple[Clause, ...]:
    return tuple(map(Clause, templates))


EVENTS = _all("年内共开展反诈、交通、禁毒、反恐宣传等{activity.publicity_events}",
              "接待群众法律咨询{activity.consultations}")  # fmt: skip
REVIEWERS: Sentence = (
    Clause("法制审核人员（含兼职法制员）数量比例不少于本单位执法人员总数{target.target_reviewers}",
           required=("activity.legal_reviewer_rate>=target.target_reviewers",)),
)  # fmt: skip


def _part(
    code: str, heading: str, prompt: str, *content: Sentence | Proposed, required: bool = False
) -> Heading:
    slot = Slot(f"{code}.text", prompt, required)
    return Heading(code, 2, heading, (Block((slot, *content)),), runs_in=True, together=True)


def _plan(code: str, *headings: str) -> tuple[Heading, ...]:
    return tuple(
        Heading(f"{code}_{n}", 3, heading, (Block((Slot(f"{code}_{n}.text", heading),)),),
                runs_in=True, together=True)
        for n, heading in enumerate(headings, start=1)
    )  # fmt: skip


PARTS = (
    Heading("opening", 0, "", (
        Block((Slot("opening.summary", "全年工作的总体情况"),
               "现将我局法治政府建设工作情况报告如下：")),
    )),
    Heading("awareness", 1, "加强法治意识，提高执法质素"),
    _part("theory", "强化理论，保持学习", "理论学习的情况", required=True),
    _part("training", "加强培训，提升素质", "培训和法律顾问的情况", required=True),
    _part("publicity", "加强宣传，推动普法", "普法宣传的做法", EVENTS),
    Heading("conduct", 1, "落实制度执行，规范执法行为"),
    _part("rules", "加强执法制度体系建设", "执法制度建设的情况"),
    _part("liability", "严格落实执法责任制", "执法责任制的落实情况"),
    _part("inside", "强化自身内部监督", "内部监督的情况"),
    _part("outside", "主动接受外部监督", "接受外部监督的情况"),
    Heading("administration", 1, "深入推进依法行政"),
    _part("questions", "建立长效问责机制", "问责机制的情况"),
    _part("oversight", "完善全面监督体系", "监督体系的情况"),
    _part("decisions", "落实行政决策程序", "行政决策程序的情况"),
    _part("powers", "深化执法权力运行机制改革", "执法权力运行机制改革的情况"),
    Heading("duty", 1, "依法全面履行公安职能工作"),
    _part("lists", "健全执法权责清单和依法决策机制", "权责清单和依法决策的情况"),
    _part("government", "重视法治政府建设", "法治政府建设的情况", *fengqiao.SECTION.sentences,
          Proposed.TOP_KINDS, Proposed.PRACTICE),
    _part("review", "健全法制审核机制", "法制审核的做法", REVIEWERS),
    Heading("problems", 1, "存在的不足和原因", (
        Block((Proposed.PROBLEMS,), point=True),
        Block((Slot("problems.text", "不足和原因", required=True),)),
    )),
    Heading("plans", 1, "下一年度主要工作安排", (
        Block((Slot("plans.summary", "下一年度工作的总体要求"),)),
        Block((Proposed.PLANS,), point=True),
    )),
    Heading("plan_standards", 2, "持续深化执法规范化建设"),
    *_plan("plan_standards", "加强执法理念教育", "完善执法制度体系", "强化执法监督管理"),
    Heading("plan_talents", 2, "加强法治人才队伍建设"),
    *_plan("plan_talents", "加大人才引进力度", "加强人才培养锻炼", "完善人才激励机制"),
    Heading("plan_publicity", 2, "提升法治宣传教育实效"),
    *_plan("plan_publicity", "创新法治宣传教育方式", "增强法治宣传教育针对性",
           "建立健全法治宣传教育长效机制"),
    Heading("closing", 0, "", (Block((Slot("closing.text", "结束语"),)),)),
)  # fmt: skip
OUTLINE = Outline(
    code="xinxing",
    name="新兴县公安局提纲",
    source="新兴县公安局2024年度报告",
    title="{unit}{year}年度法治政府建设情况报告",
    parts=PARTS,
)
