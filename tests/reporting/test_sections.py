"""The section's sentences: the published one, silence at zero, every clause with its figures."""

import pytest

from reporting.checks import indicators_name_known_measures, sections_name_known_figures
from reporting.compose import compose, sentences
from reporting.indicators import ALL, INDICATORS, Indicator
from reporting.sections import SECTIONS, Clause, Section, fengqiao

# 庆阳市公安局 2025 annual report, as published. 634 unresolved < 2556 referred: at least 1922
# disputes were both, so nothing here may be derived by subtraction.
QINGYANG = {"registered": 12489, "resolved_of_registered": 11855, "referred_governance": 2556}


def test_the_section_prints_the_published_sentence():
    assert compose(fengqiao.SECTION, QINGYANG) == (
        "共排查录入矛盾纠纷12489起，化解11855起，化解率94.92%，移交综治中心、平安法治办公室2556起。"
    )


@pytest.mark.parametrize(
    "counts", [{}, dict.fromkeys(("registered", "resolved_of_registered", "hearings"), 0)]
)
def test_a_section_without_figures_is_silent(counts):
    assert compose(fengqiao.SECTION, counts) == ""


def test_a_zero_is_left_out_and_never_printed():
    text = compose(fengqiao.SECTION, QINGYANG | {"resolved_of_registered": 0})
    assert text == "共排查录入矛盾纠纷12489起，移交综治中心、平安法治办公室2556起。"


@pytest.mark.parametrize("due", [{}, {"agreements_due": 5, "fulfilled_of_due": 0}])
def test_a_rate_without_meaning_or_of_zero_silences_its_clause(due):
    counts = {"agreements": 3, "fulfilled": 2, "followed_up": 1, **due}
    assert compose(fengqiao.SECTION, counts) == "达成调解协议3件，回访纠纷1起。"


@pytest.mark.parametrize(
    ("before", "text"),
    [
        (10000, "排查录入数同比上升24.89%。"),
        (13000, "排查录入数同比下降3.93%。"),
        (12489, ""),
        (0, ""),
    ],
)
def test_the_change_on_the_year_before(before, text):
    counts = {"registered": 12489}
    written = compose(fengqiao.SECTION, counts, {"registered": before})
    assert written == "共排查录入矛盾纠纷12489起。" + text


def test_hearings_in_words():
    counts = {"hearings": 4, "hearing_disputes": 3, "hearings_agreed": 2}
    assert compose(fengqiao.SECTION, counts) == (
        "开展听证式调解4场次，涉及纠纷3起，达成协议2场次。"
    )


def test_agreements_in_words():
    counts = {"agreements": 8, "fulfilled": 7, "agreements_due": 9, "fulfilled_of_due": 6,
              "followed_up": 5}  # fmt: skip
    assert compose(fengqiao.SECTION, counts) == (
        "达成调解协议8件，到期协议履行率66.67%，回访纠纷5起。"
    )


def test_a_sentence_names_the_indicators_of_its_figures():
    written = list(sentences(fengqiao.SECTION, QINGYANG | {"hearings": 1}))
    assert [s.indicators for s in written] == [
        ("registered", "resolved", "resolution_rate", "referred_governance"),
        ("hearings", "hearing_disputes"),
    ]


@pytest.mark.parametrize("sentence", fengqiao.SECTION.sentences)
def test_every_clause_speaks_when_everything_happened(sentence):
    happened = {code: 1000 + n for n, i in enumerate(ALL) for code in i.measures}
    before = dict.fromkeys(happened, 500)
    section = Section("one", "一节", (sentence,))

    text = compose(section, happened, before)

    assert text.count("，") == len(sentence) - 1
    assert "{" not in text


def test_the_same_counts_give_the_same_characters():
    assert compose(fengqiao.SECTION, QINGYANG) == compose(fengqiao.SECTION, dict(QINGYANG))


def test_a_misspelt_figure_is_found_at_the_start(monkeypatch):
    assert sections_name_known_figures(None) == []
    clause = Clause("共{registred}，{activity.boks}，{registered:yearly}", required=("hearing",))

    monkeypatch.setitem(SECTIONS, "wrong", Section("wrong", "错", ((clause,),)))
    found = sections_name_known_figures(None)

    assert [e.id for e in found] == ["reporting.E001"] * 4
    wrong = ["activity.boks", "hearing", "registered:yearly", "registred"]
    assert [e.msg.rsplit(" ", 1)[1] for e in found] == wrong


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("化解{resolved", "章节 hostile 的模板不能识别：化解{resolved"),
        ("化解}", "章节 hostile 的模板不能识别：化解}"),
        ("化解{resolved.__class__.__mro__}", "引用了未定义的指标 resolved.__class__.__mro__"),
        ("化解{resolved[0]}", "引用了未定义的指标 resolved[0]"),
        ("化解{0}", "引用了未定义的指标 0"),
        ("化解{resolved:>999999999}", "引用了未定义的指标 resolved:>999999999"),
    ],
)
def test_a_hostile_template_is_found_at_the_start(monkeypatch, template, said):
    hostile = Section("hostile", "", (((Clause(template),)),))
    monkeypatch.setitem(SECTIONS, "hostile", hostile)
    (error,) = sections_name_known_figures(None)
    assert said in error.msg


def test_a_misspelt_measure_is_found_at_the_start(monkeypatch):
    assert indicators_name_known_measures(None) == []
    monkeypatch.setitem(INDICATORS, "wrong", Indicator("wrong", "错", "registred"))

    assert [e.id for e in indicators_name_known_measures(None)] == ["reporting.E002"]
