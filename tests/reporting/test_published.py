"""The published reports: every sentence with a figure that this service can feed, printed again.

Quoted as short as the figure allows, punctuation made uniform. What no figure of cases or
activities can give (a year, a name, the text of a rule) is not claimed here.
"""

from __future__ import annotations

from datetime import date

import pytest

from reporting.activities.kinds import KINDS
from reporting.activities.totals import Total
from reporting.compose import Material, Subject, compose_document
from reporting.document import Document
from reporting.models.activity import Hedge
from reporting.outlines import OUTLINES

HALF = str.maketrans({",": "，", ";": "；", ":": "：", "(": "（", ")": "）", '"': "", "“": "", "”": "",
                      " ": "", "\n": "", "\u3000": ""})  # fmt: skip
CASES = {"registered": 12489, "resolved_of_registered": 11855, "referred_governance": 2556}
# A number with its word: 40余 is entered as 40 and 余, as the report prints it.
ENTERED: dict[str, dict[str, str]] = {
    "qingyang": {
        "leader_studies": "128", "leader_study_attendance": "5263", "lectures": "23",
        "scenario_trainings": "404", "special_trainings": "116", "visiting_trainings": "40余",
        "routine_trainings": "146", "joint_meetings": "10余", "training_attendance": "18640",
        "books": "380余", "homicides": "6", "homicides_solved": "6", "violent_crimes": "31",
        "violent_crimes_solved": "31", "robberies": "4", "robberies_solved": "4",
        "telecom_frauds": "1763", "property_crimes": "1289", "drug_suspects": "50",
        "drug_users": "51", "unlisted_substance_users": "33", "duty_points": "17",
        "patrol_lines": "40", "patrol_points": "89", "special_police_sent": "63100",
        "police_cars_sent": "18600", "armed_police_sent": "3200", "armed_vehicles_sent": "750",
        "supervisors_posted": "75", "posting_rooms": "57", "cases_reviewed": "7995余",
        "files_assessed": "3518", "inspections": "596", "discussions": "2346",
        "cases_analysed": "706", "advice_given": "1087", "problems_found": "4304",
        "problems_corrected": "3983", "enforcement_training_attendance": "6376余",
        "criminal_cases_reviewed": "3307", "administrative_cases_reviewed": "5415",
        "stalled_cases_screened": "2100", "stalled_problems_found": "67",
        "stalled_problems_corrected": "67", "report_centres": "9", "report_rooms": "82",
        "publicity_points": "175约", "banners": "70余", "leaflets": "5000余",
        "consultations": "800余",
    },
    "yushu": {
        "law_reports_heard": "6", "stations": "28", "stations_covered": "28", "gangs": "1",
        "minors_rescued": "7", "cases_patrolled": "1123", "assessment_bulletins": "12",
        "bulletin_problems": "1481", "fast_criminal_cases": "121", "fast_trials": "52",
        "online_materials": "200余", "publicity_events": "35", "law_deputies": "55",
    },
    "yiyuan": {
        "watched_trainings": "15", "held_trainings": "4", "supervision_meetings": "12",
        "guides": "8", "drug_education_bases": "1", "short_videos": "400余",
        "graded_trainings": "8", "law_exam_passed": "3", "senior_exam_passed": "4",
        "administrative_cases_closed": "1000", "administrative_closed_in_3_days": "604",
        "administrative_closed_in_7_days": "675", "administrative_case_days": "20000",
        "criminal_cases_filed": "1000", "criminal_cases_closed": "370", "cases_handled": "100",
        "case_handling_days": "2400", "backlog_cleared": "400余", "toolboxes": "4",
        "handbooks": "6",
    },
    "xinxing": {
        "publicity_events": "20余", "consultations": "5000余", "legal_reviewers": "25",
        "enforcement_officers": "500",
    },
    "shizhu": {"enforcement_accidents": "0"},
}  # fmt: skip
# The year before, where a sentence compares.
BEFORE: dict[str, dict[str, str]] = {
    "qingyang": {"telecom_frauds": "2000", "property_crimes": "2000", "violent_crimes": "33"},
    "yiyuan": {"administrative_cases_closed": "900", "administrative_case_days": "27000",
               "cases_handled": "100", "case_handling_days": "3400"},
}  # fmt: skip
PUBLISHED = {
    "qingyang": (
        "组织领导干部学习128次,5263人次",
        "组织开展“法治大讲堂”23次,开展场景化执法培训404次,专项执法培训116次,送法送教下基层40余次,"
        "落实基层一线常态执法培训146次,召开联席会议10余次,参加人数达到18640人次",
        "书籍380余册",
        "全市现行命案、八类严重暴力案件、“两抢”案件均100%破获",
        "电诈、传统侵财、严重暴力犯罪发案分别下降11.85%、35.55%、6.06%",
        "抓获毒品犯罪嫌疑人50人,共查处吸毒人员51人(滥用未列管成瘾性物质33人)",
        "设置值守点17个、必巡线40条、必巡点89个",
        "出动特警警力63100人次,警车18600台次,武警兵力3200人次,车辆750辆次",
        "共排查录入矛盾纠纷12489起,化解11855起,化解率94.92%,移交综治中心、平安法治办公室2556起",
        "派驻法制监督员75名,建成法制监督员派驻室57个",
        "共审核案件7995余件,评查案卷3518卷,执法检查596次,参与疑难案事件问题研讨2346次,评析案例706件,"
        "提出执法建议1087个,发现执法问题4304个,整改问题3983个,开展执法培训6376余人次",
        "审核刑事案件3307起,行政案件5415起",
        "共排查案件2100起,发现问题案件67起,整改67起,全部整改到位",
        "建成投用接报案中心9个、接报案室82个",
        "共设立宣传点约175个,悬挂横幅70余条,发放宣传资料5000余份,解答群众咨询800余人次",
    ),
    "yushu": (
        "先后6次专题听取法治公安建设工作汇报",
        "全市28个派出所实现“三进全覆盖”",
        "打处1个操纵未成年人犯罪的犯罪团伙，成功挽救未成年人7名",
        "累计巡查案件1123件，形成执法质量考核评议通报12期，通报执法问题1481个",
        "快速办理轻微刑事案件121件，“一站式”速裁办理52件",
        "持续推送线上学习素材200余件次",
        "开展各项普法宣传35场次",
        "选聘公安法治副校长、法治辅导员55人",
    ),
    "yiyuan": (
        "组织收看公安部法治讲堂、省厅法治巡讲、市局执法培训 15 期，组织召开执法培训 4 期",
        "召开 12 次执法监督管理委员会会议",
        "8项办案指引",
        "建禁毒基地1个",
        "制作宣传微视频400余个",
        "举办分类培训 8 期",
        "3 名民警通过法律职业资格考试、4 名民警通过高级执法资格考试，行政案件平均办结时长缩短 10 日",
        "行政案件 3 日内办结率达 60%以上，7日内办结率达67.5%",
        "刑事案件办结率37%",
        "累计清理积案400余起，办案周期平均缩短近30%",
        "“工具箱”4个",
        "执法办案指引6册",
    ),
    "xinxing": (
        "年内共开展反诈、交通、禁毒、反恐宣传等20余场次,接待群众法律咨询5000余人次",
        "不少于本单位执法人员总数5%",
    ),
    "shizhu": ('重大执法安全事故实现"零发生"',),
}
SENTENCES = [(code, text) for code, texts in PUBLISHED.items() for text in texts]


def uniform(text: str) -> str:
    return text.translate(HALF)


def total(written: str) -> Total:
    word = next((h for h in Hedge if h.label == written[-1]), Hedge.EXACT)
    return Total(int(written.rstrip("余近约")), word)


def totals(entered: dict[str, str]) -> dict[str, Total]:
    return {kind: total(written) for kind, written in entered.items()}


def report(code: str, without: str = ""):
    entered = {kind: written for kind, written in ENTERED[code].items() if kind != without}
    material = Material(
        now=CASES,
        activities=totals(entered),
        activities_before=totals(BEFORE.get(code, {})),
        trusted=True,
    )
    return compose_document(
        OUTLINES[code], material, {}, Subject("某某市公安局", 2025, date(2026, 1, 9))
    )


def text_of(document: Document) -> str:
    return uniform("".join(document.lines()))


@pytest.mark.parametrize(("code", "sentence"), SENTENCES)
def test_a_published_sentence_is_printed_again(code, sentence):
    assert uniform(sentence) in text_of(report(code).document)


@pytest.mark.parametrize("code", sorted(ENTERED))
def test_every_number_of_a_published_sentence_is_bound_to_its_figure(code):
    composed = report(code)
    runs = [run for paragraph in composed.document.paragraphs() for run in paragraph.runs]

    for run in runs:
        if run.figure is None:
            loose = [c for c in run.text if c.isdigit()]
            # 3日内、7日内 are names of rates; the year of a heading is no figure.
            assert not loose or "日内" in run.text or "2025" in run.text, run.text
        else:
            assert composed.figures[run.figure].text == run.text


@pytest.mark.parametrize("code", sorted(ENTERED))
def test_every_number_that_was_entered_is_printed(code):
    """Nothing above is there for show: taking any one entry away changes the report."""
    whole = text_of(report(code).document)
    for kind in ENTERED[code]:
        assert kind in KINDS
        assert text_of(report(code, without=kind).document) != whole, kind


def test_a_figure_is_found_again_by_its_key():
    figures = report("qingyang").figures
    rate, books, fall = (figures[key] for key in (
        "resolution_rate", "activity.books", "activity.telecom_frauds:fall"))  # fmt: skip
    assert (rate.value, rate.numerator, rate.denominator, rate.source.kind) == (
        "94.92", 11855, 12489, "indicator",
    )  # fmt: skip
    assert (books.value, books.text, books.unit, books.source.kind, books.source.code) == (
        380, "380余册", "册", "activity", "books",
    )  # fmt: skip
    assert (fall.value, fall.text, fall.numerator, fall.denominator, fall.form) == (
        "-11.85", "11.85%", 1763, 2000, "change",
    )  # fmt: skip
