"""The whole report from an outline: numbers close up, texts find their place, nothing is made up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from reporting import checks
from reporting.activities.totals import Total
from reporting.compose import KindCount, Material, Practice, Subject, compose_document
from reporting.document import Document, Origin
from reporting.models.activity import Hedge
from reporting.outlines import OUTLINES, Block, Heading, Outline, Proposed, Slot
from reporting.outlines.outline import number
from reporting.sections import Clause, Either, Listing

SUBJECT = Subject("某某市公安局", 2025, date(2026, 1, 9))
CASES = {"registered": 20, "resolved_of_registered": 17}
MATERIAL = Material(now=CASES, before={"registered": 16})
REGISTERED = (
    Clause("录入{registered}"),
    Clause("化解{resolved}"),
    Clause("化解率{resolution_rate}"),
)


def outline(*parts: Heading, **more: str) -> Outline:
    values = {"code": "own", "name": "自拟", "source": "", "title": "{unit}{year}年度报告", **more}
    return Outline(parts=parts, **values)


def part(code: str, level: int, *content, **more) -> Heading:
    return Heading(code, level, f"标题{code}", (Block(content),) if content else (), **more)


def composed(*parts: Heading, material: Material = MATERIAL, texts=None, **more: str):
    return compose_document(outline(*parts, **more), material, texts or {}, SUBJECT)


def lines(*parts: Heading, **more) -> list[str]:
    return list(composed(*parts, **more).document.lines())[1:-2]


def test_title_addressee_signature_and_date():
    found = list(composed(addressee="中共{place}委、{place}人民政府").document.lines())
    assert found == [
        "某某市公安局2025年度报告",
        "中共某某市委、某某市人民政府：",
        "某某市公安局",
        "2026年1月9日",
    ]


def test_parts_with_nothing_to_say_are_left_out_and_the_numbers_close_up():
    silent = (Clause("听证{hearings}", required=("hearings",)),)
    found = lines(
        part("a", 1), part("a1", 2, silent), part("a2", 2, REGISTERED),
        part("b", 1), part("b1", 2, silent),
        part("c", 1, Slot("c.text", "其他")),
        part("d", 1, REGISTERED), part("d1", 2, REGISTERED),
    )  # fmt: skip
    sentence = "录入20起，化解17起，化解率85%。"
    assert found == [
        "一、标题a",
        "（一）标题a2",
        sentence,
        "二、标题d",
        sentence,
        "（一）标题d1",
        sentence,
    ]


def test_a_number_that_the_outline_gives_is_printed_as_it_stands():
    found = lines(part("a", 1, REGISTERED, number="二、"), part("b", 1, REGISTERED, number=""))
    assert found[::2] == ["二、标题a", "标题b"]


def test_a_heading_that_runs_in_ends_in_a_full_stop_and_stands_in_the_line_of_its_text():
    heading = part("a", 2, REGISTERED, runs_in=True)
    assert lines(heading) == ["（一）标题a。录入20起，化解17起，化解率85%。"]
    (found,) = composed(heading).document.parts
    assert (found.number, found.heading, found.runs_in) == ("（一）", "标题a。", True)


def test_points_are_numbered_without_the_silent_ones():
    blocks = (
        Block((Slot("one", "第一"),), "甲", point=True),
        Block((REGISTERED,), "乙", point=True),
        Block((Slot("three", "第三"),), "丙", point=True),
    )
    together = Heading("a", 1, "标题", blocks, runs_in=True, together=True)
    written = {"three": "手写。"}
    assert lines(together, texts=written) == [
        "一、标题。一是乙。录入20起，化解17起，化解率85%。二是丙。手写。"
    ]
    apart = Heading("a", 1, "标题", blocks)
    assert lines(apart, texts=written) == [
        "一、标题", "一是乙。录入20起，化解17起，化解率85%。", "二是丙。手写。",
    ]  # fmt: skip


def test_a_required_text_that_is_missing_is_asked_for_and_an_optional_one_leaves_no_trace():
    parts = (
        part("a", 1, Slot("a.text", "做法", required=True)),
        part("b", 1, Slot("b.text", "其他")),
    )
    found = composed(*parts)
    assert found.missing == ("a.text",)
    assert lines(*parts) == ["一、标题a", "〔待填写：做法〕"]

    found = composed(*parts, texts={"a.text": "第一行\r\n第二行", "b.text": "  "})
    assert found.missing == ()
    assert [p.text for p in found.document.paragraphs()] == ["第一行", "第二行"]


def test_who_wrote_what():
    parts = (
        part("a", 1, REGISTERED), part("b", 1, Slot("b.text", "做法")),
        part("c", 1, Slot("c.text", "做法"), REGISTERED), part("d", 1, REGISTERED),
        part("e", 1, Proposed.PROBLEMS),
    )  # fmt: skip
    texts = {"b.text": "手写。", "c.text": "手写。", "d": "改写。"}
    found = composed(*parts, texts=texts).document
    assert [p.origin for p in found.paragraphs()] == [
        Origin.GENERATED, Origin.WRITTEN, Origin.EDITED, Origin.EDITED, Origin.PROPOSED,
    ]  # fmt: skip


def test_an_edited_part_keeps_the_figures_it_still_prints():
    edited = "全年录入20起。\n经努力化解19起，化解率85%，比20起中的大多数还多。"
    found = composed(part("a", 1, REGISTERED), texts={"a": edited})
    runs = [run for p in found.document.paragraphs() for run in p.runs]
    assert [(run.text, run.figure) for run in runs] == [
        ("全年录入", None), ("20起", "registered"), ("。", None),
        ("经努力化解19起，化解率", None), ("85%", "resolution_rate"),
        ("，比20起中的大多数还多。", None),
    ]  # fmt: skip
    assert set(found.figures) == {"registered", "resolution_rate"}


def test_a_figure_is_not_found_inside_a_longer_number():
    material = Material(now={"registered": 5, "resolved_of_registered": 5})
    found = composed(part("a", 1, REGISTERED), material=material, texts={"a": "录入15起，1.5起。"})
    assert [run.figure for p in found.document.paragraphs() for run in p.runs] == [None]


def test_texts_are_characters_and_never_templates():
    hostile = "{registered.__class__} {year} {{}} %s 〔〕"
    parts = part("a", 1, Slot("a.text", "做法")), part("b", 1, REGISTERED)
    assert lines(*parts, texts={"a.text": hostile, "b": hostile})[1::2] == [hostile, hostile]


def test_the_same_values_give_the_same_document():
    for one in OUTLINES.values():
        first, again = (compose_document(one, MATERIAL, {}, SUBJECT) for _ in range(2))
        assert first.document == again.document
        assert Document.from_json(first.document.as_json()) == first.document


@pytest.mark.parametrize(
    ("now", "trusted", "said"),
    [
        ({"registered": 5}, True, ["未发生民转刑案件。"]),
        ({"registered": 5}, False, []),
        ({"registered": 0}, True, []),
        ({"registered": 5, "criminal_cases": 1}, True, []),
    ],
)
def test_that_nothing_happened_is_said_only_if_it_is_known(now, trusted, said):
    clause = (Clause("{criminal_cases:none}民转刑案件"),)
    found = composed(part("a", 0, clause), material=Material(now=now, trusted=trusted))
    assert [p.text for p in found.document.paragraphs()] == said
    if said:
        assert found.figures["criminal_cases:none"].value == 0


def entered(now: dict[str, Total], before: dict[str, Total] | None = None) -> Material:
    return Material(now={}, activities=now, activities_before=before or {})


def say(sentence, material: Material) -> str:
    return "".join(lines(part("a", 0, sentence), material=material))[len("标题a") :]


def test_an_activity_that_did_not_take_place_is_not_boasted_of():
    clause = (Clause("培训{activity.lectures}"), Clause("发书{activity.books}"))
    assert say(clause, entered({"lectures": Total(0), "books": Total(3)})) == "发书3册。"
    assert say(clause, entered({})) == ""


def test_zero_is_said_of_what_somebody_answered_for():
    clause = (Clause("事故{activity.enforcement_accidents:zero}"),)
    assert say(clause, entered({})) == ""
    assert say(clause, entered({"enforcement_accidents": Total(0)})) == "事故零发生。"
    assert say(clause, entered({"enforcement_accidents": Total(1)})) == ""


@pytest.mark.parametrize(
    ("word", "text"),
    [(Hedge.EXACT, "40次"), (Hedge.OVER, "40余次"), (Hedge.NEAR, "近40次"),
     (Hedge.ABOUT, "约40次"), (Hedge.LEAST, "40次以上")],
)  # fmt: skip
def test_a_number_is_as_exact_as_it_was_entered(word, text):
    clause = (Clause("培训{activity.lectures}"),)
    assert say(clause, entered({"lectures": Total(40, word)})) == f"培训{text}。"


def test_a_rate_of_hedged_numbers_is_hedged():
    now = {"problems_corrected": Total(50, Hedge.OVER), "problems_found": Total(100)}
    assert say((Clause("整改率{activity.correction_rate}"),), entered(now)) == "整改率约50%。"


@pytest.mark.parametrize(
    ("wording", "now", "before", "text"),
    [
        ("activity.telecom_frauds:fall", 1763, 2000, "11.85%"),
        ("activity.telecom_frauds:fall", 2000, 1763, ""),
        ("activity.telecom_frauds:yoy", 2000, 1763, "上升13.44%"),
        ("activity.telecom_frauds:yoy", 1763, 2000, "下降11.85%"),
        ("activity.telecom_frauds:yoy", 1763, 0, ""),
    ],
)
def test_a_change_is_a_positive_number_with_its_direction(wording, now, before, text):
    material = entered({"telecom_frauds": Total(now)}, {"telecom_frauds": Total(before)})
    assert say((Clause(f"{{{wording}}}"),), material) == (f"{text}。" if text else "")


def test_between_rates_a_change_is_in_points_and_between_means_in_days():
    now = {"problems_found": Total(100), "problems_corrected": Total(95),
           "administrative_cases_closed": Total(10), "administrative_case_days": Total(85)}  # fmt: skip
    before = {"problems_found": Total(200), "problems_corrected": Total(180),
              "administrative_cases_closed": Total(10), "administrative_case_days": Total(100)}  # fmt: skip
    sentence = (Clause("整改率同比{activity.correction_rate:yoy}"),
                Clause("用时同比{activity.administrative_mean_days:yoy}"),
                Clause("平均{activity.administrative_mean_days:shorter}"))  # fmt: skip
    assert say(sentence, entered(now, before)) == (
        "整改率同比上升5个百分点，用时同比下降1.5日，平均缩短1.5日。"
    )
    assert say(sentence, entered(now)) == ""  # no base, no change


def test_all_means_all():
    """99.996% is printed as 100% by rounding, and is not all."""
    clause = Clause("均{activity.homicide_solving_rate:full}破获")
    for solved, text in ((30000, "均100%破获。"), (29999, "")):
        now = {"homicides": Total(30000), "homicides_solved": Total(solved)}
        assert say((clause,), entered(now)) == text


def test_listings_and_choices_leave_out_what_is_silent():
    sentence = (
        Either((Clause("甲{hearings}", required=("hearings",)), Clause("乙{registered}"))),
        Listing("设置", (Clause("点{activity.duty_points}"), Clause("线{activity.patrol_lines}"))),
    )
    material = Material(now=CASES, activities={"patrol_lines": Total(4)})
    assert say(sentence, material) == "乙20起，设置线4条。"


def test_problems_and_plans_are_drawn_from_rates_that_miss_their_target():
    now = CASES | {
        "agreements_due": 10,
        "fulfilled_of_due": 10,
        "open_stock": 10,
        "open_overdue": 1,
    }
    parts = (
        Heading("a", 1, "问题", (Block((Proposed.PROBLEMS,), point=True),)),
        Heading("b", 1, "安排", (Block((Proposed.PLANS,), point=True),)),
    )
    found = composed(*parts, material=Material(now=now))
    assert list(found.document.lines())[1:-2] == [
        "一、问题",
        "一是矛盾纠纷化解质效有待提升，化解率85%，低于90%的目标。",
        "二是部分纠纷超过化解期限，期末未结中超期的占10%，高于5%的控制目标。",
        "二、安排",
        "一是加大矛盾纠纷化解力度，化解率提高到90%以上。",
        "二是集中清理超期未结纠纷，超期率控制在5%以内。",
    ]
    assert found.figures["target.target_resolution"].source.kind == "target"
    kept = Material(now=now, targets={"target_resolution": 85, "target_overdue": 10})
    assert lines(*parts, material=kept) == []


def test_top_kinds_are_named_when_there_is_an_order():
    kinds = tuple(KindCount(f"k{n}", f"类{n}", count) for n, count in enumerate((9, 5, 2, 1)))
    found = composed(part("a", 0, Proposed.TOP_KINDS), material=Material(now={}, kinds=kinds))
    (paragraph,) = found.document.paragraphs()
    assert paragraph.text == "纠纷类型居前的为：类0纠纷9起、类1纠纷5起、类2纠纷2起。"
    assert [run.figure for run in paragraph.runs if run.figure] == ["kind.k0", "kind.k1", "kind.k2"]
    assert lines(part("a", 0, Proposed.TOP_KINDS), material=Material(now={}, kinds=kinds[:2])) == []


def test_kinds_stand_in_the_point_of_their_block_and_are_not_named_where_few_are_left_over():
    kinds = tuple(KindCount(f"k{n}", f"类{n}", count) for n, count in enumerate((9, 8, 7)))
    material = Material(now=CASES, kinds=kinds, least=5)
    block = Block(((Clause("录入{registered}"),), Proposed.TOP_KINDS), "维护社会安定", point=True)
    parts = (Heading("a", 1, "职能", (block,)),)
    assert lines(*parts, material=material)[1:] == [
        "一是维护社会安定。录入20起。纠纷类型居前的为：类0纠纷9起、类1纠纷8起、类2纠纷7起。"
    ]
    for more, named in (((4,), False), ((4, 3), True), ((), True)):
        rest = tuple(KindCount(f"r{n}", "其他", count) for n, count in enumerate(more))
        found = lines(part("a", 0, Proposed.TOP_KINDS),
                      material=replace(material, kinds=kinds + rest))  # fmt: skip
        assert bool(found) is named, more


def test_the_practice_of_the_busiest_stations():
    rows = (
        Practice("1", "甲所", persuaded=3),
        Practice("2", "乙所", persuaded=9, method="一二三四", by_method=4),
        *(Practice(str(n), f"{n}所", persuaded=1) for n in range(3, 6)),
    )
    found = composed(part("a", 0, Proposed.PRACTICE), material=Material(now={}, practice=rows))
    assert [p.text for p in found.document.paragraphs()] == [
        "乙所运用“法、理、情”疏导纠纷9起；甲所运用“法、理、情”疏导纠纷3起；3所运用“法、理、情”疏导纠纷1起。"
        "乙所按“一二三四”办理纠纷4起。"
    ]
    assert found.figures["practice.2.by_method"].value == 4


PUBLISHED = {  # headings of the first and second level as the reports have them, in order
    "qingyang": ("一、强化政治引领与理论武装，筑牢法治公安建设思想根基。",
                 "二、依法全面履行职能，全力维护安全稳定与服务发展。",
                 "三、聚焦执法规范化建设，构建系统严密执法监督体系。",
                 "四、坚持和发展新时代“枫桥经验”，依法有效化解社会矛盾纠纷。",
                 "五、深化普法宣传教育，营造尊法学法守法用法良好氛围。", "二、存在问题"),
    "yushu": ("（一）强化组织领导保障。", "（二）提高依法履职水平。",
              "（三）以实施“三项新机制”为载体，提升基层治理能力。", "（四）创新工作，形成新质公安战斗力。",
              "（五）执法监督能力持续加强。", "（六）强化执法办案管理中心全面提质增效。", "（七）",
              "（八）提升执法主体能力。", "二、存在问题", "三、下一步工作打算"),
    "yiyuan": ("一、党政主要负责人履行推进法治建设第一责任人职责情况",
               "（一）深入推进习近平法治思想学习宣传贯彻情况。", "（二）加强党对全面依法治县的领导情况。",
               "（三）深入推进法治社会建设情况。", "二、推进法治政府建设的主要举措和成效",
               "（一）建立差异化培训制度，加强队伍建设。", "（二）优化积分考核制度，激发队伍活力。",
               "（三）建立多元化矛盾调解制度，提升群众安全感满意度。", "（四）建立简案快办制度，提升案件办理效率。",
               "（五）建立合成化监督制度，堵塞执法漏洞。", "（六）建立类案规范指引制度，提升执法素能。",
               "三、推进法治政府建设存在的不足和原因", "四、2026年推进法治政府建设的主要计划安排"),
    "xinxing": ("一、加强法治意识，提高执法质素", "（一）强化理论，保持学习。", "（二）加强培训，提升素质。",
                "（三）加强宣传，推动普法。", "二、落实制度执行，规范执法行为", "（一）加强执法制度体系建设。",
                "（二）严格落实执法责任制。", "（三）强化自身内部监督。", "（四）主动接受外部监督。",
                "三、深入推进依法行政", "（一）建立长效问责机制。", "（二）完善全面监督体系。",
                "（三）落实行政决策程序。", "（四）深化执法权力运行机制改革。", "四、依法全面履行公安职能工作",
                "（一）健全执法权责清单和依法决策机制。", "（二）重视法治政府建设。", "（三）健全法制审核机制。",
                "五、存在的不足和原因", "六、下一年度主要工作安排", "（一）持续深化执法规范化建设",
                "（二）加强法治人才队伍建设", "（三）提升法治宣传教育实效"),
    "shizhu": ("一、工作总体完成情况", "二、主要举措及成效", "（一）健全执法办案管理体系，提升执法质效",
               "（二）完善依法行政制度体系，规范权力运行", "（三）强化执法监督管理，促进公平正义",
               "（四）创新警务运行机制，提升警务效能", "（五）加强执法能力建设，锻造公安铁军",
               "三、存在问题与短板分析", "（一）执法理念与能力存在差距", "（二）体制机制性障碍亟待破解",
               "（三）科技支撑与保障需加强", "（四）基层基础工作仍显薄弱",
               "四、2026年推进法治政府建设的工作思路"),
}  # fmt: skip


@pytest.mark.parametrize("code", sorted(PUBLISHED))
def test_headings_and_numbers_are_those_of_the_published_report(code):
    texts = {slot.code: "手写。" for _, slot in OUTLINES[code].slots()}
    found = compose_document(OUTLINES[code], MATERIAL, texts, SUBJECT)
    headed = [p.number + p.heading for p in found.document.parts if p.level in (1, 2)]
    assert tuple(headed) == PUBLISHED[code]
    assert found.missing == ()


def test_the_national_order_has_the_five_contents_of_the_rule():
    texts = {slot.code: "手写。" for _, slot in OUTLINES["national"].slots()}
    found = compose_document(OUTLINES["national"], MATERIAL, texts, SUBJECT)
    assert [p.number + p.heading for p in found.document.parts if p.level == 1] == [
        "一、主要举措和成效", "二、存在的不足和原因", "三、党政主要负责人履行推进法治建设第一责任人职责情况",
        "四、下一年度主要安排", "五、其他需要报告的情况",
    ]  # fmt: skip


def test_lists_inside_parts_are_numbered_as_published():
    def under(code: str, level: int) -> list[str]:
        texts = {slot.code: "手写。" for _, slot in OUTLINES[code].slots()}
        parts = compose_document(OUTLINES[code], MATERIAL, texts, SUBJECT).document.parts
        return [p.number + p.heading for p in parts if p.level == level]

    assert under("xinxing", 3)[:4] == [
        "1.加强执法理念教育。", "2.完善执法制度体系。", "3.强化执法监督管理。", "1.加大人才引进力度。",
    ]  # fmt: skip
    assert under("shizhu", 3)[0] == "执法办案管理中心建设。"
    texts = {f"plans.{n}": f"第{n}条。" for n in range(1, 7)}
    plans = compose_document(OUTLINES["shizhu"], Material(now={}), texts, SUBJECT).document.parts[
        -1
    ]
    assert [p.text[:2] for p in plans.paragraphs] == [
        "一是",
        "二是",
        "三是",
        "四是",
        "五是",
        "六是",
    ]


def test_numbers_of_a_level():
    assert [number(4, 1), number(2, 21), number(1, 10)] == ["（1）", "（二十一）", "十、"]


def test_an_outline_that_names_an_unknown_figure_fails_at_the_start(monkeypatch):
    assert checks.outlines_name_known_figures(None) == []
    clause = Clause("{activity.boks}", required=("resolution_rate>=target.nothing",))
    monkeypatch.setitem(OUTLINES, "wrong", outline(part("a", 1, (clause,)), code="wrong"))

    found = checks.outlines_name_known_figures(None)

    assert [e.id for e in found] == ["reporting.E001"] * 2
    assert "activity.boks" in found[0].msg
    assert "wrong" in found[0].msg


def test_an_outline_with_two_places_of_one_name_fails_at_the_start(monkeypatch):
    assert checks.outlines_name_each_place_once(None) == []
    twice = outline(part("a", 1, Slot("a", "做法")), part("b", 1, Slot("c", "做法")))
    monkeypatch.setitem(OUTLINES, "wrong", twice)
    assert [e.msg for e in checks.outlines_name_each_place_once(None)] == ["提纲 own 的代码 a 重复"]


def test_activities_lead_to_known_kinds():
    assert checks.activities_name_known_kinds(None) == []
