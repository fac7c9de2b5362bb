"""The outline of 沂源县公安局 (2024): the leaders first, （一）… run into their paragraphs, the
hearing-style mediation as the third measure."""

from reporting.outlines.outline import Block, Heading, Outline, Proposed, Slot
from reporting.sections import Clause, Listing, Sentence, fengqiao


def _all(*templates: str) -> tuple[Clause, ...]:
    return tuple(map(Clause, templates))


WATCHED = _all("组织收看公安部法治讲堂、省厅法治巡讲、市局执法培训{activity.watched_trainings}",
               "组织召开执法培训{activity.held_trainings}")  # fmt: skip
MEETINGS = _all("召开{activity.supervision_meetings}执法监督管理委员会会议")
GUIDES = _all("制定{activity.guides}办案指引")
BASES = _all("建禁毒基地{activity.drug_education_bases}")
VIDEOS = _all("制作宣传微视频{activity.short_videos}")
GRADED = _all("举办分类培训{activity.graded_trainings}")
EXAMS: Sentence = (
    Listing("", _all("{activity.law_exam_passed}民警通过法律职业资格考试",
                     "{activity.senior_exam_passed}民警通过高级执法资格考试")),
    Clause("行政案件平均办结时长{activity.administrative_mean_days:shorter}"),
)  # fmt: skip
RATES = _all("行政案件3日内办结率达{activity.administrative_rate_in_3_days:at_least}",
             "7日内办结率达{activity.administrative_rate_in_7_days}",
             "刑事案件办结率{activity.criminal_closing_rate}")  # fmt: skip
BACKLOG = _all("累计清理积案{activity.backlog_cleared}",
               "办案周期平均{activity.handling_mean_days:shorter_by}")  # fmt: skip
GUIDANCE = _all("推动健全法律法规“工具箱”{activity.toolboxes}",
                "编印执法办案指引{activity.handbooks}")  # fmt: skip
HEARINGS = fengqiao.SECTION.sentences


def _part(
    code: str, heading: str, prompt: str, *content: Sentence | Proposed, required: bool = False
) -> Heading:
    slot = Slot(f"{code}.text", prompt, required)
    return Heading(code, 2, heading, (Block((slot, *content)),), runs_in=True, together=True)


PARTS = (
    Heading("opening", 0, "", (
        Block((Slot("opening.summary", "全年工作的总体情况"),
               "现将{year}年度法治政府建设情况报告如下：")),
    )),
    Heading("leader", 1, "党政主要负责人履行推进法治建设第一责任人职责情况"),
    _part("thought", "深入推进习近平法治思想学习宣传贯彻情况", "学习宣传贯彻的情况", WATCHED,
          required=True),
    _part("leadership", "加强党对全面依法治县的领导情况", "组织领导和制度建设的情况", MEETINGS, GUIDES),
    _part("society", "深入推进法治社会建设情况", "普法宣传的情况", BASES, VIDEOS),
    Heading("results", 1, "推进法治政府建设的主要举措和成效", (
        Block((Slot("results.text", "主要举措和成效的概述"),)),
    )),
    _part("training", "建立差异化培训制度，加强队伍建设", "分类培训的做法", GRADED),
    _part("points", "优化积分考核制度，激发队伍活力", "积分考核的做法", EXAMS),
    _part("hearings", "建立多元化矛盾调解制度，提升群众安全感满意度", "听证式调解的做法", *HEARINGS,
          Proposed.PRACTICE),
    _part("fast", "建立简案快办制度，提升案件办理效率", "简案快办的做法", RATES, BACKLOG),
    _part("supervision", "建立合成化监督制度，堵塞执法漏洞", "执法监督的做法"),
    _part("guidance", "建立类案规范指引制度，提升执法素能", "类案指引的做法", GUIDANCE),
    Heading("problems", 1, "推进法治政府建设存在的不足和原因", (
        Block((Proposed.PROBLEMS,), point=True),
        Block((Slot("problems.text", "不足和原因", required=True),)),
    )),
    Heading("plans", 1, "{next_year}年推进法治政府建设的主要计划安排", (
        Block((Proposed.PLANS,), point=True),
        Block((Slot("plans.text", "下一年度的主要计划安排", required=True),)),
    )),
)  # fmt: skip
OUTLINE = Outline(
    code="yiyuan",
    name="沂源县公安局提纲",
    source="沂源县公安局2024年度报告",
    title="{unit}{year}年度法治政府建设情况报告",
    parts=PARTS,
)
