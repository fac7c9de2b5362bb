"""Acts from the agreement to the closed case: signed, printed, performed, visited, reviewed."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import expect

from tests.browser.counter import Quarrel
from tests.browser.desk import Desk

COMMITTEE, MEDIATOR = "玄马镇人民调解委员会", "杨守义"
PAPER = "人民调解协议书"


def draft(desk: Desk, quarrel: Quarrel, due: str) -> None:
    form = desk.take("拟定协议")
    form.fill(
        "协议内容", f"{quarrel.respondent}修好水管，并一次性赔偿{quarrel.applicant}一千八百元"
    )
    form.fill("各方责任", f"{quarrel.respondent}改装水管不当，负主要责任")
    form.fill("人民调解员", MEDIATOR)
    duty = form.row("义务", 0)
    duty.fill("内容", "赔偿墙面和衣柜损失")
    duty.fill("金额（元）", "1800")
    duty.fill_day("履行期限", due)
    mediator = form.row("签名", 2)
    mediator.choose("签名人", "人民调解员")
    mediator.fill("姓名", MEDIATOR)
    seal = form.add_row("签名")
    seal.choose("签名人", "人民调解委员会印章")
    seal.fill("姓名", COMMITTEE)
    form.submit()
    desk.done("拟定协议")
    desk.take("协议生效").submit()
    desk.done("协议生效")


def issue_and_print(desk: Desk, folder: Path) -> Path:
    """The paper is issued, looked at in a tab of its own, and downloaded as a Word file."""
    desk.tab("文书")
    desk.page.get_by_role("button", name=PAPER).click()
    row = desk.page.locator("main .el-table:visible tbody tr", has_text=PAPER)
    expect(row).to_contain_text("有效")
    _preview(desk)
    file = desk.download(row.get_by_role("link", name="下载"))
    kept = folder / file.suggested_filename
    file.save_as(kept)
    return kept


def _preview(desk: Desk) -> None:
    """A PDF in a new tab, or, where the server has no office program, word of the Word file."""
    row = desk.page.locator("main .el-table:visible tbody tr", has_text=PAPER)
    with desk.page.expect_response(lambda answer: "file_format=pdf" in answer.url) as asked:
        row.get_by_role("button", name="预览").click()
    if asked.value.status == 503:
        desk.read("改为下载")
    else:
        assert desk.page.request.get(asked.value.url).body().startswith(b"%PDF")


def perform(desk: Desk) -> None:
    form = desk.take("登记履行")
    assert form.value("本次给付金额（元）") == "1800.00"
    form.fill("履行凭证", "微信转账记录")
    form.submit()
    desk.done("登记履行")


def submit_for_review(desk: Desk) -> None:
    """No rule of this bureau asks for a review of the case; the officer wants one all the same."""
    form = desk.take("送审")
    form.choose("审核层级", "所长审核")
    form.submit()
    desk.done("送审")


def review(chief: Desk, number: str) -> None:
    """From the list of what waits, as every morning."""
    chief.menu("审核")
    chief.page.locator("tbody tr", has_text=number).get_by_role("button", name="审核").click()
    chief.state_is(number)
    form = chief.take("审核")
    form.turn("是否通过")
    form.fill("意见", "程序合法，协议已经履行，同意")
    form.submit()
    chief.done("审核")
