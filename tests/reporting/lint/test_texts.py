"""What the linter says of texts, and that it says nothing where nothing is wrong."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.lint import LONGEST, Level, lint_text
from tests.reporting.test_published import PUBLISHED

QINGYANG = (
    "共排查录入矛盾纠纷12489起,化解11855起,化解率94.92%,移交综治中心、平安法治办公室2556起。"
    "共审核案件7995余件,评查案卷3518卷。审核刑事案件3307起,行政案件5415起。"
)


def said(text, **given_):
    return [(one.code, one.level.value, one.quote) for one in lint_text(text, **given_)]


def only(text, code, **given_):
    (one,) = [one for one in lint_text(text, **given_) if one.code == code]
    assert text[one.offset : one.offset + one.length] == one.quote
    return one


def test_reviewed_cases_that_do_not_add_up_are_a_note():
    one = only(QINGYANG, "LINT_PARTS_DIFFER")
    assert one.level == Level.NOTE
    assert "3,307 + 5,415 = 8,722 ≠ 7,995" in one.message


def test_the_overlap_of_referred_and_resolved_is_explained():
    one = only(QINGYANG, "LINT_OVERLAP")
    assert one.level == Level.NOTE
    assert "至少有1922起既移交又化解" in one.message
    assert "未化解的只有634起" in one.message


@pytest.mark.parametrize("bureau", sorted(PUBLISHED))
def test_no_published_sentence_is_called_an_error(bureau):
    text = "。\n".join(PUBLISHED[bureau])
    assert [one for one in lint_text(text) if one.level == Level.ERROR] == []


@pytest.mark.parametrize(
    ("text", "code", "level", "message"),
    [
        ("排查录入矛盾纠纷12489起，化解11855起，化解率94.93%。", "LINT_RATE", "error",
         "11855 ÷ 12489 = 94.92%"),
        ("排查录入矛盾纠纷12489起，化解11855起，化解率95.9%。", "LINT_RATE", "error", "94.9%"),
        ("排查录入矛盾纠纷100起，化解率101%。", "LINT_RATE", "error", "不能超过100%"),
        ("受理案件200件，办结案件150件，办结率80%。", "LINT_RATE", "warning", "75%"),
        ("排查录入矛盾纠纷100起，化解120起。", "LINT_SUBSET", "error", "多于排查录入100起"),
        ("排查录入矛盾纠纷100起，移交司法所101起。", "LINT_SUBSET", "error", "移交101起多于"),
        ("行政案件3日内办结率70%，7日内办结率67.5%。", "LINT_SUBSET", "error", "后者包括前者"),
        ("查处吸毒人员51人（其中女性52人）。", "LINT_PART_EXCEEDS", "error", "多于总数51人"),
        ("化解纠纷50起，其中婚恋30起、邻里25起。", "LINT_PARTS_EXCEED", "warning", "30 + 25 = 55"),
        ("录入纠纷110起，去年110起，同比上升10%。", "LINT_CHANGE", "error", "由110起到110起"),
        ("录入纠纷90起，去年100起，同比上升10%。", "LINT_CHANGE", "error", "同比下降10%"),
        ("发案同比下降-11.85%。", "LINT_NEGATIVE", "error", "意思相反"),
        ("发案同比-5%。", "LINT_NEGATIVE", "warning", "不用负号"),
        ("办结率67.50%。", "LINT_TRAILING_ZEROS", "warning", "末尾的零"),
        ("重大事故0起。", "LINT_ZERO", "warning", "不以零列举"),
        ("事故“零发生”。", "LINT_ZERO", "note", "须确为零"),
        ("化解矛盾纠纷300人次。", "LINT_UNIT_WORD", "error", "正文用“人次”"),
        ("召开联席会议12起。", "LINT_UNIT_WORD", "error", "正文用“起”"),
        ("悬挂横幅70面余条、警车30项。", "LINT_UNIT_WORD", "warning", "正文用“项”"),
        ("审核案件7995余件。", "LINT_HEDGE", "warning", "已精确到个位"),
        ("悬挂横幅近70余条。", "LINT_HEDGE", "warning", "重复或者矛盾"),
        ("2025年录入矛盾纠纷100起。\n全年录入矛盾纠纷103起。", "LINT_TWO_VALUES", "warning", "前后不一"),
        ("2025年2月30日印发。", "LINT_DATE", "error", "没有“2025年2月30日”"),
        ("2024年度报告\n截至2023年11月30日，录入纠纷3起。", "LINT_CUTOFF", "warning", "报告年度为2024年"),
        ("截至目前录入纠纷3起。", "LINT_CUTOFF", "note", "没有写明统计截止日"),
        ("2024年度报告\n四、2024年主要计划安排\n", "LINT_YEAR", "warning", "今后的工作写的是2024年"),
        ("四、经验\n五、普法\n二、存在问题", "LINT_NUMBERING", "note", "应为“六、”"),
        ("（一）组织领导\n二、存在问题", "LINT_NUMBERING", "note", "应为“一、”"),
        ("2022年度报告\n某某公安局\n2025年1月9日", "LINT_YEAR", "warning", "落款日期为2025年1月9日"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_what_was_computed(text, code, level, message):
    found = [one for one in lint_text(text) if one.code == code]
    assert [one.level for one in found] == [level]
    assert message in found[0].message
    assert found[0].quote == text[found[0].offset : found[0].offset + found[0].length]


@pytest.mark.parametrize(
    "text",
    [
        "排查录入矛盾纠纷12489起，化解11855起，化解率94.92%。",
        "排查录入矛盾纠纷12489起，化解11855起，化解率94.9%。",
        "排查录入矛盾纠纷12489起，化解11855起，化解率95%。",
        "排查录入矛盾纠纷1.2万余起，化解1.1万余起，化解率94.92%。",
        "排查录入矛盾纠纷100起，化解120起，包括历年积案。",
        "录入纠纷110起，去年100起，同比上升10%。",
        "查处吸毒人员51人（滥用未列管物质33人）。",
        "化解纠纷55起，其中婚恋30起、邻里25起。",
        "7日内办结率67.5%，3日内办结率60%以上。",
        "办结率100%，重大事故10起。",
        "2025年度报告\n四、2026年工作思路\n某某公安局\n2026年1月9日",
        "开展宣传35场次，解答咨询5000余人次，悬挂横幅70余条。",
        "一、举措\n（一）培训\n二、问题\n（一）能力\n三、其他",
        "上半年录入矛盾纠纷40起。全年录入矛盾纠纷100起。",
    ],
)
def test_what_is_right_is_left_alone(text):
    assert said(text) == []


def test_a_cutoff_that_was_given_must_be_the_one_that_is_written():
    text = "截至2025年11月30日，录入纠纷3起。"
    assert said(text, cutoff=date(2025, 11, 30)) == []
    one = only(text, "LINT_CUTOFF", cutoff=date(2025, 12, 31))
    assert one.level == Level.ERROR
    assert "2025-12-31" in one.message


def test_a_remark_keeps_its_mark_when_the_text_before_it_changes():
    first, second = lint_text("办结率67.50%。"), lint_text("全局努力。办结率67.50%。")
    assert first[0].mark == second[0].mark
    assert first[0].offset != second[0].offset


PIECES = st.sampled_from([
    "录入矛盾纠纷", "化解", "化解率", "移交", "同比下降", "去年", "其中", "（", "）", "，", "。", "\n", "12489起",
    "94.92%",
    "-5%", "1.20%", "0起", "近", "余", "约", "2025年", "13月45日", "截至", "三百起", "百分之九", "999999999999999起",
    "审核案件", "审核刑事案件", "行政案件", "0.0%", "万", "一是", "四、", "工作安排", "人次", ".", "\x00", "\ud800",
])  # fmt: skip


@given(st.one_of(st.text(max_size=300), st.lists(PIECES, max_size=60).map("".join)))
def test_it_never_raises_and_points_to_what_it_quotes(text):
    for one in lint_text(text):
        assert 0 <= one.offset < one.offset + one.length <= len(text)
        assert one.message
        assert len(one.mark) == 16


HOSTILE = {
    "digits": "1" * 1_000_000,
    "groups": "111," * 250_000,
    "numbers": "化解1起，" * 40_000,
    "one sentence": "纠纷100000起" * 30_000,
    "brackets": "100起（" * 40_000,
    "rates": "化解率50%" * 30_000,
    "chinese": "一二三四五六七八九十" * 100_000,
    "points": "1." * 300_000,
    "headings": "四、工作安排2025年\n" * 30_000,
    "blanks": " " * 1_000_000,
    "years": "2025年-" * 100_000,
    "among": "100起其中" * 40_000,
}


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_a_hostile_text_of_the_greatest_length_is_read_to_its_end(name):
    text = HOSTILE[name][:LONGEST]
    assert all(one.offset + one.length <= len(text) for one in lint_text(text))
