"""The outline of 庆阳市公安局 (2025): headings run into their paragraphs, points 一是… inside them, and
a second "二、" before the problems, as published."""

from reporting.outlines.outline import Block, Heading, Outline, Proposed, Slot
from reporting.sections import Clause, Either, Listing, Sentence, fengqiao


def _all(*templates: str) -> tuple[Clause, ...]:
    return tuple(map(Clause, templates))


STUDY: Sentence = (
    Clause("组织领导干部学习{activity.leader_studies}"),
    Clause("{activity.leader_study_attendance}", required=("activity.leader_studies",)),
)
TRAINING = _all(
    "组织开展“法治大讲堂”{activity.lectures}", "开展场景化执法培训{activity.scenario_trainings}",
    "专项执法培训{activity.special_trainings}", "送法送教下基层{activity.visiting_trainings}",
    "落实基层一线常态执法培训{activity.routine_trainings}", "召开联席会议{activity.joint_meetings}",
    "参加人数达到{activity.training_attendance}",
)  # fmt: skip
BOOKS = _all("为执法民警配发法律书籍{activity.books}")
SOLVED: Sentence = (
    Either((
        Clause("全市现行命案、八类严重暴力案件、“两抢”案件均{activity.robbery_solving_rate:full}破获",
               required=("activity.homicide_solving_rate:full",
                         "activity.violent_solving_rate:full")),
        Listing("", _all("现行命案破案率{activity.homicide_solving_rate}",
                         "八类严重暴力案件破案率{activity.violent_solving_rate}",
                         "“两抢”案件破案率{activity.robbery_solving_rate}")),
    )),
    Either((
        Clause("电诈、传统侵财、严重暴力犯罪发案分别下降{activity.telecom_frauds:fall}、"
               "{activity.property_crimes:fall}、{activity.violent_crimes:fall}"),
        Listing("", _all("电诈发案{activity.telecom_frauds:yoy}",
                         "传统侵财发案{activity.property_crimes:yoy}",
                         "严重暴力犯罪发案{activity.violent_crimes:yoy}")),
    )),
)  # fmt: skip
DRUGS: Sentence = (
    Clause("抓获毒品犯罪嫌疑人{activity.drug_suspects}"),
    Either((
        Clause("共查处吸毒人员{activity.drug_users}（滥用未列管成瘾性物质{activity.unlisted_substance_users}）"),
        Clause("共查处吸毒人员{activity.drug_users}"),
    )),
)  # fmt: skip
PATROL: Sentence = (
    Listing("设置", _all("值守点{activity.duty_points}", "必巡线{activity.patrol_lines}",
                        "必巡点{activity.patrol_points}")),
    *_all("出动特警警力{activity.special_police_sent}", "警车{activity.police_cars_sent}",
          "武警兵力{activity.armed_police_sent}", "车辆{activity.armed_vehicles_sent}"),
)  # fmt: skip
REVIEW: Sentence = _all(
    "派驻法制监督员{activity.supervisors_posted}", "建成法制监督员派驻室{activity.posting_rooms}",
    "共审核案件{activity.cases_reviewed}", "评查案卷{activity.files_assessed}",
    "执法检查{activity.inspections}", "参与疑难案事件问题研讨{activity.discussions}",
    "评析案例{activity.cases_analysed}", "提出执法建议{activity.advice_given}",
    "发现执法问题{activity.problems_found}", "整改问题{activity.problems_corrected}",
    "开展执法培训{activity.enforcement_training_attendance}",
)  # fmt: skip
GATES = _all("审核刑事案件{activity.criminal_cases_reviewed}",
             "行政案件{activity.administrative_cases_reviewed}")  # fmt: skip
STALLED: Sentence = (
    *_all("共排查案件{activity.stalled_cases_screened}",
          "发现问题案件{activity.stalled_problems_found}",
          "整改{activity.stalled_problems_corrected}"),
    Clause("全部整改到位", required=("activity.stalled_correction_rate:full",)),
)  # fmt: skip
ROOMS: Sentence = (
    Listing("建成投用", _all("接报案中心{activity.report_centres}",
                          "接报案室{activity.report_rooms}")),
)  # fmt: skip
PUBLICITY = _all("共设立宣传点{activity.publicity_points}", "悬挂横幅{activity.banners}",
                 "发放宣传资料{activity.leaflets}", "解答群众咨询{activity.consultations}")  # fmt: skip


def _point(lead: str, *content: Sentence | Slot | Proposed) -> Block:
    return Block(content, lead, point=True)


def _part(code: str, heading: str, *blocks: Block) -> Heading:
    return Heading(code, 1, heading, blocks, runs_in=True, together=True)


PARTS = (
    Heading("opening", 0, "", (Block((Slot("opening.summary", "全年工作的总体情况"),)),)),
    _part(
        "ideology", "强化政治引领与理论武装，筑牢法治公安建设思想根基",
        _point("压实第一责任人", Slot("ideology.leader", "主要负责人履行第一责任人职责的情况", required=True)),
        _point("发挥“领头羊”作用", Slot("ideology.study", "会前学法、中心组学习的做法"), STUDY),
        _point("深化理论学习", TRAINING, BOOKS, Slot("ideology.training", "理论学习的其他情况")),
    ),
    _part(
        "duty", "依法全面履行职能，全力维护安全稳定与服务发展",
        _point("严打突出犯罪", Slot("duty.crime", "打击犯罪的做法"), SOLVED, DRUGS),
        _point("维护社会安定", PATROL, *fengqiao.SECTION.sentences, Proposed.TOP_KINDS,
               Slot("duty.order", "维护社会安定的其他情况")),
        _point("提升执法质量", REVIEW, GATES, Slot("duty.quality", "提升执法质量的其他情况")),
    ),
    _part(
        "standards", "聚焦执法规范化建设，构建系统严密执法监督体系",
        _point("持续推动执法办案管理中心提质增效工作", Slot("standards.centre", "执法办案管理中心建设情况")),
        _point("强力推动刑事案件久拖不决整治", STALLED, Slot("standards.stalled", "整治的做法")),
        _point("全面推进接报案专门场所建设及运行", ROOMS, Slot("standards.rooms", "接报案场所建设的做法")),
    ),
    _part(
        "fengqiao", "坚持和发展新时代“枫桥经验”，依法有效化解社会矛盾纠纷",
        Block((Slot("fengqiao.practice", "各派出所化解矛盾纠纷的做法和成效"), Proposed.PRACTICE)),
    ),
    _part(
        "publicity", "深化普法宣传教育，营造尊法学法守法用法良好氛围",
        _point("开展“进基层”集中宣传", Slot("publicity.local", "进基层宣传的做法"), PUBLICITY),
        _point("开展“线上+线下”立体宣传", Slot("publicity.media", "线上线下宣传的做法")),
        _point("开展“精准化”主体宣传", Slot("publicity.audience", "面向不同对象宣传的做法")),
    ),
    Heading("problems", 1, "存在问题", (
        Block((Proposed.PROBLEMS,), point=True),
        Block((Slot("problems.text", "存在的问题", required=True),)),
    ), number="二、"),
    Heading("closing", 0, "", (Block((Slot("closing.text", "结束语"),)),)),
)  # fmt: skip
OUTLINE = Outline(
    code="qingyang",
    name="庆阳市公安局提纲",
    source="庆阳市公安局2025年度报告",
    title="{unit}{year}年度法治政府建设情况报告",
    parts=PARTS,
)
