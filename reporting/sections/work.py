"""What activity figures (工作量数据) say, in the national order's own words, a section per field."""

from reporting.sections.section import Clause, Either, Listing, Section


def _all(*templates: str) -> tuple[Clause, ...]:
    return tuple(map(Clause, templates))


STUDY = Section(
    "study",
    "加强学法用法和组织领导",
    (
        (
            Listing("组织领导干部学法", _all("{activity.leader_studies}",
                                      "{activity.leader_study_attendance}")),
            *_all("召开执法监督管理委员会会议{activity.supervision_meetings}",
                  "专题听取法治公安建设工作汇报{activity.law_reports_heard}",
                  "召开联席会议{activity.joint_meetings}"),
        ),
    ),
)  # fmt: skip
TRAINING = Section(
    "training",
    "加强执法能力建设",
    (
        _all("举办法治大讲堂{activity.lectures}", "场景化执法培训{activity.scenario_trainings}",
             "专项执法培训{activity.special_trainings}", "送法送教下基层{activity.visiting_trainings}",
             "基层一线常态执法培训{activity.routine_trainings}", "分类培训{activity.graded_trainings}",
             "其他执法培训{activity.held_trainings}", "组织收看上级培训{activity.watched_trainings}",
             "参加培训{activity.training_attendance}"),
        _all("推送线上学习素材{activity.online_materials}", "配发法律书籍{activity.books}",
             "编制办案指引{activity.guides}", "编印执法办案指引书册{activity.handbooks}",
             "建立法律法规“工具箱”{activity.toolboxes}"),
        _all("通过法律职业资格考试{activity.law_exam_passed}",
             "通过高级执法资格考试{activity.senior_exam_passed}"),
    ),
)  # fmt: skip
PUBLICITY = Section(
    "publicity",
    "落实普法责任制",
    (
        _all("开展普法宣传{activity.publicity_events}", "解答法律咨询{activity.consultations}",
             "设立宣传点{activity.publicity_points}", "悬挂横幅{activity.banners}",
             "发放宣传资料{activity.leaflets}", "制作宣传微视频{activity.short_videos}"),
        _all("选聘法治副校长、法治辅导员{activity.law_deputies}",
             "建成禁毒教育基地{activity.drug_education_bases}"),
    ),
)  # fmt: skip
REVIEW = Section(
    "review",
    "强化执法监督",
    (
        (
            Listing("派驻法制监督员", _all("{activity.supervisors_posted}")),
            *_all("建成派驻室{activity.posting_rooms}", "审核案件{activity.cases_reviewed}",
                  "评查案卷{activity.files_assessed}", "巡查案件{activity.cases_patrolled}",
                  "执法检查{activity.inspections}", "研讨疑难案（事）件{activity.discussions}",
                  "评析案例{activity.cases_analysed}", "提出执法建议{activity.advice_given}"),
        ),
        (
            *_all("发现执法问题{activity.problems_found}", "整改{activity.problems_corrected}"),
            Clause("整改率{activity.correction_rate}", required=("activity.problems_corrected",)),
        ),
        _all("审核刑事案件{activity.criminal_cases_reviewed}",
             "审核行政案件{activity.administrative_cases_reviewed}"),
        (
            *_all("排查久拖不决案件{activity.stalled_cases_screened}",
                  "发现问题案件{activity.stalled_problems_found}"),
            Either((
                Clause("已全部整改", required=("activity.stalled_correction_rate:full",)),
                Clause("整改{activity.stalled_problems_corrected}"),
            )),
        ),
        _all("形成执法质量考核评议通报{activity.assessment_bulletins}",
             "通报执法问题{activity.bulletin_problems}"),
        _all("重大执法安全事故{activity.enforcement_accidents:zero}"),
    ),
)  # fmt: skip
FAST = Section(
    "fast",
    "提升办案效率",
    (
        _all("快速办理轻微刑事案件{activity.fast_criminal_cases}",
             "“一站式”速裁办理{activity.fast_trials}", "清理积案{activity.backlog_cleared}"),
        _all("行政案件3日内办结率{activity.administrative_rate_in_3_days}",
             "7日内办结率{activity.administrative_rate_in_7_days}",
             "平均办结时长{activity.administrative_mean_days:shorter}"),
        _all("刑事案件办结率{activity.criminal_closing_rate}"),
    ),
)  # fmt: skip
CRIME = Section(
    "crime",
    "依法打击违法犯罪",
    (
        (
            Either((
                Clause("现行命案、八类严重暴力案件、“两抢”案件破案率均为{activity.robbery_solving_rate:full}",
                       required=("activity.homicide_solving_rate:full",
                                 "activity.violent_solving_rate:full")),
                Listing("", _all("现行命案破案率{activity.homicide_solving_rate}",
                                 "八类严重暴力案件破案率{activity.violent_solving_rate}",
                                 "“两抢”案件破案率{activity.robbery_solving_rate}")),
            )),
        ),
        _all("电信网络诈骗发案同比{activity.telecom_frauds:yoy}",
             "传统侵财犯罪发案同比{activity.property_crimes:yoy}",
             "严重暴力犯罪发案同比{activity.violent_crimes:yoy}"),
        _all("抓获毒品犯罪嫌疑人{activity.drug_suspects}", "查处吸毒人员{activity.drug_users}",
             "打处犯罪团伙{activity.gangs}", "挽救未成年人{activity.minors_rescued}"),
    ),
)  # fmt: skip
PATROL = Section(
    "patrol",
    "维护社会面稳定",
    (
        (Listing("设置", _all("值守点{activity.duty_points}", "必巡线{activity.patrol_lines}",
                            "必巡点{activity.patrol_points}")),),
        (Listing("出动", _all("特警警力{activity.special_police_sent}",
                            "警车{activity.police_cars_sent}",
                            "武警兵力{activity.armed_police_sent}",
                            "武警车辆{activity.armed_vehicles_sent}")),),
    ),
)  # fmt: skip
PREVENTION = Section(
    "prevention",
    "防范矛盾风险",
    (
        (
            Clause("防止民转刑{activity.crimes_prevented}"),
            Clause("涉及{activity.crimes_prevented_people}",
                   required=("activity.crimes_prevented",)),
        ),
        (
            Clause("防止群体性上访{activity.petitions_prevented}"),
            Clause("涉及{activity.petitions_prevented_people}",
                   required=("activity.petitions_prevented",)),
        ),
        (Clause("{criminal_cases:none}因矛盾纠纷化解不力引发的“民转刑”案件"),),
    ),
)  # fmt: skip
PLACES = Section(
    "places",
    "加强执法场所和队伍建设",
    (
        (Listing("建成投用", _all("接报案中心{activity.report_centres}",
                              "接报案室{activity.report_rooms}")),),
        (
            Clause("法制审核人员（含兼职）占执法人员总数的{activity.legal_reviewer_rate}",
                   required=("activity.legal_reviewer_rate",)),
        ),
    ),
)  # fmt: skip
SECTIONS = (STUDY, TRAINING, PUBLICITY, REVIEW, FAST, CRIME, PATROL, PREVENTION, PLACES)
