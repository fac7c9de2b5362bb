"""The holiday table: seeding, edits that count at once, import of a notice, loud missing years."""

from __future__ import annotations

from datetime import date
from io import StringIO
from pathlib import Path

import pytest
from django.core import checks
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from disputes import clock, holidays
from disputes.holidays import current_calendar, missing_years
from disputes.models import Holiday
from tests.disputes.notices import CALENDAR, DAYS_OFF, DAYS_ON
from tests.factories import nine

pytestmark = pytest.mark.django_db

OFF, ON = Holiday.Kind.OFF, Holiday.Kind.ON
NATIONAL_DAY = date(2026, 10, 1)
# A year that nobody has announced yet; days and names are made up.
NOTICE = """日期,类型,名称
2027-01-01,放假,元旦
2027-02-06,放假,春节
2027-02-07,放假,春节
2027-02-08,放假,春节
2027-02-09,放假,春节
2027-02-10,放假,春节
2027-02-11,放假,春节
2027-04-05,放假,清明
2027-05-03,放假,劳动节
2027-06-09,放假,端午
2027-09-15,放假,中秋
2027-10-01,放假,国庆节
2027-10-04,放假,国庆节
2027-10-05,放假,国庆节
2027-10-06,放假,国庆节
2027-10-09,上班,国庆节
"""


def everything() -> list[tuple]:
    return list(Holiday.objects.values_list("day", "kind", "name", "source"))


# --- seeding


def test_after_migrating_the_table_holds_the_three_notices_and_nothing_else():
    assert set(Holiday.objects.filter(kind=OFF).values_list("day", flat=True)) == DAYS_OFF
    assert set(Holiday.objects.filter(kind=ON).values_list("day", flat=True)) == DAYS_ON
    assert current_calendar() == CALENDAR
    row = Holiday.objects.get(day="2025-01-28")
    assert (row.name, row.source) == ("春节", "chinesecalendar 1.11.0")


def test_filling_again_keeps_what_a_bureau_changed():
    Holiday.objects.get(day=NATIONAL_DAY).delete()
    Holiday.objects.filter(day="2026-01-01").update(name="新年")
    Holiday.objects.create(day="2026-06-22", kind=OFF, name="本地活动", source="县政府通知")
    before = everything()

    holidays.fill()

    assert everything() == before


def test_filling_completes_a_year_and_keeps_the_days_that_are_there():
    Holiday.objects.filter(day__year=2026).exclude(day="2026-01-01").delete()
    Holiday.objects.filter(day="2026-01-01").update(name="新年")

    holidays.fill()

    assert current_calendar() == CALENDAR
    assert Holiday.objects.get(day="2026-01-01").name == "新年"


@pytest.mark.parametrize(("day", "kind"), [("2026-03-07", OFF), ("2026-03-02", ON)])
def test_the_database_refuses_a_day_that_changes_nothing(day, kind):
    with pytest.raises(IntegrityError, match="holiday_changes_the_plain_week"):
        Holiday.objects.create(day=day, kind=kind, name="春节", source="x")


# --- the calendar in memory


def test_any_edit_counts_at_once_whoever_makes_it():
    day = date(2026, 3, 4)
    assert current_calendar().is_working(day)
    Holiday.objects.bulk_create([Holiday(day=day, kind=OFF, name="停工", source="x")])
    assert not current_calendar().is_working(day)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE disputes_holiday SET day = '2026-03-05' WHERE day = %s", [day])
    assert current_calendar().is_working(day)
    assert not current_calendar().is_working(date(2026, 3, 5))
    Holiday.objects.filter(day="2026-03-05").delete()
    assert current_calendar() == CALENDAR


def test_an_edit_that_is_rolled_back_never_counted():
    before = current_calendar()
    with transaction.atomic():
        Holiday.objects.all().delete()
        assert current_calendar().years == frozenset()
        transaction.set_rollback(True)
    assert current_calendar() == before


def test_the_calendar_is_built_once_and_asked_for_by_one_query(django_assert_num_queries):
    before = current_calendar()
    with django_assert_num_queries(1):
        assert current_calendar() is before


# --- missing years


@pytest.mark.parametrize(
    ("today", "missing"),
    [
        ("2024-01-01", []),
        ("2026-10-31", []),
        ("2026-11-01", [2027]),
        ("2027-01-01", [2027]),
        ("2027-12-31", [2027, 2028]),
    ],
)
def test_this_year_is_needed_and_from_november_on_the_next_one(today, missing):
    assert missing_years(date.fromisoformat(today)) == missing


def test_the_system_check_is_loud_about_a_missing_year():
    with clock.at(nine(date(2026, 11, 1))):
        found = checks.run_checks(tags=[checks.Tags.database], databases=["default"])
        silent = checks.run_checks(tags=[checks.Tags.database])
    assert [(m.id, m.level, m.msg) for m in found] == [
        ("disputes.W001", checks.WARNING, "尚未导入2027年的放假安排，涉及该年的工作日期限无法计算")
    ]
    assert "import_holidays" in str(found[0].hint)
    assert silent == []


def test_the_system_check_says_nothing_while_all_years_are_there():
    with clock.at(nine(date(2026, 10, 31))):
        assert checks.run_checks(tags=[checks.Tags.database], databases=["default"]) == []


# --- import


@pytest.fixture
def notice(tmp_path):
    """Write a file and import it on a day; what the command printed."""

    def take(content: str | bytes, **options: str) -> tuple[str, str]:
        file, out, err = tmp_path / "放假安排.csv", StringIO(), StringIO()
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        with clock.at(nine(date(2026, 11, 20))):
            call_command("import_holidays", file, stdout=out, stderr=err, **options)
        return out.getvalue(), err.getvalue()

    return take


def test_a_notice_is_imported_and_the_year_is_known(notice):
    out, err = notice(NOTICE, source="国办发明电〔2026〕1号")

    assert (out, err) == ("已导入：放假13天，调休上班1天（周末放假不另登记）\n", "")
    assert Holiday.objects.get(day="2027-10-09").kind == ON
    assert not Holiday.objects.filter(day="2027-02-06").exists()  # a Saturday
    assert Holiday.objects.get(day="2027-01-01").source == "国办发明电〔2026〕1号"
    assert current_calendar().add(date(2026, 12, 28), 7) == date(2027, 1, 7)


@pytest.mark.parametrize(
    "content",
    [
        NOTICE.encode("utf-8-sig"),
        NOTICE.encode("gb18030"),
        NOTICE.replace("\n", "\r\n").replace("2027-02-06", "2027/2/6").encode(),
        f"{NOTICE},,\n\n".encode(),
    ],
    ids=["utf-8 with a mark", "chinese code page", "excel's dates", "empty lines"],
)
def test_the_file_may_be_one_that_excel_saved(notice, content):
    notice(content)
    assert Holiday.objects.filter(day__year=2027).count() == 14
    assert Holiday.objects.get(day="2027-01-01").source == "放假安排.csv"


def test_importing_twice_changes_nothing(notice):
    notice(NOTICE)
    before = everything()
    notice(NOTICE)
    assert everything() == before


def test_a_later_notice_corrects_single_days(notice):
    """As in 2020, when the spring festival was made longer after it had begun."""
    notice("日期,类型,名称\n2026-02-24,放假,春节\n2026-02-28,放假,春节\n2026-01-02,上班,元旦\n")

    calendar = current_calendar()
    assert calendar.why(date(2026, 2, 24)) == "法定节假日"
    assert calendar.why(date(2026, 2, 28)) == "周末"
    assert calendar.why(date(2026, 1, 2)) == "工作日"


def test_after_an_import_a_year_that_is_still_missing_is_named(notice):
    _, err = notice("日期,类型,名称\n2026-02-24,放假,春节\n")
    assert "2027年的放假安排尚未导入" in err


HEAD = "日期,类型,名称\n"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("", "第1行：表头应为“日期,类型,名称”"),
        ("day,kind,name\n", "第1行：表头应为“日期,类型,名称”"),
        (HEAD, "文件中没有放假安排"),
        (NOTICE + "2027-13-01,放假,元旦\n", "第18行：日期“2027-13-01”无效，应形如2027-01-01"),
        (NOTICE + "明天,放假,元旦\n", "第18行：日期“明天”无效，应形如2027-01-01"),
        (NOTICE + ",放假,元旦\n", "第18行：日期“”无效，应形如2027-01-01"),
        (NOTICE + "2027-10-07,休息,国庆节\n", "第18行：类型“休息”应为放假或者上班"),
        (NOTICE + "2027-10-07,放假,\n", "第18行：请填写名称"),
        (NOTICE + "2027-10-07,放假,国\0庆\n", "第18行：请填写名称"),
        (NOTICE + "2027-10-07,放假\n", "第18行：应有3列，实有2列"),
        (NOTICE + "2027-10-07,放假,国庆节,补\n", "第18行：应有3列，实有4列"),
        (NOTICE + "2027-01-01,上班,元旦\n", "第18行：日期“2027-01-01”重复"),
        (NOTICE + f"2027-10-07,放假,{'国' * 31}\n", "第18行：.*30"),
        (NOTICE.replace("春节", ""), "第3行：请填写名称\n第4行：请填写名称\n第5行"),
        (NOTICE + "2028-01-03,放假,元旦\n", "导入后2028年的放假安排仍不完整"),
        (HEAD + "2027-01-01,放假,元旦\n", "导入后2027年的放假安排仍不完整"),
        (b"\x89PNG\r\n\x1a\n\xff\xff", "不是文本文件"),
    ],
)
def test_a_file_with_one_fault_changes_nothing_and_names_the_line(notice, content, said):
    before = everything()
    with pytest.raises(CommandError, match=said):
        notice(content)
    assert everything() == before


def test_a_file_that_is_not_there_is_said_so():
    with pytest.raises(CommandError, match="无法读取 nowhere"):
        call_command("import_holidays", Path("nowhere.csv"))
