"""Acts of a referral: the parties are told where they may go, then the letter goes out."""

from __future__ import annotations

from tests.browser.desk import Desk

RECEIVER = "玄马镇综治中心"


def tell_of_other_ways(desk: Desk) -> None:
    form = desk.take("告知")
    form.choose("告知事项", "可向人民法院起诉或者向人民调解组织申请调解")
    form.choose("告知方式", "当面告知")
    form.submit()
    desk.done("告知")


def refer(desk: Desk) -> None:
    form = desk.take("移交")
    form.choose("接收单位类别", "综治中心")
    form.fill("接收单位名称", RECEIVER)
    form.choose("移交方式", "书面")
    form.fill("移交事由", "涉及安置小区管网改造，需要综治中心协调建设单位")
    form.submit()
    desk.done("移交")


def number_of_letter(desk: Desk) -> str:
    desk.tab("移交")
    row = desk.page.locator("main .el-table:visible tbody tr", has_text=RECEIVER)
    return row.locator("td").nth(1).inner_text()
