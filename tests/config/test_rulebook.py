"""docs/rules.md tells what the code does, completely, and in Chinese."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from config.management.commands import rules
from config.rulebook import clocks, document, guards
from config.rulebook.guards import rule_of
from disputes import clocks as disputes_clocks
from disputes import deadlines
from disputes import guards as G
from disputes.choices import State
from disputes.models.hearing import Stage
from disputes.transitions import ROWS
from reporting.indicators import INDICATORS
from reporting.measures import MEASURES


def test_the_committed_file_is_up_to_date():
    call_command("rules", "--check")


def test_an_outdated_file_is_an_error_and_stays_as_it_is(tmp_path, monkeypatch):
    old = tmp_path / "rules.md"
    old.write_text("# 旧", encoding="utf-8")
    monkeypatch.setattr(rules, "FILE", old)
    monkeypatch.setattr(rules, "BASE_DIR", Path(tmp_path))

    with pytest.raises(CommandError, match="make docs"):
        call_command("rules", "--check")
    assert old.read_text(encoding="utf-8") == "# 旧"

    call_command("rules")
    call_command("rules", "--check")


def test_every_action_state_stage_measure_and_indicator_is_in_it():
    text = document()
    for row in ROWS:
        assert f"| {row.label} | `{row.action}` |" in text
        for source in row.sources if row.target else ():
            assert f"    {source} --> {row.target}: {row.label}\n" in text
    for words in (State.labels, Stage.labels):
        assert all(str(word) in text for word in words)
    assert all(f"| `{code}` |" in text for code in (*MEASURES, *INDICATORS))


def test_every_guard_has_a_chinese_sentence_and_a_code():
    told = {rule.name: rule for rule in guards.rules()}
    of_every_step = {"recused_stay_out", "in_order", "after_last_change"}
    assert set(told) == {guard.__name__ for row in ROWS for guard in row.guards} | of_every_step
    for rule in told.values():
        assert rule.refusals, rule.name
        for code, sentence, _ in rule.refusals:
            assert code.startswith("`")
            assert any("一" <= character <= "鿿" for character in sentence), rule.name


def test_a_guard_tells_number_refusals_and_citation_of_its_own_source():
    rule = rule_of(G.not_excluded)
    assert rule.number == "G05、G07"
    assert rule.refusals[-1] == ("`EXCLUDED_CIRCUMSTANCE`", "存在不适用调解的情形：…", False)
    codes = [said.code for said in rule.refusals[:-1]]
    assert codes == ["`NEW_VIOLATION_DURING_MEDIATION`", "`SUSPECT_ESCAPED`"]
    assert [str(s) for s in rule.citations] == ["《公安机关办理行政案件程序规定》第一百七十九条"]


def test_a_guard_of_all_tracks_tells_the_law_of_each():
    rule = rule_of(G.everyone_consents)
    assert [s.law for s in rule.citations] == [
        "公安机关办理行政案件程序规定", "中华人民共和国人民调解法", "道路交通事故处理程序规定",
    ]  # fmt: skip


def test_what_a_guard_leaves_to_a_helper_is_told_as_well():
    rule = rule_of(G.form_fits_track)
    assert {"`AGREEMENT_MISSING`", "`AGREEMENT_FORM_MISMATCH`"} <= {
        said.code for said in rule.refusals
    }
    assert "《中华人民共和国人民调解法》第二十九条" in [str(s) for s in rule.citations]


def test_a_rule_that_warns_is_told_apart_from_one_that_forbids():
    warned = {rule.name for rule in guards.rules() if any(said.warns for said in rule.refusals)}
    assert {"first_session_in_time", "steps_in_order", "issues_stated"} <= warned
    assert not {"second_session_in_time", "not_excluded"} & warned
    first, second = rule_of(G.first_session_in_time), rule_of(G.second_session_in_time)
    assert {s.code for s in first.refusals} == {"`CALENDAR_UNKNOWN`", "`FIRST_MEDIATION_LATE`"}
    assert {s.code for s in second.refusals} == {"`CALENDAR_UNKNOWN`", "`SECOND_MEDIATION_LATE`"}


def test_what_an_article_replaced_is_told_as_well():
    rule = rule_of(G.two_officers_or_recorded)
    assert [s.article for s in rule.citations] == ["第一百零八条", "第五十二条"]


def test_every_clock_tells_its_length_start_source_and_what_being_late_means():
    rows = {row[1]: row for row in map(clocks._row, deadlines.PERIODS)}
    assert set(rows) == {f"`{period.code}`" for period in clocks.NAMES.values()}
    assert all(all(row) for row in rows.values())
    assert rows["`first_session`"][2:4] == ["3", "工作日"]
    late = {code.strip("`"): row[-1] for code, row in rows.items()}
    assert (late["first_session"], late["second_session"]) == ("警示（G15）", "拒绝（G14）")
    assert (late["recusal"], late["referral_answer"]) == ("提醒", "提醒")
    assert rows["`follow_up`"][5] == "本单位规定"


def test_every_clock_of_a_case_is_one_of_the_told_ones():
    used = {name for path in Path(disputes_clocks.__path__[0]).glob("*.py")
            for name in clocks.NAMES if name in path.read_text(encoding="utf-8")}  # fmt: skip
    assert used == clocks.NAMES.keys()


def test_a_step_of_one_track_says_so():
    text = document()
    assert "| 认可和解 | `settle` | 治安案件 |" in text
    assert "| 调解 | `hold_session` | 全部 |" in text
