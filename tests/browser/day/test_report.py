"""The bureau's report of last year, from the first draft to the signed file."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.day import report
from tests.browser.day.test_station import printed
from tests.browser.desk import Desk, keep_picture


@pytest.fixture
def at_desk(sign_in):
    return lambda account: Desk(sign_in(account))


def test_the_report_is_composed_checked_confirmed_reviewed_signed_and_exported(at_desk, tmp_path):
    author = at_desk("qingyang_statistician")
    report.compose(author)
    report.write(author)
    assert report.answer_warnings(author, "依据原始台账，数字准确") == 3  # one is the “四次” above
    keep_picture(author.page, "report-remarks")
    report.take(author, "送审", then="下级确认")

    for county in report.BELOW:
        report.confirm(at_desk(county))
    for account, step, then in (
        ("qingyang_legal", "法制审核通过", "保密审查"),
        ("qingyang_secrecy", "保密审查通过", "待签发"),
        ("qingyang_chief", "签发", "已签发"),
    ):
        desk = at_desk(account)
        report.open_it(desk)
        report.take(desk, step, then)

    word = report.export(desk, "Word公文", tmp_path)
    assert "化解11855起，化解率94.92%" in printed(word)
    expect(desk.page.get_by_text("已签发，不能再改")).to_have_count(1)
    keep_picture(desk.page, "report-signed")

    file = report.signed_file(desk, tmp_path)
    assert report.verify(desk, file) == "与签发时一致"
    file.write_text(file.read_text().replace("11855", "11856"))
    assert report.verify(desk, file) == "与签发时不一致"
