"""Every number of a text is found once, at its place, with unit word, hedge and noun."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.lint.numbers import find, plain
from reporting.lint.reading import read


def figures(text: str):
    return [(n.text, n.value, n.unit, n.hedge, n.label) for n in read(text).numbers]


@pytest.mark.parametrize(
    ("text", "value", "unit", "hedge", "label"),
    [
        ("化解11855起", 11855, "起", "", "化解"),
        ("录入12,489起", 12489, "起", "", "录入"),
        ("录入１２４８９起", 12489, "起", "", "录入"),
        ("化解率94.92%", "94.92", "%", "", "化解率"),
        ("化解率94.92％", "94.92", "%", "", "化解率"),
        ("比率为5‰", "0.5", "%", "", "比率为"),
        ("化解率百分之九十四点九二", "94.92", "%", "", "化解率"),
        ("发放资料1.2万份", 12000, "份", "", "发放资料"),
        ("发放资料5000余份", 5000, "份", "余", "发放资料"),
        ("发放资料1万余份", 10000, "份", "余", "发放资料"),
        ("缩短近30%", 30, "%", "近", "缩短"),
        ("设立宣传点约175个", 175, "个", "约", "设立宣传点"),
        ("办结率达60%以上", 60, "%", "以上", "办结率达"),
        ("满意度不低于90%", 90, "%", "以上", "满意度"),
        ("上升4.92个百分点", "4.92", "个百分点", "", "上升"),
        ("同比下降-5%", -5, "%", "", "同比下降"),
        ("化解纠纷三百零五起", 305, "起", "", "化解纠纷"),
        ("调解十余次", 10, "次", "余", "调解"),
        ("挽回损失3.5万元", 35000, "元", "", "挽回损失"),
    ],
)
def test_a_number_is_read_as_it_is_meant(text, value, unit, hedge, label):
    ((_, found, *rest),) = figures(text)
    assert found == Decimal(value)
    assert rest == [unit, hedge, label]


@pytest.mark.parametrize(
    "text",
    [
        "2024年以来",
        "《规划(2020-2025年)》",
        "2025年3月14日",
        "6月6日印发",
        "2025-03-14起施行",
        "公通字〔2024〕12号",
        "第一、第二议题",
        "依照第9条的规定",
        "连续第3次",
        "一是压实责任。二是发挥作用",
        "（一）强化领导",
        "1.加强执法理念教育",
        "“110”宣传日、“12.4”宪法宣传日",
        "“1541”警务体系",
        "“3+3”培训",
        "G312国道",
        "身份证号621002199001011234",
        "3日内办结",
        "一件小事、一名民警",
        "9:30集合",
        "“三零”社区、六个不发生",
    ],
)
def test_years_dates_ordinals_and_names_are_no_figures(text):
    assert figures(text) == []


def test_a_noun_ends_at_the_figure_before_it():
    found = figures("派驻监督员75名,建成派驻室57个、值守点17个")
    assert [label for *_, label in found] == ["派驻监督员", "建成派驻室", "、值守点"]


def test_a_line_broken_in_the_middle_does_not_end_the_noun():
    ((text, _, _, hedge, label),) = figures("行政案件 3 日内办结率达 60%\n\n以上，提升明显。")
    assert (hedge, label) == ("以上", "行政案件3日内办结率达")
    assert text == "60%\n\n以上"


CHARACTERS = st.sampled_from(
    "0123456789.,，。%‰年月日起件人次余近约万亿化解率同比下降()（）〔〕第一二三十百 \n-“”"
)


@given(st.one_of(st.text(), st.text(CHARACTERS, max_size=200)))
def test_whatever_is_written_the_places_point_to_the_numbers(text):
    numbers, days = find(plain(text))
    end = 0
    for number in numbers:
        assert plain(text)[number.offset : number.end] == number.text
        assert any(c.isdigit() or c in "零〇一二两三四五六七八九十百千万亿" for c in number.text)
        assert number.offset >= end
        end = number.end
    for day in days:
        assert plain(text)[day.offset : day.offset + day.length] == day.text


@given(st.integers(0, 10**11), st.sampled_from(["起", "件", "人次", "场次", "%"]))
def test_a_count_is_found_with_and_without_separators(n, unit):
    for written in (str(n), f"{n:,}"):
        (number,) = read(f"共排查{written}{unit}，").numbers
        assert (number.value, number.unit, number.length) == (n, unit, len(written) + len(unit))
