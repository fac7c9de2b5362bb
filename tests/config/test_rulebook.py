"""docs/rules.md tells what the code does, completely, and in Chinese."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from config.management.commands import rules
from config.rulebook import document, guards
from config.rulebook.guards import rule_of
from disputes import guards as G
from disputes.choices import State
from disputes.models.hearing import Stage
from disputes.workflow import ROWS
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
    told = {rule.name: rule for rule in guards._rules()}
    assert set(told) == {guard.__name__ for row in ROWS for guard in row.guards} | {"in_order"}
    for rule in told.values():
        assert rule.refusals, rule.name
        for code, sentence in rule.refusals:
            assert code.startswith("`")
            assert any("一" <= character <= "鿿" for character in sentence), rule.name


def test_a_guard_tells_number_refusals_and_citation_of_its_own_source():
    rule = rule_of(G.not_excluded)
    assert rule.number == "G05、G07"
    assert rule.refusals == (("`EXCLUDED_CIRCUMSTANCE`", "存在不适用调解的情形：…"),)
    assert [str(s) for s in rule.citations] == ["《公安机关办理行政案件程序规定》第一百七十九条"]


def test_what_a_guard_leaves_to_a_helper_is_told_as_well():
    rule = rule_of(G.form_fits_track)
    assert {"`AGREEMENT_MISSING`", "`ORAL_AGREEMENT_TRACK`、`AGREEMENT_FORM_MISMATCH`"} <= {
        code for code, _ in rule.refusals
    }
    assert "《中华人民共和国人民调解法》第二十九条" in [str(s) for s in rule.citations]
