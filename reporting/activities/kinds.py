"""The kinds of activity figures (工作种类): every number of the five source reports that no dispute
shows, with its unit word as printed there."""

from reporting.activities.kind import ActivityKind as K

QINGYANG = "庆阳市公安局2025年度报告"
YUSHU = "榆树市公安局2024年度报告"
YIYUAN = "沂源县公安局2024年度报告"
SHIZHU = "石柱土家族自治县公安局2025年报告"
XINXING = "新兴县公安局2024年度报告"
BULLETIN = "人民调解统计口径"
NOW = "期末现有数；以每个单位最近一次录入的为准，不累加"

STUDY = (
    K("leader_studies", "领导干部学法", "次", "study", QINGYANG, people="leader_study_attendance"),
    K("leader_study_attendance", "领导干部学法参加", "人次", "study", QINGYANG),
    K("joint_meetings", "联席会议", "次", "study", QINGYANG),
    K("law_reports_heard", "专题听取法治公安建设工作汇报", "次", "study", YUSHU),
    K("supervision_meetings", "执法监督管理委员会会议", "次", "study", YIYUAN),
)
TRAINING = (
    K("lectures", "法治大讲堂", "次", "training", QINGYANG),
    K("scenario_trainings", "场景化执法培训", "次", "training", QINGYANG),
    K("special_trainings", "专项执法培训", "次", "training", QINGYANG),
    K("visiting_trainings", "送法送教下基层", "次", "training", QINGYANG),
    K("routine_trainings", "基层一线常态执法培训", "次", "training", QINGYANG),
    K("training_attendance", "各类培训参加", "人次", "training", QINGYANG),
    K("books", "配发法律书籍", "册", "training", QINGYANG),
    K(
        "enforcement_training_attendance",
        "法制监督员开展执法培训",
        "人次",
        "training",
        QINGYANG,
        note="由派驻法制监督员开展的，不与各类培训参加人次相加",
    ),
    K("online_materials", "线上学习素材", "件次", "training", YUSHU),
    K("watched_trainings", "组织收看上级讲堂、巡讲和培训", "期", "training", YIYUAN),
    K("held_trainings", "组织召开执法培训", "期", "training", YIYUAN),
    K("graded_trainings", "分类培训", "期", "training", YIYUAN),
    K("guides", "办案指引", "项", "training", YIYUAN),
    K("law_exam_passed", "通过法律职业资格考试", "名", "training", YIYUAN),
    K("senior_exam_passed", "通过高级执法资格考试", "名", "training", YIYUAN),
    K("toolboxes", "法律法规“工具箱”", "个", "training", YIYUAN),
    K("handbooks", "执法办案指引书册", "册", "training", YIYUAN),
)
PUBLICITY = (
    K("publicity_events", "普法宣传", "场次", "publicity", f"{XINXING}、{YUSHU}"),
    K("consultations", "解答法律咨询", "人次", "publicity", f"{XINXING}、{QINGYANG}"),
    K("publicity_points", "设立宣传点", "个", "publicity", QINGYANG),
    K("banners", "悬挂横幅", "条", "publicity", QINGYANG),
    K("leaflets", "发放宣传资料", "份", "publicity", QINGYANG),
    K("law_deputies", "法治副校长、法治辅导员", "人", "publicity", YUSHU, NOW, standing=True),
    K("short_videos", "宣传微视频", "个", "publicity", YIYUAN),
    K("drug_education_bases", "禁毒教育基地", "个", "publicity", YIYUAN),
)
REVIEW = (
    K(
        "cases_reviewed",
        "审核案件",
        "件",
        "review",
        QINGYANG,
        note="法制监督员审核的；与五级审核把关的刑事、行政案件口径不同，不相加",
    ),
    K("criminal_cases_reviewed", "审核刑事案件", "起", "review", QINGYANG),
    K("administrative_cases_reviewed", "审核行政案件", "起", "review", QINGYANG),
    K("files_assessed", "评查案卷", "卷", "review", QINGYANG),
    K("inspections", "执法检查", "次", "review", QINGYANG),
    K("discussions", "参与疑难案（事）件研讨", "次", "review", QINGYANG),
    K("cases_analysed", "评析案例", "件", "review", QINGYANG),
    K("advice_given", "提出执法建议", "个", "review", QINGYANG),
    K("problems_found", "发现执法问题", "个", "review", QINGYANG),
    K("problems_corrected", "整改执法问题", "个", "review", QINGYANG, part_of="problems_found"),
    K("stalled_cases_screened", "久拖不决排查案件", "起", "review", QINGYANG),
    K(
        "stalled_problems_found",
        "久拖不决问题案件",
        "起",
        "review",
        QINGYANG,
        part_of="stalled_cases_screened",
    ),
    K(
        "stalled_problems_corrected",
        "久拖不决整改案件",
        "起",
        "review",
        QINGYANG,
        part_of="stalled_problems_found",
    ),
    K("cases_patrolled", "执法巡查案件", "件", "review", YUSHU),
    K("assessment_bulletins", "执法质量考核评议通报", "期", "review", YUSHU),
    K("bulletin_problems", "通报执法问题", "个", "review", YUSHU),
)
FAST = (
    K("fast_criminal_cases", "快速办理轻微刑事案件", "件", "fast", YUSHU),
    K("fast_trials", "“一站式”速裁办理", "件", "fast", YUSHU),
    K("backlog_cleared", "清理积案", "起", "fast", YIYUAN),
    K("administrative_cases_closed", "办结行政案件", "件", "fast", YIYUAN),
    K(
        "administrative_closed_in_3_days",
        "行政案件3日内办结",
        "件",
        "fast",
        YIYUAN,
        part_of="administrative_closed_in_7_days",
    ),
    K(
        "administrative_closed_in_7_days",
        "行政案件7日内办结",
        "件",
        "fast",
        YIYUAN,
        part_of="administrative_cases_closed",
    ),
    K(
        "administrative_case_days",
        "行政案件办结用时合计",
        "日",
        "fast",
        YIYUAN,
        note="各案受案至办结的日数之和，用于平均办结时长",
    ),
    K("criminal_cases_filed", "刑事案件立案", "件", "fast", YIYUAN),
    K("criminal_cases_closed", "刑事案件办结", "件", "fast", YIYUAN),
    K("cases_handled", "办结案件", "件", "fast", YIYUAN, note="全部案件，用于平均办案周期"),
    K("case_handling_days", "办案周期合计", "日", "fast", YIYUAN),
)
CRIME = (
    K("homicides", "现行命案", "起", "crime", QINGYANG),
    K("homicides_solved", "破获现行命案", "起", "crime", QINGYANG, part_of="homicides"),
    K("violent_crimes", "八类严重暴力案件", "起", "crime", QINGYANG),
    K(
        "violent_crimes_solved",
        "破获八类严重暴力案件",
        "起",
        "crime",
        QINGYANG,
        part_of="violent_crimes",
    ),
    K("robberies", "“两抢”案件", "起", "crime", QINGYANG),
    K("robberies_solved", "破获“两抢”案件", "起", "crime", QINGYANG, part_of="robberies"),
    K("telecom_frauds", "电信网络诈骗发案", "起", "crime", QINGYANG),
    K("property_crimes", "传统侵财犯罪发案", "起", "crime", QINGYANG),
    K("drug_suspects", "抓获毒品犯罪嫌疑人", "人", "crime", QINGYANG),
    K("drug_users", "查处吸毒人员", "人", "crime", QINGYANG),
    K(
        "unlisted_substance_users",
        "其中滥用未列管成瘾性物质",
        "人",
        "crime",
        QINGYANG,
        part_of="drug_users",
    ),
    K("gangs", "打处犯罪团伙", "个", "crime", YUSHU),
    K("minors_rescued", "挽救未成年人", "名", "crime", YUSHU),
)
SAFETY = (
    K(
        "enforcement_accidents",
        "重大执法安全事故",
        "起",
        "review",
        SHIZHU,
        note="录入0的，表示确认未发生",
    ),
)
PATROL = (
    K("duty_points", "值守点", "个", "patrol", QINGYANG, NOW, standing=True),
    K("patrol_lines", "必巡线", "条", "patrol", QINGYANG, NOW, standing=True),
    K("patrol_points", "必巡点", "个", "patrol", QINGYANG, NOW, standing=True),
    K("special_police_sent", "出动特警警力", "人次", "patrol", QINGYANG),
    K("police_cars_sent", "出动警车", "台次", "patrol", QINGYANG),
    K("armed_police_sent", "出动武警兵力", "人次", "patrol", QINGYANG),
    K("armed_vehicles_sent", "出动武警车辆", "辆次", "patrol", QINGYANG),
)
PREVENTION = (
    K(
        "crimes_prevented",
        "防止民转刑",
        "件",
        "prevention",
        BULLETIN,
        people="crimes_prevented_people",
    ),
    K("crimes_prevented_people", "防止民转刑涉及", "人", "prevention", BULLETIN),
    K(
        "petitions_prevented",
        "防止群体性上访",
        "件",
        "prevention",
        BULLETIN,
        people="petitions_prevented_people",
    ),
    K("petitions_prevented_people", "防止群体性上访涉及", "人", "prevention", BULLETIN),
)
PLACES = (
    K("supervisors_posted", "派驻法制监督员", "名", "places", QINGYANG, NOW, standing=True),
    K("posting_rooms", "法制监督员派驻室", "个", "places", QINGYANG, NOW, standing=True),
    K("report_centres", "接报案中心", "个", "places", QINGYANG, NOW, standing=True),
    K("report_rooms", "接报案室", "个", "places", QINGYANG, NOW, standing=True),
    K("stations", "派出所", "个", "places", YUSHU, NOW, standing=True),
    K(
        "stations_covered",
        "实现“三进”的派出所",
        "个",
        "places",
        YUSHU,
        NOW,
        standing=True,
        part_of="stations",
    ),
    K(
        "legal_reviewers",
        "法制审核人员（含兼职）",
        "名",
        "places",
        XINXING,
        NOW,
        standing=True,
        part_of="enforcement_officers",
    ),
    K("enforcement_officers", "执法人员", "名", "places", XINXING, NOW, standing=True),
)
KINDS = {
    kind.code: kind
    for kind in (*STUDY, *TRAINING, *PUBLICITY, *REVIEW, *FAST, *SAFETY, *CRIME, *PATROL,
                 *PREVENTION, *PLACES)
}  # fmt: skip
