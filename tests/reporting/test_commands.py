"""Commands print in Chinese, and end with an error when something is wrong."""

import csv
import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from reporting.drain import drain
from reporting.models import Cell, DirtyKey
from tests.factories import make_unit
from tests.reporting import rows

pytestmark = pytest.mark.django_db(transaction=True)
JAN = date(2025, 1, 10)


@pytest.fixture
def city():
    unit = make_unit(name="=庆阳市公安局")
    rows.event(rows.dispute(unit, JAN), JAN, 1, days=0)
    return unit


def printed(capsys, *command: str) -> str:
    call_command(*command)
    return capsys.readouterr().out


def test_the_report_as_text_is_the_paragraph_alone(city, capsys):
    text = printed(capsys, "annual_report", "2025", "--unit", city.code)
    assert text == "共排查录入矛盾纠纷1起，化解1起，化解率100%。\n"


def test_the_report_as_json(city, capsys):
    report = json.loads(
        printed(capsys, "annual_report", "2025", f"--unit={city.code}", "--format=json")
    )
    assert report["unit"] == {"code": city.code, "name": "=庆阳市公安局"}
    assert report["cutoff"] == "2025-12-31"


def test_the_report_as_csv_is_safe_in_a_spreadsheet(city, capsys):
    rows.event(rows.dispute(city, date(2025, 1, 11)), date(2025, 1, 12), -1, days=0)
    rows.event(rows.dispute(city, date(2025, 1, 11)), date(2025, 1, 12), -1, days=0)

    text = printed(capsys, "annual_report", "2025", "--unit", city.code, "--format", "csv",
                   "--cutoff", "2025-11-30")  # fmt: skip

    lines = {line["指标代码"]: line for line in csv.DictReader(text.splitlines())}
    assert lines["registered"]["数值"] == "3"
    assert lines["registered"]["统计截止日"] == "2025-11-30"
    assert lines["registered"]["单位"] == "'=庆阳市公安局"
    assert lines["resolved"]["数值"] == "-1"  # a number stays a number
    assert lines["hearing_success_rate"]["数值"] == ""


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (["annual_report", "2025", "--unit", "999999999999"], "没有机构代码为999999999999的单位"),
        (["annual_report", "1066", "--unit", "CODE"], "2000至2099"),
        (["annual_report", "2025", "--unit", "CODE", "--cutoff", "2026-01-01"], "报告年度内"),
        (["explain", "registered", "--unit", "9", "--from", "2025-01-01", "--to", "2025-12-31"], "没有机构代码"),
        (["explain", "registered", "--unit", "CODE", "--from", "2025-02-01", "--to", "2025-01-01"], "晚于"),
    ],
)  # fmt: skip
def test_what_cannot_be_asked_is_refused_in_chinese(city, command, said):
    with pytest.raises(CommandError, match=said):
        call_command(*[city.code if word == "CODE" else word for word in command])


def test_explain_shows_both_sides_of_a_rate_and_the_cases(city, capsys):
    text = printed(capsys, "explain", "resolution_rate", "--unit", city.code, "--from", "2025-01-01",
                   "--to", "2025-12-31", "--cases")  # fmt: skip

    assert "化解率：100%" in text
    assert "口径：期内录入的纠纷中" in text
    assert text.count("汇总1，原始数据1") == 2
    assert text.count("+1") == 2


def test_explain_ends_with_an_error_when_cells_are_wrong(city):
    drain()
    Cell.objects.filter(dimension="").update(registered=5)
    with pytest.raises(CommandError, match="不一致"):
        call_command(
            "explain",
            "registered",
            "--unit",
            city.code,
            "--from",
            "2025-01-01",
            "--to",
            "2025-12-31",
        )


def test_rollup_drains_checks_and_rebuilds(city, capsys):
    assert "已计入2条" in printed(capsys, "rollup", "drain")
    assert not DirtyKey.objects.exists()
    assert "0处不一致" in printed(capsys, "rollup", "check")
    Cell.objects.update(registered=0)

    with pytest.raises(CommandError, match="6处不一致"):
        call_command("rollup", "check")
    assert "registered" in capsys.readouterr().out

    assert "个单元格" in printed(capsys, "rollup", "rebuild")
    assert "0处不一致" in printed(capsys, "rollup", "check")
